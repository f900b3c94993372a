import { systemBootloaderRows } from "../core/mcu/system-bootloader";
import { parseCInteger } from "../core/sources/number-literal";

/** A hexadecimal number as C, C++ and Rust write it, not part of a longer word. */
const hexLiteral = /(?<![\w.])0[xX][0-9a-fA-F][0-9a-fA-F_']*(?:[uUlL]{0,3}|[ui](?:8|16|32|64|128|size))(?!\w)/g;

let known: ReadonlySet<number> | undefined;

/** Where a jump into a ROM goes, or where a ROM begins, of every device line. */
function romAddresses(): ReadonlySet<number> {
  known ??= new Set(
    systemBootloaderRows()
      .flatMap(({ jump, memory, memory2 }) => [jump, memory?.[0], memory2?.[0]])
      .filter((address) => typeof address === "number"),
  );
  return known;
}

/**
 * The literal at a place of a line that is the address of a system bootloader.
 * @param start first character of what is selected, `end` the first behind it; equal for a cursor
 */
export function romLiteralAt(line: string, start: number, end: number): string | undefined {
  for (const { 0: literal, index } of line.matchAll(hexLiteral)) {
    const digits = literal.replace(/[_']/g, "").replace(/[ui](8|16|32|64|128|size)$/, "");
    const value = parseCInteger(digits);
    // Short numbers never are one: the tables need not be loaded for them.
    const touches = index <= end && index + literal.length >= start;
    if (touches && value !== undefined && value > 0xffff && romAddresses().has(value)) {
      return literal;
    }
  }
  return undefined;
}
