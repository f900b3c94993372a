import type { BoardInfo } from "./board-service";
import { quirkRows } from "./quirk-rows";

/** What is known of a board's bootloader beyond the standards; {@link asTheStandardsSay} where nothing is. */
export interface Quirks {
  /**
   * It holds GETSTATUS back until the operation is done, so the host asks at once instead of sleeping the reported
   * time, which is no estimate there (104 ms for a SET_ADDRESS that takes less than one).
   */
  readonly statusBlocks: boolean;
  /** How often a GETSTATUS that stalls while it works is asked again, each time after its last poll time. */
  readonly busyStalls: number;
  /** How often a GETSTATUS that gets lost on the way (no stall, no unplugging) is asked again. */
  readonly statusRetries: number;
  /** An erase may leave it in dfuDNBUSY for ever; CLRSTATUS twice frees it, and the unit has to be looked at. */
  readonly clearWhenStuck: boolean;
  /** Erases from `from` on may be reported as done before they are: milliseconds to let pass since they began. */
  readonly slowErase: { readonly from: number; readonly time: number } | null;
  /** Mass erase (AN3156 §4.3) is known to be there and to work. */
  readonly massErase: boolean;
  /** What comes of leaving DFU mode (AN3156 §4.4). */
  readonly leave: "works" | "locks-up" | "unknown";
  /** It may say that it is done before it is: what was written has to be read back. */
  readonly earlyReturn: boolean;
  /** Its serial number tells it from others of its kind. */
  readonly serialUnique: boolean;
  /** Several alternate settings carry one and the same memory map: the lowest is the memory. */
  readonly duplicateAlternates: boolean;
  /** Alternate settings with such a name take no image. */
  readonly deadAlternate: RegExp | null;
  /** `gd32-serial`: its layout string is wrong, the third character of its serial number tells the size of its flash. */
  readonly geometry: "told" | "gd32-serial";
}

/** Waits as DFU 1.1 asks; a STALL while busy is waited out three times, which no unknown board minds (dfu-timing §5.5). */
export const asTheStandardsSay: Quirks = {
  statusBlocks: false,
  busyStalls: 3,
  statusRetries: 0,
  clearWhenStuck: false,
  slowErase: null,
  massErase: false,
  leave: "unknown",
  earlyReturn: false,
  serialUnique: true,
  duplicateAlternates: false,
  deadAlternate: null,
  geometry: "told",
};

/** Everything the table knows of a board; a later row has the last word. */
export function quirksOf(board: BoardInfo): Quirks {
  return quirkRows
    .filter((row) => row.matches(board))
    .reduce<Quirks>((all, row) => ({ ...all, ...row.gives }), asTheStandardsSay);
}
