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

/** Operations that run on boards now, by board. */
export class Activity {
  private readonly byBoard = new Map<BoardId, Running>();
  private readonly listeners = new Set<() => void>();

  get(board: BoardId): Running | undefined {
    return this.byBoard.get(board);
  }

  all(): readonly Running[] {
    return [...this.byBoard.values()];
  }

  set(board: BoardId, running: Running): void {
    this.byBoard.set(board, running);
    this.tell();
  }

  end(board: BoardId): void {
    if (this.byBoard.delete(board)) this.tell();
  }

  /** Called after every change. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}
