// `usb` gets the types of its WebUSB methods from here.
/// <reference types="w3c-web-usb" />
import { throwIfCancelled, type Cancellation } from "../core/cancellation";
import type { BoardInfo, BoardService, FlashOutcome, Mismatch, ProgressListener } from "../core/dfu/board-service";
import type { Clock } from "../core/dfu/device";
import type { BoardId, FlashPlan, PlannedBlock, SurveyRange } from "../core/dfu/plan/flash-plan";
import { runFlash, runRead, runSurvey, runVerify, type OpenBoard } from "../core/dfu/flash-run";
import { runDetach, runLeave, runUnprotect } from "../core/dfu/mode-run";
import { Turns } from "../core/dfu/turns";
import { isProgramMemory } from "../core/dfu/layout-units";
import { BootsmithError, explain } from "../core/errors";
import type { AddressRange } from "../core/mcu/device";
import { text } from "../core/text";
import type { BoardBackend, BoardEntry } from "./board-backend";
import { BoardChanges } from "./board-changes";
import { findAgain } from "./find-again";
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

/**
 * Milliseconds until a board that was told to go into DFU mode must be back on the bus, and between two looks. The
 * slowest ROM (F105 with an 8 MHz crystal) takes 13.7 s; Windows some more for a driver it binds for the first time.
 */
