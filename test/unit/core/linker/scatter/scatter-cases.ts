import type { DialectCase } from "../dialect-case";
import { mbedScatter, nxpScatter, plainScatter } from "./scatter-scripts";

const K = 1024;

const nvicHeader = {
  "cmsis_nvic.h": `#ifndef MBED_CMSIS_NVIC_H
#define MBED_CMSIS_NVIC_H
#if !defined(MBED_ROM_START)
#define MBED_ROM_START  0x8000000
#endif
#if !defined(MBED_ROM_SIZE)
#define MBED_ROM_SIZE  0x100000
#endif
#define MBED_RAM_START  0x20000000
#define MBED_RAM_SIZE  0x18000
#define NVIC_NUM_VECTORS  98
#endif
`,
};

export const scatterCases: readonly DialectCase[] = [
  {
    name: "the file that µVision generates",
    script: plainScatter("0x08000000", "0x00100000"),
    regions: {
      LR_IROM1: [0x08000000, 1024 * K],
      ER_IROM1: [0x08000000, 1024 * K],
      RW_IRAM1: [0x20000000, 128 * K],
    },
    sections: {
      ER_IROM1: [0x08000000, "ER_IROM1", ["RESET", "InRoot$$Sections"]],
      RW_IRAM1: [0x20000000, "RW_IRAM1", []],
    },
  },
  {
    name: "Mbed, addresses from its own header",
    script: mbedScatter,
    files: nvicHeader,
    regions: {
      LR_IROM1: [0x08000000, 0x100000],
      ER_IROM1: [0x08000000, 0x100000],
      RW_IRAM1: [0x20000188, ["max_size of RW_IRAM1"]],
      ARM_LIB_HEAP: [["ImageLimit(RW_IRAM1)"], ["ImageLength(RW_IRAM1)"]],
      ARM_LIB_STACK: [0x20018000 - 0x400, 0x400],
    },
  },
  {
    name: "Mbed, application moved by -D",
    script: mbedScatter,
    files: nvicHeader,
    defines: { MBED_APP_START: "0x08020000", MBED_APP_SIZE: "0xE0000" },
    regions: {
      LR_IROM1: [0x08020000, 0xe0000],
      ER_IROM1: [0x08020000, 0xe0000],
      RW_IRAM1: [0x20000188, ["max_size of RW_IRAM1"]],
      ARM_LIB_HEAP: [["ImageLimit(RW_IRAM1)"], ["ImageLength(RW_IRAM1)"]],
      ARM_LIB_STACK: [0x20018000 - 0x400, 0x400],
    },
  },
  {
    name: "Mbed, header not in sight",
    script: mbedScatter,
    defines: { MBED_APP_START: "0x08020000", MBED_APP_SIZE: "0xE0000" },
    regions: {
      LR_IROM1: [0x08020000, 0xe0000],
      ER_IROM1: [0x08020000, 0xe0000],
      RW_IRAM1: [["MBED_RAM_START", "NVIC_NUM_VECTORS"], ["max_size of RW_IRAM1"]],
      ARM_LIB_HEAP: [
        ["ImageLimit(RW_IRAM1)"],
        ["MBED_RAM_SIZE", "NVIC_NUM_VECTORS", "MBED_RAM_START", "ImageLength(RW_IRAM1)"],
      ],
      ARM_LIB_STACK: [["MBED_RAM_START", "MBED_RAM_SIZE"], 0x400],
    },
    problems: [
      "warning: The included file cmsis_nvic.h was not found; what it defines is unknown here.",
      "warning: Region RW_IRAM1 depends on MBED_RAM_START, NVIC_NUM_VECTORS, which is not known here.",
      "warning: Region ARM_LIB_STACK depends on MBED_RAM_START, MBED_RAM_SIZE, which is not known here.",
    ],
  },
  {
    name: "NXP, macros of macros without parentheses",
    script: nxpScatter,
    regions: {
      LR_IROM1: [0, 0x100000],
      VECTOR_ROM: [0, 0x400],
      ER_m_flash_config: [0x400, 0x10],
      ER_m_text: [0x410, 0x100000 - 0x410],
      RW_m_data: [0x20000000, 0x30000 - 0x400],
      RW_IRAM1: [["ImageLimit(RW_m_data)"], 0x100],
      ARM_LIB_STACK: [0x20030000 - 0x400, 0x400],
    },
    sections: {
      VECTOR_ROM: [0, "VECTOR_ROM", ["RESET"]],
      ER_m_flash_config: [0x400, "ER_m_flash_config", ["FlashConfig"]],
    },
  },
  {
    name: "macros from the first line",
    script: `#! armclang -E --target=arm-arm-none-eabi -x c -DSTART=0x08008000 -D SIZE=0x10000 "-DRAM_SIZE=(64 * 1024)"
LR START SIZE { ER START { * (+RO) } RAM 0x20000000 RAM_SIZE { * (+RW, +ZI) } }`,
    regions: {
      LR: [0x08008000, 64 * K],
      ER: [0x08008000, ["max_size of ER"]],
      RAM: [0x20000000, 64 * K],
    },
  },
  {
    name: "macros nobody gave",
    script: "#! armcc -E\nLR START 0x1000 { ER START { * (+RO) } }",
    regions: { LR: [["START"], 0x1000], ER: [["START"], ["max_size of ER"]] },
    problems: [
      "warning: Region LR depends on START, which is not known here.",
      "warning: Region ER depends on START, which is not known here.",
    ],
  },
  {
    name: "no preprocessor asked for, yet a value given",
    script: "LR APP_START 0x1000 ; the application\n{ ER +0 { * (+RO) } }",
    defines: { APP_START: "0x08004000" },
    regions: { LR: [0x08004000, 0x1000], ER: [0x08004000, ["max_size of ER"]] },
  },
  {
    name: "a stack that grows down from its base",
    script: "LR 0 0x1000 { ER 0 { * (+RO) } ARM_LIB_STACK 0x20020000 EMPTY -0x400 { } }",
    regions: { LR: [0, 0x1000], ER: [0, ["max_size of ER"]], ARM_LIB_STACK: [0x2001fc00, 0x400] },
    symbols: {
      Image$$ER$$Base: 0,
      Image$$ARM_LIB_STACK$$Base: 0x2001fc00,
      Image$$ARM_LIB_STACK$$ZI$$Base: 0x2001fc00,
      Image$$ARM_LIB_STACK$$ZI$$Limit: 0x20020000,
      Image$$ARM_LIB_STACK$$ZI$$Length: 0x400,
    },
  },
  {
    name: "a heap that grows up, and what comes behind it",
    script: `LR 0 0x1000 {
  ARM_LIB_HEAP 0x20000000 EMPTY 0x1000 { }
  NEXT +0 0x100 { * (+ZI) }
  LATER +0x10 { * (more) }
}`,
    regions: {
      LR: [0, 0x1000],
      ARM_LIB_HEAP: [0x20000000, 0x1000],
      NEXT: [0x20001000, 0x100],
      LATER: [["ImageLimit(NEXT)"], ["max_size of LATER"]],
    },
    symbols: { Image$$NEXT$$Base: 0x20001000, Image$$LATER$$Base: ["ImageLimit(NEXT)"] },
    sections: { NEXT: [0x20001000, "NEXT", []], LATER: [["ImageLimit(NEXT)"], "LATER", ["more"]] },
  },
  {
    name: "what lies behind a region that grows down is its top",
    script: "LR 0 { STACK 0x20001000 EMPTY -0x400 {} HEAP +0x10 EMPTY 0x100 {} }",
    regions: { LR: [0, ["max_size of LR"]], STACK: [0x20000c00, 0x400], HEAP: [0x20001010, 0x100] },
  },
  {
    name: "the first execution region from its load region's start",
    script:
      "LR 0x08010000 0x10000 { HEADER +0 0x200 { header.o (.header) } ER 0x08010200 { * (RESET, +First) * (+RO) } }",
    regions: {
      LR: [0x08010000, 64 * K],
      HEADER: [0x08010000, 0x200],
      ER: [0x08010200, ["max_size of ER"]],
    },
    sections: { HEADER: [0x08010000, "HEADER", [".header"]], ER: [0x08010200, "ER", ["RESET"]] },
  },
  {
    name: "a first load region at an offset, and a second one behind it",
    script: "LR1 +0x100 0x100 { A +0 { * (+RO) } }\nLR2 +0 0x100 { B +0 { * (x) } }",
    regions: {
      LR1: [0x100, 0x100],
      A: [0x100, ["max_size of A"]],
      LR2: [["LoadLimit(LR1)"], 0x100],
      B: [["LoadLimit(LR1)"], ["max_size of B"]],
    },
  },
  {
    name: "two load regions: bootloader area and application",
    script: `LR_BOOT 0x08000000 0x8000 { ER_BOOT +0 { boot.o (+RO) } }
LR_APP 0x08008000 0x78000 { ER_APP 0x08008000 0x78000 { *.o (RESET, +First) .ANY (+RO) } RW 0x20000000 0x10000 { .ANY (+RW +ZI) } }`,
    regions: {
      LR_BOOT: [0x08000000, 32 * K],
      ER_BOOT: [0x08000000, ["max_size of ER_BOOT"]],
      LR_APP: [0x08008000, 480 * K],
      ER_APP: [0x08008000, 480 * K],
      RW: [0x20000000, 64 * K],
    },
  },
  {
    name: "attributes before the size",
    script: `LR 0x08000000 NOCOMPRESS 0x1000 {
  ER 0x08000000 FIXED 0x800 { * (+RO) }
  NOINIT 0x20000000 UNINIT 0x100 { * (.noinit) }
  A 0x20000101 ALIGN 16 0x20 { * (.a) }
  B 0x20001000 OVERLAY FILL 0xFF 0x40 { * (.b) }
  C 0x20002000 ANY_SIZE 0x80 PI 0x90 { * (.c) }
}`,
    regions: {
      LR: [0x08000000, 0x1000],
      ER: [0x08000000, 0x800],
      NOINIT: [0x20000000, 0x100],
      A: [0x20000110, 0x20],
      B: [0x20001000, 0x40],
      C: [0x20002000, 0x90],
    },
  },
  {
    name: "expressions with and without spaces, words as operators",
    script: `LR (0x08000000 + 0x100 * 2) 64*1024 {
  A 0x20000000+0x10 (0x1000 - (0x10 + 0x20)) { * (+RW) }
  B (0x2000FFFF AND 0xFFFF0000) (0x10 OR 0x1) { * (+ZI) }
  C (1 ? 0x20010000 : 0) ~0xF&0xFF { * (.c) }
}`,
    regions: {
      LR: [0x08000200, 64 * K],
      A: [0x20000010, 0xfd0],
      B: [0x20000000, 0x11],
      C: [0x20010000, 0xf0],
    },
  },
  {
    name: "functions that a file can answer, and those it cannot",
    script: `LR 0x08000000 0x10000 {
  ER 0x08000000 { * (+RO) }
  RW 0x20000000 0x1000 { * (+RW) }
  HEAP ImageLimit(RW) EMPTY 0x100 { }
  SAME ImageBase(RW) OVERLAY 0x100 { * (o) }
  STACK 0x20002000 EMPTY -0x100 { }
  TOP ImageLimit(STACK) EMPTY ImageLength(STACK) { }
  CODE LoadBase(LR) 0x10 { * (c) }
  UP AlignExpr(0x1001, 0x100) 0x10 { * (u) }
}`,
    regions: {
      LR: [0x08000000, 64 * K],
      ER: [0x08000000, ["max_size of ER"]],
      RW: [0x20000000, 0x1000],
      HEAP: [["ImageLength(RW)"], 0x100],
      SAME: [0x20000000, 0x100],
      STACK: [0x20001f00, 0x100],
      TOP: [0x20002000, 0x100],
      CODE: [["LoadBase(LR)"], 0x10],
      UP: [0x1100, 0x10],
    },
  },
  {
    name: "an aligned offset",
    script: "LR 0x101 { A AlignExpr(+0x10, 16) EMPTY 0x21 { } B AlignExpr(+0, 8) EMPTY 8 { } }",
    regions: { LR: [0x101, ["max_size of LR"]], A: [0x120, 0x21], B: [0x148, 8] },
  },
  {
    name: "ScatterAssert",
    script: `LR 0x08000000 0x1000 { ER +0 { * (+RO) } ScatterAssert(ImageLimit(ER) < 0x08001000) }
ScatterAssert(0x100 < 0x200)
ScatterAssert((0x100 == 0x200))`,
    regions: { LR: [0x08000000, 0x1000], ER: [0x08000000, ["max_size of ER"]] },
    problems: ["error: This ScatterAssert does not hold."],
  },
  {
    name: "comments of every kind, a brace and a quote in them",
    script: `// LR_OLD 0x0 { }
/* LR_OLDER 0x0 {
   } */
LR 0x100 ; { isn't
  0x200 { // }
  ER +0 /* { */ { * (+RO) ; }
  }
}`,
    regions: { LR: [0x100, 0x200], ER: [0x100, ["max_size of ER"]] },
  },
  {
    name: "selectors of many shapes",
    script: `LR 0 {
  ER 0 {
    "startup file.o" (+RO)
    lib*.a:startup.o (.text, .rodata.*)
    .ANY5 (+RO-CODE)
    *armlib* (+RO)
    * (:gdef:main)
    *(.isr_vector, +FIRST)
    * (.tail, +Last) * (OVERALIGN 8 .big)
  }
}`,
    regions: { LR: [0, ["max_size of LR"]], ER: [0, ["max_size of ER"]] },
    sections: { ER: [0, "ER", [".isr_vector", ".text", ".rodata.*", ".tail", ".big"]] },
  },
  {
    name: "hexadecimal with an ampersand, K and M",
    script: "LR &8000 1M { ER &8000 16K { * (+RO) } }",
    regions: { LR: [0x8000, K * K], ER: [0x8000, 16 * K] },
  },
  {
    name: "TrustZone: veneers, secure RAM",
    script: `#! armclang --target=arm-arm-none-eabi -march=armv8-m.main -E -xc
#define S_CODE_START 0x0C000000
#define S_CODE_SIZE 0x3E000
#define VENEER_START (S_CODE_START + S_CODE_SIZE)
LR_CODE S_CODE_START S_CODE_SIZE {
  ER_CODE S_CODE_START S_CODE_SIZE { *.o (RESET +First) .ANY (+RO) }
  RW_RAM 0x30000000 0x18000 { .ANY (+RW +ZI) }
}
LR_VENEER VENEER_START 0x2000 ALIGN 32 { ER_VENEER +0 ALIGN 32 { *(Veneer$$CMSE) } }`,
    regions: {
      LR_CODE: [0x0c000000, 248 * K],
      ER_CODE: [0x0c000000, 248 * K],
      RW_RAM: [0x30000000, 96 * K],
      LR_VENEER: [0x0c03e000, 8 * K],
      ER_VENEER: [0x0c03e000, ["max_size of ER_VENEER"]],
    },
    sections: { ER_CODE: [0x0c000000, "ER_CODE", ["RESET"]] },
  },
  {
    name: "the style of CMSIS packs",
    script: `#! armclang -E --target=arm-arm-none-eabi -mcpu=cortex-m7 -xc
#define __ROM0_BASE 0x08000000
#define __ROM0_SIZE 0x00200000
#define __RAM0_BASE 0x20000000
#define __RAM0_SIZE 0x00020000
#define __STACK_SIZE 0x00000200
#define __HEAP_SIZE  0x00000C00
#define __STACKSEAL_SIZE 0
#define __STACK_TOP (__RAM0_BASE + __RAM0_SIZE - __STACKSEAL_SIZE)
#define __HEAP_BASE (AlignExpr(+0, 8))
#define __RW0_SIZE (__RAM0_SIZE - __STACK_SIZE - __HEAP_SIZE)
LR_ROM0 __ROM0_BASE __ROM0_SIZE {
  ER_ROM0 __ROM0_BASE __ROM0_SIZE { *.o (RESET, +First) *(InRoot$$Sections) *(+RO +XO) }
  RW_NOINIT __RAM0_BASE UNINIT __RW0_SIZE { *.o(.bss.noinit) }
  RW_RAM0 AlignExpr(+0, 8) (__RW0_SIZE - AlignExpr(ImageLength(RW_NOINIT), 8)) { *(+RW +ZI) }
#if __HEAP_SIZE > 0
  ARM_LIB_HEAP __HEAP_BASE EMPTY __HEAP_SIZE { }
#endif
  ARM_LIB_STACK __STACK_TOP EMPTY -__STACK_SIZE { }
}`,
    regions: {
      LR_ROM0: [0x08000000, 2048 * K],
      ER_ROM0: [0x08000000, 2048 * K],
      RW_NOINIT: [0x20000000, 0x20000 - 0xe00],
      RW_RAM0: [["ImageLimit(RW_NOINIT)"], ["ImageLength(RW_NOINIT)"]],
      ARM_LIB_HEAP: [["ImageLimit(RW_RAM0)"], 0xc00],
      ARM_LIB_STACK: [0x20020000 - 0x200, 0x200],
    },
  },
  {
    name: "regions called like sections, an empty load region, NXP's vectors in RAM",
    script: `#! armcc -E
#define m_ram 0x1FFF0000
#define m_ram_vectors 0x400
LR_EEPROM 0x14000000 0x8000 { .cy_em_eeprom +0 { * (.cy_em_eeprom) } }
LR_USB 0x40100000 UNINIT 0x2000 { }
LR 0 0x1000 {
#if defined(RAM_VECTORS)
  VECTOR_RAM m_ram EMPTY m_ram_vectors { }
#else
  VECTOR_RAM m_ram EMPTY 0 { }
#endif
  RW +0 0x100 { .ANY (+RW) }
}`,
    defines: { RAM_VECTORS: "" },
    regions: {
      LR_EEPROM: [0x14000000, 0x8000],
      ".cy_em_eeprom": [0x14000000, ["max_size of .cy_em_eeprom"]],
      LR_USB: [0x40100000, 0x2000],
      LR: [0, 0x1000],
      VECTOR_RAM: [0x1fff0000, 0x400],
      RW: [0x1fff0400, 0x100],
    },
  },
  {
    name: "both branches of a switch",
    script: `#if defined(WITH_BOOT)
LR 0x08010000 0x10000 { ER +0 { * (+RO) } }
#else
LR 0x08000000 0x20000 { ER +0 { * (+RO) } }
#endif`,
    defines: { WITH_BOOT: "1" },
    regions: { LR: [0x08010000, 64 * K], ER: [0x08010000, ["max_size of ER"]] },
  },
  {
    name: "a broken region between good ones",
    script: `LR1 0x100 0x10 { A +0 { * (a) } }
LR2 { B +0 { * (b) } }
LR3 0x300 0x10 { C +0 { * (c) } }`,
    regions: {
      LR1: [0x100, 0x10],
      A: [0x100, ["max_size of A"]],
      LR3: [0x300, 0x10],
      C: [0x300, ["max_size of C"]],
    },
    problems: ["error: A base address or +offset is expected behind LR2."],
  },
  {
    name: "braces that nobody closes",
    script: "LR 0x100 0x10 { ER +0 { * (+RO)",
    regions: { LR: [0x100, 0x10], ER: [0x100, ["max_size of ER"]] },
    problems: ["error: The braces of ER are never closed.", "error: A '}' is missing."],
  },
  {
    name: "a number no linker reads",
    script: "LR 0x08G0 0x10 { ER 0x100 { * (+RO) } }",
    regions: { LR: [["0x08G0"], 0x10], ER: [0x100, ["max_size of ER"]] },
    problems: [
      "error: 0x08G0 is no number of this linker's.",
      "warning: Region LR depends on 0x08G0, which is not known here.",
    ],
  },
];
