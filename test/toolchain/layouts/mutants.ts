import type { Files } from "../../support/memory-tree";

/** A number that states an address or a size, where it stands. */
export interface Literal {
  readonly file: string;
  /** Offset in the file's text. */
  readonly start: number;
  /** `0x08020000`, `894K`, `2048`. */
  readonly text: string;
}

/** The sample with one number changed. */
export interface Mutant {
  readonly literal: Literal;
  readonly replacement: string;
  /** What was done to the number. */
  readonly how: string;
}

/** Where a sample's numbers stand: a file, and a pattern whose first group is the number. */
export type Places = readonly (readonly [file: string, pattern: RegExp])[];

/** MEMORY entries and the sizes of heap and stack. */
export const scriptNumbers = /(?:ORIGIN|LENGTH|_SIZE|_Size) *= *(0x[0-9a-fA-F]+|[0-9]+[KM]?)\b/g;

export function literalsOf(files: Files, places: Places): Literal[] {
  return places.flatMap(([file, pattern]) => {
    const found = [...String(files[file]).matchAll(pattern)].map((match) => {
      const text = match[1] ?? "";
      return { file, text, start: match.index + match[0].indexOf(text, match[0].length - text.length - 1) };
    });
    if (found.length === 0) throw new Error(`${file} states no number as ${pattern.source}.`);
    return found;
  });
}

/** The text of the mutated file. */
export function mutatedText(files: Files, { literal, replacement }: Mutant): string {
  const text = String(files[literal.file]);
  if (text.slice(literal.start, literal.start + literal.text.length) !== literal.text)
    throw new Error(`${literal.file} does not say ${literal.text} at ${literal.start}.`);
  return text.slice(0, literal.start) + replacement + text.slice(literal.start + literal.text.length);
}

/** mulberry32: the same numbers in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How people get a number wrong, each a function of its value. Sizes of the chip: smallest and largest erase unit, one bank. */
function slips({ unit, sector, bank }: Steps): Readonly<Record<string, (value: number) => number>> {
  return {
    "an erase unit more": (value) => value + unit,
    "an erase unit less": (value) => value - unit,
    "two erase units more": (value) => value + 2 * unit,
    "a large erase unit more": (value) => value + sector,
    "a large erase unit less": (value) => value - sector,
    "the other bank": (value) => (value >= bank && (value & bank) !== 0 ? value - bank : value + bank),
    "4 more": (value) => value + 4,
    "8 more": (value) => value + 8,
    "16 less": (value) => value - 16,
    "0x80 more": (value) => value + 0x80,
    "0x100 more": (value) => value + 0x100,
    "0x200 more": (value) => value + 0x200,
    "0x400 less": (value) => value - 0x400,
    "0x400 more": (value) => value + 0x400,
    "0x800 more": (value) => value + 0x800,
    doubled: (value) => value * 2,
    halved: (value) => Math.floor(value / 2),
    none: () => 0,
  };
}

export interface Steps {
  readonly unit: number;
  readonly sector: number;
  readonly bank: number;
}

/** Every mutant of a number, each once: slips of its value, and slips of the pen. */
export function mutantsOf(literal: Literal, steps: Steps, random: () => number): Mutant[] {
  const { text } = literal;
  const value = valueOf(text);
  const made = new Map<string, string>();
  const note = (replacement: string, how: string): void => {
    if (replacement !== text && valueOf(replacement) !== value && !made.has(replacement)) made.set(replacement, how);
  };
  for (const [how, slip] of Object.entries(slips(steps))) {
    const slipped = slip(value);
    if (slipped >= 0 && slipped < 2 ** 32) note(inStyleOf(text, slipped), how);
  }
  const digits = /^(0x)?([0-9a-fA-F]+)([KM]?)$/.exec(text);
  const [, prefix = "", body = "", suffix = ""] = digits ?? [];
  const whole = (digitsOf: string): string => prefix + digitsOf + suffix;
  if (suffix === "K") note(`${prefix}${body}M`, "M for K");
  if (suffix !== "") note(`${prefix}${body}`, "the K left out");
  if (suffix === "" && prefix === "") note(`${body}K`, "a K that is too much");
  note(whole(`${body}0`), "a zero too many");
  note(whole(body.replace(/0(?=[^0]*$)/, "")), "a zero left out");
  for (let at = 0; at + 1 < body.length; at++) {
    const swapped = body.slice(0, at) + (body[at + 1] ?? "") + (body[at] ?? "") + body.slice(at + 2);
    note(whole(swapped), "two digits swapped");
  }
  for (let flip = 0; flip < 14; flip++) {
    const at = Math.floor(random() * body.length);
    const digit = Math.floor(random() * (prefix === "" ? 10 : 16)).toString(16);
    note(whole(body.slice(0, at) + digit + body.slice(at + 1)), "a wrong digit");
  }
  return [...made]
    .filter(([replacement]) => valueOf(replacement) < 2 ** 36 && !/^0[0-9]/.test(replacement))
    .map(([replacement, how]) => ({ literal, replacement, how }));
}

/** `894K` → 915456. */
export function valueOf(text: string): number {
  const scale = text.endsWith("K") ? 1024 : text.endsWith("M") ? 1024 * 1024 : 1;
  return Number(text.replace(/[KM]$/, "")) * scale;
}

/** Hex stays hex with its width, KiB stay KiB where the value is some. */
function inStyleOf(text: string, value: number): string {
  if (text.startsWith("0x")) {
    const digits = value.toString(16).padStart(text.length - 2, "0");
    return `0x${/[A-F]/.test(text) ? digits.toUpperCase() : digits}`;
  }
  return text.endsWith("K") && value % 1024 === 0 ? `${value / 1024}K` : String(value);
}
