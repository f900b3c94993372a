import type { BoardBackend } from "./board-backend";

/** Milliseconds in which several changes are told as one. */
const gathering = 250;

/** Who wants to know that boards came, went or changed. Backends are watched only while somebody does. */
export class BoardChanges {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(private readonly backend: BoardBackend | null) {}

  add(listener: () => void): { dispose(): void } {
    // A wrapper of its own: the same function may listen twice, and be taken off once.
    const own = () => {
      listener();
    };
    this.listeners.add(own);
    this.stopWatching ??= this.backend?.watch?.(() => {
      this.tell();
    });
    return {
      dispose: () => {
        this.listeners.delete(own);
        if (this.listeners.size === 0) this.stop();
      },
    };
  }

  /** Something changed: the listeners hear of it a moment later, and once for all that changed meanwhile. */
  tell(): void {
    if (this.listeners.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const listener of [...this.listeners]) listener();
    }, gathering);
  }

  /** Nobody is told any more. */
  dispose(): void {
    this.listeners.clear();
    this.stop();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.stopWatching?.();
    this.stopWatching = undefined;
  }
}
