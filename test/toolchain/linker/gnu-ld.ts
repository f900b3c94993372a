import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LinkerScript } from "../../../src/core/linker/linker-script";
import { runCommand } from "../../run/command";
import { gcc } from "../tools";
import { absentSymbols, symbolsOf } from "./elf-symbols";
import { assemblyOf } from "./filled-object";
import { memoryOf, type MapRegion } from "./map-memory";
import type { ScriptCase } from "./script-case";

const [assembler, linker] = ["arm-none-eabi-as", "arm-none-eabi-ld"];

/** What GNU ld makes of a script. */
export interface LdResult {
  /** Why it refused the script; null where it read it to its end. */
  readonly refusal: string | null;
  /** `origin R`, `length R`: what ld cannot compute and goes on without. */
  readonly invalid: ReadonlySet<string>;
  readonly regions: readonly MapRegion[];
  /** Low 32 bits of every symbol, linked with an object that holds nothing. */
  readonly empty: ReadonlyMap<string, number>;
  /** The same with an object that has something for every input section. */
  readonly filled: ReadonlyMap<string, number>;
}

/** Links a script twice, in a folder of its own. `script` tells which input sections it takes. */
export async function runLd(one: ScriptCase, script: LinkerScript, folder: string): Promise<LdResult> {
  for (const [name, text] of Object.entries({ ...one.files, "script.ld": one.script })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const input = one.preprocessed === true ? await preprocessed(one, folder) : "script.ld";
  writeFileSync(join(folder, "empty.s"), "");
  writeFileSync(join(folder, "filled.s"), assemblyOf(script));
  const [empty, filled] = [await link(one, input, "empty", folder), await link(one, input, "filled", folder)];
  return {
    refusal: empty.refusal,
    invalid: empty.invalid,
    regions: empty.regions,
    empty: empty.symbols,
    filled: filled.symbols,
  };
}

/** Runs GCC's preprocessor as build systems do; its output stands beside the script. */
async function preprocessed(one: ScriptCase, folder: string): Promise<string> {
  const defines = Object.entries(one.defines ?? {}).map(([name, text]) => `-D${name}=${text}`);
  const paths = (one.includePaths ?? []).map((path) => `-I${path}`);
  const options = ["-E", "-P", "-x", "c", ...defines, ...paths, "script.ld", "-o", "processed.ld"];
  const { code, output } = await runCommand(gcc, options, { cwd: folder });
  if (code !== 0 && !existsSync(join(folder, "processed.ld"))) {
    throw new Error(`${one.name}: the preprocessor fails: ${output}`);
  }
  return "processed.ld";
}

interface Link {
  readonly refusal: string | null;
  readonly invalid: ReadonlySet<string>;
  readonly regions: readonly MapRegion[];
  readonly symbols: ReadonlyMap<string, number>;
}

async function link(one: ScriptCase, input: string, object: string, folder: string): Promise<Link> {
  const assembled = await runCommand(assembler, [`${object}.s`, "-o", `${object}.o`], { cwd: folder });
  if (assembled.code !== 0) throw new Error(`${one.name}: ${assembled.output}`);
  const symbols = Object.entries(one.defsyms ?? {}).map(([name, value]) => `--defsym=${name}=${value}`);
  const paths = (one.includePaths ?? []).map((path) => `-L${path}`);
  const [map, elf] = [join(folder, `${object}.map`), join(folder, `${object}.elf`)];
  // Regions of the corpus are smaller than what fills them, and the output is wanted all the same.
  const options = [...symbols, ...paths, "-T", input, `${object}.o`, `-Map=${map}`, "--noinhibit-exec", "-o", elf];
  const { output } = await runCommand(linker, options, { cwd: folder });
  const done = existsSync(elf) && existsSync(map);
  return {
    refusal: done ? null : output.trim(),
    invalid: new Set(
      [...output.matchAll(/invalid (origin|length) for memory region (\S+)/g)].map(
        ([, field = "", name = ""]) => `${field} ${name}`,
      ),
    ),
    regions: existsSync(map) ? memoryOf(readFileSync(map, "utf8")) : [],
    symbols: done ? symbolsOf(readFileSync(elf)) : absentSymbols,
  };
}
