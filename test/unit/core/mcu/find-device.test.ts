import { describe, expect, it } from "vitest";
import { closestParts, findDevices } from "../../../../src/core/mcu/find-device";

describe("findDevices", () => {
  it.each([
    ["STM32F407VGT6", ["STM32F407VG"]],
    ["stm32f407vg", ["STM32F407VG"]],
    ["STM32F407VGTx", ["STM32F407VG"]],
    ["STM32F407xG", ["STM32F407xG"]],
    ["STM32F407xx", ["STM32F407xE", "STM32F407xG"]],
    ["STM32L475xx", ["STM32L475xE", "STM32L475xG", "STM32L475xC"]],
    ["startup_stm32l475xx", ["STM32L475xE", "STM32L475xG", "STM32L475xC"]],
    ["startup_stm32l475xx.s", ["STM32L475xE", "STM32L475xG", "STM32L475xC"]],
    ["STM32L475VGTX_FLASH", ["STM32L475VG"]],
    ["stm32l475vgtx_flash.ld", ["STM32L475VG"]],
    ["STM32F030x6", ["STM32F030x6"]],
    ["STM32F410Rx", ["STM32F410R8", "STM32F410RB"]],
    ["STM32H747XI", ["STM32H747XI"]],
    ["STM32H747XIHx", ["STM32H747XI"]],
    ["stm32h747xi", ["STM32H747XI"]],
    ["STM32H7A3ZITxQ", ["STM32H7A3ZI"]],
    ["STM32WBA52CGUx", ["STM32WBA52CG"]],
    ["STM32MP157CAC3", ["STM32MP157CA"]],
    ["STM32L151CBT6A", ["STM32L151CB-A"]],
    ["STM32L151CB-A", ["STM32L151CB-A"]],
    ["STM32L151CBT6", ["STM32L151CB"]],
    ["STM32L151xBA", ["STM32L151xB-A"]],
    ["STM32L151xB", ["STM32L151xB"]],
    ["STM32L162VDYxX", ["STM32L162VD-X"]],
    ["STM32L151VCT6A", ["STM32L151VC-A"]],
    ["STM32F10X_MD", ["STM32F101x8", "STM32F102x8", "STM32F103x8", "STM32F101xB", "STM32F102xB", "STM32F103xB"]],
    ["STM32F10X_MD_VL", ["STM32F100x8", "STM32F100xB"]],
    ["MCU_STM32G070xB", ["STM32G070xB"]],
    ["MK64FN1M0xxx12", ["MK64FN1M0VLL12"]],
    ["nrf52840_xxaa", ["nRF52840_xxAA"]],
    ["K64F", ["MK64FN1M0VLL12"]],
    ["disco_l475vg_iot01a", ["STM32L475VG"]],
  ])("%s", (name, parts) => {
    expect(findDevices(name).parts).toEqual(parts);
  });

  it.each([
    "",
    "STM32",
    "STM32F",
    "STM32X",
    "STM32F999VG",
    "STM32F407VZ",
    "stm32cube",
    "ATmega328P",
    "nonsense",
    "STM32L485VG",
  ])("finds nothing behind %j", (name) => {
    expect(findDevices(name)).toEqual({ candidates: [], parts: [] });
  });

  it("gives each layout of each fitting row once", () => {
    const { candidates } = findDevices("STM32F429xx");
    expect(candidates.map((device) => [device.part, device.variant])).toEqual([
      ["STM32F429xG", "DB1M = 0 (factory)"],
      ["STM32F429xG", "DB1M = 1"],
      ["STM32F429xI", null],
      ["STM32F429xE", null],
    ]);
  });

  it("gives the facts once where a wildcard covers lines that share them", () => {
    expect(findDevices("STM32F4x7VG").parts).toEqual(["STM32F407VG", "STM32F417VG", "STM32F427VG"]);
  });

  it("builds a device once", () => {
    expect(findDevices("STM32F407VG").candidates[0]).toBe(findDevices("stm32f407vgt6").candidates[0]);
  });
});

describe("closestParts", () => {
  it.each([
    ["STM32F408VG", "STM32F405VG"],
    ["STM32H746ZG", "STM32H742ZG"],
    ["STMF407VGT6", "STM32F407xG"],
    ["RP2050", "RP2040"],
  ])("%s", (name, expected) => {
    expect(closestParts(name, 4)).toContain(expected);
    expect(closestParts(name, 4)).toHaveLength(4);
  });
});
