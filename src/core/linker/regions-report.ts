import type { SnapshotReader } from "../project/snapshot";
import { english } from "../text";
import type { Value } from "../layout/claim";
import type { LinkerScript, ScriptProblem } from "./linker-script";

/** A number as a 32-bit ld's map prints it, or what is missing to know it. */
export type ReportedValue = number | { readonly unknown: readonly string[] };

/** One entry of `bootsmith regions --format json`. */
export interface RegionsEntry {
  readonly file: string;
  readonly regions: readonly {
    readonly name: string;
    readonly origin: ReportedValue;
    readonly length: ReportedValue;
    readonly attributes: string;
  }[];
  readonly symbols: Readonly<Record<string, ReportedValue>>;
  readonly problems: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    /** One-based. */
    readonly line: number;
    readonly column: number;
  }[];
}

/**
 * The command line's report on a script. Values are the low 32 bits.
 * @param file the path as the caller knows it; `files` gives the texts that lines and columns are counted in.
 */
export function regionsReport(script: LinkerScript, file: string, files: SnapshotReader): RegionsEntry {
  return {
    file,
    regions: script.regions.map((region) => ({
      name: region.name,
      origin: reported(region.origin.value),
      length: reported(region.length.value),
      attributes: region.attributes,
    })),
    symbols: Object.fromEntries(script.symbols.map(({ name, evaluated }) => [name, reported(evaluated.value)])),
    problems: script.problems.map((problem) => reportedProblem(problem, script, files)),
  };
}

function reported(value: Value<bigint>): ReportedValue {
  return value.known ? Number(BigInt.asUintN(32, value.value)) : { unknown: value.missing };
}

function reportedProblem(
  problem: ScriptProblem,
  script: LinkerScript,
  files: SnapshotReader,
): RegionsEntry["problems"][number] {
  const { code, severity, range } = problem;
  const before = files.text(range.uri)?.text.slice(0, range.start) ?? "";
  const lines = before.split("\n");
  const message = english(problem.message);
  const elsewhere = range.uri === script.uri ? "" : ` (in ${range.uri.slice(range.uri.lastIndexOf("/") + 1)})`;
  return {
    code,
    severity,
    message: message + elsewhere,
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
  };
}

/** The same report as a table for people: addresses in hex, sizes also in KiB. */
export function regionsText(entry: RegionsEntry): string {
  const rows = entry.regions.map(({ name, attributes, origin, length }) => [
    name,
    attributes,
    hex(origin),
    hex(length),
    size(length),
  ]);
  const symbols = Object.entries(entry.symbols).map(([name, value]) => [name, hex(value)]);
  const parts = [
    entry.file,
    ...(rows.length === 0
      ? ["  no memory regions"]
      : table([["Region", "Attributes", "Origin", "Length", "Size"], ...rows])),
    ...(symbols.length === 0 ? [] : ["", ...table([["Symbol", "Value"], ...symbols])]),
    ...(entry.problems.length === 0 ? [] : [""]),
    ...entry.problems.map((p) => `${entry.file}:${p.line}:${p.column}: ${p.severity}: ${p.message} [${p.code}]`),
  ];
  return `${parts.join("\n")}\n`;
}

function hex(value: ReportedValue): string {
  if (typeof value === "number") {
    return `0x${value.toString(16).padStart(8, "0")}`;
  }
  return value.unknown.length === 0 ? "unknown" : `unknown (needs ${value.unknown.join(", ")})`;
}

function size(value: ReportedValue): string {
  if (typeof value !== "number") {
    return "";
  }
  const kib = value / 1024;
  return value < 1024 ? `${value} B` : `${Number.isInteger(kib) ? kib.toString() : kib.toFixed(2)} KiB`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  }
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
}
