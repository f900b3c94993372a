import type { SnapshotReader, SourceRange, Uri } from "../project/snapshot";
import { text } from "../text";
import { ScriptEvaluator } from "./evaluate-script";
import type {
  Define,
  Evaluated,
  LinkerScript,
  LinkerScriptOptions,
  OutputSection,
  ScriptProblem,
  ScriptRegion,
  ScriptSymbol,
} from "./linker-script";
import { Occurrences } from "./occurrences";
import { ParserHost } from "./parser-host";
import { preprocess } from "./preprocessor";
import { isPreprocessed } from "./preprocessor-tokens";
import { Problems } from "./problems";
import type { Quantity } from "./quantity";
import { Scanner } from "./scanner";
import { ScriptLoader } from "./script-loader";
import { parseScript } from "./script-parser";
import { ScriptText } from "./script-text";
import type { Expression, Node, Program } from "./syntax";

const MIB = 2 ** 20;
/** In characters; lists of thousands of ROM symbols are some 100 KiB. */
const MAX_LENGTH = 4 * MIB;

/**
 * Reads a GNU ld script and evaluates it as ld would. Never throws: faults are in `problems`, each with its range, and
 * what they leave open is unknown. Included files that are not loaded yet read as missing; the reader notes them.
 * @param uri the script; `options` the macros, symbols and search paths of its command line.
 */
export function readLinkerScript(uri: Uri, files: SnapshotReader, options: LinkerScriptOptions): LinkerScript {
  const script = read(uri, files, options, options.defines, false);
  const wanted = missingNames(script).filter((name) => Object.hasOwn(options.defines, name));
  if (wanted.length === 0) {
    return { ...script, options };
  }
  // No directive stands in it, yet its values come with -D: so it does go through the preprocessor.
  const defines = wanted.flatMap((name) => {
    const define = options.defines[name];
    return define === undefined ? [] : [[name, define] as const];
  });
  return { ...read(uri, files, options, Object.fromEntries(defines), true), options };
}

function read(
  uri: Uri,
  files: SnapshotReader,
  options: LinkerScriptOptions,
  defines: Readonly<Record<string, Define>>,
  forced: boolean,
): LinkerScript {
  const problems = new Problems();
  const loader = new ScriptLoader(files, options.includePaths, problems);
  const whole: SourceRange = { uri, start: 0, end: 0 };
  const source = loader.load(uri);
  const occurrences = new Occurrences();
  const host = parserFor(loader, problems, { defines, forced, occurrences, root: uri });
  if (source === undefined) {
    problems.add("linker-script-include", "error", whole, text("This linker script cannot be read."));
  } else if (source.length > MAX_LENGTH) {
    const message = text("This file is larger than {0} MiB, so it is not read as a linker script.", MAX_LENGTH / MIB);
    problems.syntax({ uri, start: 0, end: 1 }, message);
  } else if (source.slice(0, 8192).includes("\0")) {
    problems.syntax({ uri, start: 0, end: 1 }, text("This is not a text file, so it is no linker script."));
  } else {
    parseScript(scannerOf(uri, source, { defines, forced, occurrences, loader, problems }), host);
  }
  const evaluator = new ScriptEvaluator(host.program, options.defsyms, problems, !loader.incomplete);
  evaluator.run();
  return assemble(uri, host.program, evaluator, { problems, loader, occurrences });
}

interface Reading {
  readonly defines: Readonly<Record<string, Define>>;
  /** Preprocess although no line of the script asks for it. */
  readonly forced: boolean;
  readonly occurrences: Occurrences;
}

function parserFor(loader: ScriptLoader, problems: Problems, reading: Reading & { root: Uri }): ParserHost {
  const open: Uri[] = [reading.root];
  return new ParserHost(
    problems,
    (name, at) => {
      const found = loader.include(name, at.uri, at);
      if (found === null) {
        return null;
      }
      if (open.includes(found.uri)) {
        return loader.reportCycle(name, at);
      }
      open.push(found.uri);
      return scannerOf(found.uri, found.text, { ...reading, loader, problems });
    },
    () => open.pop(),
  );
}

function scannerOf(uri: Uri, source: string, context: Reading & { loader: ScriptLoader; problems: Problems }): Scanner {
  const processed = context.forced || isPreprocessed(source);
  const script = processed ? preprocess(uri, source, context) : ScriptText.verbatim(uri, source);
  return new Scanner(script, context.problems, context.occurrences);
}

