import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Text of one file by its path below the workspace. */
export type Tree = ReadonlyMap<string, string>;

/** A chip as its vendor's tools write it into a project. */
interface Chip {
  readonly part: string;
  readonly define: string;
  readonly family: string;
  readonly flash: number;
  readonly ram: number;
  /** A place for an application behind a bootloader: a multiple of every erase unit in front of it. */
  readonly application: number;
}

const chips: readonly Chip[] = [
  { part: "STM32F407VGTx", define: "STM32F407xx", family: "f4", flash: 1024, ram: 128, application: 0x20000 },
  { part: "STM32L475VGTx", define: "STM32L475xx", family: "l4", flash: 1024, ram: 96, application: 0x10000 },
  { part: "STM32F103C8Tx", define: "STM32F103xB", family: "f1", flash: 64, ram: 20, application: 0x4000 },
  { part: "STM32G071RBTx", define: "STM32G071xx", family: "g0", flash: 128, ram: 36, application: 0x8000 },
  { part: "STM32F746ZGTx", define: "STM32F746xx", family: "f7", flash: 1024, ram: 320, application: 0x20000 },
];

/** Files of one board: a lone program, or every fourth time a bootloader and an application. */
const filesOfBoard = 75;

/** A repository of many boards, as a vendor's examples or a company's products stand in one: `count` files or a few less. */
export function repositoryOfBoards(count: number): Tree {
  const tree = new Map<string, string>();
  for (let number = 0; tree.size + filesOfBoard <= count; number++) {
    const chip = chips[number % chips.length];
    if (chip === undefined) break;
    const board = `boards/${chip.part.slice(0, 9).toLowerCase()}-${String(number).padStart(2, "0")}`;
    const before = tree.size;
    if (number % 4 === 3) {
      program(tree, `${board}/bootloader`, chip, 0, chip.application);
      program(tree, `${board}/application`, chip, chip.application, chip.flash * 1024 - chip.application);
    } else program(tree, board, chip, 0, chip.flash * 1024);
    for (let file = 0; tree.size - before < filesOfBoard; file++) vendorFile(tree, board, chip, file);
  }
  for (let page = 0; tree.size < count; page++) tree.set(`doc/note-${page}.md`, `# Note ${page}\n`);
  return tree;
}

