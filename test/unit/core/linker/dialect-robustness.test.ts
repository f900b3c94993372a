import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAs } from "./dialect-case";
import { cubeIcf } from "./icf/icf-cases";
import { folder } from "./reading";
import { mbedScatter, plainScatter } from "./scatter/scatter-scripts";

/** Generous: linear reading takes a few seconds for the largest of these, anything worse takes minutes. */
const LIMIT_MS = 30_000;

const icfPieces = [
  ..."define symbol region block exported = ; { } ( ) [ ] mem: from to size repeat displacement | & - + if else A B R".split(
    " ",
  ),
  ...'include "app.icf" check that error place at address in start end of section .intvec readonly , 0x100 4K 08 1.5 ?'.split(
    " ",
  ),
  ..."isdefinedsymbol( start( end( size( max( /* */ // \" ' # \\ ! ~ == && : keep initialize by copy noload".split(" "),
  "\n#if 1\n",
  "\n#endif\n",
  "\u0000",
  "\u00e9",
  "define symbol A = A + 1;",
  "define region R = R | R;",
  "define block B { block B };",
];
const scatterPieces = [
  ..."LR ER + - 0x100 0 4K 08 { } ( ) , ; // /* */ \" ' # EMPTY UNINIT ALIGN FILL FIXED .ANY * *.o (RESET, +First) AND ?".split(
    " ",
  ),
  ..."ImageLimit( ImageBase( AlignExpr( ScatterAssert( LoadBase(LR) +0 : & &80 ~ ! == && InRoot$$Sections".split(" "),
  "#! armclang -E -DX=1\n",
  "\n#define X X X\n",
  "\n#if X\n",
  "\n#endif\n",
  "\u0000",
  "\u00e9",
];

describe.each([
  ["app.icf", icfPieces],
  ["app.sct", scatterPieces],
] as const)("bad input for %s", (file, pieces) => {
  it("never throws on shuffled pieces, and every range lies inside the file", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), fc.boolean(), (chosen, spaced) => {
        const source = chosen.join(spaced ? " " : "");
        const script = readAs(file, source);
        for (const { range } of [...script.problems, ...script.occurrences]) {
          expect(range.uri).toBe(`${folder}/${file}`);
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
          expect(range.end).toBeLessThanOrEqual(Math.max(source.length, 1));
        }
      }),
      { seed: 17, numRuns: 3000 },
    );
  });

  it("never throws on random text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (source) => {
        readAs(file, source);
      }),
      { seed: 19, numRuns: 1000 },
    );
  });

  it("survives a character lost anywhere in a real one", () => {
    const text = file === "app.icf" ? cubeIcf("0x08000000", "0x08000000", "0x080FFFFF") : mbedScatter;
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), (at) => {
        const script = readAs(file, text.slice(0, at) + text.slice(at + 1), {
          defines: { MBED_APP_START: { text: "0" }, MBED_APP_SIZE: { text: "1" } },
        });
        expect(script.problems.filter(({ code }) => code === "linker-script-syntax").length).toBeLessThanOrEqual(3);
      }),
      { seed: 23, numRuns: 400 },
    );
  });

  it("a binary is one finding", () => {
    expect(readAs(file, "\u007fELF\u0001\u0000\u0000").problems.map(({ code }) => code)).toEqual([
      "linker-script-syntax",
    ]);
  });
});

