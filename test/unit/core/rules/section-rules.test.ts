import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text";
import { checkFiles, type Files } from "../../../support/memory-tree";
import { code, failing, flash, found, pair, script, silent, vectors } from "../../../support/rule-tables";

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
    ["room that is not loaded", of(`.room (NOLOAD) : { *(.data*) } >FLASH\n  ${vectors}`)],
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
        "lib/stm32f0xx_hal.h": "#define __HAL_SYSCFG_REMAPMEMORY_SRAM() do { SYSCFG->CFGR1 |= 3; } while (0)\n",
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
  it("does not move a block onto another region", async () => {
    const files = of(".noinit", "0x20010000", "0x2000FF00");
    const { findings } = await checkFiles(files);
    expect(findings.map((finding) => finding.fixes.map((fix) => english(fix.title)))).toEqual([
      ["Begin NOINIT of application at 0x20010000"],
    ]);
  });
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

describe("vector-table-not-relocated with TrustZone", () => {
  const app = script("  FLASH (rx) : ORIGIN = 0x08100000, LENGTH = 1024K");
  const system = "/* #define USER_VECT_TAB_ADDRESS */\nvoid SystemInit(void) {}\n";
  silent([
    [
      "the secure program starts the other world",
      {
        "Secure/STM32U585AIIXQ_FLASH.ld": script("  FLASH (rx) : ORIGIN = 0x0C000000, LENGTH = 1024K"),
        "NonSecure/STM32U585AIIXQ_FLASH.ld": app,
        "NonSecure/Src/system_stm32u5xx_ns.c": system,
      },
    ],
  ]);

  it("is found where a bootloader in sight starts it", async () => {
    const files = pair("STM32U585AIIXQ", script("  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1024K"), app, {
      "application/system_stm32u5xx.c": system,
    });
    expect((await found(files)).map((line) => line.split(" ").pop())).toEqual(["vector-table-not-relocated"]);
  });
});
