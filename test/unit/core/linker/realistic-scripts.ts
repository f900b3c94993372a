/** Scripts written for these tests, each in the style of the tool or library it is named after. */

export const cubeMx = `/*
******************************************************************************
**  File        : LinkerScript.ld
**  Abstract    : Linker script for an STM32L475 with 1024Kbytes FLASH, 96 + 32 Kbytes RAM
**                it's set up by "hand"
******************************************************************************
*/

/* Entry Point */
ENTRY(Reset_Handler)

/* Highest address of the user mode stack */
_estack = ORIGIN(RAM) + LENGTH(RAM);	/* end of "RAM" Ram type memory */

_Min_Heap_Size = 0x200 ;	/* required amount of heap  */
_Min_Stack_Size = 0x400 ;	/* required amount of stack */

/* Memories definition */
MEMORY
{
  RAM2    (xrw)    : ORIGIN = 0x10000000,   LENGTH = 32K
  RAM    (xrw)    : ORIGIN = 0x20000000,   LENGTH = 96K
  HEADER    (r)    : ORIGIN = 0x08020000,   LENGTH = 2K
  FLASH    (rx)    : ORIGIN = 0x08020800,   LENGTH = 894K
}

/* Sections */
SECTIONS
{
  .fw_version : { KEEP(*(.fw_version)) . = 0x7FC; } >HEADER
  .crc : { KEEP(*(.crc)) LONG(0) } >HEADER
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
    *(.text)           /* .text sections (code) */
    *(.text*)          /* .text* sections (code) */
    *(.glue_7)         /* glue arm to thumb code */
    *(.glue_7t)        /* glue thumb to arm code */
    *(.eh_frame)

    KEEP (*(.init))
    KEEP (*(.fini))

    . = ALIGN(4);
    _etext = .;        /* define a global symbols at end of code */
  } >FLASH

  .ARM.extab (READONLY) : { /* The READONLY keyword is only supported in GCC11 and later, remove it if using GCC10 or earlier. */
    . = ALIGN(4);
    *(.ARM.extab* .gnu.linkonce.armextab.*)
    . = ALIGN(4);
  } >FLASH

  .init_array (READONLY) :
  {
    . = ALIGN(4);
    PROVIDE_HIDDEN (__init_array_start = .);
    KEEP (*(SORT(.init_array.*)))
    KEEP (*(.init_array*))
    PROVIDE_HIDDEN (__init_array_end = .);
    . = ALIGN(4);
  } >FLASH

  /* Used by the startup to initialize data */
  _sidata = LOADADDR(.data);

  .data :
  {
    . = ALIGN(4);
    _sdata = .;        /* create a global symbol at data start */
    *(.data)
    *(.data*)
    *(.RamFunc)
    . = ALIGN(4);
    _edata = .;
  } >RAM AT> FLASH

  . = ALIGN(4);
  .bss :
  {
    _sbss = .;
    __bss_start__ = _sbss;
    *(.bss)
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

  /* Remove information from the compiler libraries */
  /DISCARD/ :
  {
    libc.a ( * )
    libm.a ( * )
    libgcc.a ( * )
  }

  .ARM.attributes 0 : { *(.ARM.attributes) }
}
`;

export const mbed = `#! armcc -E
#if !defined(MBED_APP_START)
  #define MBED_APP_START 0x08000000
#endif

#if !defined(MBED_APP_SIZE)
  #define MBED_APP_SIZE 2048K
#endif

#if !defined(MBED_BOOT_STACK_SIZE)
    #define MBED_BOOT_STACK_SIZE 0x400
#endif

#define NVIC_NUM_VECTORS 107
#define VECTORS_SIZE (((NVIC_NUM_VECTORS * 4) + 7) & 0xFFFFFFF8)

STACK_SIZE = MBED_BOOT_STACK_SIZE;

/* Linker script to configure memory regions. */
MEMORY
{
  FLASH (rx) : ORIGIN = MBED_APP_START, LENGTH = MBED_APP_SIZE
  CCM (rwx) : ORIGIN = 0x10000000, LENGTH = 64K
  RAM (rwx) : ORIGIN = 0x20000000 + VECTORS_SIZE, LENGTH = 192K - VECTORS_SIZE
}

ENTRY(Reset_Handler)

SECTIONS
{
    .text :
    {
        KEEP(*(.isr_vector))
        *(.text*)
        KEEP(*(.init))
        /* .ctors */
        *crtbegin.o(.ctors)
        *(EXCLUDE_FILE(*crtend?.o *crtend.o) .ctors)
        *(SORT(.ctors.*))
        *(.rodata*)
    } > FLASH

    __exidx_start = .;
    .ARM.exidx :
    {
        *(.ARM.exidx* .gnu.linkonce.armexidx.*)
    } > FLASH
    __exidx_end = .;

    __etext = .;
    _sidata = .;

    .data : AT (__etext)
    {
        __data_start__ = .;
        _sdata = .;
        *(vtable)
        *(.data*)
        . = ALIGN(8);
        __data_end__ = .;
    } > RAM

    .heap (COPY):
    {
        __end__ = .;
        PROVIDE(end = .);
        *(.heap*)
        . = ORIGIN(RAM) + LENGTH(RAM) - STACK_SIZE;
        __HeapLimit = .;
    } > RAM

    __StackTop = ORIGIN(RAM) + LENGTH(RAM);
    _estack = __StackTop;
    __StackLimit = __StackTop - STACK_SIZE;
    PROVIDE(__stack = __StackTop);

    /* Check if data + heap + stack exceeds RAM limit */
    ASSERT(__StackLimit >= __HeapLimit, "region RAM overflowed with stack")
}
`;

