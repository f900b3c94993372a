import { describe, expect, it } from "vitest";
import { evaluateCondition } from "../../../../src/core/linker/preprocessor-condition";

// As the preprocessor of GCC 12 answers.
describe("#if", () => {
  it.each<[string, bigint | null]>([
    ["-1 > 0u", 1n],
    ["-1 > 0", 0n],
    ["0xFFFFFFFFFFFFFFFF > 0", 1n],
    ["(1 ? -1 : 0u) > 0", 1n],
    ["-7 / 2", -3n],
    ["-1 / 2u > 5", 1n],
    ["-8 >> 1", -4n],
    ["0 && 1 / 0", 0n],
    ["1 || 1 / 0", 1n],
    ["1 ? 2 : 1 / 0", 2n],
    ["1 / 0", null],
    ["1 && 1 % 0", null],
    ["'A' + '\\n' + '\\x41' + '\\101'", 205n],
    ["010 + 0x10 + 0b11", 27n],
    ["1ull + 2UL", 3n],
    ["08", null],
    ["1 2", null],
    ["unknown", 0n],
  ])("%s", (source, value) => {
    expect(evaluateCondition(source)).toBe(value);
  });
});
