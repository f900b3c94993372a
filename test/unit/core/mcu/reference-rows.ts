import { readFileSync } from "node:fs";

/** Fields of a `;`-separated reference file beside the tests; comment lines left out. */
export function referenceRows(name: string): string[][] {
  return readFileSync(new URL(name, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" ; "));
}

export interface ReferenceGeometry {
  readonly id: string;
  readonly match: RegExp;
  readonly cores: readonly { readonly condition: RegExp | null; readonly cpus: readonly ReferenceCore[] }[];
  readonly layouts: readonly { readonly mode: string; readonly banks: readonly ReferenceBank[] }[];
  readonly factory: string | null;
  readonly program: number | null;
  readonly erased: number | null;
  readonly ram: readonly {
    readonly name: string;
    readonly base: number;
    readonly size: number;
    readonly view: boolean;
  }[];
  readonly eeprom: readonly { readonly base: number; readonly size: number }[];
  readonly parts: readonly string[];
}

export interface ReferenceCore {
  readonly id: string;
  readonly vectors: number;
  readonly alignment: number | null;
}

export interface ReferenceBank {
  readonly base: number;
  readonly runs: readonly { readonly count: number; readonly size: number }[];
}

/** The chip geometry the table has to reproduce. */
export function referenceGeometry(): ReferenceGeometry[] {
  return referenceRows("geometry.txt").map((fields) => {
    const [id = "", match = "", cores = "", layouts = "", factory, program, erased, ram = "", eeprom = "", parts = ""] =
      fields;
    return {
      id,
      match: new RegExp(match, "i"),
      cores: cores.split(" ").map(readCores),
      layouts: list(layouts).map(readLayout),
      factory: factory === "-" ? null : (factory ?? null),
      program: program === "-" ? null : Number(program),
      erased: erased === "-" ? null : Number(erased),
      ram: list(ram).map(readRam),
      eeprom: list(eeprom).map((entry) => {
        const [base = "", size = ""] = entry.split(":");
        return { base: hex(base), size: hex(size) };
      }),
      parts: parts.split(" "),
    };
  });
}

function list(text: string): string[] {
  return text === "-" ? [] : text.split(" ");
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}

function readCores(text: string): { condition: RegExp | null; cpus: ReferenceCore[] } {
  const at = text.lastIndexOf("=");
  const cpus = text.slice(at + 1).split(",");
  return {
    condition: at < 0 ? null : new RegExp(text.slice(0, at), "i"),
    cpus: cpus.map((cpu) => {
      const [id = "", vectors = "", alignment = ""] = cpu.split(":");
      return { id, vectors: Number(vectors), alignment: alignment === "-" ? null : hex(alignment) };
    }),
  };
}

function readLayout(text: string): { mode: string; banks: ReferenceBank[] } {
  const [mode = "", banks = ""] = text.split("=");
  return {
    mode,
    banks: banks.split("+").map((bank) => {
      const [base = "", runs = ""] = bank.split(":");
      return {
        base: hex(base),
        runs: runs.split(",").map((run) => {
          const [count = "", size = ""] = run.split("*");
          return { count: Number(count), size: hex(size) };
        }),
      };
    }),
  };
}

function readRam(text: string): { name: string; base: number; size: number; view: boolean } {
  const [name = "", base = "", size = ""] = text.split(":");
  return { name, base: hex(base), size: hex(size.replace(">", "")), view: size.endsWith(">") };
}
