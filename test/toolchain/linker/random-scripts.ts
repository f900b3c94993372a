import type { ScriptCase } from "./script-case";

/** Numbers after a seed (mulberry32). */
class Dice {
  constructor(private state: number) {}

  below(n: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return [first, ...others][this.below(others.length + 1)] ?? first;
  }
}

/** Names an expression may use, and what may not stand in it. */
interface Vocabulary {
  readonly symbols: readonly string[];
  readonly regions: readonly string[];
  readonly sections: readonly string[];
  readonly dot: boolean;
}

const numbers = [
  "0",
  "1",
  "2",
  "7",
  "010",
  "0x10",
  "0X1f",
  "$20",
  "4K",
  "2M",
  "0x10K",
  "10h",
  "101b",
  "17o",
  "16d",
  "0x08000000",
  "0x20000000",
  "0xffffffff",
  "0x100000000",
  "0x8000000000000000",
  "0xfffffffffffff000",
  "4096",
  "63",
  "64",
  "3k",
] as const;
const operators = [
  "+",
  "-",
  "*",
  "&",
  "|",
  "<<",
  ">>",
  "==",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "&&",
  "||",
  "+",
  "-",
  "+",
  "-",
] as const;

/** An expression that ld can evaluate: no division by zero, no undefined name. */
function randomExpression(dice: Dice, words: Vocabulary, depth = 3): string {
  const inner = (): string => randomExpression(dice, words, depth - 1);
  if (depth === 0 || dice.below(6) === 0) return leaf(dice, words);
  switch (dice.below(14)) {
    case 0:
      return `${dice.pick("-", "~", "!", "+", "- ~", "! -", "~ ~", "!!")} ${inner()}`;
    case 1:
      return `(${inner()} ${dice.pick("/", "%")} ((${inner()}) | 1))`;
    case 2:
      return `(${inner()}) ? ${inner()} : ${inner()}`;
    case 3:
      return `${dice.pick("MAX", "MIN")}(${inner()}, ${inner()})`;
    case 4:
      return `ALIGN(${inner()}, ${dice.pick("0", "1", "8", "0x1000", "12")})`;
    case 5:
      return dice.pick(
        `ABSOLUTE(${inner()})`,
        `LOG2CEIL(${inner()})`,
        words.dot ? `ALIGN(${dice.pick("4", "0x100", "1", "24")})` : "5",
      );
    case 6:
      return `(${inner()})`;
    case 7:
      return `ASSERT((${inner()}) | 1, "never")`;
    default:
      return `${inner()} ${dice.pick(...operators)} ${inner()}`;
  }
}

function leaf(dice: Dice, { symbols, regions, sections, dot }: Vocabulary): string {
  const [symbol, region, section] = [symbols, regions, sections].map(
    (names) => names[dice.below(Math.max(names.length, 1))],
  );
  const choices = [
    dice.pick(...numbers),
    ...(symbol === undefined ? [] : [symbol, symbol, `DEFINED(${symbol})`]),
    ...(region === undefined ? [] : [`ORIGIN(${region})`, `LENGTH(${region})`]),
    ...(section === undefined ? [] : [`ADDR(${section})`, `SIZEOF(${section})`, `LOADADDR(${section})`]),
    ...(dot ? ["."] : []),
    "CONSTANT(MAXPAGESIZE)",
    'SEGMENT_START("some", 0x100)',
    "DEFINED(nobody)",
  ];
  return choices[dice.below(choices.length)] ?? "0";
}

/** Scripts of random expressions, in MEMORY, outside and inside of sections. */
export function randomCases(seed: number, count: number): ScriptCase[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `random ${seed}/${i}`,
    script: randomScript(new Dice(seed * 1_000_003 + i)),
    // A divisor may come out as zero.
    refused: "maybe",
  }));
}

function randomScript(dice: Dice): string {
  const lines: string[] = [];
  const symbols: string[] = [];
  const assign = (words: Vocabulary, indent = ""): void => {
    const name = `s${symbols.length}`;
    const expression = randomExpression(dice, words);
    lines.push(
      indent + dice.pick(`${name} = ${expression} ;`, `${name} = ${expression} ;`, `HIDDEN(${name} = ${expression});`),
    );
    symbols.push(name);
  };
  const words = (more: Partial<Vocabulary> = {}): Vocabulary => ({
    symbols,
    regions: [],
    sections: [],
    dot: false,
    ...more,
  });
  for (let i = 0; i < 5; i++) assign(words());
  lines.push("MEMORY", "{");
  const regions: string[] = [];
  for (const name of ["FLASH", "RAM", "CCM"]) {
    const origin = randomExpression(dice, words({ regions }), 2);
    const length = randomExpression(dice, words({ regions }), 2);
    lines.push(
      `  ${name} ${dice.pick("", "(rx)", "(rwx)", "(!w)", "(W!RX)")} : ORIGIN = ${origin}, LENGTH = ${length}`,
    );
    regions.push(name);
  }
  lines.push("  BIG : ORIGIN = 0x20000000, LENGTH = 0x10000000", "}");
  regions.push("BIG");
  for (let i = 0; i < 5; i++) assign(words({ regions, dot: true }));
  if (symbols.length > 0 && dice.below(2) === 0) lines.push(`s1 ${dice.pick("+=", "-=", "|=", "&=", "<<=", "*=")} 3;`);
  lines.push("SECTIONS", "{");
  randomSections(dice, lines, assign, () => ({ symbols, regions, sections: [], dot: true }));
  lines.push("}");
  for (let i = 0; i < 4; i++) assign(words({ regions, sections: [".s0", ".s1"], dot: true }));
  return `${lines.join("\n")}\n`;
}

/** Sections with fixed addresses and contents. */
function randomSections(
  dice: Dice,
  lines: string[],
  assign: (words: Vocabulary, indent: string) => void,
  words: () => Vocabulary,
): void {
  const made: string[] = [];
  for (let i = 0; i < 3; i++) {
    const at = 0x20000000 + i * 0x100000 + dice.below(0x1000);
    const place = dice.pick(
      ` 0x${at.toString(16)} :`,
      ` 0x${at.toString(16)} (NOLOAD) :`,
      ` 0x${at.toString(16)} : ALIGN(16)`,
      " :",
    );
    lines.push(`  .s${i}${place}`, "  {");
    if (dice.below(3) > 0) assign({ ...words(), sections: made }, "    ");
    lines.push(
      `    ${dice.pick(". = . + 0x24;", "LONG(1)", ". = ALIGN(8);", "BYTE(2) SHORT(1)", ". = 0x40;", ". += 6;", "QUAD(5)")}`,
    );
    made.push(`.s${i}`);
    assign({ ...words(), sections: made.slice(0, -1) }, "    ");
    lines.push(`    ${dice.pick("", ". = . + 0x8;", ". = ALIGN(32);", "SHORT(0)")}`, `  } > BIG`);
    assign({ ...words(), sections: made }, "  ");
    if (dice.below(3) === 0) lines.push(`  . = 0x${(at + 0x8000).toString(16)};`);
  }
}
