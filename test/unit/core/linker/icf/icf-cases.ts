import type { DialectCase } from "../dialect-case";

const K = 1024;

/** What CubeMX writes for a part of the STM32F4 family. */
export function cubeIcf(intvec: string, romStart: string, romEnd: string, ramEnd = "0x2001FFFF"): string {
  return `/*###ICF### Section handled by ICF editor, don't touch! ****/
/*-Editor annotation file-*/
/* IcfEditorFile="$TOOLKIT_DIR$\\config\\ide\\IcfEditor\\cortex_v1_0.xml" */
/*-Specials-*/
define symbol __ICFEDIT_intvec_start__ = ${intvec};
/*-Memory Regions-*/
define symbol __ICFEDIT_region_ROM_start__    = ${romStart};
define symbol __ICFEDIT_region_ROM_end__      = ${romEnd};
define symbol __ICFEDIT_region_RAM_start__    = 0x20000000;
define symbol __ICFEDIT_region_RAM_end__      = ${ramEnd};
/*-Sizes-*/
define symbol __ICFEDIT_size_cstack__ = 0x400;
define symbol __ICFEDIT_size_heap__   = 0x200;
/**** End of ICF editor section. ###ICF###*/

define memory mem with size = 4G;
define region ROM_region      = mem:[from __ICFEDIT_region_ROM_start__   to __ICFEDIT_region_ROM_end__];
define region RAM_region      = mem:[from __ICFEDIT_region_RAM_start__   to __ICFEDIT_region_RAM_end__];

define block CSTACK    with alignment = 8, size = __ICFEDIT_size_cstack__   { };
define block HEAP      with alignment = 8, size = __ICFEDIT_size_heap__     { };

initialize by copy { readwrite };
do not initialize  { section .noinit };

place at address mem:__ICFEDIT_intvec_start__ { readonly section .intvec };

place in ROM_region   { readonly };
place in RAM_region   { readwrite,
                        block CSTACK, block HEAP };
`;
}

const mbedStart = `if (!isdefinedsymbol(MBED_APP_START)) { define symbol MBED_APP_START = 0x08000000; }
if (!isdefinedsymbol(MBED_APP_SIZE)) { define symbol MBED_APP_SIZE = 0x100000; }
define symbol VECTORS = 0x188;
define symbol __ICFEDIT_intvec_start__ = MBED_APP_START;
define symbol __region_ROM_start__ = MBED_APP_START + VECTORS;
define symbol __region_ROM_end__ = MBED_APP_START + MBED_APP_SIZE - 1;
define memory mem with size = 4G;
define region ROM_region = mem:[from __region_ROM_start__ to __region_ROM_end__];
place at address mem:__ICFEDIT_intvec_start__ { readonly section .intvec };
place in ROM_region { readonly };
`;

const nxp = `define symbol __ram_vector_table_size__ = isdefinedsymbol(__ram_vector_table__) ? 0x00000400 : 0;
define symbol __ram_vector_table_offset__ = isdefinedsymbol(__ram_vector_table__) ? 0x000003FF : 0;
define symbol m_interrupts_start = 0x00000000;
define symbol m_interrupts_end = 0x000003FF;
define symbol m_text_start = 0x00000410;
define symbol m_text_end = 0x000FFFFF;
define symbol m_data_start = 0x1FFF0000 + __ram_vector_table_size__;
define symbol m_data_end = 0x1FFFFFFF;
define symbol m_data_2_start = 0x20000000;
define symbol m_data_2_end = 0x2002FFFF;
define symbol __size_cstack__ = 0x1000;
define memory mem with size = 4G;
define region m_flash_config_region = mem:[from 0x400 to 0x40F];
define region TEXT_region = mem:[from m_interrupts_start to m_interrupts_end]
                          | mem:[from m_text_start to m_text_end];
define region DATA_region = mem:[from m_data_start to m_data_end]
                          | mem:[from m_data_2_start to m_data_2_end-__size_cstack__];
define region CSTACK_region = mem:[from m_data_2_end-__size_cstack__+1 to m_data_2_end];
initialize by copy { readwrite, section .textrw };
place at address mem: m_interrupts_start { readonly section .intvec };
place in m_flash_config_region { section FlashConfig };
place in TEXT_region { readonly };
place in CSTACK_region { block CSTACK };
define block CSTACK with alignment = 8, size = __size_cstack__ { };
`;

