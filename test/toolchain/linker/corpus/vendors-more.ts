export const chibios = `__main_stack_size__ = 0x400;
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

export const chibiosRules = `__ram0_base__          = ORIGIN(ram0);
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

export const nuttx = `MEMORY
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

export const arduino = `ENTRY(Reset_Handler)
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

export const mcuboot = `/* Slots of a chip with 128 KiB sectors */
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

export const trustZone = `/* secure half */
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

export const romSymbols = Array.from(
  { length: 400 },
  (_, i) => `PROVIDE ( rom_function_${i} = 0x${(0x40000000 + 4 * i).toString(16)} );`,
).join("\n");

export const nordic = `SEARCH_DIR(.)
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

export const opencm3 = `/* Define memory regions. */
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
