import { BootsmithError } from "../../errors";
import { text } from "../../text";
import type { BoardInfo } from "../board-service";

/** The board a file says it is for; null or absent: any (0xFFFF in the file; DFU 1.1, appendix B). */
interface ImageIds {
  readonly vendorId: number | null;
  readonly productId: number | null;
}

/**
 * Refuses a file that names another board's VID:PID.
 * @throws BootsmithError `plan-refused`
 */
export function checkImageIds(ids: ImageIds, board: BoardInfo): void {
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
