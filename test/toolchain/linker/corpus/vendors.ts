import type { ScriptCase } from "../script-case";

/** An STM32CubeIDE project's script. */
const cube = `/* Entry Point */
ENTRY(Reset_Handler)

/* Highest address of the user mode stack */
_estack = ORIGIN(RAM) + LENGTH(RAM); /* end of "RAM" Ram type memory */

_Min_Heap_Size = 0x200; /* required amount of heap */
_Min_Stack_Size = 0x400; /* required amount of stack */

/* Memories definition */
MEMORY
{
  CCMRAM    (xrw)    : ORIGIN = 0x10000000,   LENGTH = 64K
  RAM    (xrw)    : ORIGIN = 0x20000000,   LENGTH = 128K
  FLASH    (rx)    : ORIGIN = 0x8010000,   LENGTH = 1024K - 64K
}

SECTIONS
{
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
    *(.text*)
    *(.glue_7)
    *(.glue_7t)
    *(.eh_frame)
    KEEP (*(.init))
    KEEP (*(.fini))
    . = ALIGN(4);
    _etext = .;        /* define a global symbols at end of code */
  } >FLASH

  .ARM.extab (READONLY) : /* The "READONLY" keyword is only supported in GCC11 and later */
  {
    . = ALIGN(4);
    *(.ARM.extab* .gnu.linkonce.armextab.*)
    . = ALIGN(4);
  } >FLASH

  .ARM (READONLY) :
  {
    __exidx_start = .;
    *(.ARM.exidx*)
    __exidx_end = .;
  } >FLASH

  .preinit_array (READONLY) :
  {
    PROVIDE_HIDDEN (__preinit_array_start = .);
    KEEP (*(.preinit_array*))
    PROVIDE_HIDDEN (__preinit_array_end = .);
  } >FLASH

  .init_array (READONLY) :
  {
    PROVIDE_HIDDEN (__init_array_start = .);
    KEEP (*(SORT(.init_array.*)))
    KEEP (*(.init_array*))
    PROVIDE_HIDDEN (__init_array_end = .);
  } >FLASH

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

  _siccmram = LOADADDR(.ccmram);
  .ccmram :
  {
    _sccmram = .;
    *(.ccmram)
    *(.ccmram*)
    _eccmram = .;
  } >CCMRAM AT> FLASH

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
`.replace(/ {4}lib(\w+)\.a/g, "    *lib$1.a");

