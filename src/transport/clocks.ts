import type { Clock } from "../core/dfu/device";

/** Milliseconds of real time below which a model's wait is only added up: timers are not finer than that. */
const finestWait = 4;

/** The machine's own time. */
export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms))),
};

/**
 * Time for a simulated board that a person watches: every wait is `speed` times shorter than on the real board.
 * Short waits are added up, so that thousands of them cost what they should.
 */
export function fastClock(speed: number): Clock {
  const start = performance.now();
  let slept = 0;
  const passed = () => (performance.now() - start) * speed;
  return {
    now: () => Math.max(slept, passed()),
    async sleep(ms) {
      slept = Math.max(slept, passed()) + Math.max(0, ms);
      const owed = (slept - passed()) / speed;
      if (owed >= finestWait) {
        await new Promise((resolve) => setTimeout(resolve, owed));
      }
    },
  };
}
