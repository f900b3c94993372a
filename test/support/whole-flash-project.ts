import { writeIntelHex } from "../../src/core/image/intel-hex";
import { elfFile } from "../unit/core/image/binary-files";
import type { ReferenceBank, ReferenceCore, ReferenceGeometry } from "../unit/core/mcu/reference-rows";
import type { Files } from "./memory-tree";

/** Bytes in one piece. */
export interface Piece {
  readonly name: string;
  readonly base: number;
  readonly size: number;
}

/** How ST's start-up file offers to relocate the vector table: the define in it, or one to comment in (from 2021 on). */
export type SystemStyle = "offset" | "user-address";

/** One program that a chip's whole flash is for, as STM32CubeIDE makes it. */
export interface PlainProject {
  readonly part: string;
  readonly flash: readonly Piece[];
  readonly ram: readonly Piece[];
  readonly core: ReferenceCore;
  readonly style: SystemStyle;
}

/** The flash of a layout; banks that touch are one piece. */
export function flashPieces(banks: readonly ReferenceBank[]): readonly Piece[] {
  return joined(
    banks.map(({ base, runs }) => ({
      name: "FLASH",
      base,
      size: runs.reduce((sum, { count, size }) => sum + count * size, 0),
    })),
  );
}

/** The RAM of a row; what touches is one piece, a second view of the same bytes is none. */
export function ramPieces({ ram }: ReferenceGeometry): readonly Piece[] {
  return joined(ram.filter(({ view }) => !view));
}

function joined(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const { name, base, size } of pieces.toSorted((a, b) => a.base - b.base)) {
    const before = found.at(-1);
    if (before !== undefined && before.base + before.size === base)
      found[found.length - 1] = { ...before, size: before.size + size };
    else found.push({ name, base, size });
  }
  return found;
}

/** `STM32F407RG` → `STM32F407RGTx`, `STM32L151RB-A` → `STM32L151RBTxA`: the pattern that CubeMX names a part by. */
export function cubePattern(part: string): string {
  const [name = "", suffix = ""] = part.split("-");
  return `${name}Tx${suffix}`;
}

/** The main RAM: where the stack is. ST puts it at 0x20000000 but on lines whose first RAM there is the core's own. */
function mainRam(ram: readonly Piece[]): Piece {
  const [largest] = ram.toSorted((a, b) => b.size - a.size);
  const usual = ram.find(({ base }) => base === 0x20000000);
  if (largest === undefined) throw new Error("A chip without RAM.");
  return usual ?? largest;
}

/** Files of the project, with what a build leaves. */
export function plainProject(project: PlainProject): Files {
  const { part, flash, ram, core, style } = project;
  const pattern = cubePattern(part);
  const line = part.slice(0, 9).toLowerCase();
  const family = line.slice(5, 7);
  const [first] = flash;
  const main = mainRam(ram);
  const named = [{ ...main, name: "RAM" }, ...ram.filter(({ base }) => base !== main.base)];
  const regions = [
    ...named,
    ...flash.map((piece, index) => ({ ...piece, name: index === 0 ? "FLASH" : `FLASH${index + 1}` })),
  ];
  return {
    [`${pattern.toUpperCase()}_FLASH.ld`]: linkerScript(pattern, regions, first === undefined ? "RAM" : "FLASH"),
    [`${part.toLowerCase()}.ioc`]: `#MicroXplorer Configuration settings - do not modify\nMcu.Family=STM32${family.toUpperCase()}\nMcu.UserName=${pattern}\n`,
    [`Core/Startup/startup_${line}${part.slice(9, 11).toLowerCase()}tx.s`]: startup(),
    [`Core/Src/system_stm32${family}xx.c`]: systemFile(family, core, style),
    "Core/Src/main.c": mainFile,
    ...(first === undefined ? {} : built(first.base, main.base + main.size, core.vectors)),
  };
}

/** ELF, HEX and raw binary of a program that is vector table and a reset handler. */
export function built(at: number, stackEnd: number, vectors: number, folder = "Debug"): Files {
  const code = 4 * vectors;
  const data = new Uint8Array(code + 16).fill(0xbf);
  const view = new DataView(data.buffer);
  const handler = at + code + 1;
  for (let vector = 1; vector < vectors; vector++) view.setUint32(4 * vector, handler, true);
  view.setUint32(0, stackEnd, true);
  const segments = [{ address: at, data }];
  return {
    [`${folder}/program.elf`]: elfFile({ segments, entry: handler }),
    [`${folder}/program.hex`]: writeIntelHex(segments, handler),
    [`${folder}/program.bin`]: data,
  };
}

