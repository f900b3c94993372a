import { join } from "node:path";
import type { Outcome } from "../run/outcome";
import { benchOf } from "./chip";
import { headerFacts } from "./compile";
import { inEmulators } from "./emulator";
import { activeStatements, mutate } from "./mutants";
import { runsOf } from "./runs";
import { statementsOf, type Statement } from "./statements";
import { withoutComments, type Unit } from "./units";

export interface Mutation {
  /** One for each unit that had statements taken out of it. */
  readonly outcomes: readonly Outcome[];
  readonly refused: number;
  readonly failed: number;
  readonly survived: number;
}

interface Job {
  readonly unit: Unit;
  readonly statements: readonly Statement[];
}

/**
 * Takes every statement out of the units, one at a time: whatever is not missed should not be there. A statement that units
 * of one series share, but for numbers, is taken out of the first of them.
 */
export async function mutation(units: readonly Unit[], python: string, work: string): Promise<Mutation> {
  const jobs = await chooseJobs(units, work);
  const tallies = await inEmulators(python, [...jobs.entries()], async ([number, { unit, statements }], emulator) => {
    const bench = benchOf(unit, await headerFacts(unit, work));
    return mutate(unit, statements, bench, runsOf(unit, bench), emulator, join(work, `mutants-${number}`));
  });
  const outcomes = tallies.map(({ survivors }, index): Outcome => {
    const list = survivors.map(({ place, text }) => `in ${place}: ${text}`).join("\n  ");
    const error = survivors.length === 0 ? undefined : `Taken out, and nothing fails:\n  ${list}`;
    return { name: `statements of ${jobs[index]?.unit.name ?? ""}`, error };
  });
  const sum = (count: (tally: (typeof tallies)[number]) => number): number =>
    tallies.reduce((total, tally) => total + count(tally), 0);
  return {
    outcomes,
    refused: sum(({ refused }) => refused),
    failed: sum(({ failed }) => failed),
    survived: sum(({ survivors }) => survivors.length),
  };
}

async function chooseJobs(units: readonly Unit[], work: string): Promise<Job[]> {
  const seen = new Set<string>();
  const shapes = new Set<string>();
  const jobs: Job[] = [];
  // With a macro defined more statements matter.
  for (const unit of [...units].sort((a, b) => b.options.length - a.options.length)) {
    const shape = [unit.part.row.series, ...unit.options, withoutNumbers(withoutComments(unit.code))].join("\0");
    if (!shapes.has(shape)) {
      shapes.add(shape);
      const unseen = (all: readonly Statement[]): readonly Statement[] =>
        all.filter((one) => !seen.has(keyOf(unit, one, all)));
      const some = unseen(statementsOf(unit.code)).length > 0;
      const active = some ? await activeStatements(unit, work) : [];
      const statements = unseen(active);
      active.forEach((one) => seen.add(keyOf(unit, one, active)));
      if (statements.length > 0) {
        jobs.push({ unit, statements });
      }
    }
  }
  // Long ones first, so that all processors end together.
  return jobs.sort((a, b) => b.statements.length - a.statements.length);
}

/** The same statement may stand in a function twice: the second DSB is another one. */
function keyOf({ part, kind, entry }: Unit, statement: Statement, all: readonly Statement[]): string {
  const twins = all.filter(({ place, text }) => place === statement.place && text === statement.text);
  const { series, core } = part.row;
  return [series, core, kind, entry, statement.place, withoutNumbers(statement.text), twins.indexOf(statement)].join(
    "\0",
  );
}

/** Addresses and counts differ from part to part, masks and macros from series to series. */
function withoutNumbers(text: string): string {
  return text.replace(/\b0x[0-9A-F]+UL\b|\b\d+U\b/g, "0");
}
