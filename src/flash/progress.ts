import type { BoardProgress, FlashPhase } from "../core/dfu/board-service";
import { text, type Text } from "../core/text";

/** Bytes each phase of an operation will report, as far as it is known beforehand. */
export type ExpectedWork = Partial<Record<FlashPhase, number>>;

/** One thing to show: a percentage of the whole, and what happens now. */
export interface ProgressNews {
  /** 0 to 100, never falling. */
  readonly percent: number;
  readonly phase: FlashPhase;
  readonly sentence: Text;
  /** How long all of it will still take; null while too little has happened to say. */
  readonly left: Text | null;
}

/**
 * What a byte costs in each phase, relative to writing it: erasing and writing are flash operations of the same order
 * (AN3156 boards erase 128 KiB in 1–2 s and write it in about 2 s), reading is bound by USB.
 */
const costPerByte: Record<FlashPhase, number> = { read: 0.25, erase: 0.75, write: 1, verify: 0.25, leave: 0 };

const sentences: Record<FlashPhase, (done: string, total: string, rate: string) => Text> = {
  read: (done, total, rate) => text("Reading: {0} of {1}{2}", done, total, rate),
  erase: (done, total, rate) => text("Erasing: {0} of {1}{2}", done, total, rate),
  write: (done, total, rate) => text("Writing: {0} of {1}{2}", done, total, rate),
  verify: (done, total, rate) => text("Verifying: {0} of {1}{2}", done, total, rate),
  leave: () => text("Leaving DFU mode"),
};

/** Turns the events of a board operation into a percentage, a sentence and a rate. */
export class ProgressMeter {
  private readonly seen = new Map<FlashPhase, BoardProgress>();
  private readonly began = new Map<FlashPhase, number>();
  private highest = 0;
  private start: number | undefined;

  /**
   * @param expected bytes per phase; a phase that is missing counts once it starts
   * @param now milliseconds, for the rate
   */
  constructor(
    private readonly expected: ExpectedWork,
    private readonly now: () => number,
  ) {}

  add(progress: BoardProgress): ProgressNews {
    const at = this.now();
    this.start ??= at;
    const start = this.began.get(progress.phase) ?? at;
    this.began.set(progress.phase, start);
    this.seen.set(progress.phase, progress);
    this.highest = Math.max(this.highest, this.share() * 100);
    const rate = rateText(progress.done, at - start);
    return {
      percent: this.highest,
      phase: progress.phase,
      sentence: sentences[progress.phase](kib(progress.done), kib(progress.total), rate),
      left: timeLeft(this.highest / 100, at - this.start),
    };
  }

  private share(): number {
    const phases = new Set([...(Object.keys(this.expected) as FlashPhase[]), ...this.seen.keys()]);
    let done = 0;
    let total = 0;
    for (const phase of phases) {
      const latest = this.seen.get(phase);
      const bytes = latest?.total ?? this.expected[phase] ?? 0;
      total += bytes * costPerByte[phase];
      done += Math.min(latest?.done ?? 0, bytes) * costPerByte[phase];
    }
    return total === 0 ? 0 : done / total;
  }
}

/** `12 KiB`, `0.5 KiB`: rounded, for a moving figure. */
export function kib(bytes: number): string {
  const value = bytes / 1024;
  return `${value < 10 && value % 1 !== 0 ? value.toFixed(1) : Math.round(value).toString()} KiB`;
}

/** `, 45 KiB/s`, or nothing while too little has happened to say. */
function rateText(bytes: number, elapsed: number): string {
  return bytes > 0 && elapsed >= 250 ? `, ${kib((bytes * 1000) / elapsed)}/s` : "";
}

/** @param share of the work that is done, 0 to 1 @param elapsed ms since it began */
function timeLeft(share: number, elapsed: number): Text | null {
  if (elapsed < 1000 || share < 0.02 || share >= 1) return null;
  const seconds = Math.ceil((elapsed * (1 - share)) / share / 1000);
  return seconds < 90 ? text("about {0} s left", seconds) : text("about {0} min left", Math.round(seconds / 60));
}

/**
 * Lets through what a log should hold: the first and last news of each phase and one per quarter of it between.
 * @returns whether this event is worth a line
 */
export function quarterFilter(): (progress: BoardProgress) => boolean {
  const shown = new Map<FlashPhase, number>();
  return ({ phase, done, total }) => {
    const quarter = total === 0 ? 4 : Math.floor((4 * done) / total);
    if (shown.get(phase) === quarter) {
      return false;
    }
    shown.set(phase, quarter);
    return true;
  };
}
