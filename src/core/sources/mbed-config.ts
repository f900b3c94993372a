import type { LayoutProblem } from "../layout/boot-layout";
import type { SourceRange, TextFile, Uri } from "../project/snapshot";
import type { Fix } from "../rules/finding";
import { text } from "../text";
import { parseJson, type JsonValue } from "./json-document";
import { parseCInteger, parseSize } from "./number-literal";

/** One override of `mbed_app.json`, as it stands in the file. */
export interface MbedEntry {
  readonly label: string;
  /** With its prefix: `target.restrict_size`. */
  readonly key: string;
  readonly value: JsonValue;
  readonly keyRange: SourceRange;
}

/** `mbed_app.json`, read as the Mbed tools read it. */
export interface MbedConfig {
  readonly uri: Uri;
  /** Labels of `target_overrides` in file order, without `*`. */
  readonly labels: readonly string[];
  readonly entries: readonly MbedEntry[];
  readonly problems: readonly LayoutProblem[];
}

/** Keys of the `target.` namespace that move an application (legacy Mbed tools; rules sheet §1). */
const addressKeys = new Set([
  "target.restrict_size",
  "target.mbed_app_start",
  "target.mbed_app_size",
  "target.app_offset",
  "target.header_offset",
]);

/** These the tools also take as a JSON integer; the others must be strings. */
const integersAllowed = new Set(["target.app_offset", "target.header_offset"]);

export function readMbedConfig(file: TextFile): MbedConfig {
  const { root, faults } = parseJson(file);
  const problems: LayoutProblem[] = faults.map((fault) => ({
    code: "json-syntax",
    severity: "error",
    range: fault.range,
    message: text("This is not JSON that the Mbed tools can read: {0}.", fault.reason),
  }));
  const entries: MbedEntry[] = [];
  for (const { name, value } of root?.properties ?? []) {
    if (name === "target_overrides") entries.push(...overrides(value));
  }
  for (const entry of entries) problems.push(...faultsOf(entry));
  const labels = [...new Set(entries.map((entry) => entry.label))].filter((label) => label !== "*");
  return { uri: file.uri, labels, entries, problems };
}

function overrides(targets: JsonValue): MbedEntry[] {
  return targets.properties.flatMap(({ name: label, value: scope }) =>
    scope.properties.map(({ key, name, value }) => ({ label, key: name, value, keyRange: key.range })),
  );
}

function faultsOf(entry: MbedEntry): LayoutProblem[] {
  const trimmed = entry.key.replace(/\s+/g, "");
  if (trimmed !== entry.key && addressKeys.has(trimmed)) {
    const message = text('"{0}" has stray spaces, so the Mbed tools do not see it; write "{1}".', entry.key, trimmed);
    return [
      {
        code: "mbed-value",
        severity: "error",
        range: entry.keyRange,
        message,
        fix: replacing(entry.keyRange, entry.key, trimmed),
      },
    ];
  }
  if (!addressKeys.has(entry.key) || entry.value.type === "null" || numberOf(entry) !== undefined) return [];
  const { range, source } = entry.value;
  const needsString = entry.value.type === "number" && !integersAllowed.has(entry.key);
  if (needsString) {
    const message = text('The Mbed tools read {0} as a string: write "{1}".', entry.key, source);
    return [{ code: "mbed-value", severity: "error", range, message, fix: replacing(range, source, `"${source}"`) }];
  }
  const message = text(
    'The Mbed tools cannot read "{0}" as a number; they take 0x… or decimal digits, no arithmetic and no suffix.',
    source,
  );
  const meant = productOf(source);
  return [
    {
      code: "mbed-value",
      severity: "error",
      range,
      message,
      ...(meant !== undefined && { fix: replacing(range, source, `0x${meant.toString(16)}`) }),
    },
  ];
}

/** What `64*1024` or `64K` is meant to say; nothing else is guessed. */
function productOf(source: string): number | undefined {
  const factors = source.split("*").map((factor) => parseSize(factor));
  const product = factors.reduce<number | undefined>(
    (all, one) => (all === undefined || one === undefined ? undefined : all * one),
    1,
  );
  return product !== undefined && Number.isSafeInteger(product) ? product : undefined;
}

function replacing(range: SourceRange, current: string, replacement: string): Fix {
  return { title: text("Write {0}", replacement), edits: [{ range, current, replacement }], preferred: true };
}

/** The entries in force for a target: every matching label in file order, the last one wins (rules sheet §1). */
export function entriesFor(config: MbedConfig, target: string | undefined): ReadonlyMap<string, MbedEntry> {
  const inForce = new Map<string, MbedEntry>();
  for (const entry of config.entries) {
    if (entry.label === "*" || entry.label === target) inForce.set(entry.key, entry);
  }
  return inForce;
}

/** The entry's number, or undefined where the tools cannot read it as one. */
export function numberOf(entry: MbedEntry): number | undefined {
  if (entry.value.string !== undefined) return parseCInteger(entry.value.string);
  return integersAllowed.has(entry.key) ? entry.value.number : undefined;
}
