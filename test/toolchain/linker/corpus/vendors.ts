import type { ScriptCase } from "../script-case";
import { chibios, chibiosRules, nuttx, arduino, mcuboot, trustZone, romSymbols, nordic, opencm3 } from "./vendors-more";

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
