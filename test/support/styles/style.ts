import type { Files } from "../memory-tree";

/** What a person would have to be told of a project with one mistake in it. */
export interface Mistake {
  readonly what: string;
  /** file, text that stands there, text that is put there by mistake */
  readonly edits: readonly (readonly [file: string, from: string, to: string])[];
  /** file, a text of the line, code */
  readonly finds: readonly (readonly [file: string, line: string, code: string])[];
  /** No fix is offered, because nobody can tell what is meant or a place cannot be written. */
  readonly unfixable?: true;
  /** The fix writes another key for this one; apart from that and from numbers nothing changes. */
  readonly renames?: readonly [from: string, to: string];
}

/** A way in which real projects are laid out: silent as it stands, and with what is said of its mistakes. */
export interface Style {
  readonly name: string;
  readonly files: Files;
  /** `image slot vectors end` as hex, `?` for what is not known, of every layout in order. */
  readonly layout: readonly string[];
  readonly mistakes: readonly Mistake[];
}

/** What CubeIDE generates, cut to what matters. */
export function cubeScript(part: string, flash: string, length: string, ram = "128K", more = ""): string {
  return `/*
******************************************************************************
**  File        : LinkerScript.ld
**  Author      : STM32CubeIDE
**  Abstract    : Linker script for ${part} Device
**                Set heap size, stack size and stack location according
**                to application requirements.
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
  RAM    (xrw)    : ORIGIN = 0x20000000,   LENGTH = ${ram}
  FLASH    (rx)    : ORIGIN = ${flash},   LENGTH = ${length}
${more}}

/* Sections */
SECTIONS
{
  /* The startup code into "FLASH" Rom type memory */
  .isr_vector :
  {
    . = ALIGN(4);
    KEEP(*(.isr_vector)) /* Startup code */
    . = ALIGN(4);
  } >FLASH

  .text :
  {
    . = ALIGN(4);
    *(.text)
    *(.text*)
    *(.glue_7)
    KEEP (*(.init))
    KEEP (*(.fini))
    . = ALIGN(4);
    _etext = .;
  } >FLASH

  .rodata : { . = ALIGN(4); *(.rodata) *(.rodata*) . = ALIGN(4); } >FLASH
  .ARM.extab (READONLY) : { *(.ARM.extab* .gnu.linkonce.armextab.*) } >FLASH
  .ARM (READONLY) : { __exidx_start = .; *(.ARM.exidx*) __exidx_end = .; } >FLASH
  .init_array (READONLY) : { PROVIDE_HIDDEN (__init_array_start = .); KEEP (*(SORT(.init_array.*))) } >FLASH

  _sidata = LOADADDR(.data);
  .data :
  {
    . = ALIGN(4);
    _sdata = .;
    *(.data)
    *(.data*)
    *(.RamFunc)
    . = ALIGN(4);
    _edata = .;
  } >RAM AT> FLASH

  . = ALIGN(4);
  .bss : { _sbss = .; __bss_start__ = _sbss; *(.bss) *(.bss*) *(COMMON) _ebss = .; } >RAM
  ._user_heap_stack : { . = ALIGN(8); PROVIDE ( end = . ); . = . + _Min_Heap_Size; . = . + _Min_Stack_Size; } >RAM

  /DISCARD/ : { libc.a ( * ) libm.a ( * ) libgcc.a ( * ) }
  .ARM.attributes 0 : { *(.ARM.attributes) }
}
`;
}

