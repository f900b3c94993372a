import { describe, expect, it } from "vitest";
import { evaluateCondition } from "../../../../src/core/linker/preprocessor-condition";
import { preprocessTokens } from "../../../../src/core/linker/preprocessor";
import { isPreprocessed } from "../../../../src/core/linker/preprocessor-tokens";
import { complaints, folder, main, read, readerOf, regionTable, symbolTable } from "./reading";

/** The preprocessor's output, tokens apart by one space. */
function output(source: string, defines: Record<string, { text: string }> = {}): string {
  const { tokens } = preprocessTokens(main, source, defines, [folder], readerOf({ "app.ld": source }));
  return tokens.map((token) => token.text).join(" ");
}

describe("when a script is preprocessed", () => {
  it.each([
    ["#define A 1\n", true],
    ["  #  undef A\n", true],
    ['#include "x.h"\n', true],
    ["#include <x.h>\n", true],
    ["#if X\n#endif\n", true],
    ["/* c */\r\n#ifndef X\r\n#endif\r\n", true],
    ["# if the flash is small, use this\nMEMORY { }\n", false],
    ["# a comment\n#comment\n", false],
    ["MEMORY { A : o = 1, l = 2 } # define\n", false],
    ["", false],
  ])("%j: %s", (source, expected) => {
    expect(isPreprocessed(source)).toBe(expected);
  });

  it("leaves comments of ld alone in a preprocessed script", () => {
    const script = read("#define S 4K\n# don't say F(\n## more\nMEMORY { A : o = 1, l = S # it's 4K\n}\n");
    expect(regionTable(script)).toEqual({ A: [1, 4096] });
    expect(script.problems).toEqual([]);
  });
});

describe("conditions", () => {
  it.each<[string, bigint | null]>([
    ["1", 1n],
    ["0x10UL", 16n],
    ["010", 8n],
    ["'A'", 65n],
    ["UNKNOWN", 0n],
    ["1 + 2 * 3 == 7", 1n],
    ["(1 + 2) * 3", 9n],
    ["!0 && ~0 == -1", 1n],
    ["1 ? 2 : 3", 2n],
    ["0 ? 2 : 0 ? 3 : 4", 4n],
    ["7 / 2 - 7 % 2", 2n],
    ["1 << 4 | 1", 17n],
    ["5 > 3 && 3 >= 3 && 2 < 3 && 2 <= 2 && 1 != 2", 1n],
    ["6 ^ 3 & 1", 7n],
    ["1 / 0", null],
    ["", null],
    ["1 +", null],
    ["(1", null],
    ["1 2", null],
    ["512K", null],
    ["FOO(1)", null],
  ])("%s", (source, value) => {
    expect(evaluateCondition(source)).toBe(value);
  });

  it.each([
    ["#if defined(A) && !defined B\ny\n#endif", { A: { text: "" } }, "y"],
    ["#ifdef A\ny\n#else\nn\n#endif", {}, "n"],
    ["#ifndef A\ny\n#elif 1\nn\n#endif", {}, "y"],
    ["#if 0\na\n#elif A == 2\nb\n#elif 1\nc\n#else\nd\n#endif", { A: { text: "2" } }, "b"],
    ["#if 0\n#if 1\na\n#else\nb\n#endif\n#else\nc\n#endif", {}, "c"],
    ["#if 1\n#if 0\na\n#else\nb\n#endif\n#else\nc\n#endif", {}, "b"],
    ['#if 0\n#error no\n#include "no.h"\n#define X 1\n#endif\nX', {}, "X"],
    ["#if 1 /* c\n*/ && 2\ny\n#endif", {}, "y"],
    ["#if \\\n 1\ny\n#endif", {}, "y"],
    ["#define LIM(x) (x > 3)\n#if LIM(4)\ny\n#endif", {}, "y"],
    ["#pragma once\n#line 5\n#warning w\ny", {}, "y"],
  ])("%j", (source, defines, expected) => {
    expect(output(source, defines)).toBe(expected);
  });

  it.each([
    ["#if 512K\n#endif\n", "error: This condition cannot be evaluated; it counts as false."],
    ["#define X\n#else\n", "error: #else without #if."],
    ["#define 5\n#define A\n", "error: #define needs a name."],
    ["#define F(1) x\n", "error: The parameters of macro F cannot be read."],
    ["#define X\n#include 5\n", "error: #include needs a file name in quotes or angle brackets."],
    ["#define X\n#error no  size\n", "warning: #error is reached: no size"],
  ])("%j", (source, sentence) => {
    expect(complaints(read(source))).toEqual([sentence]);
  });
});

