import type { Parallelism } from "../../mcu/flash-timing";
import type { AddressRange } from "../../mcu/device";

/** How a board is found again: stable as long as it stays plugged in. */
export type BoardId = string;

export type UnitAction = "skip" | "erase" | "program" | "erase-and-program";

/** Why a unit fares as it does. */
export type UnitReason =
  | "same" // it holds the image's bytes already
  | "differs"
  | "blank" // it differs, is erased already, and this family's flash may be written as it is
  | "unread" // what it holds is not known: strategy full, no upload, or reading is not safe
  | "boot-decision" // the boot decision reads it, and something of the image changes
  | "stale" // behind the image, in its own region, with bytes of an older one
  | "named"; // somebody named it: an erase range, or a mass erase

/** What happens to one erase unit of the board, and why. */
export interface PlannedUnit extends AddressRange {
  readonly action: UnitAction;
  readonly reason: UnitReason;
  /** Bytes of the image inside this unit. */
  readonly imageBytes: number;
}

/** Bytes at an address of the board. */
export interface PlannedBlock {
  readonly address: number;
  readonly data: Uint8Array;
}

/** A range of the board to look at before a plan is made, as far as it takes to decide. */
export interface SurveyRange extends AddressRange {
  /** What the image has there, in address order. None: the question is whether the range is blank. */
  readonly expected: readonly PlannedBlock[];
  /** Byte value of erased flash, where it matters whether all of the range is blank; else null. */
  readonly erased: number | null;
  /** All of it is wanted, whatever it holds: bytes of others are in it. */
  readonly whole: boolean;
}

/** How long a plan should take; milliseconds. */
export interface PlanEstimate {
  readonly erase: number;
  readonly write: number;
  readonly verify: number;
}

/**
 * What a flash run will do, before it does it: plain, printable, and all that the board service needs.
 * Nothing outside `units` is erased, nothing outside `blocks` is written. An erase is a plan without blocks.
 */
export interface FlashPlan {
  readonly board: BoardId;
  readonly alternate: number;
  /**
   * `dfu`: the board takes one stream from its own start and decides alone what it erases (DFU 1.1 §6.1); then there are
   * no units, and `blocks` is the stream: one block, its address 0 or where the board's string says that it goes.
   */
  readonly protocol: "dfuse" | "dfu";
  /** In the order of erasing: what the boot decision reads comes first. */
  readonly units: readonly PlannedUnit[];
  /** Erase everything at once (AN3156 §4.3), in place of unit by unit. */
  readonly massErase: boolean;
  /** Width to tell an F2/F4/F7 through "Device Feature" before anything else (AN2606); null: as the ROM has it. */
  readonly parallelism: Parallelism | null;
  /** What is programmed, in the order of writing: the block the boot decision reads comes last. */
  readonly blocks: readonly PlannedBlock[];
  /** What a boot decision reads: blank before anything is written, written and compared behind everything else. */
  readonly boot: readonly AddressRange[];
  /** The whole image. */
  readonly image: readonly PlannedBlock[];
  /** What is read back and compared: the units that were touched, the others were read for the plan. Empty: nothing. */
  readonly verify: readonly PlannedBlock[];
  /** Bytes of somebody else in the units, written back with the image; saved to a file before anything is erased. */
  readonly preserved: readonly PlannedBlock[];
  /** Where the ROM starts the application when it leaves DFU mode; null = stay in DFU mode. */
  readonly leaveAt: number | null;
  /** null where the times of this chip are not known. */
  readonly estimate: PlanEstimate | null;
}