/** `system_stm32f4xx.c` as it was until 2021: VTOR is always written. */
export function oldSystemFile(family: string, offset: string): string {
  return `/**
  ******************************************************************************
  * @file    system_stm32${family}xx.c
  * @brief   CMSIS Cortex-M4 Device Peripheral Access Layer System Source File.
  ******************************************************************************
  */
#include "stm32${family}xx.h"

#if !defined  (HSE_VALUE)
  #define HSE_VALUE    ((uint32_t)25000000) /*!< Default value of the External oscillator in Hz */
#endif /* HSE_VALUE */

/*!< Uncomment the following line if you need to relocate your vector Table in
     Internal SRAM. */
/* #define VECT_TAB_SRAM */
#define VECT_TAB_OFFSET  ${offset} /*!< Vector Table base offset field.
                                   This value must be a multiple of 0x200. */

uint32_t SystemCoreClock = 16000000;

void SystemInit(void)
{
  /* FPU settings ------------------------------------------------------------*/
  #if (__FPU_PRESENT == 1) && (__FPU_USED == 1)
    SCB->CPACR |= ((3UL << 10*2)|(3UL << 11*2));  /* set CP10 and CP11 Full Access */
  #endif

  /* Configure the Vector Table location add offset address ------------------*/
#ifdef VECT_TAB_SRAM
  SCB->VTOR = SRAM_BASE | VECT_TAB_OFFSET; /* Vector Table Relocation in Internal SRAM */
#else
  SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; /* Vector Table Relocation in Internal FLASH */
#endif
}
`;
}

/** `system_stm32….c` as CubeMX writes it today: relocation only with USER_VECT_TAB_ADDRESS. */
export function newSystemFile(family: string, relocated: boolean, offset: string): string {
  return `/**
  * @file    system_stm32${family}xx.c
  */
#include "stm32${family}xx.h"

/************************* Miscellaneous Configuration ************************/
/* Note: Following vector table addresses must be defined in line with linker
         configuration. */
/*!< Uncomment the following line if you need to relocate the vector table
     anywhere in Flash or Sram, else the vector table is kept at the automatic
     remap of boot address selected */
${relocated ? "#define USER_VECT_TAB_ADDRESS" : "/* #define USER_VECT_TAB_ADDRESS */"}

#if defined(USER_VECT_TAB_ADDRESS)
/*!< Uncomment the following line if you need to relocate your vector Table
     in Sram else user remap will be done in Flash. */
/* #define VECT_TAB_SRAM */
#if defined(VECT_TAB_SRAM)
#define VECT_TAB_BASE_ADDRESS   SRAM_BASE       /*!< Vector Table base address field.
                                                     This value must be a multiple of 0x200. */
#else
#define VECT_TAB_BASE_ADDRESS   FLASH_BASE      /*!< Vector Table base address field.
                                                     This value must be a multiple of 0x200. */
#endif /* VECT_TAB_SRAM */
#if !defined(VECT_TAB_OFFSET)
#define VECT_TAB_OFFSET         ${offset}     /*!< Vector Table offset field.
                                                     This value must be a multiple of 0x200. */
#endif /* VECT_TAB_OFFSET */
#endif /* USER_VECT_TAB_ADDRESS */

void SystemInit(void)
{
  /* Configure the Vector Table location -------------------------------------*/
#if defined(USER_VECT_TAB_ADDRESS)
  SCB->VTOR = VECT_TAB_BASE_ADDRESS | VECT_TAB_OFFSET;
#endif /* USER_VECT_TAB_ADDRESS */
}
`;
}

/** The jump of ST's IAP examples and of most blog posts. */
export function jumpCode(define: string, name: string, setsVtor = false): string {
  return `#include "main.h"

${define}

typedef void (*pFunction)(void);

static void JumpToApplication(void)
{
  uint32_t JumpAddress;
  pFunction Jump_To_Application;

  /* Test if user code is programmed starting from the application address */
  if (((*(__IO uint32_t *)${name}) & 0x2FFE0000) == 0x20000000)
  {
    HAL_RCC_DeInit();
    SysTick->CTRL = 0;
${setsVtor ? `    SCB->VTOR = ${name};\n` : ""}    JumpAddress = *(__IO uint32_t *)(${name} + 4);
    Jump_To_Application = (pFunction)JumpAddress;
    __set_MSP(*(__IO uint32_t *)${name});
    Jump_To_Application();
  }
}

int main(void)
{
  HAL_Init();
  JumpToApplication();
  while (1)
  {
  }
}
`;
}
