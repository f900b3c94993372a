import { describe, expect, it } from "vitest";
import { romLiteralAt } from "../../../src/snippets/rom-literal";

const at = (line: string, column = line.indexOf("0") + 1) => romLiteralAt(line, column, column);

describe("romLiteralAt", () => {
  it.each([
    ["#define SYSMEM 0x1FFF0000UL", "0x1FFF0000UL"],
    ["  jump(0x1fff0000);", "0x1fff0000"],
    ["uint32_t a = 0x1FF0'9800;", "0x1FF0'9800"],
    ["#define H7A3_TAKEN_FOR 0x1FF0A800", "0x1FF0A800"],
    ["const A: usize = 0x1FFF_0000usize;", "0x1FFF_0000usize"],
    ["const A: u32 = 0x1FFF_0000_u32;", "0x1FFF_0000_u32"],
  ])("%s", (line, literal) => {
    expect(at(line, line.indexOf("0x") + 3)).toBe(literal);
  });

  it.each([
    "#define FLASH 0x08000000UL",
    "x = 0x00000000;",
    "a0x1FFF0000 = 1;",
    "x = 0x1FFF00001;",
    "x = 0x1FFF0000z;",
  ])("says nothing of %s", (line) => {
    expect(at(line, line.indexOf("0x") + 3)).toBeUndefined();
  });

  it("looks only at what is under the cursor or selected", () => {
    const line = "f(0x1FFF0000, 0x1FFFC800);";
    expect(romLiteralAt(line, 0, 0)).toBeUndefined();
    expect(romLiteralAt(line, 14, 14)).toBe("0x1FFFC800");
    expect(romLiteralAt(line, 0, line.length)).toBe("0x1FFF0000");
  });
});
