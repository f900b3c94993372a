import { describe, expect, it } from "vitest";
import { stretchAt } from "../../../../src/core/mcu/addresses";
import { allDevices } from "../../../../src/core/mcu/all-devices";
import type { AddressRange } from "../../../../src/core/mcu/device";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";
import { code, failing, flash, found, pair, script, silent, vectors } from "../../../support/rule-tables";

describe("region-outside-memory", () => {
  const f407 = (line: string, section = ""): Files => ({
    "STM32F407VGTX.ld": script(`${flash}\n${line}`, `${vectors}\n  ${code}\n  ${section}`),
  });
  failing([
    {
      what: "RAM behind the end of RAM, used",
      files: f407("  RAM (rwx) : ORIGIN = 0x20020000, LENGTH = 64K", ".bss : { *(.bss*) } >RAM"),
      finds: ["error STM32F407VGTX.ld:5 region-outside-memory"],
      mended: [["0x20020000", "0x20000000"]],
    },
    {
      what: "CCM behind the end of CCM, not used",
      files: f407("  CCM (rw) : ORIGIN = 0x10010000, LENGTH = 64K"),
      finds: ["warning STM32F407VGTX.ld:5 region-outside-memory"],
      mended: [["0x10010000", "0x10000000"]],
    },
    {
      what: "flash behind the end of flash; its place is in use",
      files: f407("  DATA (r) : ORIGIN = 0x08100000, LENGTH = 64K"),
      finds: ["warning STM32F407VGTX.ld:5 region-outside-memory"],
    },
    {
      what: "the hole between the banks of an H743VG",
      files: { "STM32H743VGTX.ld": script(`${flash}\n  DATA (r) : ORIGIN = 0x08080000, LENGTH = 64K`) },
      finds: ["warning STM32H743VGTX.ld:5 region-outside-memory"],
    },
  ]);
  const codeAt = (origin: string, part = "STM32F407VGTX"): Files => ({
    [`${part}.ld`]: script(`  FLASH (rx) : ORIGIN = ${origin}, LENGTH = 64K`),
  });
  failing([
    ...["0x09000000", "0x18000000", "0x28000000", "0x40000000", "0xE8000000", "0x02000000"].map((origin) => ({
      what: `code at ${origin}`,
      files: codeAt(origin),
      finds: ["error STM32F407VGTX.ld:4 region-outside-memory"],
      mended: [[origin, "0x08000000"]] as const,
    })),
    ...["0x1FFF0000", "0x00000000", "0x23FFFC00", "0x40000000", "0xE0000000"].map((origin) => ({
      what: `variables at ${origin}`,
      files: f407(`  RAM (rwx) : ORIGIN = ${origin}, LENGTH = 64K`, ".bss : { *(.bss*) } >RAM"),
      finds: ["error STM32F407VGTX.ld:5 region-outside-memory"],
      mended: [[`RAM (rwx) : ORIGIN = ${origin}`, "RAM (rwx) : ORIGIN = 0x20000000"]] as const,
    })),
    ...["0x00800000", "0x00FF0000"].map((origin) => ({
      what: `code behind the view at address 0, at ${origin}`,
      files: codeAt(origin),
      finds: ["error STM32F407VGTX.ld:4 region-outside-memory"],
      mended: [[origin, "0x08000000"]] as const,
    })),
    {
      what: "variables in flash",
      files: f407("  RAM (rwx) : ORIGIN = 0x08020000, LENGTH = 64K", ".bss : { *(.bss*) } >RAM"),
      finds: ["error STM32F407VGTX.ld:5 region-outside-memory"],
      mended: [["0x08020000", "0x20000000"]],
    },
    {
      what: "RAM of another family",
      files: f407("  RAM_D2 (rwx) : ORIGIN = 0x30000000, LENGTH = 64K", ".d2 : { *(.d2*) } >RAM_D2"),
      finds: ["error STM32F407VGTX.ld:5 region-outside-memory"],
      mended: [["0x30000000", "0x20000000"]],
    },
  ]);
  silent([
    ["everything linked at address 0", codeAt("0x00000000")],
    ["code in QSPI flash", codeAt("0x90000000")],
    ["code in HSPI flash", codeAt("0xA0000000", "STM32U5A5ZJTX")],
    ["code in RAM", codeAt("0x20000000")],
    ["code in ITCM", codeAt("0x00000000", "STM32H743ZITX")],
    [
      "packet memory of USB",
      f407("  PMA (rw) : ORIGIN = 0x40006000, LENGTH = 512", ".pma (NOLOAD) : { *(.pma) } >PMA"),
    ],
    ["initial values only", f407("  DATA (r) : ORIGIN = 0x08020000, LENGTH = 64K", ".params : { *(.params) } >DATA")],
    ["external RAM", f407("  SDRAM (rwx) : ORIGIN = 0xD0000000, LENGTH = 8M")],
    ["FMC", f407("  PSRAM (rwx) : ORIGIN = 0x60000000, LENGTH = 8M")],
    ["QSPI", f407("  QSPI (rx) : ORIGIN = 0x90000000, LENGTH = 16M")],
    ["a placeholder", f407("  MEMORY_B1 (rx) : ORIGIN = 0x20020000, LENGTH = 0")],
    ["the boot view", f407("  ALIAS (rx) : ORIGIN = 0x00000000, LENGTH = 1M")],
    ["bit-band", f407("  BITBAND (rw) : ORIGIN = 0x22000000, LENGTH = 4M")],
    ["backup SRAM", f407("  BKP (rw) : ORIGIN = 0x40024000, LENGTH = 4K")],
    ["option bytes", f407("  OB (r) : ORIGIN = 0x1FFFC000, LENGTH = 16")],
    ["OTP", f407("  OTP (r) : ORIGIN = 0x1FFF7800, LENGTH = 1K")],
    ["system memory", f407("  ROM (rx) : ORIGIN = 0x1FFF0000, LENGTH = 30K")],
    ["an unknown chip", { "app.ld": script(`${flash}\n  RAM (rwx) : ORIGIN = 0x20800000, LENGTH = 64K`) }],
    [
      "TrustZone's views",
      {
        "STM32L562QEIX.ld": script(
          "  FLASH (rx) : ORIGIN = 0x0C000000, LENGTH = 256K\n  RAM (rwx) : ORIGIN = 0x30000000, LENGTH = 96K\n  OUT (rw) : ORIGIN = 0x30800000, LENGTH = 1K",
        ),
      },
    ],
    [
      "RAM whose size the sources dispute",
      { "STM32F205RBTX.ld": script(`${flash}\n  RAM2 (rwx) : ORIGIN = 0x20010000, LENGTH = 16K`) },
    ],
    ["data EEPROM", { "STM32L072CZTX.ld": script(`${flash}\n  EEPROM (rw) : ORIGIN = 0x08080000, LENGTH = 6K`) }],
    [
      "flash that one source alone places",
      { "STM32C551RCTX.ld": script(`${flash}\n  DATA (r) : ORIGIN = 0x08030000, LENGTH = 8K`) },
    ],
    ["behind data EEPROM", { "STM32L072CZTX.ld": script(`${flash}\n  OB (r) : ORIGIN = 0x08082000, LENGTH = 16`) }],
    ["ITCM flash", { "STM32F746ZGTX.ld": script(`${flash}\n  ITCM (rx) : ORIGIN = 0x00200000, LENGTH = 1M`) }],
    [
      "bank 2 behind the hole",
      { "STM32H743VGTX.ld": script(`${flash}\n  B2 (r) : ORIGIN = 0x08100000, LENGTH = 512K`) },
    ],
  ]);
});

