import { describe, expect, it } from "vitest";
import { plain, read } from "./reading";

/** `v` in a script with a region R at 0x1000 of 64 KiB and symbols x = 12 and A = 12. */
function valueOf(expression: string): unknown {
  const script = read(`MEMORY { R : ORIGIN = 0x1000, LENGTH = 0x10000 }\nx = 12; A = 12; v = ${expression} ;\n`);
  return plain(script.symbols.find((symbol) => symbol.name === "v")?.evaluated);
}

describe("expressions", () => {
  // Every value was printed by the map of arm-none-eabi-ld 2.40.
  it.each<[string, number]>([
    ["x /4", 3],
    ["7-2", 5],
    ["1?2:3", 2],
    ["!0", 1],
    ["!5", 0],
    ["~0", 0xffffffff],
    ["-7/2", 0xfffffffd],
    ["-7 % 3", 0xffffffff],
    ["7 % -3", 1],
    ["1<<33", 0],
    ["(1<<33)>>33", 1],
    ["1 << 64", 1],
    ["1 << 65", 2],
    ["-1 > 0", 1],
    ["-1 >> 4", 0xffffffff],
    ["-1 / 2", 0],
    ["-0x80000000 < 0", 0],
    ["10 - 3 - 2", 5],
    ["2 + 3 * 4", 14],
    ["1 + 2 << 3", 24],
    ["1 | 2 == 2", 1],
    ["4 & 4 == 4", 0],
    ["1 < 2 < 3", 1],
    ["3 > 2 > 1", 0],
    ["7 >= 7 && 0 || 2", 1],
    ["2 || 0", 1],
    ["1 ? 0 ? 5 : 6 : 7", 6],
    ["0 ? 1 : 0 ? 2 : 3", 3],
    ["5 > 3 ? 1 : 2 + 1", 1],
    ["0 ? zz : 4", 4],
    ["MAX(3,-1)", 0xffffffff],
    ["MIN(-1,2)", 2],
    ["LOG2CEIL(5)", 3],
    ["LOG2CEIL(0)", 0],
    ["LOG2CEIL(1)", 0],
    ["ALIGN(5, 8)", 8],
    ["ALIGN(5, 7)", 7],
    ["ALIGN(5, 0)", 5],
    ["CONSTANT (MAXPAGESIZE)", 0x1000],
    ['SEGMENT_START("text", 0x123)', 0x123],
    ["+5", 5],
    ["--5", 5],
    ["1--1", 2],
    ["~ -1", 0],
    ["A-x", 0],
    ["Ah", 10],
    ["FAB", 0],
    ["1K*1K*1K*4", 0],
    ["DEFINED(x)", 1],
    ["DEFINED(v)", 0],
    ["DEFINED(zz)", 0],
    ["DEFINED(x)?x:1", 12],
    ["ABSOLUTE(5)", 5],
    ["ORIGIN(R) + LENGTH (R)", 0x11000],
    ['ORIGIN("R")', 0x1000],
    ["LENGTH(R) - 0x20000 > 0 ? 1 : 2", 1],
    ["x!=12", 0],
    ["x==12", 1],
    ["x&&0", 0],
    ["x||0", 1],
    ["x*2", 24],
    ["x&4", 4],
    ["x<<2", 48],
    ['ASSERT(5, "x")', 5],
    // In front of all sections the location counter is 0.
    [". + 4", 4],
    ["ALIGN(8)", 0],
  ])("%s", (expression, value) => {
    expect(valueOf(expression)).toBe(value);
  });

  it.each<[string, string[]]>([
    ["zz", ["zz"]],
    ["zz + yy * zz", ["zz", "yy"]],
    // One name to ld, as its lexer takes the slash for a letter.
    ["x/4", ["x/4"]],
    ["zz ? 1 : 2", ["zz"]],
    ["SIZEOF(.text)", ["SIZEOF(.text)"]],
    ["ADDR(.data) + 4", ["ADDR(.data)"]],
    ["LOADADDR(.data)", ["LOADADDR(.data)"]],
    ["SIZEOF_HEADERS", ["SIZEOF_HEADERS"]],
    ["ORIGIN(NOWHERE)", ["NOWHERE"]],
    ["FW_OFFSET(APP) + 1", ["FW_OFFSET"]],
    ["@APP_START@", ["APP_START"]],
    ["${APP_START} + 4", ["APP_START"]],
    ["{{ app_start }} + 4", ["app_start"]],
    ["1 / 0", []],
  ])("%s is unknown, and says what is missing", (expression, names) => {
    expect(valueOf(expression)).toEqual(names);
  });

  it("reports a division by zero and an assertion that fails, where they stand", () => {
    const script = read('v = 5 % 0;\nw = 1 ? 2 : ASSERT(0, "not taken");\nASSERT(1 > 2, "one is small")\n');
    expect(
      script.problems.map(({ code, range, message }) => [code, range.start, message.template, message.args]),
    ).toEqual([
      ["linker-script-value", 4, "This divides by zero.", []],
      ["linker-script-value", 47, "This assertion does not hold: {0}", ["one is small"]],
    ]);
  });
});