export function writeTree(tree: Tree, folder: string): void {
  for (const [path, text] of tree) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const modules = ["adc", "can", "display", "flash_store", "logger", "motor", "protocol", "sensors", "shell", "watchdog"];

function program(tree: Map<string, string>, folder: string, chip: Chip, offset: number, length: number): void {
  const name = chip.part.toUpperCase();
  const file = (path: string, text: string): unknown => tree.set(`${folder}/${path}`, text);
  file(`${name.toLowerCase()}.ioc`, `#MicroXplorer Configuration settings\nMcu.UserName=${chip.part}\n`);
  file("Makefile", `DEVICE = ${chip.part.slice(0, 11).toLowerCase()}\nCFLAGS = -D${chip.define} -Os\n`);
  file(`${name}_FLASH.ld`, linkerScript(300, chip, offset, length));
  file(`${name}_RAM.ld`, linkerScript(200, chip, offset, length));
  file(`Core/Startup/startup_${chip.define.toLowerCase()}.s`, startup());
  file(`Core/Src/system_stm32${chip.family}xx.c`, systemFile(chip, offset));
  file("Core/Src/main.c", mainFile(chip, offset));
  for (const [index, module] of modules.entries()) {
    file(`Core/Src/${module}.c`, cFile(module, 160 + 40 * index));
    file(`Core/Inc/${module}.h`, header(module, 30));
  }
}

function vendorFile(tree: Map<string, string>, board: string, { family }: Chip, number: number): void {
  const base = `${board}/Drivers/STM32${family.toUpperCase()}xx_HAL_Driver`;
  const name = `stm32${family}xx_hal_part${number >> 1}`;
  if (number % 2 === 0) tree.set(`${base}/Src/${name}.c`, cFile(name, 500));
  else tree.set(`${base}/Inc/${name}.h`, header(name, 200));
}

/** A linker script of so many lines, as CubeIDE writes it and people lengthen it. */
export function linkerScript(lines: number, chip: Chip = chips[0]!, offset = 0, length = chip.flash * 1024): string {
  const head = `/*
** Linker script for ${chip.part}, ${chip.flash}Kbytes FLASH, ${chip.ram}Kbytes RAM
*/

ENTRY(Reset_Handler)

_estack = ORIGIN(RAM) + LENGTH(RAM);

_Min_Heap_Size = 0x200;
_Min_Stack_Size = 0x400;

MEMORY
{
  RAM    (xrw) : ORIGIN = 0x20000000, LENGTH = ${chip.ram}K
  FLASH  (rx)  : ORIGIN = 0x${(0x08000000 + offset).toString(16)}, LENGTH = ${length / 1024}K
}

SECTIONS
{
  .isr_vector :
  {
    . = ALIGN(4);
    KEEP(*(.isr_vector))
    . = ALIGN(4);
  } >FLASH

  .text :
  {
    *(.text*)
    *(.rodata*)
    . = ALIGN(4);
    _etext = .;
  } >FLASH
  _sidata = LOADADDR(.data);
  .data :
  {
    _sdata = .;
    *(.data*)
    _edata = .;
  } >RAM AT> FLASH
  .bss :
  {
    _sbss = .;
    *(.bss*)
    *(COMMON)
    _ebss = .;
  } >RAM
`;
  const tables: string[] = [];
  for (let size = head.split("\n").length; size + 8 <= lines; size += 8) {
    const name = `table_${tables.length}`;
    tables.push(
      `  .${name} :\n  {\n    . = ALIGN(4);\n    PROVIDE_HIDDEN(__${name}_start = .);\n` +
        `    KEEP(*(SORT(.${name}.*)))\n    KEEP(*(.${name}))\n    __${name}_size = . - __${name}_start;\n  } >FLASH\n`,
    );
  }
  return `${head}${tables.join("")}}\n`;
}

function startup(): string {
  const handlers = Array.from({ length: 90 }, (_, number) => `  .word IRQ${number}_Handler`);
  return `  .syntax unified\n  .section .isr_vector,"a"\ng_pfnVectors:\n  .word _estack\n  .word Reset_Handler\n${handlers.join("\n")}\n`;
}

function systemFile({ family }: Chip, offset: number): string {
  return `#include "stm32${family}xx.h"

#define USER_VECT_TAB_ADDRESS
#if defined(USER_VECT_TAB_ADDRESS)
#define VECT_TAB_BASE_ADDRESS   FLASH_BASE
#define VECT_TAB_OFFSET         0x${offset.toString(16).padStart(8, "0")}U
#endif

uint32_t SystemCoreClock = 4000000U;

void SystemInit(void)
{
#if defined(USER_VECT_TAB_ADDRESS)
  SCB->VTOR = VECT_TAB_BASE_ADDRESS | VECT_TAB_OFFSET;
#endif
}
${cFile("clock", 120)}`;
}

function mainFile(chip: Chip, offset: number): string {
  const jump = `
#define APP_ADDRESS 0x${(0x08000000 + chip.application).toString(16)}UL

static void start_application(void)
{
  const uint32_t *vectors = (const uint32_t *)APP_ADDRESS;
  __set_MSP(vectors[0]);
  ((void (*)(void))vectors[1])();
}
`;
  return `#include "main.h"\n${offset === 0 ? jump : ""}${cFile("main", 250)}`;
}

function header(name: string, lines: number): string {
  const guard = name.toUpperCase();
  const defines = Array.from({ length: lines }, (_, index) => `#define ${guard}_CR${index}_Pos (${index % 32}U)`);
  return `#ifndef ${guard}_H\n#define ${guard}_H\n#include <stdint.h>\n${defines.join("\n")}\n#endif\n`;
}

/** About so many lines of driver code. */
function cFile(name: string, lines: number): string {
  const parts = [`#include "${name}.h"\n#include <string.h>\n\n#define ${name.toUpperCase()}_TIMEOUT 1000U\n`];
  for (let number = 0; number * 14 < lines; number++) {
    parts.push(`
/**
  * @brief  Step ${number} of ${name}: waits for the flag, then hands the word over.
  */
static int ${name}_step_${number}(volatile uint32_t *base, uint32_t value)
{
  uint32_t waited = 0U;
  while ((base[${number % 8}] & (1UL << ${number % 32})) == 0U) {
    if (++waited > ${name.toUpperCase()}_TIMEOUT) { return -${number + 1}; }
  }
  base[${(number + 3) % 8}] = value | 0x${(number * 0x1234567).toString(16)}UL;
  return 0;
}
`);
  }
  return parts.join("");
}