describe("region-exceeds-memory", () => {
  failing([
    {
      what: "RAM",
      files: { "STM32F407VGTX.ld": script(`${flash}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 192K`) },
      finds: ["error STM32F407VGTX.ld:5 region-exceeds-memory"],
      mended: [["LENGTH = 192K", "LENGTH = 128K"]],
    },
  ]);
  silent([
    [
      "OTP with its lock bytes",
      { "STM32F407VGTX.ld": script(`${flash}\n  OTP (r) : ORIGIN = 0x1FFF7800, LENGTH = 1K`) },
    ],
    [
      "SRAM and CCM that touch",
      { "STM32G474RETX.ld": script(`${flash}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K`) },
    ],
  ]);
});

describe("region-across-banks", () => {
  const whole = (part: string, length: string): Files => ({
    [`${part}.ld`]: script(`  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = ${length}`),
  });
  failing([
    {
      what: "over the hole of an H743VG",
      files: whole("STM32H743VGTX", "1024K"),
      finds: ["warning STM32H743VGTX.ld:4 region-across-banks"],
      mended: [["1024K", "512K"]],
    },
    {
      what: "into the bank that is swapped",
      files: {
        ...whole("STM32H743ZITX", "2048K"),
        "main.c": "void update(void) { ob.USERConfig = OB_SWAP_BANK_ENABLE; HAL_FLASHEx_OBProgram(&ob); }\n",
      },
      finds: ["warning STM32H743ZITX.ld:4 region-across-banks"],
      mended: [["2048K", "1024K"]],
    },
    {
      what: "over a hole that an option bit makes",
      files: whole("STM32G473RCTX", "256K"),
      finds: ["information STM32G473RCTX.ld:4 region-across-banks"],
      mended: [["256K", "128K"]],
    },
  ]);
  it("leaves the end of the last bank to region-exceeds-memory", async () => {
    const files = {
      "STM32H743ZITX.ld": script("  FLASH (rx) : ORIGIN = 0x08100000, LENGTH = 2048K"),
      "main.c": "void update(void) { program(OB_SWAP_BANK_ENABLE); }\n",
    };
    expect(await found(files)).toEqual(["error STM32H743ZITX.ld:4 region-exceeds-memory"]);
  });
  silent([
    ["banks that touch", whole("STM32H743ZITX", "2048K")],
    ["a region that ends with its bank", whole("STM32H743VGTX", "512K")],
    [
      "swapping in a comment, or in the library",
      {
        ...whole("STM32H743ZITX", "2048K"),
        "main.c": "// OB_SWAP_BANK_ENABLE\n/* OB_SWAP_BANK_ENABLE */\nint main(void) { return 0; }\n",
        "lib/stm32h7xx_hal_flash_ex.h": "#define OB_SWAP_BANK_ENABLE 1\n",
      },
    ],
    [
      "swapping on a chip with one bank",
      { ...whole("STM32F407VGTX", "1024K"), "main.c": "void f(void) { g(OB_SWAP_BANK_ENABLE); }\n" },
    ],
    ["L1 where the sources dispute a hole", whole("STM32L151VDTX", "384K")],
  ]);
});

