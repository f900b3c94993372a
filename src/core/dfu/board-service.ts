import type { Cancellation } from "../cancellation";
import type { AddressRange } from "../mcu/device";
import type { ClosedReason } from "./closed-board";
import type { BoardId, FlashPlan, PlannedBlock, SurveyRange } from "./plan/flash-plan";
import type { MemoryLayout } from "./memory-layout";

export interface AlternateSetting {
  readonly number: number;
  /** The interface string as the board gives it. */
  readonly name: string;
  /** Parsed DfuSe layout; null for plain DFU. */
  readonly layout: MemoryLayout | null;
}

/** A board that can be flashed, as plain data. */
export interface BoardInfo {
  readonly id: BoardId;
  readonly name: string;
  readonly simulated: boolean;
  readonly mode: "runtime" | "dfu";
  /** `dfuse`: ST's commands and addresses; `dfu`: one stream (DFU 1.0 and 1.1). */
  readonly protocol: "dfuse" | "dfu";
  readonly vendorId: number;
  readonly productId: number;
  /** bcdDevice: the version of the bootloader or the firmware; null where it could not be read. */
  readonly deviceVersion: number | null;
  readonly serial: string | null;
  /** `bus-port.port`; null where the platform does not say. */
  readonly path: string | null;
  readonly alternates: readonly AlternateSetting[];
  readonly canUpload: boolean;
  readonly canDownload: boolean;
  /** bitWillDetach: on DETACH it drops off the bus by itself; otherwise the host resets its port. */
  readonly willDetach: boolean;
  /** It goes on in DFU mode after an image (bitManifestationTolerant). */
  readonly manifestationTolerant: boolean;
  /** Bytes per transfer. */
  readonly transferSize: number;
  /** Part number, where the board or its simulation is known to be one. */
  readonly part: string | null;
  /** DEV_ID out of string descriptor 0x14, where the board has one (ST's OpenBootloader). */
  readonly chipId: number | null;
  /** Version of the bootloader as the board's own strings tell it (`22`, `25`); null: they do not. */
  readonly bootloaderVersion: string | null;
  /**
   * A flash of this board ended half way, or reading it failed: torn ECC granules fault the ROM when they are read, so
   * the units an image covers are erased unread (flash-geometry §5).
   */
  readonly interrupted: boolean;
  /** Set where it could not be opened: nothing is known of it but what USB tells of any device. */
  readonly closed?: ClosedReason;
}

export type FlashPhase = "read" | "erase" | "write" | "verify" | "leave";

/** Progress of one operation, in bytes of its phase. */
export interface BoardProgress {
  readonly phase: FlashPhase;
  readonly done: number;
  readonly total: number;
  readonly address: number;
}

/** Called between transfers; must not throw. */
export type ProgressListener = (progress: BoardProgress) => void;

export interface FlashOutcome {
  readonly erasedUnits: number;
  readonly skippedUnits: number;
  readonly writtenBytes: number;
  readonly verifiedBytes: number;
  /** The board left DFU mode. That its application runs is not known. */
  readonly left: boolean;
  /** Milliseconds, on the board's clock. */
  readonly elapsed: number;
}

/** A range whose bytes on the board are not the image's. */
export interface Mismatch {
  readonly address: number;
  readonly expected: number;
  readonly found: number;
}

/**
 * The only door to boards: what features know. Every value is plain and serialisable, so it may live in another
 * process. One operation per board at a time; a second one rejects with `board-busy`.
 *
 * Every method rejects with a BootsmithError that says what happened, what state the board is in, and the next step.
 */
export interface BoardService {
  list(): Promise<readonly BoardInfo[]>;
  read(
    board: BoardId,
    alternate: number,
    range: AddressRange,
    onProgress?: ProgressListener,
    signal?: Cancellation,
  ): Promise<Uint8Array>;
  /**
   * Reads for a plan: of each range from its start, up to where it is decided.
   * @returns one block per range, in their order, perhaps shorter than the range
   */
  survey(
    board: BoardId,
    alternate: number,
    ranges: readonly SurveyRange[],
    onProgress?: ProgressListener,
    signal?: Cancellation,
  ): Promise<readonly PlannedBlock[]>;
  flash(board: BoardId, plan: FlashPlan, onProgress?: ProgressListener, signal?: Cancellation): Promise<FlashOutcome>;
  /** Compares the plan's image with the board; an empty answer means that they agree. At most one mismatch per erase unit. */
  verify(
    board: BoardId,
    plan: FlashPlan,
    onProgress?: ProgressListener,
    signal?: Cancellation,
  ): Promise<readonly Mismatch[]>;
  leave(board: BoardId, alternate: number, address: number): Promise<void>;
  /**
   * Brings a board that runs its application into DFU mode (DFU 1.1 §5) and waits until it is back on the bus.
   * @returns the board as it is now: VID, PID, serial number and path may be others
   */
  detach(board: BoardId, signal?: Cancellation): Promise<BoardInfo>;
  /** Removes read protection (AN3156 §4.6): the chip erases all its flash and resets. Resolves once it is off the bus. */
  unprotect(board: BoardId): Promise<void>;
  /** Called after boards came, went or changed; at most a few times a second. */
  onDidChange(listener: () => void): { dispose(): void };
}
