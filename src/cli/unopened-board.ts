import { setTimeout as sleep } from "node:timers/promises";
import type { BoardInfo } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import type { LocalBoardService } from "../transport/create-board-service";

/** Milliseconds a board that was just plugged in gets until udev has set who may open it, and between two tries. */
const timeForRules = 1_000;
const pollTime = 50;

/** True for a board that is on the bus and could not be opened, so that it says nothing of itself. */
export function isUnopened({ mode, alternates }: BoardInfo): boolean {
  return mode === "dfu" && alternates.length === 0;
}

/**
 * The board as it says it is. One that could not be opened is opened once more, because only that tells why not.
 * @param fresh it may have been plugged in this moment
 * @throws BootsmithError `permission`, `board-busy`, `board-lost` or `board-refused`, with the way out
 */
export async function describedBoard(
  service: Pick<LocalBoardService, "list" | "read">,
  board: BoardInfo,
  fresh: boolean,
): Promise<BoardInfo> {
  const deadline = performance.now() + (fresh ? timeForRules : 0);
  while (isUnopened(board)) {
    try {
      await service.read(board.id, 0, { base: 0, size: 1 });
      return board;
    } catch (error) {
      const again = (await service.list()).find(({ id }) => id === board.id);
      if (again !== undefined && !isUnopened(again)) return again;
      const early = error instanceof BootsmithError && error.kind === "permission" && performance.now() < deadline;
      if (!early) throw error;
    }
    await sleep(pollTime);
  }
  return board;
}