describe("program-unit-shared", () => {
  const state = (end: string, start: string, type = "(NOLOAD)", part = "STM32L475VGTX"): Files => ({
    [`${part}.ld`]: script(
      `  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = ${end}\n  STATE (rw) : ORIGIN = ${start}, LENGTH = 0x100`,
      `${vectors}\n  ${code}\n  .state ${type} : { *(.state) } >STATE`,
    ),
  });
  failing([
    {
      what: "an image and what is written at run time",
      files: state("0x7804", "0x08007804"),
      finds: ["warning STM32L475VGTX.ld:5 program-unit-shared"],
      mended: [["0x7804", "0x7800"]],
    },
  ]);
  silent([
    ["on the boundary", state("0x7808", "0x08007808")],
    ["two parts of one image", state("0x7804", "0x08007804", "")],
    ["a chip that writes bytes", state("0x7804", "0x08007804", "(NOLOAD)", "STM32F407VGTX")],
    ["an unknown chip", state("0x7804", "0x08007804", "(NOLOAD)", "app")],
  ]);

  it("two images that meet in one unit", async () => {
    const files = pair(
      "STM32L475VGTX",
      script("  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 0x8004"),
      script("  FLASH (rx) : ORIGIN = 0x08008004, LENGTH = 64K"),
    );
    const { findings } = await checkFiles(files);
    const own = findings.filter((finding) => finding.code === "program-unit-shared");
    expect(own.map((finding) => finding.severity)).toEqual(["error"]);
    const mended = applyEdits(files, own[0]?.fixes[0]?.edits ?? []);
    expect(String(mended["application/STM32L475VGTX.ld"])).toContain("ORIGIN = 0x08008800");
    expect(await found(mended)).toEqual([]);
  });
});

