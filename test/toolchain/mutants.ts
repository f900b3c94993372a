import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../run/command";
import type { Bench } from "./chip";
import { compileCommand, C_STANDARDS } from "./compile";
import type { Emulator } from "./emulator";
import { link } from "./link";
import type { Run } from "./report";
import { renamed, statementsOf, without, type Statement } from "./statements";
import type { Unit } from "./units";

/** How the mutants of one unit fared. */
export interface MutantTally {
  /** The compiler complained. */
  readonly refused: number;
  /** Compiled, and failed a run. */
  readonly failed: number;
  /** Statements that nobody misses. */
  readonly survivors: readonly Statement[];
}

/**
 * Takes each of the given statements out of the unit and sees whether anybody notices. All mutants go into one file,
 * every function under a name of its own, so that one compiler and one linker run do for all.
 */
export async function mutate(
  unit: Unit,
  statements: readonly Statement[],
  bench: Bench,
  runs: readonly Run[],
  emulator: Emulator,
  base: string,
): Promise<MutantTally> {
  const { kept, refused } = await compileAll(unit, statements, base);
  if (kept.size === 0) {
    return { refused, failed: 0, survivors: [] };
  }
  const complaint = await link(unit, bench, `${base}.o`, `${base}.elf`);
  if (complaint !== undefined) {
    throw new Error(`${unit.name}: its mutants do not link: ${complaint}`);
  }
  const survivors: Statement[] = [];
  for (const [number, statement] of kept) {
    if ((await emulator.firstFault(`${base}.elf`, bench.chip, runs, prefixOf(number))) === undefined) {
      survivors.push(statement);
    }
  }
  return { refused, failed: kept.size - survivors.length, survivors };
}

function prefixOf(number: number): string {
  return `mutant${number}_`;
}

/** Compiles the mutants into `BASE.o`, without those that the compiler complains about. */
async function compileAll(
  unit: Unit,
  statements: readonly Statement[],
  base: string,
): Promise<{ kept: ReadonlyMap<number, Statement>; refused: number }> {
  const kept = new Map(statements.entries());
  for (;;) {
    const numbers = [...kept.keys()];
    const file = `${base}.c`;
    const texts = [...kept].map(([number, statement]) => renamed(without(unit.code, statement), prefixOf(number)));
    writeFileSync(file, texts.join(""));
    const [command = "", ...args] = compileCommand(unit, file, `${base}.o`, C_STANDARDS[0]);
    const { code, output } = kept.size === 0 ? { code: 0, output: "" } : await runCommand(command, args);
    if (code === 0) {
      return { kept, refused: statements.length - kept.size };
    }
    const each = unit.code.split("\n").length - 1;
    const lines = [...output.matchAll(/^.*?\.c:(\d+):\d+: (?:error|warning): /gm)].map(([, line]) => Number(line));
    if (lines.length === 0) {
      throw new Error(`${unit.name}: its mutants do not compile: ${output}`);
    }
    lines.forEach((line) => kept.delete(numbers[Math.floor((line - 1) / each)] ?? -1));
  }
}

/** The statements of a unit that its preprocessor lines leave in. */
export async function activeStatements(unit: Unit, work: string): Promise<Statement[]> {
  mkdirSync(work, { recursive: true });
  const file = join(work, "active.c");
  writeFileSync(file, unit.code);
  const [command = "", ...args] = compileCommand(unit, file, "-", C_STANDARDS[0]);
  const { output } = await runCommand(command, [...args.filter((arg) => arg !== "-c"), "-E"]);
  const active = linesLeft(output, file);
  return statementsOf(unit.code).filter(({ first }) => active.has(first));
}

/** Lines of `file`, counted from 0, that a preprocessor's output has something of. */
function linesLeft(output: string, file: string): Set<number> {
  const left = new Set<number>();
  let at = -1;
  let inFile = false;
  for (const line of output.split("\n")) {
    const marker = /^# (\d+) "(.*?)"/.exec(line);
    if (marker !== null) {
      at = Number(marker[1]) - 1;
      inFile = marker[2] === file;
    } else {
      if (inFile && line.trim() !== "") {
        left.add(at);
      }
      at++;
    }
  }
  return left;
}
