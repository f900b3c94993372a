import { describe, expect, it } from "vitest";
import * as scripts from "./realistic-scripts";
import { complaints, plain, read, regionTable, symbolTable } from "./reading";

// Every number below was compared with the map that arm-none-eabi-ld 2.40 writes for the same script.
describe("scripts as projects have them", () => {
  it("STM32CubeMX", () => {
    const script = read(scripts.cubeMx);
    expect(script.problems).toEqual([]);
    expect(regionTable(script)).toEqual({
      RAM2: [0x10000000, 0x8000],
      RAM: [0x20000000, 0x18000],
      HEADER: [0x08020000, 0x800],
      FLASH: [0x08020800, 894 * 1024],
    });
    expect(symbolTable(script)).toMatchObject({ _estack: 0x20018000, _Min_Heap_Size: 0x200, _etext: ["."] });
    expect(script.sections.map((s) => [s.name, s.region, s.loadRegion, plain(s.fixedSize ?? undefined)])).toEqual([
      [".fw_version", "HEADER", null, 0x7fc],
      [".crc", "HEADER", null, undefined],
      [".isr_vector", "FLASH", null, undefined],
      [".text", "FLASH", null, undefined],
      [".ARM.extab", "FLASH", null, undefined],
      [".init_array", "FLASH", null, undefined],
      [".data", "RAM", "FLASH", undefined],
      [".bss", "RAM", null, undefined],
      ["._user_heap_stack", "RAM", null, 0x600],
      ["/DISCARD/", null, null, undefined],
      [".ARM.attributes", null, null, undefined],
    ]);
    expect(script.sections[2]?.inputs.map((input) => input.name)).toEqual([".isr_vector"]);
  });

  it("Mbed OS, with its own defaults", () => {
    const script = read(scripts.mbed);
    expect(script.problems).toEqual([]);
    expect(regionTable(script)).toEqual({
      FLASH: [0x08000000, 0x200000],
      CCM: [0x10000000, 0x10000],
      RAM: [0x200001b0, 0x2fe50],
    });
    expect(symbolTable(script)).toMatchObject({
      __StackTop: 0x20030000,
      __StackLimit: 0x2002fc00,
      __stack: 0x20030000,
    });
    expect(script.sections[0]?.inputs.map((input) => input.name)).toEqual([
      ".isr_vector",
      ".text*",
      ".init",
      ".ctors",
      ".ctors",
      ".ctors.*",
      ".rodata*",
    ]);
  });

  it("Mbed OS, with an application behind a bootloader", () => {
    const script = read(scripts.mbed, {
      defines: { MBED_APP_START: { text: "0x8040000" }, MBED_APP_SIZE: { text: "0x1c0000" } },
    });
    expect(regionTable(script)["FLASH"]).toEqual([0x08040000, 0x1c0000]);
  });

  it("Arduino for STM32, whose sizes come from boards.txt", () => {
    expect(regionTable(read(scripts.arduino))).toEqual({
      FLASH: [["LD_FLASH_OFFSET"], ["LD_MAX_SIZE", "LD_FLASH_OFFSET"]],
      RAM: [0x20000000, ["LD_MAX_DATA_SIZE"]],
    });
    const script = read(scripts.arduino, {
      defsyms: { LD_FLASH_OFFSET: 0x4000n, LD_MAX_SIZE: 524288n, LD_MAX_DATA_SIZE: 131072n },
    });
    expect(script.problems).toEqual([]);
    expect(regionTable(script)).toEqual({ FLASH: [0x08004000, 0x7c000], RAM: [0x20000000, 0x20000] });
  });

  it("libopencm3", () => {
    const script = read(scripts.libopencm3);
    expect(script.problems).toEqual([]);
    expect(script.regions.map((r) => r.name)).toEqual(["rom", "ram", "ccm"]);
    expect(symbolTable(script)).toMatchObject({ _stack: 0x20020000, _data_loadaddr: ["LOADADDR(.data)"] });
    expect(script.sections.find((s) => s.name === ".ccm")).toMatchObject({ region: "ccm", loadRegion: "rom" });
  });

  it("Zephyr", () => {
    const script = read(scripts.zephyr, { defines: scripts.zephyrDefines });
    expect(complaints(script)).toEqual([
      "warning: The included file zephyr/toolchain.h was not found; what it defines is unknown here.",
    ]);
    expect(regionTable(script)).toEqual({
      FLASH: [0x08010000, 0x70000],
      RAM: [0x20000000, 0x20000],
      IDT_LIST: [0xffff7fff, 0x8000],
    });
    expect(script.sections.map((s) => [s.name, s.region, s.loadRegion, s.inputs.map((input) => input.name)])).toEqual([
      ["rom_start", "FLASH", null, [".exc_vector_table", ".exc_vector_table.*"]],
      ["bss", "RAM", "RAM", [".bss", ".bss.*"]],
    ]);
  });

  it("Zephyr without its configuration: unknown, under the names that are missing", () => {
    expect(regionTable(read(scripts.zephyr))).toMatchObject({
      FLASH: [
        ["CONFIG_FLASH_BASE_ADDRESS", "CONFIG_FLASH_LOAD_OFFSET"],
        ["CONFIG_FLASH_SIZE", "CONFIG_FLASH_LOAD_OFFSET"],
      ],
    });
  });

  it("Rust's cortex-m-rt with memory.x", () => {
    const script = read(scripts.rustLink, {}, { "memory.x": scripts.rustMemory });
    expect(script.problems).toEqual([]);
    expect(regionTable(script)).toEqual({ FLASH: [0x08000000, 0x40000], RAM: [0x20000000, 0xa000] });
    expect(plain(script.sections[0]?.address ?? undefined)).toBe(0x08000000);
    expect(script.sections.map((s) => [s.name, s.region])).toEqual([
      [".vector_table", "FLASH"],
      [".text", "FLASH"],
      [".data", "RAM"],
    ]);
    expect(symbolTable(script)).toMatchObject({ _stack_start: 0x2000a000, _ram_start: 0x20000000 });
  });

  it("Rust's memory.x alone", () => {
    expect(regionTable(read(scripts.rustMemory))).toEqual({ FLASH: [0x08000000, 0x40000], RAM: [0x20000000, 0xa000] });
  });

  it("regions computed from symbols and one another", () => {
    const script = read(scripts.bootSymbols, {}, { "regions.ld": "/* nothing yet */" });
    expect(script.problems).toEqual([]);
    expect(regionTable(script)).toEqual({
      BOOT: [0x08000000, 0x20000],
      APP: [0x08020800, 0xdf000],
      SETTINGS: [0x080ff800, 0x800],
      SRAM: [0x20000188, 0x17c00],
      EMPTY: [0, 0],
    });
    expect(script.sections.map((s) => [s.region, s.loadRegion])).toEqual([
      ["APP", null],
      ["SRAM", "APP"],
    ]);
  });

  it("the same for a chip with half the flash", () => {
    const script = read(scripts.bootSymbols, { defsyms: { __flash_size: 0x80000n } }, { "regions.ld": "" });
    expect(regionTable(script)["APP"]).toEqual([0x08020800, 0x5f000]);
    expect(complaints(script)).toEqual(["error: This assertion does not hold: flash too small"]);
  });
});