export const icfCases: readonly DialectCase[] = [
  {
    name: "the family pattern of CubeMX",
    script: cubeIcf("0x08000000", "0x08000000", "0x080FFFFF"),
    regions: { ROM_region: [0x08000000, 1024 * K], RAM_region: [0x20000000, 128 * K] },
    symbols: { __ICFEDIT_size_cstack__: 0x400, __ICFEDIT_region_ROM_end__: 0x080fffff },
    sections: {
      "place at address": [0x08000000, "ROM_region", [".intvec"]],
      "place in RAM_region": [null, "RAM_region", []],
    },
  },
  {
    name: "an application moved to 0x08008000, last byte of a 512 KiB part",
    script: cubeIcf("0x08008000", "0x08008000", "0x0807FFFF"),
    regions: { ROM_region: [0x08008000, 480 * K], RAM_region: [0x20000000, 128 * K] },
    sections: { "place at address": [0x08008000, "ROM_region", [".intvec"]] },
  },
  {
    name: "a table that stands outside the region",
    script: cubeIcf("0x08000000", "0x08010000", "0x0807FFFF"),
    regions: { ROM_region: [0x08010000, 448 * K], RAM_region: [0x20000000, 128 * K] },
    sections: { "place at address": [0x08000000, null, [".intvec"]] },
  },
  {
    name: "Mbed, nothing given",
    script: mbedStart,
    regions: { ROM_region: [0x08000188, 0x100000 - 0x188] },
    symbols: { MBED_APP_START: 0x08000000, MBED_APP_SIZE: 0x100000 },
    sections: { "place at address": [0x08000000, null, [".intvec"]] },
  },
  {
    name: "Mbed, start and size given",
    script: mbedStart,
    defines: { MBED_APP_START: "0x08020000", MBED_APP_SIZE: "0x60000" },
    regions: { ROM_region: [0x08020188, 0x60000 - 0x188] },
    symbols: { __ICFEDIT_intvec_start__: 0x08020000 },
  },
  {
    name: "a size counts bytes",
    script: "define region R = mem:[from 0x20000000 size 0x8000];",
    regions: { R: [0x20000000, 32 * K] },
  },
  {
    name: "no memory named",
    script: "define region R = [from 0x20000000 size 32K];\ndefine region S = [from 0x0 to 0xFF];",
    regions: { R: [0x20000000, 32 * K], S: [0, 256] },
  },
  {
    name: "suffixes K, M, G",
    script: "define symbol a = 2K; define symbol b = 1M; define region R = mem:[from 0 size 4G - 1];",
    regions: { R: [0, 0xffffffff] },
    symbols: { a: 2 * K, b: K * K },
  },
  {
    name: "two banks of RAM in one region",
    script: "define region RAM = mem:[from 0x20000000 to 0x2001FFFF] | mem:[from 0x10000000 to 0x1000FFFF];",
    regions: { RAM: [0x20000000, 128 * K], "RAM (2)": [0x10000000, 64 * K] },
  },
  {
    name: "a hole cut out of the flash",
    script: "define region F = mem:[from 0x08000000 size 64K] - mem:[from 0x08004000 to 0x08007FFF];",
    regions: { F: [0x08000000, 16 * K], "F (2)": [0x08008000, 32 * K] },
  },
  {
    name: "what two regions share",
    script: `define region A = mem:[from 0x1000 to 0x2FFF];
define region B = mem:[from 0x2000 to 0x3FFF];
define region C = A & B;`,
    regions: { A: [0x1000, 0x2000], B: [0x2000, 0x2000], C: [0x2000, 0x1000] },
  },
  {
    name: "operators from the left, with parentheses",
    script: `define region A = [from 0 size 0x100];
define region B = [from 0x200 size 0x100];
define region C = (A | B) - [from 0x80 size 0x200];`,
    regions: { A: [0, 0x100], B: [0x200, 0x100], C: [0, 0x80], "C (2)": [0x280, 0x80] },
  },
  {
    name: "a range repeated",
    script: "define region R = mem:[from 0x1000 size 0x100 repeat 3 displacement 0x400];",
    regions: { R: [0x1000, 0x100], "R (2)": [0x1400, 0x100], "R (3)": [0x1800, 0x100] },
  },
  {
    name: "a range repeated without a gap",
    script: "define region R = mem:[from 0x1000 size 0x100 repeat 2];",
    regions: { R: [0x1000, 0x100], "R (2)": [0x1100, 0x100] },
  },
  {
    name: "NXP, two parts of flash, the stack at the end",
    script: nxp,
    regions: {
      m_flash_config_region: [0x400, 0x10],
      TEXT_region: [0, 0x400],
      "TEXT_region (2)": [0x410, 0x100000 - 0x410],
      DATA_region: [0x1fff0000, 0x10000],
      "DATA_region (2)": [0x20000000, 0x30000 - 0x1000],
      CSTACK_region: [0x2002f000, 0x1000],
    },
    symbols: { __ram_vector_table_offset__: 0 },
    sections: {
      "place at address": [0, "TEXT_region", [".intvec"]],
      "place in m_flash_config_region": [null, "m_flash_config_region", ["FlashConfig"]],
    },
  },
  {
    name: "NXP, vectors in RAM asked for",
    script: nxp,
    defines: { __ram_vector_table__: "1" },
    regions: {
      m_flash_config_region: [0x400, 0x10],
      TEXT_region: [0, 0x400],
      "TEXT_region (2)": [0x410, 0x100000 - 0x410],
      DATA_region: [0x1fff0400, 0xfc00],
      "DATA_region (2)": [0x20000000, 0x30000 - 0x1000],
      CSTACK_region: [0x2002f000, 0x1000],
    },
    symbols: { __ram_vector_table_offset__: 0x3ff },
  },
  {
    name: "IAR's generic file: unused memories are empty",
    script: `define symbol __ICFEDIT_region_IROM1_start__ = 0x08000000;
define symbol __ICFEDIT_region_IROM1_end__ = 0x0801FFFF;
define symbol __ICFEDIT_region_IROM2_start__ = 0x0;
define symbol __ICFEDIT_region_IROM2_end__ = 0x0;
define symbol use_IROM1 = (__ICFEDIT_region_IROM1_start__ != 0x0 || __ICFEDIT_region_IROM1_end__ != 0x0);
define symbol use_IROM2 = (__ICFEDIT_region_IROM2_start__ != 0x0 || __ICFEDIT_region_IROM2_end__ != 0x0);
if (use_IROM1) { define region IROM1_region = mem:[from __ICFEDIT_region_IROM1_start__ to __ICFEDIT_region_IROM1_end__]; }
else { define region IROM1_region = []; }
if (use_IROM2) { define region IROM2_region = mem:[from __ICFEDIT_region_IROM2_start__ to __ICFEDIT_region_IROM2_end__]; }
else { define region IROM2_region = []; }
define region IROM_region = IROM1_region | IROM2_region;
if (isempty(IROM2_region)) { define symbol none = 1; } else { define symbol none = 0; }`,
    regions: { IROM1_region: [0x08000000, 128 * K], IROM_region: [0x08000000, 128 * K] },
    symbols: { use_IROM1: 1, use_IROM2: 0 },
  },
  {
    name: "a later definition counts for isdefinedsymbol",
    script: `if (!isdefinedsymbol(START)) { define symbol START = 0x1000; }
define symbol START = 0x2000;
define region R = [from START size 0x100];`,
    regions: { R: [0x2000, 0x100] },
    symbols: { START: 0x2000 },
  },
  {
    name: "else if",
    script: `define symbol BOARD = 2;
if (BOARD == 1) { define symbol S = 0x100; }
else if (BOARD == 2) { define symbol S = 0x200; }
else { define symbol S = 0x300; }
define region R = [from 0 size S];`,
    regions: { R: [0, 0x200] },
  },
  {
    name: "a condition nobody can decide",
    script: `if (VARIANT == 1) { define symbol S = 0x100; } else { define symbol S = 0x200; }
define region R = [from 0x1000 size S];`,
    regions: { R: [0x1000, ["VARIANT"]] },
    symbols: { S: ["VARIANT"] },
    problems: ["warning: Region R depends on VARIANT, which is not known here."],
  },
  {
    name: "regions asked for start, end and size",
    script: `define region FLASH = mem:[from 0x08000000 to 0x0803FFFF];
define region BOOT = mem:[from start(FLASH) size 16K];
define region APP = mem:[from end(BOOT) + 1 to end(FLASH)];
define region HALF = mem:[from start(FLASH) size size(FLASH) / 2];`,
    regions: {
      FLASH: [0x08000000, 256 * K],
      BOOT: [0x08000000, 16 * K],
      APP: [0x08004000, 240 * K],
      HALF: [0x08000000, 128 * K],
    },
  },
  {
    name: "max, min and align",
    script: "define region R = [from align(0x1001, 0x100) size max(min(0x400, 0x800), 0x200)];",
    regions: { R: [0x1100, 0x400] },
  },
  {
    name: "an included file of addresses",
    script: 'include "memory.icf";\ndefine region R = mem:[from ROM_START to ROM_END];',
    files: { "memory.icf": "define exported symbol ROM_START = 0x08004000;\ndefine symbol ROM_END = 0x08007FFF;\n" },
    regions: { R: [0x08004000, 16 * K] },
    symbols: { ROM_START: 0x08004000 },
  },
  {
    name: "an included file that is not there",
    script: 'include "generated.icf";\ndefine region R = mem:[from ROM_START size 16K];',
    regions: { R: [["ROM_START"], 16 * K] },
    problems: [
      "warning: The included file generated.icf was not found; what it defines is unknown here.",
      "warning: Region R depends on ROM_START, which is not known here.",
    ],
  },
  {
    name: "through the C preprocessor",
    script: `#include "map.h"
#ifdef WITH_BOOT
  define symbol START = FLASH_BASE + BOOT_SIZE;
#else
  define symbol START = FLASH_BASE;
#endif
define region R = mem:[from START to FLASH_BASE + 0x3FFFF];`,
    files: { "map.h": "#define FLASH_BASE 0x08000000\n#define BOOT_SIZE (16 * 1024)\n#define WITH_BOOT\n" },
    regions: { R: [0x08004000, 240 * K] },
  },
  {
    name: "secure and callable regions of TrustZone",
    script: `define symbol __ICFEDIT_region_ROM_start__ = 0x0C000000;
define symbol __ICFEDIT_region_ROM_end__ = 0x0C03DFFF;
define symbol __ICFEDIT_region_ROM_NSC_start__ = 0x0C03E000;
define symbol __ICFEDIT_region_ROM_NSC_end__ = 0x0C03FFFF;
define symbol __ICFEDIT_region_RAM_start__ = 0x30000000;
define symbol __ICFEDIT_region_RAM_end__ = 0x30017FFF;
define region ROM_region = mem:[from __ICFEDIT_region_ROM_start__ to __ICFEDIT_region_ROM_end__];
define region ROM_NSC_region = mem:[from __ICFEDIT_region_ROM_NSC_start__ to __ICFEDIT_region_ROM_NSC_end__];
define region RAM_region = mem:[from __ICFEDIT_region_RAM_start__ to __ICFEDIT_region_RAM_end__];
place at address mem:__ICFEDIT_region_ROM_start__ { readonly section .intvec };
place in ROM_NSC_region { section Veneer$$CMSE };`,
    regions: {
      ROM_region: [0x0c000000, 248 * K],
      ROM_NSC_region: [0x0c03e000, 8 * K],
      RAM_region: [0x30000000, 96 * K],
    },
    sections: { "place in ROM_NSC_region": [null, "ROM_NSC_region", ["Veneer$$CMSE"]] },
  },
  {
    name: "a named placement, blocks inside blocks, first in front",
    script: `define region ROM = mem:[from 0x08000000 size 64K];
define block VECTORS with fixed order, alignment = 512 { readonly section .intvec, section .isr* };
define block HEADER with size = 512 { section .header };
define block ALL { block HEADER, first block VECTORS };
keep { section .header };
"START": place at start of ROM { block ALL };
"P2": place in ROM with auto order { readonly };`,
    regions: { ROM: [0x08000000, 64 * K] },
    sections: { START: [0x08000000, "ROM", [".intvec", ".isr*", ".header"]], P2: [null, "ROM", []] },
  },
  {
    name: "dual bank with a boundary that is computed",
    script: `define symbol FLASH = 0x08000000;
define symbol BANK = 512K;
define region BANK1 = mem:[from FLASH to FLASH + BANK - 1];
define region BANK2 = mem:[from FLASH + BANK to FLASH + 2 * BANK - 1];`,
    regions: { BANK1: [0x08000000, 512 * K], BANK2: [0x08080000, 512 * K] },
  },
  {
    name: "the last byte computed one too far",
    script: `define symbol APP_START = 0x08008000;
define symbol APP_SIZE = 0x78000;
define symbol APP_END = APP_START + APP_SIZE;
define region APP = mem:[from APP_START to APP_END];`,
    regions: { APP: [0x08008000, 0x78001] },
    problems: ["warning: The last byte of region APP is computed as start + size: it ends one byte late without - 1."],
  },
  {
    name: "sums of a start that are no mistake",
    script: `define symbol A = 0x1000;
define symbol B = A + 0xFFF;
define symbol TOP = 0x2000;
define region R = [from A to B];
define region S = [from A to A + 0x1800 - 1];
define region T = [from A to TOP];`,
    regions: { R: [0x1000, 0x1000], S: [0x1000, 0x1800], T: [0x1000, 0x1001] },
  },
  {
    name: "checks and errors",
    script: `define symbol S = 0x200;
check that S <= 0x100, "stack too large";
check that S == 1;
check that S == 0x200;
if (S > 0x100) { error "S is too large"; }
define region R = [from 0 size 0x100];`,
    regions: { R: [0, 0x100] },
    problems: [
      "warning: This error is reached: S is too large",
      "error: This assertion does not hold: stack too large",
      "error: This assertion does not hold: check that S == 1",
    ],
  },
  {
    name: "symbols that are called like words of the language",
    script: `define symbol size = 0x100; define symbol start = 0x1000;
define region R = [from start size size];`,
    regions: { R: [0x1000, 0x100] },
  },
  {
    name: "directives that say nothing of memory",
    script: `define memory mem with size = 4G;
define root section AppHeader with alignment = 4 { udata32 0x12345678; string "app"; };
define block HEAP with maximum size = 0x200, expanding size, alignment = 8 { };
define overlay OV { section .o1, section .o2 };
initialize by copy with packing = none { readwrite } except { section .noinit };
do not initialize { section .noinit, section .retain };
keep { section .version, symbol __checksum };
use init table T for { section .t };
export symbol A;
define symbol A = 0x10;
define region R = [from A size A];
place noload in R { section .nl };
place in R { readonly } except { section .nl };`,
    regions: { R: [0x10, 0x10] },
  },
  {
    name: "a broken line in the middle",
    script: `define region A = mem:[from 0x100 to 0x1FF];
define region = mem:[from];
define region B = mem:[from 0x200 to 0x2FF];`,
    regions: { A: [0x100, 0x100], B: [0x200, 0x100] },
    problems: ["error: 'define region' needs a name, '=' and a region."],
  },
  {
    name: "a missing semicolon",
    script: `define symbol A = 0x100
define region R = [from A size 0x10];`,
    regions: { R: [0x100, 0x10] },
    problems: ["error: A ';' is missing in front of this."],
  },
  {
    name: "ends before it starts",
    script: "define region R = [from 0x200 to 0x0FF];",
    regions: { R: [0x200, 0xffffff00] },
    problems: ["warning: Region R ends before it starts."],
  },
];
