import type { EraseUnitWord } from "../../mcu/device";
import { hex, sizeText } from "../../notation";
import { text, type Text } from "../../text";
import type { BoardInfo } from "../board-service";
import type { FlashPlan, PlannedUnit, UnitAction } from "../flash-plan";
import type { PrepareOptions } from "../prepare-flash";
import { describePlan as describeUnitsOf } from "../plan-flash";

/** One sentence for a person. @param word what the chip's family calls its erase units */
export function describePlan(plan: FlashPlan, word: EraseUnitWord | "erase unit" = "erase unit"): Text {
  const { template, args } = describeUnitsOf(plan);
  return { template: template.replace("erase units", `${word}s`), args };
}

const unitSentences: Record<UnitAction, (range: string, units: string) => Text> = {
  skip: (range, units) => text("{0}: {1}, unchanged", range, units),
  erase: (range, units) => text("{0}: {1}, erased", range, units),
  program: (range, units) => text("{0}: {1}, written (already blank)", range, units),
  "erase-and-program": (range, units) => text("{0}: {1}, erased and written", range, units),
};

/** One line per run of neighbouring erase units of equal size and fate, lowest address first. */
export function describeUnits(plan: FlashPlan): readonly Text[] {
  const runs: { first: PlannedUnit; count: number }[] = [];
  for (const unit of plan.units.toSorted((a, b) => a.base - b.base)) {
    const run = runs.at(-1);
    const { first } = run ?? {};
    if (run !== undefined && first?.action === unit.action && first.size === unit.size) run.count += 1;
    else runs.push({ first: unit, count: 1 });
  }
  return runs.map(({ first, count }) =>
    unitSentences[first.action](
      `${hex(first.base)}–${hex(first.base + first.size * count - 1)}`,
      `${count} × ${sizeText(first.size)}`,
    ),
  );
}

/** What a person should know of a plan before it runs, or see where it does not do what was asked for. */
export function planWarnings(
  board: BoardInfo,
  plan: FlashPlan,
  wanted: Pick<PrepareOptions, "verify" | "leave">,
): readonly Text[] {
  return [
    ...(wanted.leave !== false && plan.leaveAt === null
      ? [
          text(
            "No vector table was found in the image, so the board stays in DFU mode. Check that it is what you mean.",
          ),
        ]
      : []),
    ...(wanted.verify && plan.verify.length === 0 && !board.canUpload
      ? [text("{0} cannot be read: everything is written and nothing is verified.", board.name)]
      : []),
  ];
}