const mbed = `#if !defined(MBED_CONF_TARGET_BOOT_STACK_SIZE)
  #define MBED_CONF_TARGET_BOOT_STACK_SIZE 0x400
#endif

#define STACK_SIZE MBED_CONF_TARGET_BOOT_STACK_SIZE
#define M_CRASH_DATA_RAM_SIZE 0x100
#define VECTORS_SIZE (((166 * 4) + 7) & 0xFFFFFFF8)

#if !defined(MBED_APP_START)
  #define MBED_APP_START  0x08000000
#endif

#if !defined(MBED_APP_SIZE)
  #define MBED_APP_SIZE  0x200000
#endif

MEMORY
{
  FLASH (rx)       : ORIGIN = MBED_APP_START, LENGTH = MBED_APP_SIZE
  RAM (rwx)        : ORIGIN = 0x20000000 + VECTORS_SIZE, LENGTH = 192K - VECTORS_SIZE
  SRAM2_3 (rwx)    : ORIGIN = 0x10000000, LENGTH = 64K
}

ENTRY(Reset_Handler)

SECTIONS
{
    .text :
    {
        KEEP(*(.isr_vector))
        *(.text*)
        KEEP(*(.init))
        *crtbegin.o(.ctors)
        *(EXCLUDE_FILE(*crtend?.o *crtend.o) .ctors)
        *(SORT(.ctors.*))
        *(.rodata*)
        KEEP(*(.eh_frame*))
    } > FLASH

    .ARM.extab :
    {
        *(.ARM.extab* .gnu.linkonce.armextab.*)
    } > FLASH

    __exidx_start = .;
    .ARM.exidx :
    {
        *(.ARM.exidx* .gnu.linkonce.armexidx.*)
    } > FLASH
    __exidx_end = .;

    __etext = .;
    _sidata = .;

    .crash_data_ram :
    {
        . = ALIGN(8);
        __CRASH_DATA_RAM__ = .;
        __CRASH_DATA_RAM_START__ = .; /* Create a global symbol at data start */
        KEEP(*(.keep.crash_data_ram))
        *(.m_crash_data_ram)     /* This is a user defined section */
        . += M_CRASH_DATA_RAM_SIZE;
        . = ALIGN(8);
        __CRASH_DATA_RAM_END__ = .; /* Define a global symbol at data end */
    } > RAM

    .data : AT (__etext)
    {
        __data_start__ = .;
        _sdata = .;
        *(vtable)
        *(.data*)
        . = ALIGN(8);
        PROVIDE_HIDDEN (__init_array_start = .);
        KEEP(*(SORT(.init_array.*)))
        PROVIDE_HIDDEN (__init_array_end = .);
        KEEP(*(.jcr*))
        . = ALIGN(8);
        __data_end__ = .;
        _edata = .;
    } > RAM

    .uninitialized (NOLOAD):
    {
        . = ALIGN(32);
        __uninitialized_start = .;
        *(.uninitialized)
        KEEP(*(.keep.uninitialized))
        . = ALIGN(32);
        __uninitialized_end = .;
    } > RAM

    .bss :
    {
        . = ALIGN(8);
        __bss_start__ = .;
        *(.bss*)
        *(COMMON)
        __bss_end__ = .;
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

    ASSERT(__StackLimit >= __HeapLimit, "region RAM overflowed with stack")
}
`;

const zephyr = `#include <generated/autoconf.h>
#include <sections.h>
#define ROM_ADDR (CONFIG_FLASH_BASE_ADDRESS + CONFIG_FLASH_LOAD_OFFSET)
#if CONFIG_FLASH_LOAD_SIZE > 0
#define ROM_SIZE CONFIG_FLASH_LOAD_SIZE
#else
#define ROM_SIZE (CONFIG_FLASH_SIZE*1K - CONFIG_FLASH_LOAD_OFFSET)
#endif
#define RAM_SIZE (CONFIG_SRAM_SIZE * 1K)
#define RAM_ADDR CONFIG_SRAM_BASE_ADDRESS
_region_min_align = 32;
#if defined(CONFIG_MPU_REQUIRES_POWER_OF_TWO_ALIGNMENT)
#define MPU_ALIGN(region_size) . = ALIGN(_region_min_align); . = ALIGN( 1 << LOG2CEIL(region_size))
#else
#define MPU_ALIGN(region_size) . = ALIGN(_region_min_align)
#endif
MEMORY
    {
    FLASH                 (rx) : ORIGIN = ROM_ADDR, LENGTH = ROM_SIZE
    RAM                   (wx) : ORIGIN = RAM_ADDR, LENGTH = RAM_SIZE
    IDT_LIST  (wx)      : ORIGIN = 0xFFFF7FFF, LENGTH = 32K
    }
ENTRY(CONFIG_KERNEL_ENTRY)
SECTIONS
    {
    SECTION_PROLOGUE(.rel.plt,,)
    {
    *(.rel.plt)
    PROVIDE_HIDDEN (__rel_iplt_start = .);
    *(.rel.iplt)
    PROVIDE_HIDDEN (__rel_iplt_end = .);
    }
    /DISCARD/ : { *(.plt) }
    __rom_region_start = ROM_ADDR;
    SECTION_PROLOGUE(rom_start,,)
    {
    . = 0x200;
    . = ALIGN(4);
    _vector_start = .;
    KEEP(*(.exc_vector_table))
    KEEP(*(".exc_vector_table.*"))
    _vector_end = .;
    } GROUP_LINK_IN(ROMABLE_REGION)
    GROUP_START(RAMABLE_REGION)
    . = RAM_ADDR;
    MPU_ALIGN(0x100);
    _image_ram_start = .;
    SECTION_PROLOGUE(datas,,)
    {
    __data_region_start = .;
    *(.data)
    *(".data.*")
    } GROUP_DATA_LINK_IN(RAMABLE_REGION, ROMABLE_REGION)
    __data_size = SIZEOF(datas);
    __kernel_ram_end = RAM_ADDR + RAM_SIZE;
    __kernel_ram_size = __kernel_ram_end - 0x20000000;
    GROUP_END(RAMABLE_REGION)
    }
`;

