import { join } from "node:path";
import type { Outcome } from "../run/outcome";
import { benchOf } from "./chip";
import { compile, headerFacts, sameness } from "./compile";
import { inEmulators, type Emulator } from "./emulator";
import { link } from "./link";
import { runsOf } from "./runs";
import { inParallel } from "./tools";
import type { Unit } from "./units";

export interface Execution {
  readonly outcomes: readonly Outcome[];
  /** Units that differ for a compiler, each compiled once. */
  readonly compiled: number;
  /** Runs in the emulator. */
  readonly runs: number;
}

interface Checked {
  readonly fault: string | undefined;
  readonly runs: number;
}

/** Compiles every C and C++ unit and runs it in the emulator; what is the same to a compiler is done once. */
export async function execute(units: readonly Unit[], python: string, work: string): Promise<Execution> {
  const keys = await inParallel(units, (unit) => sameness(unit, work));
  const distinct = new Map(units.map((unit, index) => [keys[index] ?? "", unit]));
  const checks = await inEmulators(python, [...distinct], async ([key, unit], emulator) => {
    const checked = await check(unit, join(work, key), emulator, work);
    return [key, checked] as const;
  });
  const byKey = new Map(checks);
  const outcomes = units.map(({ name }, index) => {
    const checked = byKey.get(keys[index] ?? "");
    return { name, error: checked === undefined ? "It was not tried." : checked.fault };
  });
  return { outcomes, compiled: distinct.size, runs: checks.reduce((sum, [, { runs }]) => sum + runs, 0) };
}

async function check(unit: Unit, base: string, emulator: Emulator, work: string): Promise<Checked> {
  const complaint = await compile(unit, base);
  if (complaint !== undefined) {
    return { fault: complaint, runs: 0 };
  }
  const bench = benchOf(unit, await headerFacts(unit, work));
  const unlinked = await link(unit, bench, `${base}.o`, `${base}.elf`);
  if (unlinked !== undefined) {
    return { fault: unlinked, runs: 0 };
  }
  const runs = runsOf(unit, bench);
  return { fault: await emulator.firstFault(`${base}.elf`, bench.chip, runs), runs: runs.length };
}
