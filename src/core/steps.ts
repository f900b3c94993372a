import { throwIfCancelled, type Cancellation } from "./cancellation";

/** Work in small steps: it yields where it may rest, and returns its result. Between two steps are a few milliseconds at most. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** All steps in one go: the command line and tests have nothing else to do. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The host's clock, and its way of giving everybody else a turn. */
export interface Pace {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Resolves after what else waits in the event loop has had its turn. */
  rest(): Promise<void>;
}

/** Milliseconds of work between two rests; one step may take as long again, and typing is felt from 50 ms on. */
const slice = 8;

/**
 * The steps in slices of a few milliseconds, with rests between them.
 * @throws BootsmithError `cancelled` at the end of the slice in which the signal was aborted
 */
export async function inSlices<T>(steps: Steps<T>, pace: Pace, signal?: Cancellation): Promise<T> {
  for (;;) {
    const end = pace.now() + slice;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (pace.now() < end);
    await pace.rest();
    throwIfCancelled(signal);
  }
}