const zephyrFiles = {
  "zephyr/generated/autoconf.h":
    '#define CONFIG_FLASH_BASE_ADDRESS 0x8000000\n#define CONFIG_FLASH_SIZE 512\n#define CONFIG_FLASH_LOAD_OFFSET 0x10000\n#define CONFIG_FLASH_LOAD_SIZE 0x60000\n#define CONFIG_SRAM_SIZE 96\n#define CONFIG_SRAM_BASE_ADDRESS 0x20000000\n#define CONFIG_KERNEL_ENTRY "__start"\n',
  "zephyr/sections.h":
    "#pragma once\n#define ROMABLE_REGION FLASH\n#define RAMABLE_REGION RAM\n#define GROUP_START(where)\n#define GROUP_END(where)\n#define GROUP_LINK_IN(where) > where\n#define GROUP_DATA_LINK_IN(vregion, lregion) > vregion AT> lregion\n#define SECTION_PROLOGUE(name, options, align) name options : align\n",
};

const opencm3 = `/* Define memory regions. */
MEMORY
{
	rom (rx) : ORIGIN = 0x08000000, LENGTH = 128K
	ram (rwx) : ORIGIN = 0x20000000, LENGTH = 20K
}

/* Enforce emmition of the vector table. */
EXTERN (vector_table)
ENTRY(reset_handler)

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
		*(.data*)	/* Read-write initialized data */
		*(.ramtext*)
		. = ALIGN(4);
		_edata = .;
	} >ram AT >rom
	_data_loadaddr = LOADADDR(.data);
	.bss : {
		*(.bss*)
		*(COMMON)
		. = ALIGN(4);
		_ebss = .;
	} >ram
	/DISCARD/ : { *(.eh_frame) }
	. = ALIGN(4);
	end = .;
}

PROVIDE(_stack = ORIGIN(ram) + LENGTH(ram));
`;

