import { join } from "node:path";
import type { Outcome } from "../run/outcome";
import { benchOf } from "./chip";
import { compile, headerFacts, samenessOf } from "./compile";
import { inEmulators, type Emulator } from "./emulator";
import { link } from "./link";
import { runsOf } from "./runs";
import { inParallel } from "./tools";
import type { Unit } from "./units";

export interface Execution {
  readonly outcomes: readonly Outcome[];
  /** Units that differ for a compiler, and of these those that differ for a processor; each done once. */
  readonly compiled: number;
  readonly executed: number;
  /** Runs in the emulator. */
  readonly runs: number;
}

/** Compiles every C and C++ unit and runs it in the emulator; what is the same is done once. */
export async function execute(units: readonly Unit[], python: string, work: string): Promise<Execution> {
  const keys = await inParallel(units, (unit) => samenessOf(unit, work));
  const keyed = units.map((unit, index) => ({ unit, toCompiler: "", toProcessor: "", ...keys[index] }));
  const toCompile = new Map(keyed.map(({ unit, toCompiler }) => [toCompiler, unit]));
  const complaints = new Map(
    await inParallel([...toCompile], async ([key, unit]) => [key, await compile(unit, join(work, key))] as const),
  );
  const good = keyed.filter(({ toCompiler }) => complaints.has(toCompiler) && complaints.get(toCompiler) === undefined);
  const toRun = new Map(good.map((one) => [one.toProcessor, one]));
  const checks = await inEmulators(python, [...toRun], async ([key, { unit, toCompiler }], emulator) => {
    return [key, await check(unit, join(work, toCompiler), emulator, work)] as const;
  });
  const checked = new Map(checks);
  const outcomes = keyed.map(({ unit, toCompiler, toProcessor }) => {
    const found = checked.get(toProcessor);
    return {
      name: unit.name,
      error: complaints.get(toCompiler) ?? (found === undefined ? "It was not run." : found.fault),
    };
  });
  const runs = checks.reduce((sum, [, one]) => sum + one.runs, 0);
  return { outcomes, compiled: toCompile.size, executed: toRun.size, runs };
}

interface Checked {
  readonly fault: string | undefined;
  readonly runs: number;
}

/** Links a compiled unit and runs it. */
export async function check(unit: Unit, base: string, emulator: Emulator, work: string): Promise<Checked> {
  const bench = benchOf(unit, await headerFacts(unit, work));
  const unlinked = await link(unit, bench, `${base}.o`, `${base}.elf`);
  if (unlinked !== undefined) {
    return { fault: unlinked, runs: 0 };
  }
  const runs = runsOf(unit, bench);
  return { fault: await emulator.firstFault(`${base}.elf`, bench.chip, runs), runs: runs.length };
}
