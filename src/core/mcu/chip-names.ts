import { chipData } from "./load-chip-data";
import type { ChipFamily, ChipRow } from "./rows/chip-row";

/** A row under one of its lines. */
export interface LineEntry {
  readonly family: ChipFamily;
  readonly row: ChipRow;
  /** As the row writes it: `L151-A`. */
  readonly noted: string;
  /** `A` or `X` where the row is only for parts with that suffix. */
  readonly suffix: string;
}

/** A name, read as a part number: what it says of line, pin count and flash size; null where it leaves that open. */
export interface PartName {
  readonly lines: readonly string[];
  readonly pin: string | null;
  readonly size: string | null;
  readonly suffix: string;
}

let index: ReadonlyMap<string, readonly LineEntry[]> | undefined;

/** Line (`F407`, without suffix) → its rows. Built on first use. */
export function chipLines(): ReadonlyMap<string, readonly LineEntry[]> {
  index ??= buildIndex();
  return index;
}

function buildIndex(): Map<string, LineEntry[]> {
  const lines = new Map<string, LineEntry[]>();
  for (const family of chipData().STM32_FAMILIES) {
    for (const row of family.rows) {
      for (const noted of row.lines.split(" ")) {
        const [line = "", suffix = ""] = noted.split("-");
        const entries = lines.get(line) ?? [];
        entries.push({ family, row, noted, suffix });
        lines.set(line, entries);
      }
    }
  }
  return lines;
}

/** `STM32F10X_MD` and its kin of ST's old Standard Peripheral Library: lines and flash sizes. */
const F1_DENSITIES: Readonly<Record<string, { lines: string; sizes: string }>> = {
  LD: { lines: "F101 F102 F103", sizes: "4 6" },
  MD: { lines: "F101 F102 F103", sizes: "8 B" },
  HD: { lines: "F101 F103", sizes: "C D E" },
  XL: { lines: "F101 F103", sizes: "F G" },
  CL: { lines: "F105 F107", sizes: "8 B C" },
  LD_VL: { lines: "F100", sizes: "4 6" },
  MD_VL: { lines: "F100", sizes: "8 B" },
  HD_VL: { lines: "F100", sizes: "C D E" },
};

/** Part names behind a `STM32F10X_…` density define; undefined for any other name. */
export function densityNames(name: string): PartName[] | undefined {
  const match = /STM32F10X_((?:LD|MD|HD)(?:_VL)?|XL|CL)(?![A-Z0-9])/i.exec(name);
  const density = F1_DENSITIES[match?.[1]?.toUpperCase() ?? ""];
  if (density === undefined) {
    return undefined;
  }
  return density.sizes.split(" ").map((size) => ({ lines: density.lines.split(" "), pin: null, size, suffix: "" }));
}

/**
 * Reads an STM32 name wherever it stands in a text: part number, CubeMX pattern, device define, start-up file, linker script.
 * `x` is a wildcard, and so is everything that is missing behind the family. Undefined: there is none, or no such line.
 */
export function readPartName(name: string): PartName | undefined {
  const found = /stm32([a-z0-9]{2,}(?:-[ax](?![a-z0-9]))?)/i.exec(name)?.[1];
  const rest = found?.toUpperCase() ?? "";
  if (found === undefined || /^(?:X|.X)/.test(rest)) {
    return undefined;
  }
  const lines = matchingLines(rest);
  const length = lines[0]?.length;
  if (length === undefined) {
    return undefined;
  }
  const size = concrete(rest[length + 1]);
  return {
    lines,
    pin: pinOf(found, length, size),
    size,
    suffix: suffixOf(rest.slice(length + 2)),
  };
}

function matchingLines(rest: string): string[] {
  const lines = [...chipLines().keys()];
  const exact = lines.filter((line) => rest.startsWith(line));
  return exact.length > 0 ? exact : lines.filter((line) => fits(rest, line));
}

/** Whether a name's start means the line, with `X` and a missing end as wildcards. */
function fits(rest: string, line: string): boolean {
  for (let i = 0; i < Math.min(line.length, rest.length); i++) {
    if (rest[i] !== "X" && rest[i] !== line[i]) {
      return false;
    }
  }
  return true;
}

function concrete(char: string | undefined): string | null {
  return char === undefined || char === "X" ? null : char;
}

/** `x` leaves the pin count open, but `X` is also a real pin letter: STM32H747XI. */
function pinOf(found: string, length: number, size: string | null): string | null {
  const pin = found[length];
  const mixedCase = found !== found.toLowerCase();
  const open = pin === undefined || (pin.toUpperCase() === "X" && (size === null || (pin === "x" && mixedCase)));
  return open ? null : pin.toUpperCase();
}

/** `A` of STM32L151CBT6A, STM32L151CB-A and STM32L151xBA; `X` of STM32L151VD-X. */
function suffixOf(more: string): string {
  return /^(?:-|[A-Z][0-9X])?([AX])$/.exec(more)?.[1] ?? /^[A-Z][0-9X]([AX])/.exec(more)?.[1] ?? "";
}
