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

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * One virtual time for many boards that work at once: it moves on to the next one that wakes as soon as all of them sleep.
 */
export class SharedVirtualClock implements Clock {
  private time = 0;
  /** A binary heap; those that wake at one time do so in the order of falling asleep. */
  private readonly sleepers: (Sleeper & { readonly order: number })[] = [];
  private order = 0;
  private pumping = false;

  /** @param afterAll calls back when everything that can run has run: `setImmediate` where there is one */
  constructor(private readonly afterAll: (callback: () => void) => void) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.push({ at: this.time + Math.max(0, ms), wake, order: this.order++ });
      this.pump();
    });
  }

  private pump(): void {
    if (this.pumping || this.sleepers.length === 0) return;
    this.pumping = true;
    this.afterAll(() => {
      this.pumping = false;
      const next = this.pop();
      if (next !== undefined) {
        this.time = next.at;
        next.wake();
      }
      this.pump();
    });
  }

  private isBefore(one: number, other: number): boolean {
    const [a, b] = [this.sleepers[one], this.sleepers[other]];
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
  }

  private swap(one: number, other: number): void {
    const [a, b] = [this.sleepers[one], this.sleepers[other]];
    if (a === undefined || b === undefined) return;
    this.sleepers[one] = b;
    this.sleepers[other] = a;
  }

  private push(sleeper: Sleeper & { readonly order: number }): void {
    this.sleepers.push(sleeper);
    for (let at = this.sleepers.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private pop(): Sleeper | undefined {
    this.swap(0, this.sleepers.length - 1);
    const first = this.sleepers.pop();
    for (let at = 0; ;) {
      let least = at;
      if (this.isBefore(2 * at + 1, least)) least = 2 * at + 1;
      if (this.isBefore(2 * at + 2, least)) least = 2 * at + 2;
      if (least === at) return first;
      this.swap(at, least);
      at = least;
    }
  }
}
