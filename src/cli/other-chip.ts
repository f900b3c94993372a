import type { BoardInfo } from "../core/dfu/board-service";
import { boardDevices, sameChip } from "../core/dfu/plan/same-chip";
import { BootsmithError } from "../core/errors";
import type { Device } from "../core/mcu/device";
import { text } from "../core/text";

/** @throws BootsmithError `plan-refused` where the board says that it carries another chip than one of these */
export function refuseOtherChip(board: BoardInfo, devices: readonly Device[]): void {
  if (sameChip(board, devices) !== "different") return;
  throw new BootsmithError(
    "plan-refused",
    text("{0} carries {1}, not {2}.", board.name, partsOf(boardDevices(board)), partsOf(devices)),
    text("Choose the other board with --board, or name its chip with --device."),
  );
}

/** Names of chips for a sentence: `STM32F407VG`, `STM32F407VG or 3 others`. */
function partsOf(devices: readonly Device[]): string {
  const [first = "?", ...others] = [...new Set(devices.map(({ part }) => part))];
  return others.length === 0 ? first : `${first} or ${others.length} others`;
}