const rustLink = `/* # Developer notes */
INCLUDE memory.x

ENTRY(Reset);
EXTERN(__RESET_VECTOR); /* depends on the Reset symbol */
EXTERN(__EXCEPTIONS);
EXTERN(DefaultHandler);
PROVIDE(NonMaskableInt = DefaultHandler);
PROVIDE(DefaultHandler = 0x8000101);
PROVIDE(_ram_start = ORIGIN(RAM));
PROVIDE(_ram_end = ORIGIN(RAM) + LENGTH(RAM));
PROVIDE(_stack_start = _ram_end);

SECTIONS
{
  PROVIDE(_ram_start = ORIGIN(RAM));

  .vector_table ORIGIN(FLASH) :
  {
    __vector_table = .;
    LONG(_stack_start & 0xFFFFFFF8);
    KEEP(*(.vector_table.reset_vector));
    __exceptions = .;
    KEEP(*(.vector_table.exceptions));
    __eexceptions = .;
    KEEP(*(.vector_table.interrupts));
  } > FLASH

  PROVIDE(_stext = ADDR(.vector_table) + SIZEOF(.vector_table));

  .text _stext :
  {
    __stext = .;
    *(.Reset);
    *(.text .text.*);
    *(.HardFaultTrampoline);
    *(.HardFault.*);
    . = ALIGN(4);
    __etext = .;
  } > FLASH

  .rodata : ALIGN(4)
  {
    . = ALIGN(4);
    __srodata = .;
    *(.rodata .rodata.*);
    . = ALIGN(4);
    __erodata = .;
  } > FLASH

  .data : ALIGN(4)
  {
    . = ALIGN(4);
    __sdata = .;
    *(.data .data.*);
    . = ALIGN(4);
  } > RAM AT>FLASH
  . = ALIGN(4);
  __edata = .;
  __sidata = LOADADDR(.data);

  .gnu.sgstubs : ALIGN(32)
  {
    . = ALIGN(32);
    __veneer_base = .;
    *(.gnu.sgstubs*)
    . = ALIGN(32);
  } > FLASH
  . = ALIGN(32);
  __veneer_limit = .;

  .bss (NOLOAD) : ALIGN(4)
  {
    . = ALIGN(4);
    __sbss = .;
    *(.bss .bss.*);
    *(COMMON);
    . = ALIGN(4);
  } > RAM
  . = ALIGN(4);
  __ebss = .;

  .uninit (NOLOAD) : ALIGN(4)
  {
    . = ALIGN(4);
    __suninit = .;
    *(.uninit .uninit.*);
    . = ALIGN(4);
    __euninit = .;
  } > RAM

  PROVIDE(__sheap = __euninit);
  PROVIDE(_stack_end = __euninit);

  .got (NOLOAD) :
  {
    KEEP(*(.got .got.*));
  }

  /DISCARD/ :
  {
    *(.ARM.exidx);
    *(.ARM.exidx.*);
    *(.ARM.extab.*);
  }
}

ASSERT(ORIGIN(FLASH) % 4 == 0, "ERROR(cortex-m-rt): the start of the FLASH region must be 4-byte aligned");
ASSERT(__sdata % 4 == 0 && __edata % 4 == 0, "BUG(cortex-m-rt): .data is not 4-byte aligned");
ASSERT(_stack_start % 8 == 0, "stack");
`;

const chibios = `__main_stack_size__ = 0x400;
__process_stack_size__ = 0x400;
MEMORY
{
    flash0 (rx) : org = 0x08000000, len = 1M
    flash1 (rx) : org = 0x00000000, len = 0
    ram0   (wx) : org = 0x20000000, len = 128k  /* SRAM1 + SRAM2 */
    ram1   (wx) : org = 0x20000000, len = 112k
    ram2   (wx) : org = 0x2001C000, len = 16k
    ram3   (wx) : org = 0x00000000, len = 0
    ram4   (wx) : org = 0x10000000, len = 64k
    ram5   (wx) : org = 0x40024000, len = 4k
    ram6   (wx) : org = 0x00000000, len = 0
    ram7   (wx) : org = 0x00000000, len = 0
}
REGION_ALIAS("VECTORS_FLASH", flash0);
REGION_ALIAS("VECTORS_FLASH_LMA", flash0);
REGION_ALIAS("XTORS_FLASH", flash0);
REGION_ALIAS("TEXT_FLASH", flash0);
REGION_ALIAS("MAIN_STACK_RAM", ram0);
REGION_ALIAS("PROCESS_STACK_RAM", ram0);
REGION_ALIAS("DATA_RAM", ram0);
REGION_ALIAS("DATA_RAM_LMA", flash0);
REGION_ALIAS("BSS_RAM", ram0);
REGION_ALIAS("HEAP_RAM", ram0);
INCLUDE rules.ld
`;