export const arduino = `ENTRY(Reset_Handler)
_estack = 0x20020000;    /* end of RAM */
_Min_Heap_Size = 0x200;
_Min_Stack_Size = 0x400;
MEMORY
{
FLASH (rx)      : ORIGIN = 0x8000000 + LD_FLASH_OFFSET, LENGTH = LD_MAX_SIZE - LD_FLASH_OFFSET
RAM (xrw)      : ORIGIN = 0x20000000, LENGTH = LD_MAX_DATA_SIZE
}
SECTIONS
{
  .isr_vector : { . = ALIGN(4); KEEP(*(.isr_vector)) . = ALIGN(4); } >FLASH
  .text ALIGN(4) : { *(.text) *(.text*) _etext = .; } >FLASH
}
`;

export const libopencm3 = `EXTERN(vector_table)
ENTRY(reset_handler)
MEMORY
{
	rom (rx) : ORIGIN = 0x08000000, LENGTH = 1024K
	ram (rwx) : ORIGIN = 0x20000000, LENGTH = 128K
	ccm (rwx) : ORIGIN = 0x10000000, LENGTH = 64K
}
SECTIONS
{
	.text : {
		*(.vectors)	/* Vector table */
		*(.text*)	/* Program code */
		. = ALIGN(4);
		*(.rodata*)	/* Read-only data */
		. = ALIGN(4);
	} >rom
	.preinit_array : {
		. = ALIGN(4);
		__preinit_array_start = .;
		KEEP (*(.preinit_array))
		__preinit_array_end = .;
	} >rom
	. = ALIGN(4);
	_etext = .;
	.noinit (NOLOAD) : {
		*(.noinit*)
	} >ram
	. = ALIGN(4);
	.data : {
		_data = .;
		*(.data*)
		_edata = .;
	} >ram AT >rom
	_data_loadaddr = LOADADDR(.data);
	.ccm : { *(.ccmdata*) } >ccm AT >rom
	/DISCARD/ : { *(.eh_frame) }
	. = ALIGN(4);
	end = .;
}
PROVIDE(_stack = ORIGIN(ram) + LENGTH(ram));
`;

export const zephyr = ` OUTPUT_FORMAT("elf32-littlearm")
#include <zephyr/toolchain.h>
#define ROMABLE_REGION FLASH
#define RAMABLE_REGION RAM
#define _region_min_align 32
#define KB(x) ((x) * 1024)
#if defined(CONFIG_USE_DT_CODE_PARTITION)
  #define FLASH_LOAD_OFFSET 0x20000
#else
  #define FLASH_LOAD_OFFSET CONFIG_FLASH_LOAD_OFFSET
#endif
#define ROM_ADDR (CONFIG_FLASH_BASE_ADDRESS + FLASH_LOAD_OFFSET)
#define ROM_SIZE (CONFIG_FLASH_SIZE * 1K - FLASH_LOAD_OFFSET)
#define MPU_ALIGN(region_size) \\
    . = ALIGN(_region_min_align); \\
    . = ALIGN( 1 << LOG2CEIL(region_size))
#define SECTION_PROLOGUE(name, options, align) name options : align
#define GROUP_LINK_IN(where) > where
MEMORY
    {
    FLASH (rx) : ORIGIN = ROM_ADDR, LENGTH = ROM_SIZE
    RAM (wx) : ORIGIN = CONFIG_SRAM_BASE_ADDRESS, LENGTH = KB(CONFIG_SRAM_SIZE)
    IDT_LIST (wx) : ORIGIN = 0xFFFF7FFF, LENGTH = 32K
    }
ENTRY(CONFIG_KERNEL_ENTRY)
SECTIONS
    {
    SECTION_PROLOGUE(rom_start,,)
        {
        . = CONFIG_ROM_START_OFFSET;
        . = ALIGN(4);
        KEEP(*(.exc_vector_table))
        KEEP(*(".exc_vector_table.*"))
        } GROUP_LINK_IN(ROMABLE_REGION)
    SECTION_PROLOGUE(bss, (NOLOAD),)
        {
        MPU_ALIGN(_bss_size);
        *(.bss ".bss.*")
        } GROUP_LINK_IN(RAMABLE_REGION) AT> RAMABLE_REGION
    }
`;

