import type { Evaluated } from "../linker/linker-script";
import { parseNumber } from "../linker/number-literal";
import { hex, sizeText } from "../notation";

/** Above this a number is an address rather than a size: no microcontroller's memory has 16 MiB that begin at 0. */
const largestSize = 0x100_0000n;

/** The value as data sheets print addresses; a negative one as the 64 bits that ld computes with. */
export function hexOf(value: bigint): string {
  const unsigned = BigInt.asUintN(64, value);
  return unsigned <= 0xffff_ffffn ? hex(Number(unsigned)) : `0x${unsigned.toString(16).toUpperCase()}`;
}

/** `894 KiB`, `2040 bytes`; a negative length as it is. */
export function sizeOf(value: bigint): string {
  const signed = BigInt.asIntN(64, value);
  return signed < 0n ? `${signed} bytes` : sizeText(Number(signed));
}

/** `0x08020000`; of what may be a size also how much that is: `0x00018000, 96 KiB`. */
export function valueText(value: bigint): string {
  return value >= 1024n && value < largestSize ? `${hexOf(value)}, ${sizeOf(value)}` : hexOf(value);
}

/** Whether the script writes the value itself: then nobody needs to be told. */
export function isPlainLiteral({ expression, terms }: Evaluated, source: string): boolean {
  const [term] = terms;
  const written = source.slice(expression.start, expression.end).trim();
  return terms.length === 1 && term !== undefined && (written === term.text || parseNumber(written).value !== null);
}