const chibiosRules = `__ram0_base__          = ORIGIN(ram0);
__ram0_size__          = LENGTH(ram0);
__ram0_end__           = __ram0_base__ + __ram0_size__;
__ram4_base__          = ORIGIN(ram4);
__ram4_size__          = LENGTH(ram4);
__ram4_end__           = __ram4_base__ + __ram4_size__;
__flash0_base__        = ORIGIN(flash0);
__flash0_end__         = __flash0_base__ + LENGTH(flash0);
ENTRY(Reset_Handler)
SECTIONS
{
    .vectors : ALIGN(1024)
    {
        __textvectors_base__ = LOADADDR(.vectors);
        __vectors_base__ = .;
        KEEP(*(.vectors))
        __vectors_end__ = .;
    } > VECTORS_FLASH AT > VECTORS_FLASH_LMA

    .xtors : ALIGN(4)
    {
        __init_array_base__ = .;
        KEEP(*(SORT(.init_array.*)))
        KEEP(*(.init_array))
        __init_array_end__ = .;
    } > XTORS_FLASH

    .text : ALIGN_WITH_INPUT
    {
        __text_base__ = .;
        *(.text)
        *(.text.*)
        __text_end__ = .;
    } > TEXT_FLASH

    .mstack (NOLOAD) : ALIGN(8)
    {
        __main_stack_base__ = .;
        . += __main_stack_size__;
        . = ALIGN(8);
        __main_stack_end__ = .;
    } > MAIN_STACK_RAM

    .pstack (NOLOAD) : ALIGN(8)
    {
        __process_stack_base__ = .;
        __main_thread_stack_base__ = .;
        . += __process_stack_size__;
        . = ALIGN(8);
        __process_stack_end__ = .;
        __main_thread_stack_end__ = .;
    } > PROCESS_STACK_RAM

    .data : ALIGN(4)
    {
        PROVIDE(_textdata = LOADADDR(.data));
        __textdata_base__ = LOADADDR(.data);
        __data_base__ = .;
        *(.data)
        __data_end__ = .;
    } > DATA_RAM AT > DATA_RAM_LMA

    .bss (NOLOAD) : ALIGN(4)
    {
        __bss_base__ = .;
        *(.bss)
        __bss_end__ = .;
    } > BSS_RAM

    .ram4_init : ALIGN(4)
    {
        __ram4_init_text__ = LOADADDR(.ram4_init);
        __ram4_init__ = .;
        *(.ram4_init)
        . = ALIGN(4);
    } > ram4 AT > flash0
    .ram4 (NOLOAD) : ALIGN(4)
    {
        __ram4_clear__ = .;
        *(.ram4_clear)
        __ram4_noinit__ = .;
        . = ALIGN(4);
        __ram4_free__ = .;
    } > ram4

    .heap (NOLOAD) :
    {
        . = ALIGN(8);
        __heap_base__ = .;
        . = ORIGIN(HEAP_RAM) + LENGTH(HEAP_RAM);
        __heap_end__ = .;
    } > HEAP_RAM
}
`;

const nuttx = `MEMORY
{
  flash (rx) : ORIGIN = 0x08000000, LENGTH = 2048K
  sram (rwx) : ORIGIN = 0x20000000, LENGTH = 192K
}
OUTPUT_ARCH(arm)
ENTRY(_stext)
EXTERN(_vectors)
SECTIONS
{
  .text : {
    _stext = ABSOLUTE(.);
    *(.vectors)
    *(.text .text.*)
    *(.fixup)
    *(.gnu.linkonce.t.*)
    _etext = ABSOLUTE(.);
  } > flash
  .init_section : ALIGN(4) {
    _sinit = ABSOLUTE(.);
    KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*) SORT_BY_INIT_PRIORITY(.ctors.*)))
    KEEP(*(.init_array EXCLUDE_FILE(*crtbegin.o *crtbegin?.o *crtend.o *crtend?.o) .ctors))
    _einit = ABSOLUTE(.);
  } > flash
  __exidx_start = ABSOLUTE(.);
  .ARM.exidx : { *(.ARM.exidx*) } > flash
  __exidx_end = ABSOLUTE(.);
  _eronly = ABSOLUTE(.);
  .data : {
    _sdata = ABSOLUTE(.);
    *(.data .data.*)
    CONSTRUCTORS
    . = ALIGN(4);
    _edata = ABSOLUTE(.);
  } > sram AT > flash
  .bss : {
    _sbss = ABSOLUTE(.);
    *(.bss .bss.*)
    *(COMMON)
    . = ALIGN(4);
    _ebss = ABSOLUTE(.);
  } > sram
  .stab 0 : { *(.stab) }
  .comment 0 : { *(.comment) }
  .debug_abbrev 0 : { *(.debug_abbrev) }
}
`;

