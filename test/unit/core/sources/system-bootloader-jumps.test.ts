import { describe, expect, it } from "vitest";
import { mayJumpToSystemMemory, tableJumps } from "../../../../src/core/sources/system-bootloader-jumps";
import { assemblerJumps } from "../../../../src/core/sources/assembler-jumps";
import { isTakenForJumpAddress } from "../../../../src/core/mcu/known-addresses";
import { preprocessed } from "./c-files";

const jumpsIn = (text: string): string[] =>
  tableJumps(preprocessed(text), isTakenForJumpAddress).map(
    ({ address, literal, uses }) => `${address.toString(16)} ${literal?.text ?? "-"} ×${uses.length}`,
  );

describe("tableJumps", () => {
  it.each<[string, string[]]>([
    ["#define A 0x1FFF0000\nvoid f(void) { SCB->VTOR = A; __set_MSP(*(uint32_t *)A); }", ["1fff0000 0x1FFF0000 ×2"]],
    ["void f(void) { __set_MSP(*(uint32_t *)(0x1FFF0000 + 0)); }", ["1fff0000 0x1FFF0000 ×1"]],
    ["void f(void) { SCB->VTOR = 0x1FF00000 + 0xF0000; }", ["1fff0000 0x1FF00000 ×1"]],
    ["void f(void) { __set_MSP(*(uint8_t *)0x1FFF0000); }", []],
    ["void f(void) { __set_MSP(0x1FFF0000); }", []],
    ["void f(void) { __set_MSP(*(uint32_t *)(0x1FFF0000 + x)); }", []],
    ["void f(void) { ((void (*)(void))*(uint32_t *)0x1FFF0000)(); }", []],
  ])("%s", (text, expected) => {
    expect(jumpsIn(text)).toEqual(expected);
  });

  it("takes any text, cut off anywhere", () => {
    const text =
      '#define ROM ((uint32_t *)0x1FFF0000)\ntypedef void (*go_t)(void);\nnamespace a { class B { void f() { go_t g = (go_t)ROM[1]; auto p = reinterpret_cast<uint32_t *>(0x1FFF\'0000); asm volatile("msr msp, %0; bx %1" : : "r"(*p), "r"(p[1])); (*g)(); rom->reset(); } }; }';
    for (let end = 0; end <= text.length; end++) expect(() => jumpsIn(text.slice(0, end))).not.toThrow();
    for (let start = 0; start <= text.length; start++) expect(() => jumpsIn(text.slice(start))).not.toThrow();
  });

  it("takes linear time where nothing closes", () => {
    const started = performance.now();
    for (const piece of ["(", "f(", "{", "*(", "a = (b)", "(uint32_t *)", "x->y(", "asm("])
      jumpsIn(`void f(void) { ${piece.repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("asks only for files that may have something to say", () => {
    expect(mayJumpToSystemMemory("__set_MSP(x);")).toBe(true);
    expect(mayJumpToSystemMemory("#define A 0x1FFF0000")).toBe(true);
    expect(mayJumpToSystemMemory("int main(void) { return 0; }")).toBe(false);
  });
});

describe("assemblerJumps", () => {
  it("finds the literal of a load, also by armasm's symbol", () => {
    const text = "ROM EQU 0x1FFF0000\n LDR R2, =ROM ; table\n LDR SP, [R2]\n LDR R2, [R2, #4]\n BX R2\n";
    const [jump] = assemblerJumps({ uri: "memfs:/a.s", text, hash: "" }, isTakenForJumpAddress);
    expect(jump?.address).toBe(0x1fff0000);
    expect(text.slice(jump?.literal?.range.start, jump?.literal?.range.end)).toBe("0x1FFF0000");
  });
});
