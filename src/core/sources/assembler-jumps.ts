import type { Token } from "../linker/preprocessor-tokens";
import type { TextFile } from "../project/snapshot";
import type { AddressLiteral } from "./address-flow";
import type { TableJump } from "./system-bootloader-jumps";

/** Instructions that take a stack pointer or branch to a register. */
const jumps = /\b(bx|blx)\b|\bldr(\.w)?\s+(pc|sp)\b|\bmsr\s+msp\b|\bmov\s+(sp|pc)\b/i;
const loads = /\bldr(?:\.w)?\s+(r\d+)\s*,\s*=\s*(0x[0-9a-f]+|[A-Za-z_]\w*)/gi;
const symbols =
  /^[ \t]*(?:\.(?:equ|set)\s+(\w+)\s*,|(\w+)\s+EQU\b|#[ \t]*define\s+(\w+)|(\w+)\s*=)\s*\(?(0x[0-9a-f]+)/gim;
/** Characters behind the load in which its branch must come: a dozen instructions. */
const reach = 400;

/** Whether lines of assembler set a stack pointer or branch to a register. */
export function speaksOfJump(lines: string): boolean {
  return jumps.test(lines);
}

/** The literals that a string of inline assembler loads: `ldr r0, =0x1FFF0000`. */
export function asmLiterals({ text, spelled }: Token): AddressLiteral[] {
  if (spelled === null) return [];
  return [...text.matchAll(loads)].flatMap((match) => {
    const digits = match[2] ?? "";
    const start = spelled.start + match.index + match[0].length - digits.length;
    return /^0x/i.test(digits)
      ? [{ range: { uri: spelled.uri, start, end: start + digits.length }, text: digits, value: Number(digits) }]
      : [];
  });
}

/** The jumps of an assembler file: a register loaded with the table's address, read through, and branched to. */
export function assemblerJumps(file: TextFile, isTable: (address: number) => boolean): TableJump[] {
  const text = withoutAsmComments(file.text);
  // Which branch of an `#if` is assembled the build knows; a file with any is left alone.
  if (/^[ \t]*(#[ \t]*if|\.if|IF\b)/m.test(text)) return [];
  const named = new Map<string, AddressLiteral>();
  for (const match of text.matchAll(symbols)) {
    const name = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    named.set(name, literalAt(file, match.index + match[0].length, match[5] ?? ""));
  }
  return [...text.matchAll(loads)].flatMap((match) => {
    const [whole, register = "", word = ""] = match;
    const end = match.index + whole.length;
    const literal = /^0x/i.test(word) ? literalAt(file, end, word) : named.get(word);
    const following = text.slice(end, end + reach);
    const readThrough = new RegExp(String.raw`\[\s*${register}\b`, "i").test(following);
    if (literal === undefined || !isTable(literal.value) || !readThrough || !speaksOfJump(following)) return [];
    return [{ address: literal.value, literal, uses: [{ uri: file.uri, start: match.index, end }] }];
  });
}

function literalAt(file: TextFile, end: number, digits: string): AddressLiteral {
  return { range: { uri: file.uri, start: end - digits.length, end }, text: digits, value: Number(digits) };
}

/** Comments blanked out, so that offsets stay: `/* *\/`, `//`, `@` of GNU as and `;` of armasm. */
function withoutAsmComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|(?:\/\/|@|;)[^\n]*/g, (comment) => comment.replace(/[^\n]/g, " "));
}
