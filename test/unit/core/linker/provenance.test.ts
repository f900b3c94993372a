import { describe, expect, it } from "vitest";
import type { Evaluated, ScriptRegion } from "../../../../src/core/linker/linker-script";
import { folder, main, plain, read, said } from "./reading";

const header = "mbed.h";

/** expression, terms and selfContained of a value, as texts of the files. */
function origins(value: Evaluated | undefined, source: string, files: Record<string, string> = {}): unknown[] {
  return value === undefined
    ? []
    : [
        said(value.expression, source, files),
        value.terms.map((t) => said(t.range, source, files)),
        value.selfContained,
      ];
}

function region(source: string, files: Record<string, string> = {}): ScriptRegion | undefined {
  return read(source, {}, files).regions[0];
}

describe("where a value is written", () => {
  it.each<[string, string, unknown[]]>([
    ["a literal", "MEMORY { A : ORIGIN = 0x08020800, LENGTH = 894K }", ["0x08020800", ["0x08020800"], true]],
    ["a glued literal", "MEMORY{A:ORIGIN=0x08020800,LENGTH=894K}", ["0x08020800", ["0x08020800"], true]],
    ["a sum", "MEMORY { A : ORIGIN = 0x08020000 + 2K , LENGTH = 1 }", ["0x08020000 + 2K", ["0x08020000", "2K"], true]],
    [
      "parentheses",
      "MEMORY { A : ORIGIN = (0x08020000 + (2 * 1K)), LENGTH = 1 }",
      ["(0x08020000 + (2 * 1K))", ["0x08020000", "2", "1K"], true],
    ],
    [
      "a comment inside",
      "MEMORY { A : ORIGIN = 1 /* + */ + 2 /* end */, LENGTH = 1 }",
      ["1 /* + */ + 2", ["1", "2"], true],
    ],
    ["a function", "MEMORY { A : ORIGIN = ALIGN(5, 0x10), LENGTH = 1 }", ["ALIGN(5, 0x10)", ["5", "0x10"], true]],
    ["the branch that is taken", "MEMORY { A : ORIGIN = 1 ? 2 : 3, LENGTH = 1 }", ["1 ? 2 : 3", ["1", "2"], true]],
    ["a symbol", "s = 0x100;\nMEMORY { A : ORIGIN = s, LENGTH = 1 }", ["s", ["0x100"], false]],
    [
      "symbols through symbols",
      "r = 0x100; s = r + 4;\nMEMORY { A : ORIGIN = s + 8, LENGTH = 1 }",
      ["s + 8", ["0x100", "4", "8"], false],
    ],
    ["a compound assignment", "s = 1; s += 2;\nMEMORY { A : ORIGIN = s, LENGTH = 1 }", ["s", ["1", "2"], false]],
    ["another region", "MEMORY { A : ORIGIN = ORIGIN(B), LENGTH = 1 }\n", ["ORIGIN(B)", [], false]],
    ["a macro", "#define S 0x100\nMEMORY { A : ORIGIN = S, LENGTH = 1 }", ["S", ["0x100"], false]],
    [
      "a macro through macros",
      "#define T 0x100\n#define S (T + 4)\nMEMORY { A : ORIGIN = S, LENGTH = 1 }",
      ["S", ["0x100", "4"], false],
    ],
    [
      "a macro beside a literal",
      "#define S 0x100\nMEMORY { A : ORIGIN = 1 + S, LENGTH = 1 }",
      ["1 + S", ["1", "0x100"], false],
    ],
    [
      "a macro between literals",
      "#define S 0x100\nMEMORY { A : ORIGIN = 1 + S + 2, LENGTH = 1 }",
      ["1 + S + 2", ["1", "0x100", "2"], false],
    ],
    [
      "a function-like macro's argument",
      "#define F(x) ((x) + 1)\nMEMORY { A : ORIGIN = F(0x100), LENGTH = 1 }",
      ["F(0x100)", ["0x100", "1"], false],
    ],
    [
      "a literal in a preprocessed script",
      "#define S 1\nMEMORY { A : ORIGIN = 0x100 + 2K, LENGTH = S }",
      ["0x100 + 2K", ["0x100", "2K"], true],
    ],
    [
      "a comment in a preprocessed script",
      "#define S 1\nMEMORY { A : ORIGIN = 1 /* x */ + \\\n 2, LENGTH = S }",
      ["1 /* x */ + \\\n 2", ["1", "2"], true],
    ],
    [
      "an argument that is the whole origin",
      "#define R(n, s, l) n : ORIGIN = s, LENGTH = l\nMEMORY { R(A, 0x100 + 4, 1K) }",
      ["0x100 + 4", ["0x100", "4"], true],
    ],
    [
      "an argument with a macro in it",
      "#define S 4\n#define R(n, s, l) n : ORIGIN = s, LENGTH = l\nMEMORY { R(A, 0x100 + S, 1K) }",
      ["R(A, 0x100 + S, 1K)", ["0x100", "4"], false],
    ],
    // The pasted literal stands nowhere; its place is the macro's invocation.
    [
      "a pasted literal",
      "#define F(x) 0x##x\nMEMORY { A : ORIGIN = F(100), LENGTH = 1 }",
      ["F(100)", ["F(100)"], false],
    ],
  ])("%s", (_, source, expected) => {
    expect(origins(region(source)?.origin, source)).toEqual(expected);
  });

  it("follows another region's literals", () => {
    const source = "MEMORY { A : ORIGIN = 0x100, LENGTH = 1K B : ORIGIN = ORIGIN(A) + LENGTH(A), LENGTH = 2K }";
    expect(origins(read(source).regions[1]?.origin, source)).toEqual(["ORIGIN(A) + LENGTH(A)", ["0x100", "1K"], false]);
  });

  it("follows a macro into the header that defines it", () => {
    const files = { [header]: "#define ROM_START 0x08000000\n#define BOOT 0x40000\n" };
    const source = `#include "${header}"\nMEMORY { A : ORIGIN = ROM_START + BOOT, LENGTH = 1 }`;
    const found = region(source, files);
    expect(origins(found?.origin, source, files)).toEqual(["ROM_START + BOOT", ["0x08000000", "0x40000"], false]);
    expect(found?.origin.terms.map((term) => term.range.uri)).toEqual([`${folder}/${header}`, `${folder}/${header}`]);
  });

  it("follows a define from outside to the literal in its own file", () => {
    const files = { "mbed_app.json": '{ "target.mbed_app_start": "0x8040000" }' };
    const start = files["mbed_app.json"].indexOf("0x8040000");
    const source = "#if !defined(APP)\n#define APP 0\n#endif\nMEMORY { A : ORIGIN = APP + 0x400, LENGTH = 1 }";
    const script = read(
      source,
      { defines: { APP: { text: "0x8040000", source: { uri: `${folder}/mbed_app.json`, start, end: start + 9 } } } },
      files,
    );
    const [found] = script.regions;
    expect(plain(found?.origin)).toBe(0x8040400);
    expect(origins(found?.origin, source, files)).toEqual(["APP + 0x400", ["0x8040000", "0x400"], false]);
  });

  it("gives a define's part the define's whole range where its text differs from what stands there", () => {
    const uri = `${folder}/x.json`;
    const script = read("#define N\nv = APP;", {
      defines: { APP: { text: "(0x100 + 4)", source: { uri, start: 5, end: 8 } } },
    });
    expect(script.symbols[0]?.evaluated.terms.map((term) => [term.text, term.range])).toEqual([
      ["0x100", { uri, start: 5, end: 8 }],
      ["4", { uri, start: 5, end: 8 }],
    ]);
  });

  it.each([
    ["a define", { defines: { V: { text: "0x100" } } }],
    ["a defsym", { defsyms: { V: 0x100n } }],
  ])("places %s that stands in no file where it is used", (_, options) => {
    const source = "#define N\nMEMORY { A : ORIGIN = V, LENGTH = 1 }";
    const [found] = read(source, options).regions;
    expect(plain(found?.origin)).toBe(0x100);
    expect(found?.origin.terms).toEqual([{ range: found?.origin.expression, text: "0x100", value: 0x100n }]);
    expect(found?.origin.selfContained).toBe(false);
  });

  it("counts a literal that takes part twice once", () => {
    const source = "#define S 0x100\nMEMORY { A : ORIGIN = S + S, LENGTH = 1 }";
    expect(origins(region(source)?.origin, source)).toEqual(["S + S", ["0x100"], false]);
  });

  it("keeps value and text of a literal", () => {
    expect(region("MEMORY { A : ORIGIN = 1, LENGTH = 512K }")?.length.terms).toEqual([
      { range: { uri: main, start: 34, end: 38 }, text: "512K", value: 0x80000n },
    ]);
  });
});

