import type { LayoutProblem } from "../layout/boot-layout";
import type { MbedTool } from "../project/discovery";
import type { SourceRange, TextFile, Uri } from "../project/snapshot";
import { text } from "../text";
import type { JsonValue } from "./json-document";
import { parseMbedJson, type MbedDocument } from "./mbed-json";
import { keyFaults } from "./mbed-key-faults";
import { mbedKey } from "./mbed-keys";
import { parseMbedInteger } from "./number-literal";

/** One value of a Mbed file, as it stands there. */
export interface MbedEntry {
  /** `*` for what stands in `config`. */
  readonly label: string;
  /** With its prefix, without what the tools drop: `target.restrict_size`, `app.size`. */
  readonly key: string;
  readonly value: JsonValue;
  readonly keyRange: SourceRange;
  /** The characters at `keyRange`. */
  readonly written: string;
}

/** `mbed_app.json` or `mbed_lib.json`, read as the Mbed tools read it. */
export interface MbedConfig {
  readonly uri: Uri;
  /** Labels of `target_overrides` in file order, without `*`. */
  readonly labels: readonly string[];
  /** Defaults that `config` states, under `app.` or the library's name. */
  readonly defaults: readonly MbedEntry[];
  readonly entries: readonly MbedEntry[];
  readonly problems: readonly LayoutProblem[];
}

/** A file full of unknown keys is one fault, not thousands. */
const mostProblems = 100;

/** @param tool reads the file; what another tool would not read is no problem then */
export function readMbedConfig(file: TextFile, tool: MbedTool = "mbed-cli-1"): MbedConfig {
  const document = parseMbedJson(file);
  const { root } = document;
  const library = /mbed_lib\.json5?$/.test(file.uri);
  const namespace = library ? ascii(root?.member("name")?.string ?? "") : "app";
  const entries: MbedEntry[] = [];
  const defaults: MbedEntry[] = [];
  for (const { name, value } of root?.properties ?? []) {
    // One at a time: a call takes only so many arguments.
    if (name === "target_overrides") for (const one of overrides(value, namespace)) entries.push(one);
    if (name === "config") for (const one of defaultsOf(value, namespace)) defaults.push(one);
  }
  const known = new Set(defaults.map(({ key }) => key));
  const problems = [
    ...syntaxProblems(file, document, tool),
    ...(root === undefined || tool !== "mbed-cli-1" ? [] : twice(root)),
    ...entries.flatMap((one) => keyFaults(one, known, tool)),
  ].slice(0, mostProblems);
  const labels = [...new Set(entries.map((entry) => entry.label))].filter((label) => label !== "*");
  return { uri: file.uri, labels, defaults, entries, problems };
}

function overrides(targets: JsonValue, namespace: string): MbedEntry[] {
  return targets.properties.flatMap(({ name: label, value: scope }) =>
    scope.properties.map(({ key, name, value }) => ({
      label: ascii(label),
      key: qualified(ascii(name), namespace),
      value,
      keyRange: key.range,
      written: key.source,
    })),
  );
}

/** `"name": value` or `"name": {"help": …, "value": value}`. */
function defaultsOf(config: JsonValue, namespace: string): MbedEntry[] {
  return config.properties.flatMap(({ key, name, value }) => {
    const stated = value.type === "object" ? value.member("value") : value;
    const entry = { label: "*", key: qualified(ascii(name), namespace), keyRange: key.range, written: key.source };
    return stated === undefined ? [] : [{ ...entry, value: stated }];
  });
}

/** A key without a dot belongs to the file's own namespace. */
function qualified(key: string, namespace: string): string {
  return key.includes(".") ? key : `${namespace}.${key}`;
}

/** The legacy tools read these files as ASCII and drop everything else (rules sheet §2). */
export function ascii(words: string): string {
  return words.replace(/[\u0080-\uffff]/g, "");
}

/** A key that stands twice in one scope: its objects and lists are merged, anything else is refused (rules sheet §2). */
function twice(root: JsonValue): LayoutProblem[] {
  const scopes = root.properties
    .filter(({ name }) => name === "target_overrides")
    .flatMap(({ value }) => value.properties.map((label) => label.value));
  return scopes.flatMap(({ properties }) => {
    const seen = new Set<string>();
    return properties.flatMap(({ key, name, value }): LayoutProblem[] => {
      if (value.type === "object" || value.type === "array") return [];
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      const message = text("{0} stands twice here: Mbed CLI 1 refuses to build, the others take the last.", name);
      return [{ code: "mbed-key-conflict", severity: "warning", range: key.range, message }];
    });
  });
}

function syntaxProblems(file: TextFile, { faults, beyondJson }: MbedDocument, tool: MbedTool): LayoutProblem[] {
  const problems: LayoutProblem[] = faults.slice(0, 1).map((fault) => ({
    code: "json-syntax",
    severity: "error",
    range: fault.range,
    message: text("This is not JSON that the Mbed tools can read: {0}.", fault.words),
  }));
  if (beyondJson === undefined || tool === "mbed-ce" || file.uri.endsWith(".json5")) return problems;
  const { range, what } = beyondJson;
  return [
    ...problems,
    what === "json5"
      ? {
          code: "json-syntax",
          severity: "error",
          range,
          message: text("This is JSON5, which only Mbed CE reads; Mbed CLI 1 and 2 read plain JSON."),
        }
      : {
          code: "json-syntax",
          severity: "information",
          range,
          message: text("Comments and trailing commas are read by Mbed CE only; Mbed CLI 1 and 2 read plain JSON."),
        },
  ];
}

/**
 * The entries in force for a target whose labels are its own name and `*`: every matching label in file order, the last
 * one wins (rules sheet §1). What ancestors add, and other files, is in mbed-settings.ts.
 */
export function entriesFor(config: MbedConfig, target: string | undefined): ReadonlyMap<string, MbedEntry> {
  const inForce = new Map<string, MbedEntry>();
  for (const entry of config.entries) {
    if (entry.label === "*" || entry.label === target) inForce.set(entry.key, entry);
  }
  return inForce;
}

/** The entry's number, or undefined where the tools cannot read it as one. */
export function numberOf(entry: MbedEntry): number | undefined {
  if (entry.value.string !== undefined) return parseMbedInteger(ascii(entry.value.string));
  const { number } = entry.value;
  const integersAllowed = mbedKey(entry.key)?.kind !== "digits";
  return integersAllowed && Number.isSafeInteger(number) ? number : undefined;
}

/** Whether the tools take the key as set at all: they ask whether its value is true (rules sheet §3). */
export function isSet({ value }: MbedEntry): boolean {
  if (value.type === "null" || value.number === 0 || value.string === "") return false;
  return value.source !== "false" && !(value.type === "array" && value.items.length === 0);
}
