// `usb` gets the types of its WebUSB methods from here.
/// <reference types="w3c-web-usb" />
import type { Cancellation } from "../core/cancellation";
import type { BoardInfo, BoardService, FlashOutcome, Mismatch, ProgressListener } from "../core/dfu/board-service";
import type { Clock } from "../core/dfu/device";
import type { BoardId, FlashPlan } from "../core/dfu/flash-plan";
import { runFlash, runLeave, runRead, runVerify, type OpenBoard } from "../core/dfu/flash-run";
import { BootsmithError, explain } from "../core/errors";
import type { AddressRange } from "../core/mcu/device";
import { text } from "../core/text";
import type { BoardBackend, BoardEntry } from "./board-backend";
import { SimulatedBackend, type SimulatedContents } from "./simulated-backend";
import { UsbBackend, type UsbModule, type UsbState } from "./usb-backend";

export interface BoardServiceOptions {
  /** Look for real boards. Package `usb` is loaded on the first list, not before. */
  readonly usb: boolean;
  /** Part numbers of boards to simulate. */
  readonly simulate: readonly string[];
  readonly log: (line: string) => void;
  /** Time of the simulated boards; left out: a virtual clock, so that they take no time. */
  readonly clock?: Clock;
  /** What simulated boards hold from the start. */
  readonly contents?: SimulatedContents;
  /** Stands in for package `usb`. */
  readonly loadUsb?: () => Promise<UsbModule>;
}

/** BoardService with what its owner may ask besides. */
export interface LocalBoardService extends BoardService {
  /** Whether real boards can be reached; as of the last list. */
  usbState(): UsbState;
  /**
   * Simulates these boards from now on; a part that was simulated before keeps its contents.
   * @throws BootsmithError `unknown-device` for a part that cannot be simulated; then nothing changes
   */
  simulate(parts: readonly string[]): void;
  /** What the simulated boards hold now. */
  simulatedContents(): SimulatedContents;
  /** Stops what runs, at its next transfer. */
  dispose(): void;
}

/** @throws BootsmithError `unknown-device` for a part that cannot be simulated */
export function createBoardService(options: BoardServiceOptions): LocalBoardService {
  return new Boards(options);
}

async function loadUsbPackage(): Promise<UsbModule> {
  const { usb } = await import("usb");
  return usb;
}

class Boards implements LocalBoardService {
  private readonly usb: UsbBackend | null;
  private simulated: SimulatedBackend;
  private readonly busy = new Map<BoardId, string>();
  private known = new Map<BoardId, BoardEntry>();
  private disposed = false;
  /** Of boards that are not simulated any more, should they come back. */
  private contents: SimulatedContents = new Map();

  constructor(private readonly options: BoardServiceOptions) {
    const { log, loadUsb = loadUsbPackage } = options;
    this.usb = options.usb ? new UsbBackend({ load: loadUsb, log, platform: process.platform }) : null;
    this.simulated = new SimulatedBackend(options.simulate, options.clock, options.contents);
  }

  usbState(): UsbState {
    return this.usb?.state() ?? { available: false, reason: text("Looking for boards on USB is switched off.") };
  }

  simulate(parts: readonly string[]): void {
    const contents = new Map([...this.contents, ...this.simulated.contents()]);
    this.simulated = new SimulatedBackend(parts, this.options.clock, contents);
    this.contents = contents;
    this.known.clear();
  }

  simulatedContents(): SimulatedContents {
    return this.simulated.contents();
  }

  dispose(): void {
    this.disposed = true;
  }

  async list(): Promise<readonly BoardInfo[]> {
    const backends: readonly BoardBackend[] = [...(this.usb === null ? [] : [this.usb]), this.simulated];
    const inUse = new Set(this.busy.keys());
    const entries = (await Promise.all(backends.map((backend) => backend.list(inUse)))).flat();
    this.known = new Map(entries.map((entry) => [entry.info.id, entry]));
    return entries.map((entry) => entry.info);
  }

  read(
    id: BoardId,
    alternate: number,
    range: AddressRange,
    onProgress?: ProgressListener,
    signal?: Cancellation,
  ): Promise<Uint8Array> {
    return this.use(id, "read", (board) => runRead(board, alternate, range, onProgress, this.stop(signal)));
  }

  flash(id: BoardId, plan: FlashPlan, onProgress?: ProgressListener, signal?: Cancellation): Promise<FlashOutcome> {
    return this.use(id, "flash", (board) => runFlash(board, plan, onProgress, this.stop(signal)));
  }

  verify(
    id: BoardId,
    plan: FlashPlan,
    onProgress?: ProgressListener,
    signal?: Cancellation,
  ): Promise<readonly Mismatch[]> {
    return this.use(id, "verify", (board) => runVerify(board, plan, onProgress, this.stop(signal)));
  }

  async leave(id: BoardId, alternate: number, address: number): Promise<void> {
    const left = await this.use(id, "leave", (board) => runLeave(board, alternate, address));
    if (!left) {
      throw new BootsmithError(
        "board-refused",
        text("The board did not leave DFU mode."),
        text("Set BOOT0 low and press reset."),
      );
    }
  }

  detach(id: BoardId): Promise<BoardInfo> {
    return Promise.reject(new BootsmithError("board-refused", text("There is no board {0}.", id)));
  }

  unprotect(id: BoardId): Promise<void> {
    return Promise.reject(new BootsmithError("board-refused", text("There is no board {0}.", id)));
  }

  onDidChange(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  /** One operation per board: takes its lock, opens it, and gives both back whatever happens. */
  private async use<T>(id: BoardId, operation: string, action: (board: OpenBoard) => Promise<T>): Promise<T> {
    const running = this.busy.get(id);
    if (running !== undefined) {
      throw new BootsmithError(
        "board-busy",
        text("The board is in use ({0}).", running),
        text("Wait until that is done, or cancel it."),
      );
    }
    this.busy.set(id, operation);
    try {
      const entry = await this.find(id);
      this.options.log(`${entry.info.name}: ${operation} starts`);
      const handle = await entry.open();
      try {
        const result = await action(handle.board);
        this.options.log(`${entry.info.name}: ${operation} is done`);
        return result;
      } finally {
        await handle.close();
      }
    } catch (error) {
      this.options.log(`${id}: ${operation} failed: ${explain(error)}`);
      throw error;
    } finally {
      this.busy.delete(id);
    }
  }

  private async find(id: BoardId): Promise<BoardEntry> {
    if (!this.known.has(id)) {
      await this.list();
    }
    const entry = this.known.get(id);
    if (entry === undefined) {
      throw new BootsmithError(
        "no-board",
        text("There is no board {0}.", id),
        text("Connect it in DFU mode, then try again."),
      );
    }
    return entry;
  }

  private stop(signal: Cancellation | undefined): Cancellation {
    const isDisposed = () => this.disposed;
    return {
      get aborted() {
        return isDisposed() || signal?.aborted === true;
      },
    };
  }
}
