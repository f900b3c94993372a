import type { CreateService } from "../../../src/cli/board-options";
import type { BoardInfo, FlashOutcome, Mismatch } from "../../../src/core/dfu/board-service";
import type { FlashPlan, PlannedBlock, SurveyRange } from "../../../src/core/dfu/plan/flash-plan";
import { BootsmithError } from "../../../src/core/errors";
import type { AddressRange } from "../../../src/core/mcu/device";
import { text } from "../../../src/core/text";
import type { LocalBoardService } from "../../../src/transport/create-board-service";
import { boardWith } from "../../support/boards";

const f407Layout = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";

export const dfuBoard = (changes: Partial<BoardInfo> = {}): BoardInfo =>
  boardWith([f407Layout], { id: "usb:1-1", path: "1-1", serial: "A1", ...changes });
export const runningBoard = (changes: Partial<BoardInfo> = {}): BoardInfo =>
  boardWith([], { id: "usb:1-2", name: "Portenta H7", mode: "runtime", serial: "P1", path: "1-2", ...changes });

/** Boards as a bus would show them: they may come, go, fail and change their mode; every call is kept. */
export class FakeBoards implements LocalBoardService {
  readonly calls: string[] = [];
  readonly plans: FlashPlan[] = [];
  /** Ids of boards whose flash fails. */
  readonly failing = new Set<string>();
  /** Called when a flash begins. */
  onFlash: () => void = () => undefined;
  reading: (range: AddressRange) => Promise<Uint8Array> = ({ size }) =>
    Promise.resolve(new Uint8Array(size).fill(0xff));
  /** Called after each look at the bus, with how many there were. */
  onList: (count: number) => void = () => undefined;
  lists = 0;
  usb: ReturnType<LocalBoardService["usbState"]> = { available: true };
  disposed = false;
  private readonly listeners = new Set<() => void>();

  constructor(public boards: readonly BoardInfo[]) {}

  readonly create: CreateService = () => this;

  /** The bus changes; whoever listens is told. */
  become(boards: readonly BoardInfo[], tell = true): void {
    this.boards = boards;
    if (tell) this.listeners.forEach((listener) => listener());
  }

  get listening(): number {
    return this.listeners.size;
  }

  list(): Promise<readonly BoardInfo[]> {
    const found = this.boards;
    this.onList(++this.lists);
    return Promise.resolve(found);
  }

  read(id: string, alternate: number, range: AddressRange): Promise<Uint8Array> {
    this.calls.push(`read ${id} ${alternate}`);
    return this.reading(range);
  }

  survey(id: string, alternate: number, ranges: readonly SurveyRange[]): Promise<readonly PlannedBlock[]> {
    this.calls.push(`survey ${id} ${alternate}`);
    return Promise.all(ranges.map(async (range) => ({ address: range.base, data: await this.reading(range) })));
  }

  flash(id: string, plan: FlashPlan): Promise<FlashOutcome> {
    this.calls.push(`flash ${id}`);
    this.plans.push(plan);
    this.onFlash();
    if (this.failing.has(id)) {
      return Promise.reject(new BootsmithError("board-lost", text("{0} vanished.", id), text("Plug it in again.")));
    }
    const { length: erasedUnits } = plan.units;
    return Promise.resolve({
      erasedUnits,
      skippedUnits: 0,
      writtenBytes: 0,
      verifiedBytes: 0,
      left: plan.leaveAt !== null,
      elapsed: 1500,
    });
  }

  verify(id: string): Promise<readonly Mismatch[]> {
    this.calls.push(`verify ${id}`);
    return Promise.resolve([]);
  }

  leave(id: string, alternate: number, address: number): Promise<void> {
    this.calls.push(`leave ${id} ${alternate} ${address.toString(16)}`);
    return Promise.resolve();
  }

  detach(id: string): Promise<BoardInfo> {
    this.calls.push(`detach ${id}`);
    const back = dfuBoard({ id: "usb:1-9", name: "Portenta H7 in DFU mode", serial: "P1" });
    this.become(this.boards.map((board) => (board.id === id ? back : board)));
    return Promise.resolve(back);
  }

  unprotect(id: string): Promise<void> {
    this.calls.push(`unprotect ${id}`);
    return Promise.resolve();
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  usbState(): ReturnType<LocalBoardService["usbState"]> {
    return this.usb;
  }

  simulate(): void {
    throw new Error("nothing is simulated here");
  }

  simulatedContents(): ReturnType<LocalBoardService["simulatedContents"]> {
    return new Map();
  }

  dispose(): void {
    this.disposed = true;
  }
}
