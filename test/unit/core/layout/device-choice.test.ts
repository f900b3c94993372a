import { describe, expect, it } from "vitest";
import { chooseDevice } from "../../../../src/core/layout/device-choice";
import { bootView, flashOf, isInFlash } from "../../../../src/core/layout/flash-window";
import { findDevices } from "../../../../src/core/mcu/find-device";
import type { DeviceHint } from "../../../../src/core/project/image-set";

const hint = (name: string, from = "a.ld"): DeviceHint => ({ name, from });
const parts = (...hints: DeviceHint[]): string[] => [
  ...new Set(chooseDevice(hints).candidates.map((device) => device.part)),
];

describe("chooseDevice", () => {
  it.each<[string, DeviceHint[], string[]]>([
    ["nothing", [], []],
    ["a name nobody knows", [hint("LPC1768")], []],
    ["the hint that leaves fewest parts", [hint("STM32F407xx"), hint("STM32F407VGTx")], ["STM32F407VG"]],
    ["a board before a part", [hint("STM32F407VGTx"), hint("NUCLEO_F429ZI")], ["STM32F429ZI"]],
    [
      "a setting before everything",
      [hint("STM32L475VGT6", "setting bootsmith.device"), hint("NUCLEO_F429ZI")],
      ["STM32L475VG"],
    ],
    [
      "bootsmith.json before what is evident",
      [hint("NUCLEO_F429ZI"), hint("STM32L475VGT6", "bootsmith.json")],
      ["STM32L475VG"],
    ],
    [
      "a wrong setting is no chip",
      [hint("NONSENSE", "setting bootsmith.device"), hint("STM32F407VGTx")],
      ["STM32F407VG"],
    ],
  ])("%s", (_name, hints, expected) => expect(parts(...hints)).toEqual(expected));

  it("keeps the board where an explicit part is the board's own", () => {
    expect(chooseDevice([hint("STM32H747XIH6", "bootsmith.json"), hint("PORTENTA_H7_M7")]).board?.target).toBe(
      "PORTENTA_H7_M7",
    );
    expect(chooseDevice([hint("STM32L475VGT6", "bootsmith.json"), hint("PORTENTA_H7_M7")]).board).toBeUndefined();
  });

  it("says what named the chip", () => {
    expect(chooseDevice([hint("STM32F407VGTx", "x.ioc")]).hint?.from).toBe("x.ioc");
  });
});

describe("flash window", () => {
  const f407 = findDevices("STM32F407VG").candidates;
  const f746 = findDevices("STM32F746ZG").candidates;
  const h563 = findDevices("STM32H563ZI").candidates;

  it.each([
    [0x08000000, f407, true],
    [0x080fffff, f407, true],
    [0x08100000, f407, false],
    [0x20000000, f407, false],
    [0x00210000, f746, true],
    [0x0c010000, h563, true],
    [0x08008000, [], true],
    [0x8000, [], true],
    [0x20000000, [], false],
  ])("0x%s", (address, devices, inside) => expect(isInFlash(address, devices)).toBe(inside));

  it.each([
    [0x2000, f407, 0x08002000],
    [0x08002000, f407, 0x08002000],
    [0x20000000, f407, undefined],
    [0x10000000, f407, undefined],
    [0x2000, f746, undefined],
    [0x1fff0000, f407, undefined],
  ])("what 0x%s means as a vector table", (address, devices, seen) => expect(bootView(address, devices)).toBe(seen));

  it("begins at 0x08000000 while no chip is known", () => expect(flashOf([])[0]?.base).toBe(0x08000000));
});
