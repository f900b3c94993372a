import type { SnapshotReader, Uri } from "../../project/snapshot";
import { Cursor } from "../cursor";
import { dialectText, loadRoot } from "../dialect-source";
import type { LinkerScript, LinkerScriptOptions } from "../linker-script";
import { Problems } from "../problems";
import { isPreprocessed } from "../preprocessor-tokens";
import { ScriptLoader } from "../script-loader";
import { ScatterEvaluator } from "./scatter-evaluator";
import { parseScatter } from "./scatter-parser";
import { firstLine, withoutLinkerComments } from "./scatter-source";
import type { ScatterProgram } from "./scatter-syntax";

const nothing: ScatterProgram = { loads: [], assertions: [], occurrences: [] };

/**
 * Reads an Arm scatter file (`.sct`, `.scf`, `.scat`). Never throws, like readLinkerScript. Load and execution regions are
 * regions, in the order of the file; a size nobody declares is unknown, as `max_size of …`. An execution region is also the
 * section that its selectors fill. Macros come from the `#!` line and from `defines` (`--predefine`).
 * Source: Arm Compiler for Embedded Reference Guide, "Scatter File Syntax".
 */
export function readScatter(uri: Uri, files: SnapshotReader, options: LinkerScriptOptions): LinkerScript {
  const problems = new Problems();
  const asked = firstLine(uri, files.text(uri)?.text ?? "");
  const loader = new ScriptLoader(files, [...options.includePaths, ...asked.includePaths], problems);
  const source = loadRoot(uri, loader, problems);
  let program = nothing;
  if (source !== undefined) {
    const defines = { ...asked.defines, ...options.defines };
    const preprocessed = asked.preprocess || isPreprocessed(source) || mentions(source, options.defines);
    const text = preprocessed ? withoutLinkerComments(source) : source;
    const script = dialectText(uri, text, { defines, loader, problems, forced: preprocessed });
    program = parseScatter(new Cursor(script, problems, preprocessed ? "//" : ";"), problems);
  }
  const evaluator = new ScatterEvaluator(program, problems);
  const read = loader.read();
  return {
    uri,
    dialect: "arm-scatter",
    regions: evaluator.regions,
    aliases: {},
    symbols: evaluator.symbols,
    sections: evaluator.sections,
    occurrences: program.occurrences,
    problems: problems.list(),
    files: read.length === 0 ? [uri] : read,
  };
}

/** No line asks for the preprocessor, yet the values come with `-D`: so the build does. */
function mentions(source: string, defines: LinkerScriptOptions["defines"]): boolean {
  return Object.keys(defines).some((name) => source.includes(name));
}
