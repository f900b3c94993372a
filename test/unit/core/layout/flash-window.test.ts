import { describe, expect, it } from "vitest";
import { isNowhere } from "../../../../src/core/layout/flash-window";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { checkFiles } from "../../../support/memory-tree";
import { sampleFiles } from "../../../support/sample-workspaces";

describe("where no program can be", () => {
  const l475 = findDevices("STM32L475VG").candidates;

  it.each([
    ["flash", 0x08020000],
    ["the last byte of flash", 0x080fffff],
    ["flash seen at address 0", 0x00020000],
    ["RAM", 0x20000000],
    ["the second RAM's other address", 0x10000000],
    ["external memory", 0x90000000],
    ["system memory", 0x1fff0000],
  ])("is not %s", (_, address) => {
    expect(isNowhere(address, l475)).toBe(false);
  });

  it.each([
    ["behind flash", 0x08100000],
    ["in front of flash", 0x07ff0000],
    ["behind RAM", 0x20040000],
    ["among the registers of the core", 0xe8000000],
  ])("is %s", (_, address) => {
    expect(isNowhere(address, l475)).toBe(true);
  });

  it("is nobody's to tell while the chip is not known, or its memories are in doubt", () => {
    expect(isNowhere(0x08100000, [])).toBe(false);
    expect(isNowhere(0x08100000, findDevices("K64F").candidates)).toBe(false);
    expect(isNowhere(0x08800000, findDevices("STM32L151RD-X").candidates)).toBe(false);
  });
});

describe("an address in nothing", () => {
  const sample = sampleFiles("stm32l475-boot-app");
  const changed = (file: string, from: string, to: string): Promise<{ readonly lines: readonly string[] }> =>
    checkFiles({ ...sample, [file]: String(sample[file]).replace(from, to) });

  it("that a bootloader jumps to contradicts the application's script", async () => {
    const { lines } = await changed("bootloader/src/main.c", "0x08020000UL", "0x0D020000UL");
    expect(lines.map((line) => line.split(" ")[1])).toContain("application-start-mismatch");
  });

  it("that VTOR is set to contradicts it, too", async () => {
    const { lines } = await changed("application/src/system_stm32l4xx.c", "0x00020800U", "0x00200800U");
    expect(lines.map((line) => line.split(" ")[1])).toContain("vector-table-offset");
  });
});
