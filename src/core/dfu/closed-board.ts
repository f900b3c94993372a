import { BootsmithError, explain, type ErrorKind } from "../errors";
import { text, type Text } from "../text";
import type { BoardInfo } from "./board-service";

/** Why a board that is on the bus could not be asked what it is: a {@link BootsmithError} as plain data. */
export interface ClosedReason {
  readonly kind: ErrorKind;
  readonly what: Text;
  readonly nextStep: Text | null;
}

/** What went wrong when a board was opened, to be told where somebody wants to use it. */
export function closedReason(error: unknown): ClosedReason {
  if (!(error instanceof BootsmithError)) {
    return { kind: "board-refused", what: text("The board could not be asked: {0}.", explain(error)), nextStep: null };
  }
  return { kind: error.kind, what: error.what, nextStep: error.nextStep ?? null };
}

/**
 * For whoever is about to plan: without its memory a plan could only say that it is not known.
 * @throws BootsmithError why the board could not be opened when it was listed: `permission`, `board-busy` and the like
 */
export function refuseClosed({ closed }: BoardInfo): void {
  if (closed === undefined) return;
  throw new BootsmithError(closed.kind, closed.what, closed.nextStep ?? undefined);
}
