import type { ReferenceBank, ReferenceCore, ReferenceGeometry } from "../unit/core/mcu/reference-rows";
import type { Files } from "./memory-tree";
import {
  built,
  cubePattern,
  flashPieces,
  linkerScript,
  plainProject,
  ramPieces,
  systemFile,
  type Piece,
} from "./whole-flash-project";

/** First addresses of the erase units of a bank, and the address behind the last. */
function boundaries({ base, runs }: ReferenceBank): number[] {
  const found = [base];
  for (const { count, size } of runs)
    for (let unit = 0; unit < count; unit++) found.push((found.at(-1) ?? base) + size);
  return found;
}

/** Where an application behind a bootloader may begin in the first bank: a quarter of it away, on an erase unit of every layout. */
function applicationStart(row: ReferenceGeometry): number | undefined {
  const [first] = row.layouts.map(({ banks }) => flashPieces(banks)[0]);
  if (first === undefined) return undefined;
  const starts = row.layouts.map(({ banks }) => new Set(banks.flatMap(boundaries)));
  for (let at = first.base + Math.max(0x2000, first.size / 4); at < first.base + first.size; at += 0x400)
    if (at % 0x400 === 0 && starts.every((units) => units.has(at))) return at;
  return undefined;
}

/** A bootloader and an application side by side, as people make them from two CubeMX projects. */
export function bootloaderAndApplication(row: ReferenceGeometry, part: string, core: ReferenceCore): Files | undefined {
  const [flash] = row.layouts.map(({ banks }) => flashPieces(banks)[0]);
  const at = applicationStart(row);
  if (flash === undefined || at === undefined) return undefined;
  const ram = ramPieces(row);
  const own = (name: string, files: Files): Files =>
    Object.fromEntries(Object.entries(files).map(([path, content]) => [`${name}/${path}`, content]));
  const piece = (base: number, end: number): Piece => ({ name: "FLASH", base, size: end - base });
  const project = { part, ram, core, style: "user-address" } as const;
  const application = plainProject({ ...project, flash: [piece(at, flash.base + flash.size)] });
  const family = part.slice(5, 7).toLowerCase();
  const offset = `0x${(at - flash.base).toString(16).padStart(8, "0")}U`;
  return {
    ...own("bootloader", plainProject({ ...project, flash: [piece(flash.base, at)] })),
    "bootloader/Core/Src/main.c": jumpingMain(at),
    ...own("application", application),
    [`application/Core/Src/system_stm32${family}xx.c`]: relocated(systemFile(family, core, "user-address"), offset),
    "application/Core/Src/main.c": core.id === "cm0" ? copyingMain : "int main(void) { for (;;) { } }\n",
  };
}