describe("image-overlap", () => {
  const overlapping = pair(
    "STM32F407VGTX",
    script("  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K"),
    script("  FLASH (rx) : ORIGIN = 0x08008000, LENGTH = 64K"),
  );
  failing([
    {
      what: "where only a declared LENGTH reaches in, as a warning",
      files: overlapping,
      finds: ["warning bootloader/STM32F407VGTX.ld:4 image-overlap"],
      mended: [["ORIGIN = 0x08000000, LENGTH = 64K", "ORIGIN = 0x08000000, LENGTH = 32K"]],
    },
  ]);
});

describe("trustzone-overlap", () => {
  const sets = JSON.stringify({
    sets: [
      {
        name: "n",
        device: "STM32L562QE",
        images: [
          { name: "secure", linkerScript: "s/secure.ld" },
          { name: "nonsecure", linkerScript: "n/nonsecure.ld" },
        ],
      },
    ],
  });
  const data = `${vectors}\n  ${code}\n  .bss : { *(.bss*) } >RAM`;
  const of = (secure: string, nonsecure: string, sections = data): Files => ({
    "bootsmith.json": sets,
    "s/secure.ld": script(secure, sections),
    "n/nonsecure.ld": script(nonsecure, sections),
  });
  const region = (name: string, origin: string, length: string): string =>
    `  ${name} (rwx) : ORIGIN = ${origin}, LENGTH = ${length}`;
  const good = [
    `${region("FLASH", "0x0C000000", "256K")}\n${region("RAM", "0x30000000", "96K")}`,
    `${region("FLASH", "0x08040000", "256K")}\n${region("RAM", "0x20018000", "96K")}`,
  ] as const;
  failing([
    {
      what: "flash by a declared length",
      files: of(good[0].replace("256K", "512K"), good[1]),
      finds: ["warning s/secure.ld:4 trustzone-overlap"],
      mended: [["512K", "256K"]],
    },
    {
      what: "RAM",
      files: of(good[0].replace("96K", "128K"), good[1]),
      finds: ["error s/secure.ld:5 trustzone-overlap"],
      mended: [["128K", "96K"]],
    },
  ]);
  silent([
    ["side by side", of(...good)],
    ["a region that only names the other world's", of(`${good[0]}\n${region("NS", "0x08040000", "256K")}`, good[1])],
    ["the same by the other image", of(good[0], `${good[1]}\n${region("S", "0x0C000000", "512K")}`)],
    [
      "both views in one image",
      {
        ...of(...good),
        "s/secure.ld": script(
          `${good[0]}\n${region("SHARED", "0x20000000", "1K")}`,
          `${data}\n  .shared (NOLOAD) : { *(.shared) } >SHARED`,
        ),
      },
    ],
    ["two scripts of no set", { ...of(good[0].replace("96K", "128K"), good[1]), "bootsmith.json": '{ "sets": [] }' }],
  ]);
});

