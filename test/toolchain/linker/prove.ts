import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../../run/outcome";
import { inParallel } from "../tools";
import { compare, type Comparison } from "./compare";
import { corpus } from "./corpus/all";
import { runLd } from "./gnu-ld";
import { randomCases } from "./random-scripts";
import { readCase, type ScriptCase } from "./script-case";

const SEED = 20;
const RANDOM_SCRIPTS = 60;

/** Every script of the corpus, and random ones, as GNU ld reads them: one outcome per script. */
export async function proveLinkerScripts(work: string): Promise<Outcome[]> {
  const cases = [...corpus, ...randomCases(SEED, RANDOM_SCRIPTS)];
  const results = await inParallel(cases, (one, worker) =>
    tryCase(one, join(work, `${worker}-${one.name.replace(/\W+/g, "-")}`)),
  );
  const sum = (count: (one: Comparison) => number): number => results.reduce((n, one) => n + count(one), 0);
  const right = results.filter(({ faults }) => faults.length === 0).length;
  console.log(
    `${cases.length} linker scripts (${corpus.length} written, ${RANDOM_SCRIPTS} random): ${right} (${((100 * right) / cases.length).toFixed(1)} %) read as GNU ld reads them;`,
  );
  console.log(
    `  ${sum((one) => one.regions)} regions and ${sum((one) => one.known)} symbols have its numbers, ${sum((one) => one.open)} symbols only a link knows`,
  );
  return cases.map((one, i) => {
    const faults = results[i]?.faults ?? [];
    return {
      name: `linker script: ${one.name}`,
      error: faults.length === 0 ? undefined : `${faults.join("\n")}\n${one.script}`,
    };
  });
}

/** Reads a script both ways. `folder` is made for it. */
async function tryCase(one: ScriptCase, folder: string): Promise<Comparison> {
  mkdirSync(folder, { recursive: true });
  const script = readCase(one);
  return compare(one, script, await runLd(one, script, folder));
}
