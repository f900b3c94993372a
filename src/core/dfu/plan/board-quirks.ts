import type { BoardInfo } from "../board-service";
import { chipFacts } from "./chip-facts";
import { boardDevices } from "./same-chip";

/** What planning asks of a bootloader. */
interface PlanningQuirks {
  readonly leaveWorks: boolean;
  readonly massEraseWorks: boolean;
}

/**
 * Leaving is seen to work on the F4 ROM (dfu-timing §2, F401); an H563 locks up (dfu-protocol §2.5). Mass erase fails
 * on some H74x, F72x and F76x ROMs, and bootloaders built on ST's DFU class have none (dfu-protocol §2.1, §2.6).
 */
export function planningQuirks(board: BoardInfo): PlanningQuirks {
  const rom = board.vendorId === 0x0483 && board.productId === 0xdf11;
  const { families } = chipFacts(boardDevices(board));
  const all = (wanted: readonly string[]) => families.length > 0 && families.every((one) => wanted.includes(one));
  return { leaveWorks: rom && all(["F4"]), massEraseWorks: rom && all(["F2", "F4", "L4", "G4"]) };
}
