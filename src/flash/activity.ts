import type { BoardId } from "../core/dfu/plan/flash-plan";
import type { Text } from "../core/text";

/** What runs on one board: for the view and the status bar. */
interface Running {
  /** `Flashing application to STM32 BOOTLOADER`. */
  readonly what: string;
  /** What happens now, with bytes. */
  readonly now: Text | null;
  /** 0 to 100. */
  readonly percent: number;
}

/**
 * Least time between two calls of the listeners that only tell of progress, in ms. VS Code waits until a tree has been
 * quiet for 200 ms before it asks for its rows again: told of every block, it would show none.
 */
const pace = 500;

/** Operations that run on boards now, by board. */
export class Activity {
  private readonly byBoard = new Map<BoardId, Running>();
  private readonly listeners = new Set<() => void>();
  private waiting: ReturnType<typeof setTimeout> | undefined;

  get(board: BoardId): Running | undefined {
    return this.byBoard.get(board);
  }

  all(): readonly Running[] {
    return [...this.byBoard.values()];
  }

  set(board: BoardId, running: Running): void {
    const begins = !this.byBoard.has(board);
    this.byBoard.set(board, running);
    if (begins) this.tell();
    else this.waiting ??= setTimeout(() => this.tell(), pace);
  }

  end(board: BoardId): void {
    if (this.byBoard.delete(board)) this.tell();
  }

  /** Called when an operation begins or ends, and while one runs every half second in which it got on. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  private tell(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.listeners.forEach((listener) => listener());
  }
}
