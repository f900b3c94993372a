import { describe, expect, it } from "vitest";
import { stretchAt } from "../../../../src/core/mcu/addresses";
import { allDevices } from "../../../../src/core/mcu/all-devices";
import type { AddressRange } from "../../../../src/core/mcu/device";
import { english } from "../../../../src/core/text";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const vectors = ".isr_vector : { KEEP(*(.isr_vector)) } >FLASH";
const code = ".text : { *(.text*) *(.rodata*) } >FLASH";

/** A script with these lines in MEMORY, sections, and assignments in front. */
const script = (memory: string, sections = `${vectors}\n  ${code}`, symbols = ""): string =>
  `ENTRY(Reset_Handler)\n${symbols}MEMORY\n{\n${memory}\n}\nSECTIONS\n{\n  ${sections}\n}\n`;

const flash = "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K";

interface Case {
  readonly what: string;
  readonly files: Files;
  /** `severity file:line code` of every finding. */
  readonly finds: readonly string[];
  /** Texts that the fixes, each by itself, lead to: `file: text` → replaced. Absent: there is no fix. */
  readonly mended?: readonly (readonly [from: string, to: string])[];
}

async function found(files: Files): Promise<string[]> {
  const { located, lines } = await checkFiles(files);
  return located.map(({ severity }, index) => `${severity} ${lines[index] ?? ""}`);
}

/** Everything that fails: what is found, what each fix writes, and that nothing is found afterwards. */
function failing(cases: readonly Case[]): void {
  it.each(cases)("fails: $what", async ({ files, finds, mended = [] }) => {
    expect(await found(files)).toEqual(finds);
    const { findings } = await checkFiles(files);
    const fixes = findings.flatMap((finding) => finding.fixes);
    const results = fixes.map((fix) => applyEdits(files, fix.edits));
    const expected = mended.map(([from, to]) => {
      const changed = Object.entries(files).map(([name, text]) => [name, String(text).replace(from, to)] as const);
      expect(changed.some(([name, text]) => files[name] !== text)).toBe(true);
      return Object.fromEntries(changed);
    });
    expect(results).toEqual(expected);
    for (const result of results) expect(await found(result)).toEqual([]);
  });
}

function silent(cases: readonly (readonly [what: string, files: Files])[]): void {
  it.each(cases)("is silent: %s", async (_what, files) => {
    expect(await found(files)).toEqual([]);
  });
}

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
  silent([
    ["banks that touch", whole("STM32H743ZITX", "2048K")],
    ["a region that ends with its bank", whole("STM32H743VGTX", "512K")],
    [
      "swapping in a comment, or in the library",
      {
        ...whole("STM32H743ZITX", "2048K"),
        "main.c": "// OB_SWAP_BANK_ENABLE\n/* OB_SWAP_BANK_ENABLE */\nint main(void) { return 0; }\n",
        "Drivers/STM32H7xx_HAL_Driver/Inc/stm32h7xx_hal_flash_ex.h": "#define OB_SWAP_BANK_ENABLE 1\n",
      },
    ],
    [
      "swapping on a chip with one bank",
      { ...whole("STM32F407VGTX", "1024K"), "main.c": "void f(void) { g(OB_SWAP_BANK_ENABLE); }\n" },
    ],
    ["L1 where the sources dispute a hole", whole("STM32L151VDTX", "384K")],
  ]);
});