describe("stack-top", () => {
  const of = (symbols: string, part = "STM32F407VGTX"): Files => ({
    [`${part}.ld`]: script(`${flash}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K`, undefined, symbols),
  });
  failing([
    {
      what: "beyond RAM",
      files: of("_estack = 0x20030000;\n"),
      finds: ["error STM32F407VGTX.ld:2 stack-top"],
      mended: [["0x20030000", "0x20020000"]],
    },
    {
      what: "the last byte of RAM",
      files: of("_estack = 0x2001FFFF;\n"),
      finds: ["warning STM32F407VGTX.ld:2 stack-top"],
      mended: [["0x2001FFFF", "0x20020000"]],
    },
    {
      what: "aligned to 4",
      files: of("PROVIDE(__StackTop = 0x2001FFFC);\n"),
      finds: ["warning STM32F407VGTX.ld:2 stack-top"],
      mended: [["0x2001FFFC", "0x2001FFF8"]],
    },
    {
      what: "in flash",
      files: of("__initial_sp = 0x08010000;\n"),
      finds: ["error STM32F407VGTX.ld:2 stack-top"],
      mended: [["0x08010000", "0x20020000"]],
    },
    {
      what: "at the first byte of RAM",
      files: of("_estack = 0x20000000;\n"),
      finds: ["error STM32F407VGTX.ld:2 stack-top"],
      mended: [["_estack = 0x20000000", "_estack = 0x20020000"]],
    },
    {
      what: "not aligned, on an unknown chip",
      files: of("_estack = 0x2001FFFF;\n", "app"),
      finds: ["warning app.ld:2 stack-top"],
      mended: [["0x2001FFFF", "0x20020000"]],
    },
  ]);
  silent([
    ["the end of RAM", of("_estack = ORIGIN(RAM) + LENGTH(RAM);\n")],
    ["in the middle of RAM", of("_estack = 0x20010000;\n")],
    ["the end of CCM", of("_estack = 0x10010000;\n")],
    ["external RAM", of("_estack = 0xD0800000;\n")],
    ["an unknown chip", of("_estack = 0x20050000;\n", "app")],
    ["DTCM", { "STM32H743ZITX.ld": script(flash, undefined, "_estack = 0x20020000;\n") }],
    ["SRAM2 through the code bus", { "STM32L475VGTX.ld": script(flash, undefined, "_estack = 0x10008000;\n") }],
    ["secure SRAM", { "STM32L562QEIX.ld": script(flash, undefined, "_estack = 0x30018000;\n") }],
    ["the RAM of another core", of("__stack = 0x8008ff;\n", "app")],
    ["a size", of("__stack_size = 0x123;\n_Min_Stack_Size = 0x401;\n")],
    ["a value that only the link knows", of("_estack = ADDR(.text) + 3;\n")],
  ]);

  it("leaves a region that is too long to that region", async () => {
    const files = {
      "STM32F407VGTX.ld": script(
        `${flash}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 192K`,
        undefined,
        "_estack = ORIGIN(RAM) + LENGTH(RAM);\n",
      ),
    };
    expect(await found(files)).toEqual(["error STM32F407VGTX.ld:6 region-exceeds-memory"]);
  });
});

describe("the plain project of every chip", () => {
  const range = (name: string, { base, size }: AddressRange): string =>
    `  ${name} (rwx) : ORIGIN = 0x${base.toString(16)}, LENGTH = 0x${size.toString(16)}`;

  it("has no finding at warning level or above: all its memories and views are regions", async () => {
    const loud: string[] = [];
    const parts = allDevices().flatMap(({ devices }) => devices[0] ?? []);
    for (const device of parts) {
      const first = device.memories.find((memory) => memory.kind === "flash");
      const flashStretch = first && stretchAt(device, first.base);
      if (flashStretch === undefined) continue;
      const others = device.memories.filter((memory) => memory.kind !== "flash");
      const ram = others.find((memory) => memory.kind === "sram");
      const views = [...others, ...device.aliases].map((one, index) => range(one === ram ? "RAM" : `M${index}`, one));
      const { located, lines } = await checkFiles(
        {
          "app.ld": script(
            [range("FLASH", flashStretch), ...views].join("\n"),
            `${vectors}\n  ${code}\n  .data : { *(.data*) } >RAM AT>FLASH`,
            "_estack = ORIGIN(RAM) + LENGTH(RAM);\n",
          ),
          "main.c": "int main(void) { return 0; }\n",
        },
        { device: device.part },
      );
      loud.push(
        ...lines
          .filter((_, index) => located[index]?.severity !== "information")
          .map((line) => `${device.part} ${line}`),
      );
    }
    expect(parts.length).toBeGreaterThan(400);
    expect(loud).toEqual([]);
  }, 60_000);
});
