import type { Cancellation } from "../core/cancellation";
import type { BoardInfo, BoardService } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import { text } from "../core/text";

/** Milliseconds between two looks at the bus, where nothing tells that it changed. */
const pollInterval = 1000;

/** Milliseconds within which a cancelled wait ends. */
const tick = 100;

/** What waiting needs: boards, and time. */
export interface WaitTools {
  readonly boards: Pick<BoardService, "list" | "onDidChange">;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: Cancellation;
}

/**
 * Waits for boards, as `dfu-util -w` does: looks at once, then whenever the bus changes, and once a second besides.
 * @param wanted which of the boards that are seen will do
 * @param limit seconds, Infinity for no limit
 * @returns the boards that will do, at least one
 * @throws BootsmithError `cancelled`, or `no-board` when the limit is reached
 */
export async function waitForBoards(
  wanted: (boards: readonly BoardInfo[]) => readonly BoardInfo[],
  limit: number,
  { boards, now, sleep, signal }: WaitTools,
): Promise<readonly BoardInfo[]> {
  let changes = 0;
  const listening = boards.onDidChange(() => changes++);
  const end = now() + limit * 1000;
  try {
    for (;;) {
      const before = changes;
      const found = wanted(await boards.list());
      if (found.length > 0) return found;
      const next = Math.min(now() + pollInterval, end);
      while (changes === before && now() < next) {
        if (signal.aborted) throw cancelled();
        await sleep(tick);
      }
      if (signal.aborted) throw cancelled();
      if (now() >= end) throw tooLate(limit);
    }
  } finally {
    listening.dispose();
  }
}

function cancelled(): BootsmithError {
  return new BootsmithError("cancelled", text("Cancelled while waiting for a board."), text("Nothing was changed."));
}

function tooLate(seconds: number): BootsmithError {
  return new BootsmithError(
    "no-board",
    text("No board came within {0} s.", seconds),
    text("Connect it in DFU mode, then run this again."),
  );
}
