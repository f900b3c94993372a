import { hex, printable, terminalSafe } from "../../../../src/core/notation";
import { describe, expect, it } from "vitest";
import { byteSize, fileName } from "../../../../src/core/scene/format";
import { clusters, subtract } from "../../../../src/core/scene/ranges";
import { ellipsis, textWidth } from "../../../../src/core/scene/text-width";

describe("byteSize", () => {
  it.each([
    [0, "0 B"],
    [1000, "1000 B"],
    [2048, "2 KiB"],
    [894 * 1024, "894 KiB"],
    [1536, "1.5 KiB"],
    [1025, "≈ 1 KiB"],
    [1792 * 1024, "1792 KiB"],
    [2 ** 20, "1 MiB"],
    [100 * 2 ** 20 + 2 ** 19, "100.5 MiB"],
    [4 * 2 ** 30, "4 GiB"],
  ])("%d is %s", (bytes, words) => {
    expect(byteSize(bytes)).toBe(words);
  });
});

it.each([
  [0, "0x00000000"],
  [0x08020c00, "0x08020C00"],
  [2 ** 40, "0x10000000000"],
])("hex(%d) is %s", (address, words) => {
  expect(hex(address)).toBe(words);
});

it.each([
  ["file:///a/b%20c.ld", "b c.ld"],
  ["memfs:/x.ld", "x.ld"],
  ["file:///a/100%.ld", "100%.ld"],
])("the name of %s is %s", (uri, name) => {
  expect(fileName(uri)).toBe(name);
});

it("printable keeps letters of any script and cuts what is endless", () => {
  expect(printable("Прошивка 固件 é")).toBe("Прошивка 固件 é");
  expect(printable("a\u0000b\u200Ec\uD800")).toBe("a�b�c�");
  expect(printable("x".repeat(500))).toHaveLength(200);
});

it("subtract leaves what no hole covers", () => {
  const holes = [
    { base: 30, end: 40 },
    { base: 0, end: 10 },
    { base: 35, end: 50 },
  ];
  expect(subtract({ base: 5, end: 60 }, holes)).toEqual([
    { base: 10, end: 30 },
    { base: 50, end: 60 },
  ]);
  expect(subtract({ base: 5, end: 8 }, holes)).toEqual([]);
});

it("clusters keep touching spans apart and overlapping ones together", () => {
  const spans = [
    { base: 10, end: 20 },
    { base: 0, end: 10 },
    { base: 19, end: 25 },
  ];
  expect(clusters(spans).map((group) => group.length)).toEqual([1, 2]);
});

it("ellipsis fits the room", () => {
  expect(ellipsis("Application", 13, 200)).toBe("Application");
  const short = ellipsis("Application", 13, 50);
  expect(short).toMatch(/^App.*…$/);
  expect(textWidth(short, 13)).toBeLessThanOrEqual(50);
  expect(ellipsis("Application", 13, 3)).toBe("");
});

describe("terminalSafe", () => {
  it.each([
    ["an escape sequence", "a\u001b[2Jb", "a�[2Jb"],
    ["a bell, a NUL and a C1 control", "\u0007\u0000\u009b31m", "���31m"],
    ["reversed text", "x\u202ehex.ppa", "x�hex.ppa"],
    ["a carriage return that hides what stands before it", "bad\rgood", "bad�good"],
  ])("takes the power from %s", (_, given, expected) => {
    expect(terminalSafe(given)).toBe(expected);
  });

  it("keeps lines, tabs, drawings and every script", () => {
    const lines = "┌──┐\n\tGröße 大小 😀\n";
    expect(terminalSafe(lines)).toBe(lines);
  });
});
