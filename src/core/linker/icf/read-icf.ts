import type { SnapshotReader, SourceRange, Uri } from "../../project/snapshot";
import { text } from "../../text";
import { Cursor } from "../cursor";
import { dialectText, loadRoot } from "../dialect-source";
import type { Evaluated, LinkerScript, LinkerScriptOptions, ScriptRegion, ScriptSymbol } from "../linker-script";
import { Problems } from "../problems";
import { evaluated } from "../read-linker-script";
import { ScriptLoader } from "../script-loader";
import { checkEnd } from "./icf-end-check";
import { IcfEvaluator } from "./icf-evaluator";
import { IcfHost } from "./icf-host";
import { parseConfiguration } from "./icf-parser";
import { outputSections } from "./icf-sections";

/**
 * Reads an IAR linker configuration file (`.icf`) and evaluates it as ILINK does. Never throws, like readLinkerScript.
 * A region of several ranges has an entry for each: `R`, `R (2)`, `R (3)`; one without any (`[]`) has none. Placements are
 * the sections. `defines` and `defsyms` both count as `--config_def`; source: IAR C/C++ Development Guide for Arm.
 */
export function readIcf(uri: Uri, files: SnapshotReader, options: LinkerScriptOptions): LinkerScript {
  const problems = new Problems();
  const loader = new ScriptLoader(files, options.includePaths, problems);
  const { defines } = options;
  const open: Uri[] = [uri];
  const cursorOf = (file: Uri, source: string): Cursor =>
    new Cursor(dialectText(file, source, { defines, loader, problems, forced: false }), problems, "//");
  const host = new IcfHost(
    problems,
    (name, at) => {
      const found = loader.include(name, at.uri, at);
      if (found === null) return null;
      if (open.includes(found.uri)) return loader.reportCycle(name, at);
      open.push(found.uri);
      return cursorOf(found.uri, found.text);
    },
    () => open.pop(),
  );
  const source = loadRoot(uri, loader, problems);
  const directives = source === undefined ? [] : parseConfiguration(cursorOf(uri, source), host);
  const evaluator = new IcfEvaluator(directives, options, problems);
  const regions = regionsOf(evaluator);
  for (const { definition } of evaluator.regionList()) checkEnd(definition.name, definition.node, evaluator, problems);
  reportOpen(regions, problems);
  const read = loader.read();
  return {
    uri,
    dialect: "iar",
    regions,
    aliases: {},
    symbols: evaluator.symbolList().map(({ definition, quantity }): ScriptSymbol => ({
      name: definition.name,
      evaluated: evaluated(definition.expression, quantity),
      needsLink: false,
      range: definition.range,
    })),
    sections: outputSections(evaluator, regions),
    occurrences: host.occurrences,
    problems: problems.list(),
    files: read.length === 0 ? [uri] : read,
  };
}

function regionsOf(evaluator: IcfEvaluator): ScriptRegion[] {
  return evaluator.regionList().flatMap(({ definition, pieces }) =>
    pieces.map(({ origin, length, last }, index): ScriptRegion => ({
      name: index === 0 ? definition.name : `${definition.name} (${index + 1})`,
      attributes: "",
      origin: evaluated(origin.expression, origin.quantity),
      length: evaluated(length.expression, length.quantity),
      ...(last !== null && { last: evaluated(last.expression, last.quantity) }),
      range: definition.range,
      nameRange: definition.nameRange,
    })),
  );
}

/** What a region takes from outside and nobody gave, and a range that ends before it starts. */
function reportOpen(regions: readonly ScriptRegion[], problems: Problems): void {
  const report = (range: SourceRange, message: ReturnType<typeof text>): void =>
    problems.add("linker-script-value", "warning", range, message);
  for (const { name, origin, length, last } of regions) {
    const fields = [origin, last ?? length].filter((field) => !field.value.known);
    for (const field of fields) {
      const names = missingOf(field);
      if (names.length > 0) {
        const range = field.expression;
        report(range, text("Region {0} depends on {1}, which is not known here.", name, names.join(", ")));
      }
    }
    if (length.value.known && BigInt.asIntN(64, length.value.value) < 0n) {
      report(length.expression, text("Region {0} ends before it starts.", name));
    }
  }
}

function missingOf({ value }: Evaluated): readonly string[] {
  return value.known ? [] : value.missing;
}