function relocated(text: string, offset: string): string {
  return text
    .replace("/* #define USER_VECT_TAB_ADDRESS */", "#define USER_VECT_TAB_ADDRESS")
    .replace(/(FLASH_BASE\n#define VECT_TAB_OFFSET +)0x00000000U/, `$1${offset}`);
}

function jumpingMain(at: number): string {
  return `#include "main.h"

#define APP_ADDRESS 0x${at.toString(16).toUpperCase().padStart(8, "0")}UL

static void start_application(void)
{
  uint32_t stack = *(volatile uint32_t *)APP_ADDRESS;
  uint32_t entry = *(volatile uint32_t *)(APP_ADDRESS + 4U);
  __disable_irq();
  __set_MSP(stack);
  ((void (*)(void))entry)();
}

int main(void)
{
  HAL_Init();
  if ((*(volatile uint32_t *)APP_ADDRESS) != 0xFFFFFFFFUL) {
    start_application();
  }
  for (;;) {
  }
}
`;
}

/** A Cortex-M0 has no VTOR: the application copies its table to the start of RAM and maps that to address 0. */
const copyingMain = `#include <string.h>
#include "main.h"

extern const uint32_t g_pfnVectors[48];
static uint32_t ram_vectors[48] __attribute__((section(".ram_vectors")));

int main(void)
{
  memcpy(ram_vectors, g_pfnVectors, sizeof ram_vectors);
  __HAL_RCC_SYSCFG_CLK_ENABLE();
  __HAL_SYSCFG_REMAPMEMORY_SRAM();
  HAL_Init();
  for (;;) {
  }
}
`;

/** The debugger's twin of CubeIDE, and a program that lives in RAM alone. */
export function ramProjects(row: ReferenceGeometry, part: string, core: ReferenceCore): Files {
  const [flash] = row.layouts.map(({ banks }) => flashPieces(banks));
  const ram = ramPieces(row);
  const pattern = cubePattern(part);
  const main = ram.find(({ base }) => base === 0x20000000) ?? ram[0]!;
  return {
    ...plainProject({ part, flash: flash ?? [], ram, core, style: "offset" }),
    [`${pattern.toUpperCase()}_RAM.ld`]: linkerScript(
      pattern,
      [{ ...main, name: "RAM" }, ...(flash ?? []).slice(0, 1)],
      "RAM",
    ),
    [`factory-test/${pattern.toUpperCase()}.ld`]: linkerScript(pattern, [{ ...main, name: "RAM" }], "RAM"),
  };
}

interface Image {
  readonly folder: string;
  readonly script: string;
  readonly regions: readonly Piece[];
  readonly family: string;
  readonly vectors: number;
  readonly base: string;
}

const kib = 1024;

function image({ folder, script, regions, family, vectors, base }: Image): Files {
  const flash = regions.find(({ name }) => name === "FLASH")!;
  const ram = regions.find(({ name }) => name === "RAM")!;
  return {
    [`${folder}/${script}.ld`]: linkerScript(script.replace(/TX.*$/, "Tx"), regions, "FLASH"),
    [`${folder}/Core/Src/system_stm32${family}xx.c`]: `#define VECT_TAB_OFFSET 0x00000000U\nvoid SystemInit(void)\n{\n  SCB->VTOR = ${base} | VECT_TAB_OFFSET;\n}\n`,
    [`${folder}/Core/Src/main.c`]: "int main(void) { for (;;) { } }\n",
    ...built(flash.base, ram.base + ram.size, vectors, `${folder}/Debug`),
  };
}

function piece(name: string, base: number, size: number): Piece {
  return { name, base, size };
}

/** Pairs and splits that ST's own templates and manuals have, each legal on its chip; by name. */
export const variants: Readonly<Record<string, Files>> = {
  "STM32H745: a program for each core, each in its bank": {
    "board.ioc": "Mcu.UserName=STM32H745ZITx\n",
    ...image({
      folder: "CM7",
      script: "STM32H745ZITX_FLASH",
      family: "h7",
      vectors: 166,
      base: "FLASH_BANK1_BASE",
      regions: [
        piece("FLASH", 0x08000000, 1024 * kib),
        piece("RAM", 0x24000000, 512 * kib),
        piece("DTCMRAM", 0x20000000, 128 * kib),
        piece("ITCMRAM", 0, 64 * kib),
      ],
    }),
    ...image({
      folder: "CM4",
      script: "STM32H745ZITX_FLASH",
      family: "h7",
      vectors: 166,
      base: "FLASH_BANK2_BASE",
      regions: [piece("FLASH", 0x08100000, 1024 * kib), piece("RAM", 0x10000000, 288 * kib)],
    }),
  },
  "STM32L552: a secure and a non-secure project": {
    ...image({
      folder: "Secure",
      script: "STM32L552ZETXQ_FLASH",
      family: "l5",
      vectors: 125,
      base: "0x0C000000UL",
      regions: [
        piece("FLASH", 0x0c000000, 248 * kib),
        piece("ROM_NSC", 0x0c03e000, 8 * kib),
        piece("RAM", 0x30000000, 96 * kib),
      ],
    }),
    ...image({
      folder: "NonSecure",
      script: "STM32L552ZETXQ_FLASH",
      family: "l5",
      vectors: 125,
      base: "0x08040000UL",
      regions: [
        piece("FLASH", 0x08040000, 256 * kib),
        piece("RAM", 0x20018000, 96 * kib),
        piece("RAM2", 0x20030000, 64 * kib),
      ],
    }),
  },
  "STM32U575: a secure and a non-secure project": {
    ...image({
      folder: "Secure",
      script: "STM32U575ZITXQ_FLASH",
      family: "u5",
      vectors: 141,
      base: "0x0C000000UL",
      regions: [
        piece("FLASH", 0x0c000000, 1016 * kib),
        piece("FLASH_NSC", 0x0c0fe000, 8 * kib),
        piece("RAM", 0x30000000, 384 * kib),
      ],
    }),
    ...image({
      folder: "NonSecure",
      script: "STM32U575ZITXQ_FLASH",
      family: "u5",
      vectors: 141,
      base: "0x08100000UL",
      regions: [piece("FLASH", 0x08100000, 1024 * kib), piece("RAM", 0x20060000, 384 * kib)],
    }),
  },
  "STM32F429: one program over both banks, with external RAM and flash, and CCM": image({
    folder: "firmware",
    script: "STM32F429ZITX_FLASH",
    family: "f4",
    vectors: 107,
    base: "FLASH_BASE",
    regions: [
      piece("RAM", 0x20000000, 192 * kib),
      piece("CCMRAM", 0x10000000, 64 * kib),
      piece("SDRAM", 0xd0000000, 8192 * kib),
      piece("QSPI", 0x90000000, 16384 * kib),
      piece("FLASH", 0x08000000, 2048 * kib),
    ],
  }),
  "STM32F429: an image for each bank, swapped by the bootloader in the chip": {
    ...image({
      folder: "slot_a",
      script: "STM32F429ZITX_A",
      family: "f4",
      vectors: 107,
      base: "FLASH_BASE",
      regions: [piece("RAM", 0x20000000, 192 * kib), piece("FLASH", 0x08000000, 1024 * kib)],
    }),
    ...image({
      folder: "slot_b",
      script: "STM32F429ZITX_B",
      family: "f4",
      vectors: 107,
      base: "0x08100000UL",
      regions: [piece("RAM", 0x20000000, 192 * kib), piece("FLASH", 0x08100000, 1024 * kib)],
    }),
  },
  "STM32F405: vectors in the first sector, settings in the next ones, code behind them": {
    "board.ioc": "Mcu.UserName=STM32F405RGTx\n",
    "firmware.ld": `ENTRY(Reset_Handler)
MEMORY
{
  RAM (xrw) : ORIGIN = 0x20000000, LENGTH = 128K
  FLASH_ISR (rx) : ORIGIN = 0x08000000, LENGTH = 16K
  FLASH_FS (rx) : ORIGIN = 0x08004000, LENGTH = 112K
  FLASH_TEXT (rx) : ORIGIN = 0x08020000, LENGTH = 896K
}
_estack = ORIGIN(RAM) + LENGTH(RAM);
SECTIONS
{
  .isr_vector : { KEEP(*(.isr_vector)) } >FLASH_ISR
  .text : { *(.text*) *(.rodata*) } >FLASH_TEXT
  _sidata = LOADADDR(.data);
  .data : { *(.data*) } >RAM AT> FLASH_TEXT
  .bss (NOLOAD) : { *(.bss*) *(COMMON) } >RAM
}
`,
  },
  "STM32WB55: the wireless stack keeps the end of flash, and shares RAM": image({
    folder: "firmware",
    script: "STM32WB55RGTX_FLASH",
    family: "wb",
    vectors: 79,
    base: "FLASH_BASE",
    regions: [
      piece("FLASH", 0x08000000, 512 * kib),
      piece("RAM", 0x20000008, 0x2fff8),
      piece("RAM_SHARED", 0x20030000, 10 * kib),
    ],
  }),
  "STM32L475: a block that survives the reset, the second RAM at its other address": image({
    folder: "firmware",
    script: "STM32L475VGTX_FLASH",
    family: "l4",
    vectors: 98,
    base: "FLASH_BASE",
    regions: [
      piece("RAM", 0x20000000, 96 * kib - 256),
      piece("NOINIT", 0x20017f00, 256),
      piece("RAM2", 0x10000000, 32 * kib),
      piece("FLASH", 0x08000000, 1022 * kib),
      piece("SETTINGS", 0x080ff800, 2 * kib),
    ],
  }),
  "STM32L072: EEPROM as a region": image({
    folder: "firmware",
    script: "STM32L072RBTX_FLASH",
    family: "l0",
    vectors: 48,
    base: "FLASH_BASE",
    regions: [
      piece("RAM", 0x20000000, 20 * kib),
      piece("EEPROM", 0x08080000, 6 * kib),
      piece("FLASH", 0x08000000, 128 * kib),
    ],
  }),
};