describe("macros", () => {
  it.each([
    ["#define A B\n#define B 5\nA", "5"],
    ["#define A A + 1\nA", "A + 1"],
    ["#define A B\n#define B A\nA B", "A B"],
    ["#define A 1\n#undef A\nA", "A"],
    ["#define A 1\n#define B A\n#undef A\n#define A 2\nB", "2"],
    ["#define F(x) (x * 2)\nF(3) F (4) F", "( 3 * 2 ) ( 4 * 2 ) F"],
    ["#define F (x)\nF(3)", "( x ) ( 3 )"],
    ["#define F(x, y) x - y\nF((1, 2), F(3, 4))", "( 1 , 2 ) - 3 - 4"],
    ["#define F() 1\nF()", "1"],
    ["#define F(x) x\nF()", ""],
    ["#define CAT(a, b) a ## b\n#define XY 7\nCAT(X, Y) CAT(1, K) CAT(, Y) CAT(X, )", "7 1K Y X"],
    ["#define CAT(a, b) CAT_(a, b)\n#define CAT_(a, b) a##b\n#define N 2\nCAT(R, N)", "R2"],
    ["#define BAD(a) +##a\nBAD(x)", "+ x"],
    ["#define S(x) #x\n#define A 1\nS(A b)", '"A b"'],
    ["#define P(f, ...) f(__VA_ARGS__)\nP(g, 1, 2)", "g ( 1 , 2 )"],
    ["#define P(f, a...) f(0, ## a)\nP(g) P(g, 1)", "g ( 0 ) g ( 0 , 1 )"],
    ["#define F(x) x\nF(\n1\n+ 2\n)", "1 + 2"],
    ["#define F(x) [x]\n#define G F\nG(1)", "[ 1 ]"],
    ["#define F(x) x F\nF(1)(2)", "1 F ( 2 )"],
    ['#define A 1\n"A" A1 1A .A', '"A" A1 1A . 1'],
    ["#define A \\\n 1 \\\n + 2\nA", "1 + 2"],
    ["#define A 1 // one\n#define B /* two */ 2\nA B", "1 2"],
  ])("%j", (source, expected) => {
    expect(output(source)).toBe(expected);
  });

  it("keeps tokens apart that would glue together", () => {
    const script = read("#define NEG -1\n#define N 5\na = -NEG;\nb = N-N;\n");
    expect(symbolTable(script)).toMatchObject({ a: 1, b: 0 });
  });

  it("expands whole entries, blocks and region names", () => {
    const script = read(
      `#define REGION(name, attr, start, size) name (attr) : ORIGIN = start, LENGTH = size
#define LAYOUT MEMORY { REGION(RAM, rwx, 0x20000000, 8K) }
#define NOBITS RAM
#define FW_OFF(S) FW_##S##_OFFSET
#define FW_APP_OFFSET 0x8000
MEMORY { REGION(FLASH, rx, 0x08000000 + FW_OFF(APP), (64K - 32K)) }
LAYOUT
SECTIONS { .bss : { *(.bss) } > NOBITS }`,
    );
    expect(regionTable(script)).toEqual({ FLASH: [0x08008000, 0x8000], RAM: [0x20000000, 0x2000] });
    expect(script.sections[0]?.region).toBe("RAM");
    expect(script.problems).toEqual([]);
  });

  it.each([
    [{}, [0x08000000, 0x100000]],
    [{ SMALL: { text: "1" } }, [0x08000000, 0x80000]],
    [{ APP_START: { text: "0x08040000" } }, [0x08040000, 0xc0000]],
  ])("chooses the variant of a region by -D %j", (defines, expected) => {
    const source = `#ifndef APP_START
#define APP_START 0x08000000
#endif
MEMORY {
#if defined(SMALL)
  FLASH (rx) : ORIGIN = APP_START, LENGTH = 512K
#else
  FLASH (rx) : ORIGIN = APP_START, LENGTH = 1M - (APP_START - 0x08000000)
#endif
}`;
    const script = read(source, { defines });
    expect(regionTable(script)).toEqual({ FLASH: expected });
    expect(script.problems).toEqual([]);
  });

  it("takes a -D for a symbol nobody defines, in a script without directives", () => {
    const script = read("MEMORY { FLASH : ORIGIN = APP_START, LENGTH = 1K }", {
      defines: { APP_START: { text: "0x8040000" }, FLASH: { text: "broken" } },
    });
    expect(regionTable(script)).toEqual({ FLASH: [0x8040000, 1024] });
  });

  it("leaves a script without directives alone where a -D happens to have a region's name", () => {
    const script = read("MEMORY { FLASH : ORIGIN = 1, LENGTH = 1K }", { defines: { FLASH: { text: "1" } } });
    expect(regionTable(script)).toEqual({ FLASH: [1, 1024] });
  });
});
