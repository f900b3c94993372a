import { rmSync } from "node:fs";
import { systemBootloaderRows } from "../../src/core/mcu/system-bootloader";
import type { Outcome } from "../run/outcome";
import { temporaryFolder } from "../run/temporary";
import { execute } from "./execute";
import { proveLinkerScripts } from "./linker/prove";
import { mutation } from "./mutation";
import { chosenParts } from "./parts";
import { bootInQemu } from "./qemu";
import { parseRust } from "./rust";
import { makeSlips } from "./slips";
import { needTools } from "./tools";
import { unitsOf, type Unit } from "./units";

/** The generated snippets, and linker scripts beside GNU ld. */
export async function proveToolchain(): Promise<Outcome[]> {
  const work = temporaryFolder("linker");
  try {
    return [...(await proveSnippets()), ...(await proveLinkerScripts(work))];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Every generated snippet, compiled, parsed or executed; every statement of the register flavour taken out once. */
async function proveSnippets(): Promise<Outcome[]> {
  const python = needTools();
  const work = temporaryFolder("toolchain");
  try {
    return await prove(python, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function prove(python: string, work: string): Promise<Outcome[]> {
  const parts = chosenParts();
  const units = parts.flatMap(unitsOf);
  const compiled = units.filter(({ language }) => language !== "rust");
  const rust = units.filter(({ language }) => language === "rust");
  const parsed = await parseRust(rust);
  const executed = await execute(compiled, python, work);
  const mutated = await mutation(
    compiled.filter(({ flavour }) => flavour === "cmsis"),
    python,
    work,
  );
  const slips = await makeSlips(compiled, python, work);
  const booted = await bootInQemu(work);
  const { refused, failed, survived } = mutated;
  console.log(`${parts.length} parts of ${new Set(parts.map(({ row }) => row)).size} lines, ${units.length} units:`);
  console.log(
    `  ${compiled.length} in C and C++: compiled (${executed.compiled} differ for a compiler), executed (${executed.executed} differ for a processor, in ${executed.runs} runs)`,
  );
  console.log(`  ${rust.length} in Rust, parsed`);
  console.log(
    `  ${refused + failed + survived} statements taken out: ${refused} did not compile, ${failed} failed a run, ${survived} were not missed`,
  );
  console.log(`  ${slips.length} slips of the field made, ${booted.length} boots in QEMU`);
  return [...lineOutcomes(units), ...parsed, ...executed.outcomes, ...mutated.outcomes, ...slips, ...booted];
}

/** Lines that AN2606 gives a jump have to have units. */
function lineOutcomes(units: readonly Unit[]): Outcome[] {
  const covered = new Set(units.filter(({ kind }) => kind === "system-bootloader").map(({ part }) => part.row));
  return systemBootloaderRows()
    .filter(({ status }) => status === "ok" || status === "conditional")
    .map((row) => ({ name: `line ${row.line}`, error: covered.has(row) ? undefined : "No snippet of it was tried." }));
}
