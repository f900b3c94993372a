import type { BoardInfo, BoardService } from "../core/dfu/board-service";
import type { BoardId } from "../core/dfu/flash-plan";
import { BootsmithError } from "../core/errors";
import type { Text } from "../core/text";

/** True for a board that was seen on USB and could not be opened: nothing is known of its memory. */
export function isClosed(board: BoardInfo): boolean {
  return board.mode === "dfu" && board.alternates.length === 0;
}

/** Why it cannot be opened: the listing does not say, so it is asked once more. null: it can be by now. */
async function whyClosed(boards: Pick<BoardService, "read">, id: BoardId): Promise<BootsmithError | null> {
  try {
    await boards.read(id, 0, { base: 0, size: 0 });
  } catch (error) {
    if (!(error instanceof BootsmithError)) throw error;
    // To be told that this range cannot be read, the board had to be opened.
    return error.kind === "bad-usage" ? null : error;
  }
  return null;
}

/**
 * The board itself, or as it is now that it can be opened.
 * @throws BootsmithError `permission`, `board-busy` …: why it cannot be worked with
 */
export async function openable(boards: Pick<BoardService, "read" | "list">, board: BoardInfo): Promise<BoardInfo> {
  if (!isClosed(board)) return board;
  const reason = await whyClosed(boards, board.id);
  if (reason !== null) throw reason;
  return (await boards.list()).find(({ id }) => id === board.id) ?? board;
}

/**
 * Why boards that are seen cannot be opened. Each is asked once: asking takes the board, which is news on the bus, and
 * whoever looks again at such news would never come to rest.
 */
export class ClosedBoards {
  private readonly reasons = new Map<BoardId, Text | null>();

  constructor(private readonly boards: Pick<BoardService, "read">) {}

  /** Asks those that were not asked yet; one that was opened or unplugged meanwhile is forgotten. */
  async learn(boards: readonly BoardInfo[]): Promise<void> {
    const closed = boards.filter(isClosed).map(({ id }) => id);
    for (const id of this.reasons.keys()) {
      if (!closed.includes(id)) this.reasons.delete(id);
    }
    const unasked = closed.filter((id) => !this.reasons.has(id));
    await Promise.all(
      unasked.map(async (id) => {
        this.reasons.set(id, null);
        const reason = await whyClosed(this.boards, id);
        if (this.reasons.has(id)) this.reasons.set(id, reason?.what ?? null);
      }),
    );
  }

  why(id: BoardId): Text | undefined {
    return this.reasons.get(id) ?? undefined;
  }

  /** Asks all of them again with the next look. */
  forget(): void {
    this.reasons.clear();
  }
}
