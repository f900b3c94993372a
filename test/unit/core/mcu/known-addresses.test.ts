import { describe, expect, it } from "vitest";
import {
  isTakenForJumpAddress,
  isUnsettled,
  meaningsOf,
  ownRole,
  systemFlashBase,
} from "../../../../src/core/mcu/known-addresses";
import { systemBootloaderOf, systemBootloaderRows } from "../../../../src/core/mcu/system-bootloader";

const said = (address: number): string[] =>
  meaningsOf(address).map(({ role, lines }) => `${role}: ${lines.join(", ")}`);

describe("meaningsOf", () => {
  it("knows the jump address of every line that has one, and its bootloader ID", () => {
    for (const { jump, idAt } of systemBootloaderRows()) {
      if (jump !== null) expect(meaningsOf(jump).some(({ role }) => role === "jump")).toBe(true);
      if (idAt !== null) expect(meaningsOf(idAt).some(({ role }) => role === "bootloader-id")).toBe(true);
    }
  });

  it.each<[number, string[]]>([
    [0x1ff09800, ["jump: STM32H72xxx/73xxx, STM32H74xxx/75xxx"]],
    [0x1ff0a000, ["jump: STM32H7A3xx/7B3xx/7B0xx"]],
    [0x1ff0a800, ["mistaken: STM32H7A3xx/7B3xx/7B0xx"]],
    [0x1ff00000, ["jump: STM32F7, STM32L0, STM32L1", "base: STM32H7"]],
    [0x0bf80000, ["base: STM32C5", "base: STM32H5"]],
    [0x1fff7800, ["otp: STM32F2, STM32F4"]],
    [0x1ff1e7fe, ["bootloader-id: STM32H72xxx/73xxx, STM32H74xxx/75xxx"]],
    [0x1ff1e800, []],
    [0x08000000, []],
    [0x1fff0004, []],
  ])("0x%s", (address, expected) => {
    expect(said(address)).toEqual(expected);
  });

  it("names whole series once; of STM32G4, whose G41x is unknown, the lines", () => {
    expect(said(0x1fff0000)[0]).toMatch(/^jump: STM32C0, STM32F2, STM32F4, STM32G0, STM32G431xx\/441xx, /);
  });
});

describe("what an address is to one line", () => {
  const rom = (part: string) => systemBootloaderOf(part)!;

  it("jump addresses of every line, bases and wrong copies are taken for one; IDs and OTP are not", () => {
    expect([0x1fff0000, 0x0bf80000, 0x1ff0a800].every(isTakenForJumpAddress)).toBe(true);
    expect([0x1ff1e7fe, 0x1fff7800, 0x1fff7a10].some(isTakenForJumpAddress)).toBe(false);
  });

  it("base, wrong copy, or nothing", () => {
    expect(ownRole(0x1ff00000, rom("STM32H743ZI"))).toBe("base");
    expect(ownRole(0x1ff00000, rom("STM32F767ZI"))).toBeUndefined();
    expect(ownRole(0x1ff0a800, rom("STM32H7B0VB"))).toBe("mistaken");
    expect(ownRole(0x1ff0a800, rom("STM32H743ZI"))).toBeUndefined();
    expect(systemFlashBase("STM32H563ZI")).toBe(0x0bf80000);
    expect(systemFlashBase("STM32F407VG")).toBeUndefined();
  });

  it("open only on C5", () => {
    expect(isUnsettled(0x0bf80000, rom("STM32C562RE"))).toBe(true);
    expect(isUnsettled(0x0bf80000, rom("STM32H563ZI"))).toBe(false);
  });
});
