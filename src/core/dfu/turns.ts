/**
 * Boards that share a bus read back in turns. Flashed at once they would fall into step: all of them write, then all of
 * them fill the bus with reading, and no flash works meanwhile. In turns, one reads while the others write.
 */
export class Turns {
  private users = 0;
  private taken = false;
  private readonly waiting: (() => void)[] = [];

  /** True while more than one board uses the bus. */
  get isShared(): boolean {
    return this.users > 1;
  }

  /** For as long as a board is at work on this bus. */
  async share<T>(work: () => Promise<T>): Promise<T> {
    this.users++;
    try {
      return await work();
    } finally {
      this.users--;
    }
  }

  /** Waits for its turn. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.taken = true;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.taken = false;
      else next();
    }
  }
}
