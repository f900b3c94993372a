import type { BoardProgress, FlashPhase } from "../core/dfu/board-service";
import type { PlanEstimate } from "../core/dfu/plan/flash-plan";
import { text, type Text } from "../core/text";

type ByPhase = Partial<Record<FlashPhase, number>>;

/** What an operation is expected to come to, as far as that is known beforehand. */
export interface ExpectedWork {
  /** Bytes each phase will report. */
  readonly bytes?: ByPhase;
  /** How long the phases should take; null or left out: not known for this chip. */
  readonly estimate?: PlanEstimate | null;
}

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
 * What a byte costs in each phase where no estimate says so, relative to writing it: erasing and writing are flash operations of the same order
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
  /** Milliseconds spent in each phase: writing and verifying take turns. */
  private readonly spent = new Map<FlashPhase, number>();
  private readonly costs: Record<FlashPhase, number>;
  private readonly expected: ByPhase;
  private readonly start: number;
  private last: number;
  private highest = 0;

  /**
   * @param expected a phase that is missing counts once it starts
   * @param now milliseconds, for rate and time left; the operation begins now
   */
  constructor(
    { bytes = {}, estimate = null }: ExpectedWork,
    private readonly now: () => number,
  ) {
    this.expected = bytes;
    this.costs = estimate === null ? costPerByte : { ...costPerByte, ...costsOf(bytes, estimate) };
    this.start = now();
    this.last = this.start;
  }

  add(progress: BoardProgress): ProgressNews {
    const at = this.now();
    const spent = (this.spent.get(progress.phase) ?? 0) + at - this.last;
    this.spent.set(progress.phase, spent);
    this.last = at;
    this.seen.set(progress.phase, progress);
    this.highest = Math.max(this.highest, this.share() * 100);
    const rate = rateText(progress.done, spent);
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
      total += bytes * this.costs[phase];
      done += Math.min(latest?.done ?? 0, bytes) * this.costs[phase];
    }
    return total === 0 ? 0 : done / total;
  }
}

/** Milliseconds per byte; reading and leaving are no part of an estimate, and of no weight beside it. */
function costsOf(bytes: ByPhase, { erase, write, verify }: PlanEstimate): Record<FlashPhase, number> {
  const cost = (phase: FlashPhase, time: number) => time / Math.max(1, bytes[phase] ?? 0);
  return {
    read: 0,
    erase: cost("erase", erase),
    write: cost("write", write),
    verify: cost("verify", verify),
    leave: 0,
  };
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
