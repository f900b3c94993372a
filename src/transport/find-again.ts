import type { BoardInfo } from "../core/dfu/board-service";
import { quirksOf } from "../core/dfu/quirks";

/**
 * The board that was told to go into DFU mode, among those that are there now. VID, PID and serial number may be others
 * than before, and even the port, so: by its id and port, then by a serial number that is its own, then by being the
 * only one that was not there before (dfu-protocol §1.8), of the same vendor or in ST's ROM, which firmware jumps to.
 * @param before what was on the bus when it was told, itself included
 */
export function findAgain(
  board: BoardInfo,
  before: readonly BoardInfo[],
  now: readonly BoardInfo[],
): BoardInfo | undefined {
  const ready = now.filter(({ mode, simulated }) => mode === "dfu" && simulated === board.simulated);
  const mayBe = ({ vendorId, productId }: BoardInfo) =>
    vendorId === board.vendorId || (vendorId === 0x0483 && productId === 0xdf11);
  const isNew = ready.filter((one) => mayBe(one) && !before.some(({ id, mode }) => id === one.id && mode === "dfu"));
  const samePort = ready.find(({ id, path }) => id === board.id || (path !== null && path === board.path));
  const sameSerial = quirksOf(board).serialUnique
    ? ready.find((one) => one.serial !== null && one.serial === board.serial && quirksOf(one).serialUnique)
    : undefined;
  const [only, ...more] = isNew;
  return samePort ?? sameSerial ?? (more.length === 0 ? only : undefined);
}
