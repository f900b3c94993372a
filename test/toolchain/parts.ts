import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chipLines } from "../../src/core/mcu/chip-names";
import { registersOf } from "../../src/core/mcu/registers";
import { systemBootloaderRows } from "../../src/core/mcu/system-bootloader";
import type { SystemBootloaderRow } from "../../src/core/mcu/system-bootloaders/row";
import { folder } from "./tools";

/** A part number that stands for all that share its line of AN2606, its row of registers and its device header. */
export interface Part {
  readonly name: string;
  readonly row: SystemBootloaderRow;
  /** `stm32f4xx`: names the headers. */
  readonly family: string;
  /** What the compiler is told: `STM32F407xx`; null: no header here knows the part. */
  readonly define: string | null;
}

/** Pin letters in ST's order codes; the first that a name fits is taken. */
const PINS = "CRVZKTFGEDBIPQ".split("");
/** Flash sizes, smallest first. */
const SIZES = "346789BZYCDEFGHIJ";

/** One part for every line of AN2606 and every device define of ST's headers that the line has. */
export function chosenParts(): Part[] {
  const chosen = new Map<string, Part>();
  const choose = (name: string, row: SystemBootloaderRow | undefined): void => {
    const family = `${row?.series.toLowerCase() ?? ""}xx`;
    const define = defineOf(name, family);
    // A header that knows the family and not the part: the pins are invented.
    if (row !== undefined && (define !== null || definesOf(family).length === 0)) {
      const key = `${row.line} ${String(define)} ${String(registersOf(name)?.parts)}`;
      chosen.set(key, chosen.get(key) ?? { name, row, family, define });
    }
  };
  for (const name of partNames()) {
    choose(
      name,
      systemBootloaderRows().find(({ parts }) => parts.some((pattern) => pattern.test(name))),
    );
  }
  const covered = new Set([...chosen.values()].map(({ row }) => row));
  for (const row of systemBootloaderRows().filter((one) => !covered.has(one))) {
    // No geometry of the line is known; a snippet takes the device define for a part.
    definesOf(`${row.series.toLowerCase()}xx`)
      .filter((define) => row.parts.some((pattern) => pattern.test(define)))
      .forEach((define) => choose(define, row));
  }
  return [...chosen.values()];
}

function* partNames(): Generator<string> {
  for (const [line, entries] of chipLines()) {
    for (const { row, suffix } of entries) {
      for (const pin of PINS) {
        yield `STM32${line}${pin}${row.size}${suffix === "" ? "" : `T6${suffix}`}`;
      }
    }
  }
}

const headerDefines = new Map<string, readonly string[]>();

/** The device defines that a family's header accepts. */
function definesOf(family: string): readonly string[] {
  const known = headerDefines.get(family);
  if (known !== undefined) {
    return known;
  }
  const file = join(folder, "include", "st", `${family}.h`);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const guard = /#if !\(?(.*?)#error/s.exec(text)?.[1] ?? "";
  const found = [...guard.matchAll(/defined\s*\((STM32\w+)\)/g)].map(([, name = ""]) => name);
  headerDefines.set(family, found);
  return found;
}

/** ST's defines say line, pins and the largest flash size they cover; `x` stands for every one. */
function defineOf(part: string, family: string): string | null {
  if (definesOf(family).includes(part)) {
    return part;
  }
  const [, line = "", pin = "", size = "", rest = ""] = /^STM32(WBA..|.{4})(.)(.)(.*)$/.exec(part) ?? [];
  const fitting = definesOf(family)
    .map((define) => ({ define, found: new RegExp(`^STM32${line}(.)(.)(A|X)?$`).exec(define) }))
    .filter(({ found }) => found !== null && (found[1] === "x" || found[1] === pin))
    .filter(({ found }) => found?.[2] === "x" || order(found?.[2]) >= order(size))
    .filter(({ found }) => (found?.[3] ?? "") === rest.replace("T6", ""))
    .sort((a, b) => order(a.found?.[2]) - order(b.found?.[2]));
  return fitting[0]?.define ?? null;
}

function order(size: string | undefined): number {
  return size === undefined || size === "x" ? SIZES.length : SIZES.indexOf(size);
}
