/** Plugging and unplugging, as package `usb` 3.1 tells it (WebUSB's events). */
export interface HotplugEvents {
  addEventListener?(type: "connect" | "disconnect", listener: () => void): void;
  removeEventListener?(type: "connect" | "disconnect", listener: () => void): void;
}

/** What is on the bus now, with a name for each device that changes when it is plugged in anew. */
interface Bus {
  readonly events: HotplugEvents | undefined;
  readonly keys: readonly string[];
}

/** Milliseconds between two looks at the bus. */
const pollTime = 1_000;

/**
 * Calls `listener` whenever devices came or went. Events tell it at once, but only where udev runs: in containers and in
 * WSL they exist and never come, so the bus is looked at every second as well. They need the package's native watcher,
 * which must not be started on a machine without USB (its failure could not be caught): so the first look comes first.
 * @param look null where USB cannot be reached at the moment
 * @returns ends it
 */
export function watchBus(look: () => Promise<Bus | null>, listener: () => void): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopEvents: (() => void) | undefined;
  let before: string | undefined;
  const again = async () => {
    const bus = await look();
    if (ended) return;
    if (bus?.events !== undefined) stopEvents ??= listen(bus.events, listener);
    const now = bus?.keys.toSorted().join("\n") ?? "";
    if (before !== undefined && now !== before) listener();
    before = now;
    timer = setTimeout(() => void again(), pollTime);
    timer.unref();
  };
  void again();
  return () => {
    ended = true;
    clearTimeout(timer);
    stopEvents?.();
  };
}

/** @returns ends it; undefined where there are no events */
function listen(events: HotplugEvents, listener: () => void): (() => void) | undefined {
  if (events.addEventListener === undefined || events.removeEventListener === undefined) return undefined;
  events.addEventListener("connect", listener);
  events.addEventListener("disconnect", listener);
  return () => {
    events.removeEventListener?.("connect", listener);
    events.removeEventListener?.("disconnect", listener);
  };
}