const pair = (part: string, boot: string, app: string, more: Files = {}): Files => ({
  [`bootloader/${part}.ld`]: boot,
  [`application/${part}.ld`]: app,
  ...more,
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

describe("vector-section-not-first", () => {
  const of = (sections: string, part = "STM32F407VGTX"): Files => ({ [`${part}.ld`]: script(flash, sections) });
  failing([
    {
      what: "code in the same section",
      files: of(".text : { *(.text*) KEEP(*(.isr_vector)) } >FLASH"),
      finds: ["error STM32F407VGTX.ld:8 vector-section-not-first"],
      mended: [["*(.text*) KEEP(*(.isr_vector)) }", "KEEP(*(.isr_vector)) *(.text*)  }"]],
    },
    {
      what: "code in a section before it",
      files: of(`${code}\n  ${vectors}`),
      finds: ["error STM32F407VGTX.ld:9 vector-section-not-first"],
      mended: [[`${code}\n  ${vectors}\n`, `${vectors}\n  ${code}\n`]],
    },
    {
      what: "initial values in front, which lie in flash too; the chip is not known",
      files: {
        "app.ld": script(
          `${flash}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 16K`,
          `.data : { *(.data*) } >RAM AT>FLASH\n  ${vectors}`,
        ),
      },
      finds: ["error app.ld:10 vector-section-not-first"],
      mended: [
        [`.data : { *(.data*) } >RAM AT>FLASH\n  ${vectors}\n`, `${vectors}\n  .data : { *(.data*) } >RAM AT>FLASH\n`],
      ],
    },
    {
      what: "a header in front of what the chip boots",
      files: of(`.header : { KEEP(*(.header)) . = 0x200; } >FLASH\n  ${vectors}`),
      finds: ["error STM32F407VGTX.ld:9 vector-section-not-first"],
      mended: [
        [
          `.header : { KEEP(*(.header)) . = 0x200; } >FLASH\n  ${vectors}\n`,
          `${vectors}\n  .header : { KEEP(*(.header)) . = 0x200; } >FLASH\n`,
        ],
      ],
    },
  ]);
  silent([
    ["first", of(`${vectors}\n  ${code}`)],
    ["first in .text", of(".text : { KEEP(*(.isr_vector)) *(.text*) } >FLASH")],
    ["libopencm3", of(".text : { *(.vectors) *(.text*) } >FLASH")],
    ["an address of its own", of(`${code}\n  .isr_vector 0x08000000 : { KEEP(*(.isr_vector)) } >FLASH`)],
    [
      "code in another region",
      {
        "STM32F407VGTX.ld": script(
          `${flash}\n  ROM2 (rx) : ORIGIN = 0x08020000, LENGTH = 128K`,
          `.text : { *(.text*) } >ROM2\n  ${vectors}`,
        ),
      },
    ],
    ["a named file that may be empty", of(`.boot : { *boot*.o(.text*) } >FLASH\n  ${vectors}`)],
    ["a table in RAM", of(`${vectors}\n  ${code}\n  .ram_vector (NOLOAD) : { *(.ram_vector) } >FLASH`)],
    [
      "a core that is not ours: its table may lie anywhere",
      { "app.ld": script("  FLASH (rx) : ORIGIN = 0, LENGTH = 64K", ".text : { *(.text*) KEEP(*(.vectors)) } >FLASH") },
    ],
    ["discarded", of(`/DISCARD/ : { *(.text.unused*) }\n  ${vectors}`)],
  ]);
  it("a header in front of an application behind a bootloader", async () => {
    const files = {
      "STM32F407VGTX.ld": script(
        "  FLASH (rx) : ORIGIN = 0x08020000, LENGTH = 64K",
        `.header : { KEEP(*(.header)) . = 0x200; } >FLASH\n  ${vectors}`,
      ),
    };
    expect(await found(files)).toEqual([]);
  });
});

describe("vector-section-not-kept", () => {
  const of = (sections: string, more: Files = {}, top = ""): Files => ({
    "STM32F407VGTX.ld": script(flash, sections, top),
    ...more,
  });
  const bare = ".isr_vector : { *(.isr_vector) } >FLASH";
  const init = ".init_array : { KEEP(*(.init_array)) } >FLASH";
  failing([
    {
      what: "a script that keeps others",
      files: of(`${bare}\n  ${init}`),
      finds: ["warning STM32F407VGTX.ld:8 vector-section-not-kept"],
      mended: [["*(.isr_vector)", "KEEP(*(.isr_vector))"]],
    },
    {
      what: "a build that collects garbage",
      files: of(`.isr_vector : { . = ALIGN(4);\n    *startup*.o( .isr_vector )\n  } >FLASH`, {
        Makefile: "LDFLAGS += -Wl,--gc-sections -TSTM32F407VGTX.ld\n",
      }),
      finds: ["warning STM32F407VGTX.ld:9 vector-section-not-kept"],
      mended: [["*startup*.o( .isr_vector )", "KEEP(*startup*.o( .isr_vector ))"]],
    },
  ]);
  silent([
    ["kept", of(`${vectors}\n  ${init}`)],
    ["nothing says that garbage is collected", of(bare)],
    ["EXTERN of the table", of(`${bare}\n  ${init}`, {}, "EXTERN(vector_table)\n")],
    ["kept at another place", of(`${bare}\n  .keep : { KEEP(*(.isr_vector)) } >FLASH`)],
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

describe("vector-table-not-relocated on a Cortex-M0", () => {
  const app = script("  FLASH (rx) : ORIGIN = 0x08004000, LENGTH = 32K");
  const of = (main: string, more: Files = {}): Files => ({ "STM32F072RBTX.ld": app, "main.c": main, ...more });
  const mapped = "void remap(void) { __HAL_SYSCFG_REMAPMEMORY_SRAM(); }\n";
  failing([
    {
      what: "nothing maps RAM to 0",
      files: of("int main(void) { return 0; }\n"),
      finds: ["warning STM32F072RBTX.ld:4 vector-table-not-relocated"],
    },
    {
      what: "only the library could",
      files: of("int main(void) { return 0; }\n", {
        "Drivers/STM32F0xx_HAL_Driver/Inc/stm32f0xx_hal.h":
          "#define __HAL_SYSCFG_REMAPMEMORY_SRAM() do { SYSCFG->CFGR1 |= 3; } while (0)\n",
      }),
      finds: ["warning STM32F072RBTX.ld:4 vector-table-not-relocated"],
    },
  ]);
  silent([
    ["HAL", of(mapped)],
    ["the register", of("int main(void) { SYSCFG->CFGR1 |= 3; return 0; }\n")],
    ["the standard library", of("int main(void) { SYSCFG_MemoryRemapConfig(SYSCFG_MemoryRemap_SRAM); return 0; }\n")],
    ["no code in sight", { "STM32F072RBTX.ld": app }],
    [
      "at the boot address",
      {
        "STM32F072RBTX.ld": script("  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K"),
        "main.c": "int main(void) { return 0; }\n",
      },
    ],
    ["a core with VTOR", { "STM32L072CZTX.ld": app, "main.c": "int main(void) { return 0; }\n" }],
  ]);

  it("is silent where the bootloader of the set does it", async () => {
    const files = pair("STM32F072RBTX", script("  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 16K"), app, {
      "bootloader/main.c": mapped,
      "application/main.c": "int main(void) { return 0; }\n",
    });
    expect(await found(files)).toEqual([]);
  });
});

describe("no-init-lost", () => {
  const jump = "void dfu(void) { __set_MSP(*(uint32_t *)0x1FFF0000); ((void (*)(void))*(uint32_t *)0x1FFF0004)(); }\n";
  const of = (origin: string, section: string, main = jump): Files => ({
    "STM32F407VGTX.ld": script(
      `${flash}\n  KEEP_RAM (rw) : ORIGIN = ${origin}, LENGTH = 256\n  RAM (rwx) : ORIGIN = 0x20008000, LENGTH = 64K`,
      `${vectors}\n  ${code}\n  ${section} (NOLOAD) : { *(${section}) } >KEEP_RAM`,
    ),
    "main.c": main,
  });
  failing([
    {
      what: "what is kept by its name",
      files: of("0x20000000", ".persistent"),
      finds: ["warning STM32F407VGTX.ld:5 no-init-lost"],
      mended: [["0x20000000", "0x20003000"]],
    },
    {
      what: "what may have to be kept",
      files: of("0x20000000", ".noinit"),
      finds: ["information STM32F407VGTX.ld:5 no-init-lost"],
      mended: [["0x20000000", "0x20003000"]],
    },
  ]);
  silent([
    ["behind what the ROM uses", of("0x20007F00", ".persistent")],
    ["a request to enter the ROM", of("0x20000000", ".boot_flag")],
    ["no jump to the ROM", of("0x20000000", ".persistent", "int main(void) { return 0; }\n")],
  ]);
});

describe("no-init-mismatch", () => {
  const image = (origin: string, section: string, at: string, region = "NOINIT"): string =>
    script(
      `  FLASH (rx) : ORIGIN = ${origin}, LENGTH = 32K\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 64K\n  ${region} (rw) : ORIGIN = ${at}, LENGTH = 256`,
      `${vectors}\n  ${code}\n  ${section} (NOLOAD) : { KEEP(*(${section})) } >${region}`,
    );
  const of = (section: string, boot: string, app: string, region?: string): Files =>
    pair("STM32F407VGTX", image("0x08000000", section, boot), image("0x08008000", section, app, region));
  failing([
    {
      what: "a block of its own region",
      files: of(".noinit", "0x20010000", "0x20011000"),
      finds: ["warning application/STM32F407VGTX.ld:6 no-init-mismatch"],
      mended: [
        ["0x20011000", "0x20010000"],
        ["0x20010000", "0x20011000"],
      ],
    },
    {
      what: "a block whose name says it, in regions of different names",
      files: of(".boot_flag", "0x20010000", "0x20011000", "FLAGS"),
      finds: ["warning application/STM32F407VGTX.ld:6 no-init-mismatch"],
      mended: [
        ["0x20011000", "0x20010000"],
        ["0x20010000", "0x20011000"],
      ],
    },
  ]);
  silent([
    ["at one address", of(".noinit", "0x20010000", "0x20010000")],
    ["each has its own", of(".noinit", "0x20010000", "0x20011000", "MINE")],
  ]);
});

describe("fixes", () => {
  it("say what they do", async () => {
    const { findings } = await checkFiles({
      "STM32F407VGTX.ld": script(flash, ".text : { *(.text*) KEEP(*(.isr_vector)) } >FLASH"),
    });
    expect(findings.flatMap((finding) => finding.fixes.map((fix) => english(fix.title)))).toEqual([
      "Put .isr_vector first",
    ]);
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
