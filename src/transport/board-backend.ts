import type { BoardInfo } from "../core/dfu/board-service";
import type { OpenBoard } from "../core/dfu/flash-run";

/** A board that is claimed for one operation. */
export interface BoardHandle {
  readonly board: OpenBoard;
  /** Gives it back; never rejects. */
  close(): Promise<void>;
}

/** A board in reach, not yet opened. */
export interface BoardEntry {
  readonly info: BoardInfo;
  /** Rejects with a BootsmithError: `permission`, `board-busy`, `board-lost` or `no-board`. */
  open(): Promise<BoardHandle>;
}

/** A kind of boards: on USB, or simulated. */
export interface BoardBackend {
  /** @param inUse ids of boards that an operation holds open: they are described from memory, not asked */
  list(inUse: ReadonlySet<string>): Promise<readonly BoardEntry[]>;
  /**
   * Calls `listener` after boards may have come or gone, until what it returns is called.
   * A backend without it changes only by what is done through the service.
   */
  watch?(listener: () => void): () => void;
}
