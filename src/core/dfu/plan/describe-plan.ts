import type { Device, EraseUnitWord } from "../../mcu/device";
import { hex, sizeText } from "../../notation";
import { text, type Text } from "../../text";
import type { BoardInfo } from "../board-service";
import type { FlashPlan, PlannedUnit, UnitAction, UnitReason } from "./flash-plan";
import { quirksOf } from "../quirks";
import { sameChip } from "./same-chip";

/** Whole sentences per word, because translators need them whole. */
const changeSentences: Record<EraseUnitWord | "erase unit", (...args: readonly (string | number)[]) => Text> = {
  sector: (...args) => text("{0} of {1} sectors change: {2} erased, {3} written.", ...args),
  page: (...args) => text("{0} of {1} pages change: {2} erased, {3} written.", ...args),
  "erase unit": (...args) => text("{0} of {1} erase units change: {2} erased, {3} written.", ...args),
};

const timedSentences: typeof changeSentences = {
  sector: (...args) => text("{0} of {1} sectors change, about {4} s: {2} erased, {3} written.", ...args),
  page: (...args) => text("{0} of {1} pages change, about {4} s: {2} erased, {3} written.", ...args),
  "erase unit": (...args) => text("{0} of {1} erase units change, about {4} s: {2} erased, {3} written.", ...args),
};

/**
 * One sentence for a person: `3 of 12 sectors change, about 4.1 s: 3 erased, 60 KiB written.`
 * @param word what the chip's family calls its erase units; left out where it is not known
 */
export function describePlan(plan: FlashPlan, word: EraseUnitWord | "erase unit" = "erase unit"): Text {
  const { units, blocks, estimate } = plan;
  const written = blocks.reduce((sum, { data }) => sum + data.length, 0);
  if (plan.protocol === "dfu") {
    return text("{0} are sent; the board decides alone what it erases.", sizeText(written));
  }
  const changed = units.filter(({ action }) => action !== "skip").length;
  if (changed === 0) {
    return text("Nothing changes: the board already holds the image ({0} of {0} erase units are right).", units.length);
  }
  const erased = units.filter(({ action }) => action === "erase" || action === "erase-and-program").length;
  const counts = [changed, units.length, erased, sizeText(written)];
  if (estimate === null) return changeSentences[word](...counts);
  // Not even a plan of a few bytes takes "0.0 s".
  const seconds = Math.max(0.1, (estimate.erase + estimate.write + estimate.verify) / 1000);
  return timedSentences[word](...counts, seconds.toFixed(1));
}

const unitSentences: Record<UnitAction, (range: string, units: string) => Text> = {
  skip: (range, units) => text("{0}: {1}, unchanged", range, units),
  erase: (range, units) => text("{0}: {1}, erased", range, units),
  program: (range, units) => text("{0}: {1}, written (already blank)", range, units),
  "erase-and-program": (range, units) => text("{0}: {1}, erased and written", range, units),
};

/** Reasons that the action alone does not tell. */
const reasonSentences: Partial<Record<UnitReason, (action: UnitAction, range: string, units: string) => Text>> = {
  unread: (action, range, units) =>
    action === "erase"
      ? text("{0}: {1}, erased unread", range, units)
      : text("{0}: {1}, erased unread and written", range, units),
  "boot-decision": (action, range, units) =>
    action === "erase"
      ? text("{0}: {1}, erased so that no half image starts", range, units)
      : text("{0}: {1}, erased first and written last, so that no half image starts", range, units),
  stale: (_, range, units) => text("{0}: {1}, erased: bytes behind the image, of an older one", range, units),
  named: (action, range, units) =>
    action === "erase"
      ? text("{0}: {1}, erased as asked", range, units)
      : text("{0}: {1}, erased as asked, and written", range, units),
};