describe("ranges of entries", () => {
  it.each<[string, string, string, string]>([
    [
      "plain",
      "MEMORY { FLASH (rx) : ORIGIN = 1, LENGTH = 512K /* x */ }",
      "FLASH (rx) : ORIGIN = 1, LENGTH = 512K",
      "FLASH",
    ],
    ["no space", "MEMORY{A:o=1,l=2}", "A:o=1,l=2", "A"],
    ["quoted", 'MEMORY { "A" : o = 1, l = (2)\n}', '"A" : o = 1, l = (2)', '"A"'],
    ["macros in it", "#define L 4K\n#define N A\nMEMORY { N : o = 1, l = L }", "N : o = 1, l = L", "N"],
    ["all from a macro", "#define R(n) n : o = 1, l = 2\nMEMORY { R(A) }", "R(A)", "R(A)"],
    ["the block from a macro", "#define M MEMORY { A : o = 1, l = 2 }\nM\n", "M", "M"],
  ])("%s", (_, source, range, name) => {
    const found = region(source);
    expect(found && [said(found.range, source), said(found.nameRange, source)]).toEqual([range, name]);
  });

  it("gives assignments and their expressions", () => {
    const source = "a = 1 + 2 ;\nPROVIDE( b = 3 );\n#define S 4\nc += S;\n";
    const { symbols } = read(`c = 1;\n${source}`);
    const texts = symbols.map((s) => [
      said(s.range, `c = 1;\n${source}`),
      said(s.evaluated.expression, `c = 1;\n${source}`),
    ]);
    expect(texts).toEqual([
      ["c += S", "S"],
      ["a = 1 + 2", "1 + 2"],
      ["PROVIDE( b = 3 )", "3"],
    ]);
    expect(symbols.map((s) => s.evaluated.selfContained)).toEqual([false, true, true]);
  });

  it("places a problem inside a macro at its invocation", () => {
    const source = "#define R A : ORIGIN = , LENGTH = 1\nMEMORY { R }";
    const [problem] = read(source).problems;
    expect(problem && said(problem.range, source)).toBe("R");
  });
});
