import { describe, expect, it } from "vitest";
import { chipData } from "../../../../src/core/mcu/load-chip-data";
import { registersOf } from "../../../../src/core/mcu/registers";
import type { Bits, RegisterRow } from "../../../../src/core/mcu/registers/row";
import { systemBootloaderOf } from "../../../../src/core/mcu/system-bootloader";
import { referenceRows } from "./reference-rows";

/** Parts that stand for the device lines of AN2606 whose ROM can be entered, and L0, where users do. */
const PARTS = referenceRows("system-bootloaders.txt")
  .flatMap((fields) => (fields.at(-1) ?? "").split(" "))
  .filter((part) => {
    const rom = systemBootloaderOf(part)!;
    return rom.jumpAddress !== null && rom.jumpStatus !== "unknown";
  });

function bitsOf(row: RegisterRow): Bits[] {
  const { clock, syscfgClock, backup, gpioA, caches = [], clockProtection, secondCoreBoot } = row;
  return [
    ...(clock === null ? [] : [clock.on, clock.ready, clock.select, clock.status, clock.selected, ...clock.off]),
    ...(syscfgClock === null ? [] : [syscfgClock]),
    ...(backup?.unlock ?? []),
    gpioA.clock,
    ...caches.flatMap(({ enable, busy }) => [enable, busy]),
    ...[clockProtection, secondCoreBoot].filter((bits) => bits !== undefined),
  ];
}

describe("registers", () => {
  it.each(PARTS)("%s has exactly one row, of its series", (part) => {
    const fitting = chipData().REGISTERS.filter(({ parts }) => parts.test(part.toUpperCase()));
    expect(fitting.map(({ series }) => series)).toEqual([systemBootloaderOf(part)!.series]);
  });

  it("takes names in any case", () => {
    expect(registersOf(" stm32f407vgt6 ")).toBe(registersOf("STM32F407xx"));
    expect(registersOf("STM32")).toBeUndefined();
    expect(registersOf("K64F")).toBeUndefined();
  });

  it.each(PARTS)("%s: remap, its clock and the caches are those of AN2606's row", (part) => {
    const rom = systemBootloaderOf(part)!;
    const row = registersOf(part)!;
    const remap = rom.remap?.available === true ? rom.remap : undefined;
    expect(row.memoryRemap?.register).toBe(remap?.register);
    if (remap !== undefined) {
      const [register, ...names] = remap.clockEnable?.split(/[ /]/) ?? [];
      expect(row.syscfgClock?.register).toBe(register?.replace("RCC_", "RCC->"));
      const known = names.map((name) => `${register ?? ""}_${name}`);
      expect(Object.keys(row.syscfgClock?.bits ?? {}).every((name) => known.includes(name))).toBe(true);
    }
    // AN2606's line holds U595 beside U599; only the latter has the second data cache (stm32u595xx.h).
    const missing = /^STM32U5[9A]5/.test(part) ? ["DCACHE2"] : [];
    const caches = rom.caches?.startsWith("icache") === true ? rom.caches.toUpperCase().split(" ") : [];
    const expected = caches.filter((cache) => !missing.includes(cache)).map((cache) => `${cache}->CR`);
    expect((row.caches ?? []).map(({ enable }) => enable.register)).toEqual(expected);
    expect(row.clockProtection !== undefined).toBe(rom.series === "STM32H7RS");
  });

  it.each(chipData().REGISTERS.map((row) => [row.parts.source, row] as const))("%s: masks are sound", (_, row) => {
    for (const { register, address, bits } of bitsOf(row)) {
      expect(address % 4, register).toBe(0);
      expect(address >= 0x40000000 && address < 0x60000000, `${register} is a peripheral`).toBe(true);
      const prefix = register.replace("->", "_").replace(/^DCACHE\d/, "DCACHE");
      let seen = 0;
      for (const [name, mask] of Object.entries(bits)) {
        expect(name.startsWith(`${prefix}_`), `${name} of ${register}`).toBe(true);
        expect(mask > 0 && mask <= 0xffffffff && (seen & mask) === 0, `${name} overlaps`).toBe(true);
        seen |= mask;
      }
    }
    const { field, systemMemory, sram } = row.memoryRemap ?? { field: { none: 0 }, systemMemory: {}, sram: {} };
    const all = Object.values(field)[0] ?? 0;
    for (const value of [...Object.values(systemMemory), ...Object.values(sram)]) expect(value & ~all).toBe(0);
  });

  it("a clock register is written once to open the backup domain", () => {
    for (const { parts, backup } of chipData().REGISTERS) {
      const registers = backup?.unlock.map(({ register }) => register) ?? [];
      expect(new Set(registers).size, parts.source).toBe(registers.length);
    }
  });

  it("one register has one address in a series, and one macro one value", () => {
    const known = new Map<string, number>();
    for (const row of chipData().REGISTERS) {
      for (const { register, address, bits } of bitsOf(row)) {
        for (const [name, value] of [[register, address] as const, ...Object.entries(bits)]) {
          const key = `${row.parts.source} ${name}`;
          expect(known.get(key) ?? value, key).toBe(value);
          known.set(key, value);
        }
      }
    }
  });
});
