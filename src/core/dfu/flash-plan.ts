import type { AddressRange } from "../mcu/device";

/** How a board is found again: stable as long as it stays plugged in. */
export type BoardId = string;

export type UnitAction = "skip" | "erase" | "program" | "erase-and-program";

/** What happens to one erase unit of the board, and why. */
export interface PlannedUnit extends AddressRange {
  readonly action: UnitAction;
  /** Bytes of the image inside this unit. */
  readonly imageBytes: number;
}

/** Bytes to be on the board afterwards. */
export interface PlannedBlock {
  readonly address: number;
  readonly data: Uint8Array;
}

/**
 * What a flash run will do, before it does it: plain, printable, and all that the board service needs.
 * Nothing outside `units` is erased, nothing outside `blocks` is written.
 */
export interface FlashPlan {
  readonly board: BoardId;
  readonly alternate: number;
  readonly units: readonly PlannedUnit[];
  /** What is programmed, in the order of writing: the block the boot decision reads comes last. */
  readonly blocks: readonly PlannedBlock[];
  /** The whole image, for verification. */
  readonly image: readonly PlannedBlock[];
  /** Where the ROM starts the application when it leaves DFU mode; null = stay in DFU mode. */
  readonly leaveAt: number | null;
  readonly verify: boolean;
}