const arduino = `ENTRY(Reset_Handler)
_estack = 0x20000000 + LD_MAX_DATA_SIZE;	/* end of RAM */
_Min_Heap_Size = 0x200 ;
_Min_Stack_Size = 0x400 ;
MEMORY
{
  RAM    (xrw)    : ORIGIN = 0x20000000, LENGTH = LD_MAX_DATA_SIZE
  FLASH    (rx)   : ORIGIN = 0x8000000 + LD_FLASH_OFFSET, LENGTH = LD_MAX_SIZE - LD_FLASH_OFFSET
}
SECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH .data : { _sdata = .; *(.data*) } >RAM AT> FLASH }
`;

const mcuboot = `/* Slots of a chip with 128 KiB sectors */
__flash_base = 0x08000000;
__boot_size = 128K;
__header = DEFINED(__header) ? __header : 0x400;
__slot_size = (LENGTH(ALL) - __boot_size) / 2;
MEMORY
{
  ALL (r) : ORIGIN = 0x08000000, LENGTH = 1M
  BOOT (rx) : ORIGIN = ORIGIN(ALL), LENGTH = 128K
  SLOT0 (rx) : ORIGIN = ORIGIN(BOOT) + LENGTH(BOOT) + __header, LENGTH = (LENGTH(ALL) - LENGTH(BOOT)) / 2 - __header
  SLOT1 (rx) : ORIGIN = ORIGIN(SLOT0) + LENGTH(SLOT0), LENGTH = LENGTH(SLOT0) + __header
  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 64K
}
ASSERT(ORIGIN(SLOT1) + LENGTH(SLOT1) <= ORIGIN(ALL) + LENGTH(ALL), "slots do not fit")
SECTIONS
{
  .text : { KEEP(*(.vectors)) *(.text*) } > SLOT0
  .trailer (ORIGIN(SLOT1) - 16) : { LONG(0x96f3b83d) LONG(0) t = .; } > SLOT0
  __trailer_size = SIZEOF(.trailer);
  __trailer = ADDR(.trailer);
}
`;

const trustZone = `/* secure half */
HEAP_SIZE = 0x400; STACK_SIZE = 0x800;
MEMORY
{
  FLASH_S (rx) : ORIGIN = 0x0C000000, LENGTH = 256K
  FLASH_NSC (rx) : ORIGIN = 0x0C03E000, LENGTH = 8K
  FLASH_NS (rx) : ORIGIN = 0x08040000, LENGTH = 256K
  RAM_S (rwx) : ORIGIN = 0x30000000, LENGTH = 96K
  RAM_NS (rwx) : ORIGIN = 0x20018000, LENGTH = 96K
}
_estack = ORIGIN(RAM_S) + LENGTH(RAM_S);
_sstack = _estack - STACK_SIZE;
SECTIONS
{
  .isr_vector : { . = ALIGN(8); KEEP(*(.isr_vector)) . = ALIGN(8); } > FLASH_S
  .gnu.sgstubs : { . = ALIGN(8); *(.gnu.sgstubs*) . = ALIGN(8); } > FLASH_NSC
  __ns_vectors = ORIGIN(FLASH_NS);
  __nsc_base = ORIGIN(FLASH_NSC); __nsc_limit = ORIGIN(FLASH_NSC) + LENGTH(FLASH_NSC) - 1;
  .noinit_ns 0x20018000 (NOLOAD) : { n0 = .; KEEP(*(.noinit_ns)) } > RAM_NS
}
`;