describe("size and depth are bounded", () => {
  const many = (piece: string, bytes: number): string => piece.repeat(Math.ceil(bytes / piece.length));
  const deep = 500_000;
  const MB = 1024 * 1024;
  it.each([
    ["app.icf", "50 MB of comment", `/*${many("x ", 50 * MB)}*/ define region R = [from 0 size 1];`, 1],
    ["app.icf", "50 MB of one word", many("x", 50 * MB), 0],
    ["app.icf", "3 MB of junk", many("%$ }{ ", 3 * MB), 0],
    ["app.icf", "3 MB of quotes", many('" ', 3 * MB), 0],
    ["app.icf", "10 MB of open comments", many("/* ", 10 * MB), 0],
    ["app.icf", "parentheses", `define symbol A = ${"(".repeat(deep)}`, 0],
    ["app.icf", "signs", `define symbol A = ${"-".repeat(deep)}1;`, 0],
    ["app.icf", "regions in parentheses", `define region A = ${"(".repeat(deep)}`, 0],
    ["app.icf", "conditions", "if (1) { ".repeat(deep / 10), 0],
    ["app.icf", "else if", `if (0) { } ${"else if (0) { } ".repeat(deep / 10)}`, 0],
    ["app.icf", "selectors", `place in R ${"{ ".repeat(deep)}`, 0],
    ["app.icf", "unions", `define region A = [from 0 size 1]${" | A".repeat(deep / 10)};`, 256],
    [
      "app.icf",
      "doubling regions",
      `define region R0 = [from 0 size 1] - [from 4 size 1];${Array.from({ length: 60 }, (_, i) => `define region R${i + 1} = R${i} | R${i};`).join("")}`,
      1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 53 * 256,
    ],
    [
      "app.icf",
      "doubling blocks",
      `define region R = [from 0 size 1];${Array.from({ length: 40 }, (_, i) => `define block B${i} { block B${i + 1}, block B${i + 1} };`).join("")} place in R { block B0 };`,
      1,
    ],
    [
      "app.icf",
      "a long chain of symbols",
      `${Array.from({ length: 50_000 }, (_, i) => `define symbol s${i} = s${i + 1};`).join("\n")}\ndefine region R = [from s0 size 1];`,
      1,
    ],
    ["app.sct", "50 MB of comment", `;${many("x ", 50 * MB)}\nLR 0 1 { }`, 1],
    ["app.sct", "50 MB of one word", many("x", 50 * MB), 0],
    ["app.sct", "3 MB of junk", many("%$ }{ ", 3 * MB), 0],
    ["app.sct", "10 MB of open comments", many("/* ", 10 * MB), 0],
    ["app.sct", "3 MB of quotes", many('" ', 3 * MB), 0],
    ["app.sct", "parentheses", `LR ${"(".repeat(deep)}`, 0],
    ["app.sct", "signs", `LR ${"-".repeat(deep)}1 { }`, 1],
    ["app.sct", "braces", `LR 0 1 ${"{ ".repeat(deep)}`, 1],
    ["app.sct", "selectors", `LR 0 1 { ER +0 { * ${"( ".repeat(deep)}`, 2],
    ["app.sct", "a first line of megabytes", `#! armclang -E ${many("-DX=1 ", 4 * MB)}\nLR 0 1 { }`, 1],
    [
      "app.sct",
      "a macro bomb",
      `#! armcc -E\n${Array.from({ length: 40 }, (_, i) => `#define X${i} X${i + 1} X${i + 1}`).join("\n")}\nLR X0 { }`,
      0,
    ],
  ])("%s: %s", (file, _, source, regions) => {
    const start = performance.now();
    const script = readAs(file, source);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    expect(script.regions.length).toBe(regions);
    expect(script.problems.length).toBeLessThanOrEqual(100);
  });

  it("keeps what stands before and behind a broken piece", () => {
    for (const junk of ["%%%", "foo bar;", "what { is this };", ")(;", "define symbol = ;", "place nowhere;", "= 5;"]) {
      const script = readAs("a.icf", `define region A = [from 1 size 2];\n${junk}\ndefine region B = [from 3 size 4];`);
      expect([junk, script.regions.map(({ name }) => name), script.problems.length]).toEqual([junk, ["A", "B"], 1]);
    }
    for (const junk of ["%%%", "foo {}", "1 { X { } }", ") (", "} "]) {
      const script = readAs("a.sct", `${plainScatter("1", "2")}\n${junk}\nLR2 3 4 { B 5 6 { * (+RO) } }`);
      expect(script.regions.map(({ name }) => name).slice(0, 3)).toEqual(["LR_IROM1", "ER_IROM1", "RW_IRAM1"]);
      expect([junk, script.problems.length]).toEqual([junk, 1]);
    }
  });
});
