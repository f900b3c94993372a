import { describe, expect, it } from "vitest";
import { eraseUnitAt, memoryAt, physical, stretchAt } from "../../../../src/core/mcu/addresses";
import type { Device } from "../../../../src/core/mcu/device";
import { findDevices } from "../../../../src/core/mcu/find-device";

const K = 1024;

function only(name: string): Device {
  const { candidates } = findDevices(name);
  expect(candidates).toHaveLength(1);
  return candidates[0]!;
}

function units(device: Device): [number, number][] {
  return device.memories
    .filter((m) => m.kind === "flash")
    .flatMap((m) => m.eraseRuns.map((r): [number, number] => [r.size, r.count]));
}

describe("the chips of the samples, figure by figure", () => {
  it("STM32F407VG", () => {
    const device = only("STM32F407VGT6");
    expect(device.cores).toEqual([
      { id: "cm4", vectors: 98, hasVtor: true, vectorAlignment: 0x200, documentedVectorAlignment: 0x200 },
    ]);
    expect(units(device)).toEqual([
      [16 * K, 4],
      [64 * K, 1],
      [128 * K, 7],
    ]);
    expect(device).toMatchObject({
      eraseUnit: "sector",
      programUnit: 1,
      erased: 0xff,
      rewrite: "bits-1-to-0",
      family: "STM32F4",
    });
    expect(memoryAt(device, 0x10000000)).toMatchObject({ name: "CCMRAM", kind: "ccm", size: 64 * K });
    expect(stretchAt(device, 0x20000000)).toEqual({ base: 0x20000000, size: 128 * K });
    expect(memoryAt(device, 0x1fff0000)).toMatchObject({ kind: "system", size: 30 * K });
    expect(memoryAt(device, 0x1fff7800)).toMatchObject({ kind: "otp", size: 528 });
    expect(memoryAt(device, 0x40024000)).toMatchObject({ kind: "backup-sram", size: 4 * K });
  });

  it("STM32L475VG", () => {
    const device = only("STM32L475VGTx");
    expect(units(device)).toEqual([
      [2 * K, 256],
      [2 * K, 256],
    ]);
    expect(stretchAt(device, 0x08020800)).toEqual({ base: 0x08000000, size: 1024 * K });
    expect(memoryAt(device, 0x10000000)).toMatchObject({ name: "SRAM2", kind: "sram", size: 32 * K });
    expect(device).toMatchObject({ eraseUnit: "page", programUnit: 8, rewrite: "once", aliases: [] });
    expect(device.cores[0]).toMatchObject({ vectors: 98, vectorAlignment: 0x200 });
  });

  it("STM32H747XI", () => {
    const device = only("STM32H747XI");
    const flash = device.memories.filter((memory) => memory.kind === "flash");
    expect(flash.map(({ name, base, size, eraseRuns }) => ({ name, base, size, eraseRuns }))).toEqual([
      {
        name: "Flash bank 1",
        base: 0x08000000,
        size: 1024 * K,
        eraseRuns: [{ base: 0x08000000, size: 128 * K, count: 8 }],
      },
      {
        name: "Flash bank 2",
        base: 0x08100000,
        size: 1024 * K,
        eraseRuns: [{ base: 0x08100000, size: 128 * K, count: 8 }],
      },
    ]);
    expect(device.cores.map(({ id, vectors, vectorAlignment }) => ({ id, vectors, vectorAlignment }))).toEqual([
      { id: "cm7", vectors: 166, vectorAlignment: 0x400 },
      { id: "cm4", vectors: 166, vectorAlignment: 0x400 },
    ]);
    expect(device.programUnit).toBe(32);
    expect(physical(device, 0x10000010)).toBe(0x30000010);
    expect(memoryAt(device, 0x00000000)).toMatchObject({ kind: "itcm" });
    expect(memoryAt(device, 0x20000000)).toMatchObject({ kind: "dtcm" });
  });

  it("STM32F429ZI has two banks whose pattern starts again", () => {
    const device = only("STM32F429ZI");
    expect(eraseUnitAt(memoryAt(device, 0x08100000)!, 0x08110000)).toEqual({
      base: 0x08110000,
      size: 64 * K,
      index: 4,
    });
    expect(only("STM32F439ZI").memories.filter((memory) => memory.kind === "flash")).toHaveLength(2);
  });

  it("STM32F030F4 has no VTOR", () => {
    expect(only("STM32F030F4P6").cores).toEqual([
      { id: "cm0", vectors: 44, hasVtor: false, vectorAlignment: null, documentedVectorAlignment: null },
    ]);
  });

  it.each([
    ["STM32F103C8", 0x100, 0x200],
    ["STM32L151C6", 0x100, 0x200],
    ["STM32F407VG", 0x200, 0x200],
    ["STM32G031K8", 0x100, 0x200],
    ["STM32L072CZ", 0x100, 0x200],
    ["STM32C031C6", 0x100, 0x100],
    ["STM32H563ZI", 0x400, 0x400],
    ["STM32WBA52CG", 0x200, 0x200],
  ])("%s: needs %i, ST asks %i", (part, needed, documented) => {
    expect(only(part).cores[0]).toMatchObject({ vectorAlignment: needed, documentedVectorAlignment: documented });
  });

  it("WL55: ST asks less of the Cortex-M0+", () => {
    expect(
      only("STM32WL55JC").cores.map(({ id, documentedVectorAlignment }) => [id, documentedVectorAlignment]),
    ).toEqual([
      ["cm4", 0x200],
      ["cm0p", 0x100],
    ]);
  });

  it("L0 and L1 erase to zero and keep data EEPROM apart from flash", () => {
    const device = only("STM32L072CZ");
    expect(device.erased).toBe(0);
    expect(memoryAt(device, 0x08080000)?.kind).toBe("eeprom");
    expect(only("STM32L151CC").erased).toBe(0);
  });

  it("F7 shows flash through ITCM", () => {
    const [single, dual] = findDevices("STM32F767ZI").candidates;
    expect(single!.variant).toBe("nDBANK = 1 (factory)");
    expect(dual!.variant).toBe("nDBANK = 0");
    expect(physical(single!, 0x00200000)).toBe(0x08000000);
    expect(physical(dual!, 0x00300000)).toBe(0x08100000);
  });

  it("TrustZone parts show flash and SRAM twice, their siblings without TrustZone do not", () => {
    const device = only("STM32U585AI");
    expect(physical(device, 0x0c100000)).toBe(0x08100000);
    expect(physical(device, 0x30000000)).toBe(0x20000000);
    expect(physical(device, 0x38000000)).toBe(0x28000000);
    expect(only("STM32H503CB").aliases).toEqual([]);
    expect(only("STM32WBA50KG").aliases).toEqual([]);
  });

  it("L4+ and G4 show RAM twice", () => {
    expect(physical(findDevices("STM32L4R5ZI").candidates[0]!, 0x10000000)).toBe(0x20030000);
    expect(physical(findDevices("STM32L4P5ZG").candidates[0]!, 0x10000000)).toBe(0x20020000);
    expect(physical(findDevices("STM32G474RE").candidates[0]!, 0x10000000)).toBe(0x20018000);
  });

  it("G474RE: factory layout first", () => {
    expect(findDevices("STM32G474RE").candidates.map((device) => [device.variant, units(device)])).toEqual([
      [
        "DBANK = 1 (factory)",
        [
          [2 * K, 128],
          [2 * K, 128],
        ],
      ],
      ["DBANK = 0", [[4 * K, 128]]],
    ]);
  });

  it("MK64FN1M0VLL12", () => {
    const device = only("K64F");
    expect(units(device)).toEqual([[4 * K, 256]]);
    expect(device.memories[0]!.base).toBe(0);
    expect(device.cores).toEqual([
      { id: "cm4", vectors: 102, hasVtor: true, vectorAlignment: 0x200, documentedVectorAlignment: 0x200 },
    ]);
    expect(device.reserved).toEqual([expect.objectContaining({ base: 0x400, size: 0x10 })]);
  });

  it("marks what the sources do not agree on", () => {
    const device = only("STM32F205RB");
    expect(device.doubt).toHaveLength(1);
    expect(memoryAt(device, 0x20000000)?.doubt).toBeDefined();
    expect(memoryAt(device, 0x08000000)?.doubt).toBeUndefined();
    expect(only("STM32F405RG").doubt).toEqual([]);
  });
});

describe("stretchAt", () => {
  it("stops at a hole and at another kind of memory", () => {
    const device = only("STM32H743VG");
    expect(stretchAt(device, 0x08000000)).toEqual({ base: 0x08000000, size: 512 * K });
    expect(stretchAt(device, 0x08080000)).toBeUndefined();
    expect(stretchAt(only("STM32F746ZG"), 0x20000000)).toEqual({ base: 0x20000000, size: 64 * K });
  });

  it("answers through a view", () => {
    expect(stretchAt(only("STM32F746ZG"), 0x00200000)).toEqual({ base: 0x08000000, size: 1024 * K });
  });
});