const romSymbols = Array.from(
  { length: 400 },
  (_, i) => `PROVIDE ( rom_function_${i} = 0x${(0x40000000 + 4 * i).toString(16)} );`,
).join("\n");

const nordic = `SEARCH_DIR(.)
MEMORY
{
  FLASH (rx) : ORIGIN = 0x26000, LENGTH = 0xda000
  RAM (rwx) :  ORIGIN = 0x200022e8, LENGTH = 0x3dd18
}
SECTIONS
{
}
SECTIONS
{
  . = ALIGN(4);
  .mem_section_dummy_ram : { }
  .cli_sorted_cmd_ptrs : {
    PROVIDE(__start_cli_sorted_cmd_ptrs = .);
    KEEP(*(.cli_sorted_cmd_ptrs))
    PROVIDE(__stop_cli_sorted_cmd_ptrs = .);
  } > RAM
  .fs_data : { PROVIDE(__start_fs_data = .); KEEP(*(.fs_data)) PROVIDE(__stop_fs_data = .); } > RAM
} INSERT AFTER .data;
`;

export const vendorCases: readonly ScriptCase[] = [
  { name: "project: CubeIDE", script: cube },
  { name: "project: CubeIDE on Windows", script: cube.replace(/\n/g, "\r\n") },
  { name: "project: Mbed, its own defaults", script: mbed, preprocessed: true },
  {
    name: "project: Mbed behind a bootloader",
    script: mbed,
    preprocessed: true,
    defines: { MBED_APP_START: "0x8040400", MBED_APP_SIZE: "0x1bfc00", MBED_CONF_TARGET_BOOT_STACK_SIZE: "4096" },
  },
  {
    name: "project: Zephyr",
    script: zephyr,
    files: zephyrFiles,
    includePaths: ["zephyr"],
    preprocessed: true,
    byChance: ["__data_region_start"],
  },
  {
    name: "project: Zephyr with an MPU of powers of two",
    script: zephyr,
    files: zephyrFiles,
    includePaths: ["zephyr"],
    defines: { CONFIG_MPU_REQUIRES_POWER_OF_TWO_ALIGNMENT: "1" },
    preprocessed: true,
    byChance: ["__data_region_start"],
  },
  { name: "project: libopencm3", script: opencm3 },
  {
    name: "project: cortex-m-rt",
    script: rustLink,
    files: {
      "memory.x":
        "MEMORY\n{\n  /* NOTE 1 K = 1 KiBi = 1024 bytes */\n  FLASH : ORIGIN = 0x08000000, LENGTH = 256K\n  RAM : ORIGIN = 0x20000000, LENGTH = 40K\n}\n",
    },
  },
  { name: "project: ChibiOS", script: chibios, files: { "rules.ld": chibiosRules } },
  { name: "project: NuttX", script: nuttx },
  {
    name: "project: Arduino",
    script: arduino,
    defsyms: { LD_FLASH_OFFSET: 0x4000n, LD_MAX_SIZE: 0x80000n, LD_MAX_DATA_SIZE: 0x20000n },
  },
  { name: "project: MCUboot-like slots", script: mcuboot },
  { name: "project: MCUboot-like slots with another header", script: mcuboot, defsyms: { __header: 0x200n } },
  { name: "project: secure half", script: trustZone },
  {
    name: "project: ROM symbols",
    script: `MEMORY { A : ORIGIN = 0, LENGTH = 1 }\n${romSymbols}\nEXTERN(rom_function_1 rom_function_399)\n`,
  },
  { name: "project: nRF5", script: nordic },
];
