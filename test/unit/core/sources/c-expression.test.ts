import { describe, expect, it } from "vitest";
import { evaluateC, isSummand } from "../../../../src/core/sources/c-expression";
import { preprocessed } from "./c-files";

const evaluate = (text: string): ReturnType<typeof evaluateC> => evaluateC(preprocessed(text).tokens);

describe("evaluateC", () => {
  it.each<[string, number]>([
    ["0x08000000 | 0x8000", 0x08008000],
    ["(0x08000000 | 0x00010800)", 0x08010800],
    ["0x08030000 | 0x00010800", 0x08030800],
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["1 << 15", 0x8000],
    ["0x10000 >> 1 | 1", 0x8001],
    ["64 * 1024", 65536],
    ["~0", 0xffffffff],
    ["-1", 0xffffffff],
    ["+5", 5],
    ["7 / 2 % 2", 1],
    ["6 ^ 3 & 1", 7],
    ["(uint32_t)0x08008000", 0x08008000],
    ["(volatile uint32_t *)0x08008000", 0x08008000],
    ["((uint32_t)0x08008000U)", 0x08008000],
    ["(unsigned long)(0x10)", 16],
    ["0b101", 5],
    ["017", 15],
  ])("%s", (text, value) => expect(evaluate(text).value).toEqual({ known: true, value }));

  it.each<[string, string[]]>([
    ["APP_START", ["APP_START"]],
    ["FLASH_BASE | 0x100", ["FLASH_BASE"]],
    ["(uint32_t)&__isr_vector", ["&"]],
    ["1 / 0", ["expression"]],
    ["", ["expression"]],
    ["(1", [")"]],
    ["1.5", ["1.5"]],
  ])("%s is unknown", (text, missing) => {
    const { value } = evaluate(text);
    expect(value.known).toBe(false);
    expect(value.known ? [] : value.missing).toEqual(expect.arrayContaining(missing));
  });

  it("ends on very deep nesting", () => {
    expect(evaluate("(".repeat(5000) + "1" + ")".repeat(5000)).value.known).toBe(false);
  });

  it.each<[string, number, boolean]>([
    ["0x08000000 + 0x8000", 1, true],
    ["0x08000000 + 0x8000", 0, true],
    ["128 * 1024", 0, false],
    ["0x08008000 & 0xFFFF", 0, false],
    ["(1 << 15)", 1, false],
    ["0x08000000 + 0", 1, true],
  ])("of %s literal %d goes in as it is: %s", (text, index, summand) => {
    const { tokens } = preprocessed(text);
    expect(isSummand(tokens, evaluateC(tokens).terms[index]!)).toBe(summand);
  });
});
