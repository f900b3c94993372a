import { describe, expect, it } from "vitest";
import { addressHover } from "../../../../src/core/report/address-hover";
import { english } from "../../../../src/core/text";

const said = (line: string, parts: readonly string[] = []): string =>
  (addressHover(line, line.search(/0x/i) + 3, parts)?.sentences ?? []).map(english).join(" ");

describe("addressHover", () => {
  it.each([
    "#define ROM 0x1FFF0000UL",
    "constexpr auto rom = 0x1FFF'0000;",
    "auto rom = 0x1fff0000u;",
    "const ROM: u32 = 0x1FFF_0000;",
    "const ROM: u32 = 0x1fff_0000_u32;",
    "  ldr r0, =0x1FFF0000",
    "  SYSTEM (rx) : ORIGIN = 0x1FFF0000, LENGTH = 30K",
  ])("reads %s", (line) => {
    expect(said(line)).toMatch(/^Jump address of the system bootloader on .*STM32F2, STM32F4/);
  });

  it("marks the whole number, and only where the cursor is on it", () => {
    const line = "jump(0x1FFF0000UL, 0x08000000);";
    expect(addressHover(line, 5, [])).toMatchObject({ start: 5, end: 17, address: "0x1FFF0000" });
    expect(addressHover(line, 2, [])).toBeUndefined();
    expect(addressHover(line, 22, [])).toBeUndefined();
  });

  it.each(["0x1FFF00001", "0x1FFF", "0x40021000", "0x1FFF0000abc", "name0x1FFF0000"])("is silent on %s", (word) => {
    expect(addressHover(`x = ${word};`, 8, ["STM32H743ZI"])).toBeUndefined();
  });

  it("says where the project's own chip has it", () => {
    expect(said("0x1FFF0000", ["STM32H743ZI"])).toContain("On this project’s STM32H743ZI it is 0x1FF09800.");
    expect(said("0x1FF09800", ["STM32H743ZI"])).toContain(
      "STM32H743ZI of this project has its system bootloader here.",
    );
    expect(said("0x1FFF0000", ["STM32WB05KZ"])).toContain("has no jump address: No way in by software is documented");
    expect(said("0x1FF1E7FE", ["STM32F407VG"])).toBe("Bootloader ID of STM32H72xxx/73xxx, STM32H74xxx/75xxx.");
    expect(said("0x1FFF0000", ["MK64FN1M0"])).not.toContain("MK64");
  });
});