/** One line per run of neighbouring erase units of equal size and fate, lowest address first. */
export function describeUnits(plan: FlashPlan): readonly Text[] {
  const runs: PlannedUnit[][] = [];
  for (const unit of [...plan.units].sort((a, b) => a.base - b.base)) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows = last?.size === unit.size && last.base + last.size === unit.base;
    if (run !== undefined && follows && last.action === unit.action && last.reason === unit.reason) run.push(unit);
    else runs.push([unit]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (first === undefined) return [];
    const { base, size, action, reason } = first;
    const range = `${hex(base)}–${hex(base + size * run.length - 1)}`;
    const units = `${run.length} × ${sizeText(size)}`;
    return [reasonSentences[reason]?.(action, range, units) ?? unitSentences[action](range, units)];
  });
}

/** What was asked for, as far as a warning depends on it. */
interface Asked {
  readonly strategy?: "changed" | "full";
  readonly verify?: boolean;
  readonly leave: boolean | "where-known";
  /** Chips the project says. */
  readonly devices?: readonly Device[];
}

/** What a person should know before a plan runs, beside its sentence. */
export function planWarnings(board: BoardInfo, plan: FlashPlan, asked: Asked): Text[] {
  const warnings: Text[] = [];
  if (sameChip(board, asked.devices ?? []) === "different") {
    warnings.push(text("{0} is another chip than this project is for.", board.name));
  }
  warnings.push(...readWarnings(board, plan, asked));
  const stale = plan.units.filter(({ reason }) => reason === "stale");
  if (stale.length > 0) {
    const bytes = sizeText(stale.reduce((sum, { size }) => sum + size, 0));
    warnings.push(
      text("Behind the image, in its own region, the board holds bytes of an older one: {0} are erased.", bytes),
    );
  }
  for (const { address, data } of plan.preserved) {
    const end = hex(address + data.length - 1);
    warnings.push(text("{0} to {1} is not the image's: it is erased with it and written back.", hex(address), end));
  }
  if (plan.massErase) warnings.push(text("Everything in this memory of {0} is erased.", board.name));
  const stay = stayNote(board, plan, asked.leave);
  return stay === null ? warnings : [...warnings, stay];
}

function readWarnings(board: BoardInfo, plan: FlashPlan, { strategy, verify }: Asked): Text[] {
  if (!board.canUpload) {
    return [text("This board cannot be read: everything is written and nothing is verified.")];
  }
  const unread = plan.units.some(({ reason }) => reason === "unread");
  const warnings: Text[] = [];
  if (board.interrupted) {
    warnings.push(
      text("An earlier flash of {0} ended half way, so what the image covers is erased unread.", board.name),
    );
  } else if (unread && strategy === "changed") {
    warnings.push(text("{0} could not be read, so what the image covers is erased unread.", board.name));
  }
  const writes = plan.units.some(({ action }) => action !== "skip");
  if (verify === false && writes && quirksOf(board).earlyReturn) {
    warnings.push(
      text("{0} may say that it is done before it is, and nothing is read back: verify this flash.", board.name),
    );
  }
  if (verify === true && plan.verify.length === 0 && plan.units.some(({ action }) => action !== "skip")) {
    warnings.push(text("What is written cannot be read back, so nothing is verified."));
  }
  return warnings;
}

/** What starts the application, where leaving was asked for and the plan does not leave; else null. */
export function stayNote(board: BoardInfo, plan: FlashPlan, leave: Asked["leave"]): Text | null {
  if (leave === false || plan.leaveAt !== null) return null;
  const meant = leave === true || quirksOf(board).leave === "works";
  if (meant && plan.image.length > 0) {
    return text("No vector table was found in the image, so the board stays in DFU mode.");
  }
  // BOOT0 is the way into ST's ROM; bootloaders of plain DFU lie in the flash.
  return board.protocol === "dfu"
    ? text("{0} stays in DFU mode: press reset to start the application.", board.name)
    : text("{0} stays in DFU mode: set BOOT0 low and press reset to start the application.", board.name);
}