function assemble(
  uri: Uri,
  program: Program,
  evaluator: ScriptEvaluator,
  { problems, loader, occurrences }: { problems: Problems; loader: ScriptLoader; occurrences: Occurrences },
): LinkerScript {
  const regions = evaluator.regionList().map(({ entry, origin, length }): ScriptRegion => {
    const region = {
      name: entry.name,
      attributes: entry.attributes,
      origin: evaluated(entry.origin, origin),
      length: evaluated(entry.length, length),
      range: entry.range,
      nameRange: entry.nameRange,
    };
    reportField(problems, region.name, text("origin"), region.origin, origin);
    reportField(problems, region.name, text("length"), region.length, length);
    return region;
  });
  const aliases = evaluator.aliasMap();
  const symbols = evaluator.symbolList().map(({ name, quantity, assignment }): ScriptSymbol => ({
    name,
    evaluated: evaluated(assignment.expression, quantity, assignment.operator === "="),
    needsLink: quantity.needsLink,
    range: assignment.range,
  }));
  const sections = outputSections(program, evaluator, aliases);
  if (!loader.incomplete && regions.length > 0) {
    reportUndeclared(program, new Set([...regions.map((region) => region.name), ...aliases.keys()]), problems);
  }
  const read = loader.read();
  return {
    uri,
    dialect: "gnu-ld",
    regions,
    aliases: Object.fromEntries(aliases),
    symbols,
    sections,
    occurrences: occurrences.list(read),
    ...(occurrences.skipped().length > 0 && { skipped: occurrences.skipped() }),
    problems: problems.list().map((problem) => (loader.missesMacros ? unproven(problem) : problem)),
    files: read.length === 0 ? [uri] : read,
  };
}

/** What reads as a fault of grammar may be a macro of a header that is not there: Zephyr's `SECTION_PROLOGUE(…)`. */
function unproven(problem: ScriptProblem): ScriptProblem {
  return problem.code === "linker-script-syntax" ? { ...problem, severity: "information" } : problem;
}

function outputSections(
  program: Program,
  evaluator: ScriptEvaluator,
  aliases: ReadonlyMap<string, string>,
): OutputSection[] {
  const resolve = (use: { name: string } | null): string | null =>
    use === null ? null : (aliases.get(use.name) ?? use.name);
  return program.sections.map((entry) => {
    const size = evaluator.fixedSize(entry);
    const [region, loadRegion] = [resolve(entry.region), resolve(entry.loadRegion)];
    return {
      name: entry.name,
      range: entry.range,
      region,
      loadRegion,
      address: entry.address === null ? null : evaluated(entry.address, evaluator.valueOf(entry.address)),
      inputs: entry.inputs,
      nameRange: entry.nameRange,
      types: entry.types,
      leastSize: evaluator.leastSize(entry),
      fixedSize: size === null ? null : evaluated(size.expression, size.quantity),
    };
  });
}

export function evaluated(expression: Expression, quantity: Quantity, whole = true): Evaluated {
  return {
    value: quantity.value,
    expression: expression.range,
    terms: quantity.terms,
    selfContained: whole && expression.exact && standsAlone(expression.node),
  };
}

/** True when nothing outside the expression takes part: no symbol, region, or location counter. */
function standsAlone(node: Node): boolean {
  switch (node.kind) {
    case "number":
      return node.value !== null;
    case "unary":
      return standsAlone(node.operand);
    case "chain":
      return standsAlone(node.first) && node.rest.every(({ operand }) => standsAlone(operand));
    case "conditional":
      return (
        standsAlone(node.otherwise) && node.arms.every((arm) => standsAlone(arm.condition) && standsAlone(arm.then))
      );
    case "call":
      return node.args.every(standsAlone) && (node.name !== "ALIGN" || node.args.length > 1);
    case "about":
      return node.name === "CONSTANT";
    case "name":
    case "dot":
    case "fault":
      return false;
  }
}

function reportField(
  problems: Problems,
  region: string,
  field: ReturnType<typeof text>,
  { value, expression }: Evaluated,
  quantity: Quantity,
): void {
  const name = field.template;
  const report = (message: ReturnType<typeof text>): void =>
    problems.add("linker-script-value", "warning", expression, message);
  if (!value.known) {
    if (value.missing.length > 0) {
      const names = value.missing.join(", ");
      report(text("The {0} of region {1} depends on {2}, which is not known here.", name, region, names));
    }
  } else if (quantity.early) {
    report(
      text(
        "The {0} of region {1} uses a region that ld has not evaluated yet: it takes origin 0, length ~0.",
        name,
        region,
      ),
    );
  } else if (name === "length" && BigInt.asIntN(64, value.value) < 0n) {
    report(text("The length of region {0} is negative: {1}.", region, String(BigInt.asIntN(64, value.value))));
  }
}

function reportUndeclared(program: Program, declared: ReadonlySet<string>, problems: Problems): void {
  const reported = new Set<string>();
  for (const use of program.sections.flatMap((section) => [section.region, section.loadRegion])) {
    if (use !== null && !declared.has(use.name) && !reported.has(use.name)) {
      reported.add(use.name);
      const message = text("Region {0} is not declared in MEMORY.", use.name);
      problems.add("linker-script-value", "warning", use.range, message);
    }
  }
}

function missingNames(script: LinkerScript): string[] {
  const values = [
    ...script.regions.flatMap((region) => [region.origin, region.length]),
    ...script.symbols.map((symbol) => symbol.evaluated),
  ];
  return [...new Set(values.flatMap(({ value }) => (value.known ? [] : value.missing)))];
}