const detachLimit = 20_000;
const detachPoll = 20;

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
  private readonly changes: BoardChanges;
  private listing: Promise<readonly BoardInfo[]> | undefined;
  /** Boards whose last flash or read ended half way, by id and serial number. */
  private readonly interrupted = new Set<string>();
  /** By bus number. */
  private readonly turns = new Map<string, Turns>();
  /** Of boards that are not simulated any more, should they come back. */
  private contents: SimulatedContents = new Map();

  constructor(private readonly options: BoardServiceOptions) {
    const { log, loadUsb = loadUsbPackage } = options;
    this.usb = options.usb ? new UsbBackend({ load: loadUsb, log, platform: process.platform }) : null;
    this.simulated = new SimulatedBackend(options.simulate, options.clock, options.contents);
    this.changes = new BoardChanges(this.usb);
  }

  usbState(): UsbState {
    return this.usb?.state() ?? { available: false, reason: text("Looking for boards on USB is switched off.") };
  }

  simulate(parts: readonly string[]): void {
    const contents = new Map([...this.contents, ...this.simulated.contents()]);
    this.simulated = new SimulatedBackend(parts, this.options.clock, contents);
    this.contents = contents;
    this.known.clear();
    this.changes.tell();
  }

  simulatedContents(): SimulatedContents {
    return this.simulated.contents();
  }

  dispose(): void {
    this.disposed = true;
    this.changes.dispose();
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return this.changes.add(listener);
  }

  /**
   * One look at a time: two would open the same device at once.
   * @param free a board in use that nobody has open, so that it may be asked
   */
  list(free?: BoardId): Promise<readonly BoardInfo[]> {
    this.listing ??= this.look(free).finally(() => {
      this.listing = undefined;
    });
    return this.listing;
  }

  private async look(free: BoardId | undefined): Promise<readonly BoardInfo[]> {
    const backends: readonly BoardBackend[] = [...(this.usb === null ? [] : [this.usb]), this.simulated];
    const inUse = new Set([...this.busy.keys()].filter((id) => id !== free));
    const entries = (await Promise.all(backends.map((backend) => backend.list(inUse)))).flat();
    this.known = new Map(entries.map((entry) => [entry.info.id, entry]));
    return entries.map(({ info }) => ({ ...info, interrupted: this.interrupted.has(memoryKey(info)) }));
  }

  read(
    id: BoardId,
    alternate: number,
    range: AddressRange,
    onProgress?: ProgressListener,
    signal?: Cancellation,
  ): Promise<Uint8Array> {
    return this.reading(id, alternate, (board) => runRead(board, alternate, range, onProgress, this.stop(signal)));
  }

  survey(
    id: BoardId,
    alternate: number,
    ranges: readonly SurveyRange[],
    onProgress?: ProgressListener,
    signal?: Cancellation,
  ): Promise<readonly PlannedBlock[]> {
    return this.reading(id, alternate, (board) => runSurvey(board, alternate, ranges, onProgress, this.stop(signal)));
  }

  /** A board that could not be read is not read again for a plan: torn ECC granules fault it (flash-geometry §5). */
  private reading<T>(id: BoardId, alternate: number, read: (board: OpenBoard) => Promise<T>): Promise<T> {
    return this.use(id, "read", async (board) => {
      try {
        return await read(board);
      } catch (error) {
        const broke = error instanceof BootsmithError && ["board-lost", "board-refused"].includes(error.kind);
        const memory = board.info.alternates.find(({ number }) => number === alternate);
        if (broke && memory !== undefined && isProgramMemory(memory)) this.interrupted.add(memoryKey(board.info));
        throw error;
      }
    });
  }

  flash(id: BoardId, plan: FlashPlan, onProgress?: ProgressListener, signal?: Cancellation): Promise<FlashOutcome> {
    return this.use(id, "flash", async (board) => {
      const key = memoryKey(board.info);
      const wasInterrupted = this.interrupted.has(key);
      const turns = this.turnsOf(board.info);
      const run = () =>
        runFlash({ ...board, turns }, plan, onProgress, this.stop(signal), () => this.interrupted.add(key));
      const outcome = await (turns === undefined ? run() : turns.share(run));
      const all =
        plan.massErase || plan.units.every(({ action }) => action === "erase" || action === "erase-and-program");
      // Units that were skipped may still hold what an earlier flash left half done.
      if (all || !wasInterrupted) this.interrupted.delete(key);
      return outcome;
    });
  }

  /** Simulated boards have a bus each. */
  private turnsOf({ path }: BoardInfo): Turns | undefined {
    const bus = path?.split("-")[0];
    if (bus === undefined) return undefined;
    const turns = this.turns.get(bus) ?? new Turns();
    this.turns.set(bus, turns);
    return turns;
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

  async detach(id: BoardId, signal?: Cancellation): Promise<BoardInfo> {
    const before = await this.list();
    return this.use(id, "detach", async (board, giveBack) => {
      const stop = this.stop(signal);
      const { info, clock } = board;
      if (info.mode === "dfu") return info;
      throwIfCancelled(stop);
      await runDetach(board);
      await giveBack();
      return this.awaitDfu(info, before, clock, stop);
    });
  }

  /** Looks until a board that was told to go into DFU mode is back on the bus. */
  private async awaitDfu(
    board: BoardInfo,
    before: readonly BoardInfo[],
    clock: Clock,
    stop: Cancellation,
  ): Promise<BoardInfo> {
    for (const started = clock.now(); clock.now() - started < detachLimit;) {
      throwIfCancelled(stop);
      await clock.sleep(detachPoll);
      await this.listing;
      const now = findAgain(board, before, await this.list(board.id));
      if (now !== undefined) return now;
    }
    throw new BootsmithError(
      "board-lost",
      text(
        "{0} was told to start its DFU mode, and is not back on the bus after {1} s.",
        board.name,
        detachLimit / 1000,
      ),
      text(
        "Unplug it and connect it again in DFU mode. On Windows its DFU mode needs a WinUSB driver of its own (Zadig), and a board that waits for a port reset has to be plugged in anew.",
      ),
    );
  }

  async unprotect(id: BoardId): Promise<void> {
    const gone = await this.use(id, "unprotect", (board) => {
      this.interrupted.delete(memoryKey(board.info));
      return runUnprotect(board);
    });
    if (!gone) {
      throw new BootsmithError(
        "board-refused",
        text("The board did not reset after its read protection was to be removed."),
        text("Unplug it, start its bootloader again, and look whether it can be read."),
      );
    }
  }

  /** One operation per board: takes its lock, opens it, and gives both back whatever happens. */
  private async use<T>(
    id: BoardId,
    operation: string,
    action: (board: OpenBoard, giveBack: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const running = this.busy.get(id);
    if (running !== undefined) {
      throw new BootsmithError(
        "board-busy",
        text("The board is in use ({0}).", running),
        text("Wait until that is done, or cancel it."),
      );
    }
    this.busy.set(id, operation);
    this.changes.tell();
    try {
      await this.listing; // It may be asking this very board.
      const entry = await this.find(id);
      this.options.log(`${entry.info.name}: ${operation} starts`);
      const handle = await entry.open();
      let open = true;
      const giveBack = async () => {
        if (open) await handle.close();
        open = false;
      };
      try {
        const result = await action(handle.board, giveBack);
        this.options.log(`${entry.info.name}: ${operation} is done`);
        return result;
      } finally {
        await giveBack();
      }
    } catch (error) {
      this.options.log(`${id}: ${operation} failed: ${explain(error)}`);
      throw error;
    } finally {
      this.busy.delete(id);
      this.changes.tell();
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

/** A board's flash, not the place it is plugged in. */
function memoryKey({ id, serial }: BoardInfo): string {
  return `${id}/${serial ?? ""}`;
}
