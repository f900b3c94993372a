import { throwIfCancelled, type Cancellation } from "../cancellation";
import type { BoardInfo, BoardService } from "./board-service";
import type { Clock } from "./device";
import { quirksOf } from "./quirks";

/** Milliseconds a board that vanished while it was read gets to come back: several re-enumerations long. */
const timeToReturn = 5000;
const pollTime = 50;

/**
 * The same board, once it is on the bus again in DFU mode; null where it does not come.
 * @throws BootsmithError `cancelled`
 */
export async function boardAgain(
  service: Pick<BoardService, "list">,
  board: BoardInfo,
  clock: Clock,
  signal?: Cancellation,
): Promise<BoardInfo | null> {
  const deadline = clock.now() + timeToReturn;
  for (;;) {
    throwIfCancelled(signal);
    const ready = (await service.list()).filter(({ mode }) => mode === "dfu");
    const found = ready.find(({ id }) => id === board.id) ?? ready.find((one) => samePlace(one, board));
    if (found !== undefined || clock.now() >= deadline) return found ?? null;
    await clock.sleep(pollTime);
  }
}

/** The same plug, else the same serial number, if it is one that only this board has: a board that re-enumerates has another address on the bus. */
function samePlace(one: BoardInfo, other: BoardInfo): boolean {
  if (one.vendorId !== other.vendorId || one.productId !== other.productId) return false;
  return one.path === null || other.path === null
    ? one.serial !== null && one.serial === other.serial && quirksOf(one).serialUnique
    : one.path === other.path;
}
