import { BootsmithError } from "../../errors";
import type { ImageIds } from "../../image/firmware-image";
import { text } from "../../text";
import type { BoardInfo } from "../board-service";

/**
 * Refuses a file that names another board's VID:PID (DFU 1.1, appendix B). Its bcdDevice is not compared: packers leave
 * it at 0, and boards count the version of their bootloader there.
 * @throws BootsmithError `plan-refused`
 */
export function checkImageIds(ids: Omit<ImageIds, "device">, board: BoardInfo): void {
  const fits = (wanted: number | null, found: number) => wanted === null || wanted === 0xffff || wanted === found;
  if (fits(ids.vendorId, board.vendorId) && fits(ids.productId, board.productId)) return;
  throw new BootsmithError(
    "plan-refused",
    text(
      "The file is for a board {0}:{1}; {2} is {3}:{4}.",
      id(ids.vendorId),
      id(ids.productId),
      board.name,
      id(board.vendorId),
      id(board.productId),
    ),
    text("Choose the board it was made for, or a file for this one."),
  );
}

function id(value: number | null): string {
  return value === null || value === 0xffff ? "*" : value.toString(16).padStart(4, "0");
}
