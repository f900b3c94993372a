import type { Clock } from "../core/dfu/device";

/** A clock that only moves when somebody sleeps: a flash run of a minute takes as long as its computing. */
export class VirtualClock implements Clock {
  private time = 0;

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    this.time += Math.max(0, ms);
    return Promise.resolve();
  }
}