export const zephyrDefines = {
  CONFIG_FLASH_BASE_ADDRESS: { text: "0x8000000" },
  CONFIG_FLASH_LOAD_OFFSET: { text: "0x10000" },
  CONFIG_FLASH_SIZE: { text: "512" },
  CONFIG_SRAM_BASE_ADDRESS: { text: "0x20000000" },
  CONFIG_SRAM_SIZE: { text: "128" },
  CONFIG_KERNEL_ENTRY: { text: "__start" },
  CONFIG_ROM_START_OFFSET: { text: "0x200" },
};

export const rustMemory = `/* STM32F303VCT6 */
MEMORY
{
  /* NOTE 1 K = 1 KiBi = 1024 bytes */
  FLASH : ORIGIN = 0x08000000, LENGTH = 256K
  RAM : ORIGIN = 0x20000000, LENGTH = 40K
}
/* You can use this symbol to customize the location of the .text section */
/* _stext = ORIGIN(FLASH) + 0x400; */
`;

export const rustLink = `INCLUDE memory.x

/* # Entry point = reset vector */
EXTERN(__RESET_VECTOR);
EXTERN(Reset);
ENTRY(Reset);
PROVIDE(NonMaskableInt = DefaultHandler);
PROVIDE(_stack_start = ORIGIN(RAM) + LENGTH(RAM));
PROVIDE(_stext = ADDR(.vector_table) + SIZEOF(.vector_table));

SECTIONS
{
  PROVIDE(_ram_start = ORIGIN(RAM));
  .vector_table ORIGIN(FLASH) :
  {
    __vector_table = .;
    LONG(_stack_start & 0xFFFFFFF8);
    KEEP(*(.vector_table.reset_vector));
    KEEP(*(.vector_table.exceptions));
    KEEP(*(.vector_table.interrupts));
  } > FLASH

  .text _stext :
  {
    __stext = .;
    *(.Reset);
    *(.text .text.*);
    . = ALIGN(4);
    __etext = .;
  } > FLASH

  .data : ALIGN(4)
  {
    *(.data .data.*);
    . = ALIGN(4);
  } > RAM AT>FLASH
  __sidata = LOADADDR(.data);
}
INSERT AFTER .rodata;

ASSERT(ORIGIN(FLASH) % 4 == 0, "
ERROR(cortex-m-rt): the start of the FLASH region must be 4-byte aligned");
`;

export const bootSymbols = `/* Layout shared by bootloader and application. */
__flash_size = DEFINED(__flash_size) ? __flash_size : 1024k;
__bootloader_size = 128K;
__header_size = 2K;
__vectors = 98;

INCLUDE regions.ld

MEMORY
{
  /* last erase unit holds settings */
  BOOT     (RX)   : org = 0x08000000, len = __bootloader_size
  APP      (RX)   : org = ORIGIN(BOOT)
                        + LENGTH(BOOT)
                        + __header_size,
                    len = __flash_size - LENGTH(BOOT) - __header_size - 2K
  SETTINGS (R)    : org = ORIGIN(APP) + LENGTH(APP), len = 2K
  SRAM     (W!RX) : org = 0x20000000 + (((__vectors * 4) + 7) & 0xFFFFFFF8), len = 96K -1K
  EMPTY           : org = 0, len = 0
}
REGION_ALIAS("REGION_TEXT", APP);
REGION_ALIAS("REGION_DATA", SRAM);
SECTIONS
{
  .text : { *(.text*) } > REGION_TEXT
  .data : { *(.data*) } > REGION_DATA AT > REGION_TEXT
}
ASSERT(LENGTH(APP) >= 512K, "flash too small")
`;
