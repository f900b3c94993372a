import { describe, expect, it } from "vitest";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { mcuReport, mcuText } from "../../../../src/core/mcu/mcu-report";

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