function number(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

/** In KiB where it is that, as ST writes sizes. */
function size(value: number): string {
  return value % 1024 === 0 ? `${value / 1024}K` : String(value);
}

/** ST's script: MEMORY, and the sections that its start-up file needs; code goes into `code`. */
export function linkerScript(chip: string, regions: readonly Piece[], code: string): string {
  const memory = regions.map(
    ({ name, base, size: bytes }) =>
      `  ${name.padEnd(9)}(${/^FLASH/.test(name) ? "rx" : "xrw"})    : ORIGIN = ${number(base)},   LENGTH = ${size(bytes)}`,
  );
  return `/*
******************************************************************************
** @file        : LinkerScript.ld
** @brief       : Linker script for ${chip} Device
**                      Set heap size, stack size and stack location according
**                      to application requirements.
******************************************************************************
*/

/* Entry Point */
ENTRY(Reset_Handler)

/* Highest address of the user mode stack */
_estack = ORIGIN(RAM) + LENGTH(RAM); /* end of "RAM" Ram type memory */

_Min_Heap_Size = 0x200; /* required amount of heap */
_Min_Stack_Size = 0x400; /* required amount of stack */

/* Memories definition */
MEMORY
{
${memory.join("\n")}
}

/* Sections */
SECTIONS
{
  /* The startup code into "${code}" */
  .isr_vector :
  {
    . = ALIGN(4);
    KEEP(*(.isr_vector)) /* Startup code */
    . = ALIGN(4);
  } >${code}

  .text :
  {
    . = ALIGN(4);
    *(.text)
    *(.text*)
    KEEP (*(.init))
    KEEP (*(.fini))
    . = ALIGN(4);
    _etext = .;
  } >${code}

  .rodata :
  {
    . = ALIGN(4);
    *(.rodata)
    *(.rodata*)
    . = ALIGN(4);
  } >${code}

  _sidata = LOADADDR(.data);

  .data :
  {
    . = ALIGN(4);
    _sdata = .;
    *(.data)
    *(.data*)
    . = ALIGN(4);
    _edata = .;
  } >RAM AT> ${code}

  . = ALIGN(4);
  .bss :
  {
    _sbss = .;
    __bss_start__ = _sbss;
    *(.bss)
    *(.bss*)
    *(COMMON)
    . = ALIGN(4);
    _ebss = .;
    __bss_end__ = _ebss;
  } >RAM

  ._user_heap_stack :
  {
    . = ALIGN(8);
    PROVIDE ( end = . );
    PROVIDE ( _end = . );
    . = . + _Min_Heap_Size;
    . = . + _Min_Stack_Size;
    . = ALIGN(8);
  } >RAM

  /DISCARD/ :
  {
    libc.a ( * )
    libm.a ( * )
    libgcc.a ( * )
  }

  .ARM.attributes 0 : { *(.ARM.attributes) }
}
`;
}

function startup(): string {
  return `  .syntax unified
  .thumb
  .section .text.Reset_Handler
  .weak Reset_Handler
Reset_Handler:
  ldr   r0, =_estack
  mov   sp, r0
  bl  SystemInit
  bl main
  b .
  .section .isr_vector,"a",%progbits
g_pfnVectors:
  .word _estack
  .word Reset_Handler
`;
}

/** ST's start-up file in both ways it was written over the years; a Cortex-M0 has no VTOR to write. */
export function systemFile(family: string, core: ReferenceCore, style: SystemStyle): string {
  const head = `#include "stm32${family}xx.h"\n\nuint32_t SystemCoreClock = 4000000U;\n`;
  if (core.id === "cm0") return `${head}\nvoid SystemInit(void)\n{\n}\n`;
  if (style === "offset") {
    return `${head}
/*!< Uncomment the following line if you need to relocate your vector Table in Internal SRAM. */
/* #define VECT_TAB_SRAM */
#define VECT_TAB_OFFSET  0x00 /*!< Vector Table base offset field. This value must be a multiple of 0x200. */

void SystemInit(void)
{
#ifdef VECT_TAB_SRAM
  SCB->VTOR = SRAM_BASE | VECT_TAB_OFFSET; /* Vector Table Relocation in Internal SRAM */
#else
  SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; /* Vector Table Relocation in Internal FLASH */
#endif
}
`;
  }
  return `${head}
/* Note: Following vector table addresses must be defined in line with linker configuration. */
/*!< Uncomment the following line if you need to relocate the vector table anywhere in Flash or Sram */
/* #define USER_VECT_TAB_ADDRESS */

#if defined(USER_VECT_TAB_ADDRESS)
/*!< Uncomment the following line if you need to relocate your vector Table in Sram else user remap will be done in Flash. */
/* #define VECT_TAB_SRAM */
#if defined(VECT_TAB_SRAM)
#define VECT_TAB_BASE_ADDRESS   SRAM1_BASE
#define VECT_TAB_OFFSET         0x00000000U
#else
#define VECT_TAB_BASE_ADDRESS   FLASH_BASE
#define VECT_TAB_OFFSET         0x00000000U
#endif /* VECT_TAB_SRAM */
#endif /* USER_VECT_TAB_ADDRESS */

void SystemInit(void)
{
#if defined(USER_VECT_TAB_ADDRESS)
  SCB->VTOR = VECT_TAB_BASE_ADDRESS | VECT_TAB_OFFSET;
#endif
}
`;
}

const mainFile = `#include "main.h"

int main(void)
{
  HAL_Init();
  for (;;) {
  }
}
`;
