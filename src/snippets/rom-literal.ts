import { isTakenForJumpAddress } from "../core/mcu/known-addresses";
import { parseCInteger } from "../core/sources/number-literal";

/** A hexadecimal number as C, C++ and Rust write it, not part of a longer word. */
const hexLiteral = /(?<![\w.])0[xX][0-9a-fA-F][0-9a-fA-F_']*(?:[uUlL]{0,3}|[ui](?:8|16|32|64|128|size))(?!\w)/g;

/**
 * The literal at a place of a line that is the address of a system bootloader, or is taken for one.
 * @param start first character of what is selected, `end` the first behind it; equal for a cursor
 */
export function romLiteralAt(line: string, start: number, end: number): string | undefined {
  for (const { 0: literal, index } of line.matchAll(hexLiteral)) {
    const digits = literal.replace(/[_']/g, "").replace(/[ui](8|16|32|64|128|size)$/, "");
    const value = parseCInteger(digits);
    // Short numbers never are one: the tables need not be loaded for them.
    const touches = index <= end && index + literal.length >= start;
    if (touches && value !== undefined && value > 0xffff && isTakenForJumpAddress(value)) {
      return literal;
    }
  }
  return undefined;
}
