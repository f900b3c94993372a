import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { complaints, main, read, regionTable } from "./reading";
import { bootSymbols, cubeMx, libopencm3, mbed, rustLink, zephyr } from "./realistic-scripts";

/** Generous: linear reading takes well under a second, anything worse takes minutes. */
const LIMIT_MS = 15_000;

function timed<T>(run: () => T): { result: T; ms: number } {
  const start = performance.now();
  const result = run();
  return { result, ms: performance.now() - start };
}

const fragments = [
  ..."MEMORY SECTIONS { } ( ) : ; , = += > AT> ORIGIN LENGTH = 0x100 4K FLASH RAM .text *(.text) KEEP( /* */ // # \" ' \\".split(
    " ",
  ),
  ..."ASSERT( PROVIDE( INCLUDE REGION_ALIAS( ? && << ALIGN( . @X@ ${Y} {{ }} {% %} 08 1.5K /DISCARD/ OVERLAY : : \n \r\n".split(
    " ",
  ),
  "\n#if 1\n",
  "\n#else\n",
  "\n#endif\n",
  "\n#define F(x) x x\n",
  "\n#define G F(G\n",
  "F(",
  "G",
  "x##y",
  "\u0000",
  "\u00e9",
  "ORIGIN(FLASH)",
  "DEFINED(a)",
  "a = a + 1;",
];

