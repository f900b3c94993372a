import { BootsmithError } from "./errors";
import { text } from "./text";

/** The part of an `AbortSignal` that core looks at. */
export interface Cancellation {
  readonly aborted: boolean;
}

/** @throws BootsmithError of kind `cancelled` once the signal is aborted. */
export function throwIfCancelled(signal: Cancellation | undefined): void {
  if (signal?.aborted === true) {
    throw new BootsmithError("cancelled", text("Cancelled."));
  }
}
