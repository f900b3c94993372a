import { describe, expect, it } from "vitest";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { mcuReport } from "../../../../src/core/mcu/mcu-report";
import { mcuList, mcuText } from "../../../../src/core/mcu/mcu-text";

describe("mcuReport", () => {
  it("keeps the contract of the command line", () => {
    const report = mcuReport(findDevices("STM32F407VGT6").candidates[0]!);
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({
      part: "STM32F407VG",
      core: "cm4",
      vectors: 98,
      vectorTableAlignment: 512,
      systemBootloader: { line: "STM32F40xxx/41xxx", jumpAddress: 0x1fff0000, condition: null },
    });
    expect(report.memories[0]).toEqual({
      name: "Flash",
      kind: "flash",
      base: 0x08000000,
      size: 0x100000,
      eraseUnits: [
        { base: 0x08000000, size: 0x4000, count: 4 },
        { base: 0x08010000, size: 0x10000, count: 1 },
        { base: 0x08020000, size: 0x20000, count: 7 },
      ],
      programUnit: 1,
      doubt: null,
    });
    expect(report.memories.find((memory) => memory.kind === "ccm")?.programUnit).toBeNull();
  });

  it("has null where there is nothing", () => {
    const report = mcuReport(findDevices("K64F").candidates[0]!);
    expect(report.systemBootloader).toBeNull();
    expect(mcuReport(findDevices("STM32F030F4").candidates[0]!).vectorTableAlignment).toBeNull();
  });

  it("can be made of every chip there is", () => {
    for (const family of ["C0", "C5", "F0", "F1", "F4", "H7", "L1", "MP", "N6", "U5", "WB", "WL"]) {
      for (const device of findDevices(`STM32${family}`).candidates) {
        expect(mcuText(mcuReport(device))).toContain(device.part);
      }
    }
  });
});

describe("the system bootloader in the report", () => {
  const romOf = (name: string) => mcuReport(findDevices(name).candidates[0]!).systemBootloader!;

  it("has what AN2606 and the field know", () => {
    expect(romOf("STM32F407VG")).toMatchObject({
      pid: 0x413,
      idAddress: 0x1fff77de,
      interfaces: { usbDfu: true, usart: ["USART1", "USART3"], i2c: ["I2C1", "I2C2", "I2C3"], can: ["CAN2"] },
      ramUsed: [{ base: 0x20000000, size: 12 * 1024 }],
      emptyCheck: false,
      dualBankBoot: false,
      remap: { available: true, register: "SYSCFG->MEMRMP", clockEnable: "RCC_APB2ENR SYSCFGEN" },
      trustZone: "none",
      dualCore: null,
      watchdog: "refreshed",
    });
    expect(romOf("STM32F407VG").reports.length).toBeGreaterThan(0);
    expect(romOf("STM32H747XI").dualCore).not.toBeNull();
    expect(romOf("STM32U585AI").trustZone).not.toBe("none");
    expect(romOf("STM32L475VG").emptyCheck).not.toBeNull();
  });

  it("has every member for every chip, null where it is not known", () => {
    const members = Object.keys(romOf("STM32F407VG")).sort();
    for (const name of ["STM32F103C8", "STM32H563ZI", "STM32L053R8", "STM32WB55RG", "STM32G031K8", "STM32MP157CA"])
      expect(Object.keys(JSON.parse(JSON.stringify(romOf(name))) as object).sort(), name).toEqual(members);
  });
});

describe("mcuList", () => {
  it("names each part once", () => {
    const { candidates } = findDevices("STM32F429xx");
    expect(mcuList("STM32F429xx", candidates.map(mcuReport)).split("\n")).toEqual([
      "3 chips fit STM32F429xx; all of one is told when it is named:",
      "  STM32F429xG  cm4, 1024 KiB of flash",
      "  STM32F429xI  cm4, 2048 KiB of flash",
      "  STM32F429xE  cm4, 512 KiB of flash",
      "",
    ]);
  });
});

describe("mcuText", () => {
  it("says one fact per line", () => {
    const lines = mcuText(mcuReport(findDevices("STM32G474RE").candidates[0]!)).split("\n");
    expect(lines[0]).toBe("STM32G474RE (STM32G4), DBANK = 1 (factory)");
    expect(lines).toContain("Core cm4: 118 vectors, table aligned to 0x200");
    expect(lines).toContain("  0x08000000..0x0803ffff  Flash bank 1, 256 KiB: pages 128 × 2 KiB");
    expect(lines).toContain(
      "Flash: written in units of 8 bytes, each unit once after an erase; erased bytes read 0xff",
    );
    expect(lines).toContain("  jump address 0x1fff0000, jump conditional");
  });

  it("prints doubt, and nothing that is not known", () => {
    const text = mcuText(mcuReport(findDevices("STM32F205RB").candidates[0]!));
    expect(text).toContain("In doubt: sources differ on where SRAM2 lies");
    expect(mcuText(mcuReport(findDevices("RP2040").candidates[0]!))).toContain("System bootloader: none known");
    expect(text).not.toMatch(/null|undefined/);
  });
});