describe("bad input", () => {
  it("never throws on shuffled pieces of scripts, and every problem has a range inside the file", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 60 }), fc.boolean(), (pieces, spaced) => {
        const source = pieces.join(spaced ? " " : "");
        for (const { range } of read(source).problems) {
          expect(range.uri).toBe(main);
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
          expect(range.end).toBeLessThanOrEqual(Math.max(source.length, 1));
        }
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it("never throws on random text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (source) => {
        read(source);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  it("keeps what stands before and behind any broken piece", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("%%%", "foo bar;", "--option=1", "what { is this }", ")(;", "x = ;", "= 5;"),
        (junk) => {
          const script = read(
            `MEMORY { A : ORIGIN = 1, LENGTH = 2 }\n${junk}\nMEMORY { B : ORIGIN = 3, LENGTH = 4 }\nv = 5;`,
          );
          expect(regionTable(script)).toEqual({ A: [1, 2], B: [3, 4] });
          expect(script.symbols.map((s) => s.name)).toContain("v");
          expect(script.problems.length).toBe(1);
        },
      ),
    );
  });

  it.each([
    ["an unterminated comment", "MEMORY { A : ORIGIN = 1, LENGTH = 2 }\n/* no end", 1, "comment is never closed"],
    ["an open MEMORY block", "MEMORY { A : ORIGIN = 1, LENGTH = 2\n", 1, "MEMORY block is never closed"],
    [
      "an open MEMORY block before another block",
      "MEMORY { A : ORIGIN = 1, LENGTH = 2\nSECTIONS { .t : { *(.t) } > A }",
      1,
      "MEMORY block is never closed",
    ],
    [
      "an open section",
      "MEMORY { A : ORIGIN = 1, LENGTH = 2 }\nSECTIONS { .t : { *(.t) .u : { *(.u) } > A }",
      1,
      "section .t are never closed",
    ],
    ["an open string", 'MEMORY { A : ORIGIN = 1, LENGTH = 2 }\n"abc', 1, "command of a linker script is expected"],
    ["an open #if", "MEMORY { A : ORIGIN = 1, LENGTH = 2 }\n#define X 1\n#if X\n", 1, "#if has no #endif"],
    ["a stray #endif", "MEMORY { A : ORIGIN = 1, LENGTH = 2 }\n#define X 1\n#endif\n", 1, "#endif without #if"],
    ["an open parenthesis", "MEMORY { A : ORIGIN = 1, LENGTH = 2 }\nENTRY(foo", 1, "is never closed"],
  ])("says one clear thing about %s", (_, source, count, sentence) => {
    const script = read(source);
    expect(script.regions[0]?.name).toBe("A");
    expect(complaints(script).join("\n")).toContain(sentence);
    expect(script.problems).toHaveLength(count);
  });

  it("says of binary data that it is no script", () => {
    expect(complaints(read("\u007fELF\u0001\u0000\u0000"))).toEqual([
      "error: This is not a text file, so it is no linker script.",
    ]);
  });

  it.each([
    ["macro bomb", bomb(40), "expand to more than"],
    ["self-referring macros", "#define A B A\n#define B A B\nA", ""],
    ["unterminated macro calls", `#define F(x) x\n${"F(".repeat(20_000)}`, ""],
    ["nested macro calls", `#define F(x) x\nv = ${"F(".repeat(2000)}1${")".repeat(2000)};`, ""],
    ["nested parentheses", `v = ${"(".repeat(50_000)}1${")".repeat(50_000)};`, "nested more than 64 deep"],
    ["unary operators", `v = ${"-".repeat(50_000)}1;`, ""],
    ["a sum of many terms", `v = 1${" + 1".repeat(50_000)};`, ""],
    ["a chain of conditionals", `v = ${"0 ? 1 : ".repeat(20_000)}2;`, ""],
    ["nested conditionals", `v = ${"1 ? ".repeat(20_000)}2;`, "nested more than 64 deep"],
    ["braces", "SECTIONS { .a : ".concat("{".repeat(100_000)), ""],
    ["template openings", "{%".repeat(100_000), ""],
    ["placeholders", "${".repeat(100_000), ""],
    ["comment openings", "/* ".repeat(100_000), "never closed"],
    ["quotes", '"a\n'.repeat(50_000), ""],
    ["one long word", "a".repeat(2_000_000), ""],
    ["one long line of junk", "%".repeat(500_000), ""],
    ["deep patterns", `SECTIONS { .a : { *${"(KEEP".repeat(50_000)} } }`, ""],
    ["nested #if", "#if 1\n".repeat(20_000) + "#endif\n".repeat(20_000), ""],
    ["a condition in parentheses", `#if ${"(".repeat(50_000)}1\n#endif`, "cannot be evaluated"],
    [
      "symbols that use one another",
      Array.from({ length: 5000 }, (_, i) => `s${i} = s${(i + 1) % 5000} + ${i};`).join("\n"),
      "",
    ],
  ])("survives %s", (_, source, sentence) => {
    const { result, ms } = timed(() => read(source));
    expect(complaints(result).join("\n")).toContain(sentence);
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it("reads a ROM symbol list of 50,000 lines", () => {
    const source = Array.from(
      { length: 50_000 },
      (_, i) => `PROVIDE ( rom_${i} = 0x${(0x40000000 + i * 4).toString(16)} );`,
    );
    const { result, ms } = timed(() => read(source.join("\n")));
    expect(result.symbols).toHaveLength(50_000);
    expect(result.problems).toEqual([]);
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it("gives symbols that define one another no value", () => {
    const script = read("MEMORY { A : ORIGIN = a, LENGTH = 1K }\na = b + 1;\nb = a;\n");
    expect(script.regions[0]?.origin.value.known).toBe(false);
    expect(script.symbols.every((symbol) => !symbol.evaluated.value.known)).toBe(true);
  });

  it("gives a symbol that grows with every pass no value", () => {
    const script = read("b = a;\na = 1;\na = b + 1;\n");
    expect(script.symbols.map((symbol) => symbol.evaluated.value.known)).toEqual([false, false]);
  });
});

function bomb(levels: number): string {
  const lines = ["#define A0 1 + 1"];
  for (let i = 1; i <= levels; i++) {
    lines.push(`#define A${i} A${i - 1} + A${i - 1}`);
  }
  return `${lines.join("\n")}\nv = A${levels};\n`;
}

describe("size", () => {
  it.each([
    ["a list of symbols", "PROVIDE ( some_rom_function = 0x40001234 );\n"],
    ["regions", "A : ORIGIN = 0x1000, LENGTH = 1K\n"],
    ["junk", "%&/() foo { ; \n"],
    ["one word", "a"],
  ])("does not read 50 MB of %s", (_, piece) => {
    const source = piece.repeat(Math.ceil((50 * 2 ** 20) / piece.length));
    const { result, ms } = timed(() => read(source));
    expect(complaints(result)).toEqual([
      "error: This file is larger than 4 MiB, so it is not read as a linker script.",
    ]);
    expect(ms).toBeLessThan(1000);
  });

  it.each([
    ["symbols", "v = 0x40001234 + 4;\n"],
    ["sections", "SECTIONS { .text : { . = ALIGN(4); *(.text*) _e = .; } > A }\n"],
    ["junk", "%&/() foo { ; \n"],
    ["macros", "#define X 1\n"],
    ["macro calls", "#define F(x) x\nv = F(F(1));\n"],
  ])("reads 1 MB of %s", (_, piece) => {
    const { ms } = timed(() => read(piece.repeat(Math.ceil(2 ** 20 / piece.length))));
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it("stops where one large file is included again and again", () => {
    const large = `/* ${"a long story ".repeat(2 ** 16)} */\n`;
    const { result, ms } = timed(() => read("INCLUDE large.ld\n".repeat(500), {}, { "large.ld": large }));
    expect(complaints(result)).toContain("error: More than 4 MiB are included.");
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it.each([
    ["a shift", "1 << 0xffffffffffffffff"],
    ["a logarithm", "LOG2CEIL(-1)"],
    ["a number", "9".repeat(100_000)],
    ["a product", Array.from({ length: 2000 }, () => "0xffffffffffffffff").join(" * ")],
  ])("keeps %s within 64 bits", (_, expression) => {
    const { result, ms } = timed(() => read(`MEMORY { A : ORIGIN = 1, LENGTH = ${expression} }\n`));
    const length = result.regions[0]?.length.value;
    expect(length?.known === true && length.value >= 1n << 64n).toBe(false);
    expect(ms).toBeLessThan(1000);
  });
});

describe("scripts with a fault somewhere", () => {
  const mutations = [
    "",
    "{",
    "}",
    "(",
    ")",
    ";",
    ",",
    '"',
    "/*",
    "#",
    "\n#if 1\n",
    "\u0000",
    "\\",
    "=",
    "AT>",
    "MEMORY {",
    "é",
  ];

  it("never throws, and reads what a script of that size may take", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(cubeMx, mbed, zephyr, rustLink, libopencm3, bootSymbols),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40), fc.constantFrom(...mutations)), {
          minLength: 1,
          maxLength: 4,
        }),
        (source, edits) => {
          let text = source;
          for (const [where, cut, put] of edits) {
            const at = Math.floor(where * text.length);
            text = text.slice(0, at) + put + text.slice(at + cut);
          }
          const { result, ms } = timed(() => read(text));
          expect(ms).toBeLessThan(2000);
          for (const { range } of result.problems) {
            expect(range.end).toBeGreaterThanOrEqual(range.start);
          }
        },
      ),
      { seed: 23, numRuns: 1500 },
    );
  });
});
