import type { ScriptCase } from "../script-case";

const memory =
  "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 256K RAM (rwx) : ORIGIN = 0x20000100, LENGTH = 64K }\n";

/** What stands between the braces of SECTIONS, behind a plain MEMORY block. */
const bodies: Readonly<Record<string, string>> = {
  "the top of the stack":
    "_estack = ORIGIN(RAM) + LENGTH(RAM); .text : { *(.text*) } > FLASH .data : { *(.data*) } > RAM AT> FLASH",
  "numbers in a section": ".text : { n = 0x100; o = ORIGIN(RAM); p = LENGTH(RAM); q = o + 4; *(.text) e = .; } > FLASH",
  "numbers at the start of a section":
    ".text 0x08004000 : { n = 0x100; o = ORIGIN(RAM); p = LENGTH(RAM); q = o + 4; *(.text) e = .; } > FLASH",
  "load address":
    ".text : { *(.text) } > FLASH .data : { _sdata = .; *(.data) _edata = .; } > RAM AT> FLASH _sidata = LOADADDR(.data); _n = SIZEOF(.data);",
  "an explicit address":
    ".vectors 0x08001000 : { v0 = .; KEEP(*(.vectors)) v1 = .; } > FLASH a = ADDR(.vectors); s = SIZEOF(.vectors);",
  "an explicit address by a region":
    ".fixed ORIGIN(FLASH) + 0x400 : { f0 = .; KEEP(*(.fixed)) . = 0x200; f1 = .; } > FLASH f2 = .; f3 = SIZEOF(.fixed); f4 = ADDR(.fixed);",
  "a header that is filled up":
    ".header 0x08008000 : { KEEP(*(.header)) . = 0x400; LONG(0xdeadbeef) h1 = .; . = ALIGN(16); h2 = .; } > FLASH h3 = SIZEOF(.header);",
  "a stack by itself":
    ".stack ORIGIN(RAM) (NOLOAD) : { s0 = .; . += 0x400; s1 = .; } > RAM .bss : { b0 = .; *(.bss) b1 = .; } > RAM",
  "sections of numbers":
    ".a 0x20001000 : { LONG(1) SHORT(2) BYTE(3) QUAD(4) SQUAD(-5) a1 = .; } > RAM a2 = SIZEOF(.a); .b : { b0 = .; LONG(6) b1 = .; } > RAM",
  "fill and alignment":
    ".a 0x20001001 : { FILL(0xff) BYTE(1) . = ALIGN(8); a1 = .; . = ALIGN(0x100); a2 = .; } > RAM =0xa5",
  "the location counter between sections":
    ". = 0x08002000; a = .; .x : { *(.x) } b = .; . = 0x20000800; c = .; . = ALIGN(0x1000); d = .; . += 5; e = .;",
  "a size between symbols": ".heap : { h0 = .; . = . + 0x600; h1 = .; } > RAM size = h1 - h0;",
  "a size between symbols behind input":
    ".bss : { *(.bss) } > RAM .heap : { h0 = .; . = . + 0x600; h1 = .; } > RAM size = h1 - h0; n = SIZEOF(.heap);",
  "a limit from the size":
    ".stack_dummy (COPY) : { *(.stack*) } > RAM __StackTop = ORIGIN(RAM) + LENGTH(RAM); __StackLimit = __StackTop - SIZEOF(.stack_dummy); PROVIDE(__stack = __StackTop);",
  "minimum sizes":
    "_Min_Heap_Size = 0x200; _Min_Stack_Size = 0x400; ._user_heap_stack : { . = ALIGN(8); PROVIDE(end = .); . = . + _Min_Heap_Size; . = . + _Min_Stack_Size; . = ALIGN(8); } > RAM",
  "aligned sections":
    ".a 0x20001000 : ALIGN(256) { LONG(1) } > RAM .b : ALIGN(256) { b0 = .; LONG(1) b1 = .; } > RAM .c ALIGN(512) : { c0 = .; LONG(1) } > RAM c1 = ADDR(.c);",
  "explicit load addresses":
    ".a 0x20001000 : AT(0x08003000) { LONG(1) } > RAM a = LOADADDR(.a); .b 0x20002000 : AT(LOADADDR(.a) + SIZEOF(.a)) { LONG(2) } > RAM b = LOADADDR(.b);",
  "a load address behind the text":
    ".text : { *(.text) _etext = .; } > FLASH .data 0x20000800 : AT(_etext) { *(.data) } > RAM load = LOADADDR(.data); a = ADDR(.data);",
  "two regions for one section":
    ".ccm 0x20000200 : { c0 = .; *(.ccm) . = ALIGN(4); c1 = .; } > RAM AT > FLASH c2 = LOADADDR(.ccm);",
  "only a load region": ".only : { *(.only) o = .; } AT> FLASH",
  "types of sections":
    ".n (NOLOAD) : { *(.n) } > RAM .c (COPY) : { *(.c) } .i 0 (INFO) : { *(.i) } .o (OVERLAY) : { *(.o) } .d (DSECT) : { *(.d) }",
  "read-only sections": ".r (READONLY) : { *(.r) r = .; } > FLASH",
  "discarded sections":
    ".t : { *(.t) } > FLASH /DISCARD/ : { *(.comment) *(.note*) *libc.a ( * ) } after = ORIGIN(RAM);",
  "input of all kinds":
    ".t : { *(.a .b) *(.c, .d) *a.o(.e) *lib.a:(.f) *lib.a:x.o(.g) *(EXCLUDE_FILE(*crt1.o *crt2.o) .h) EXCLUDE_FILE(x.o) *(.i) } > FLASH",
  "sorted input":
    ".t : { *(SORT(.a*)) *(SORT_BY_NAME(.b*)) *(SORT_BY_ALIGNMENT(.c*)) *(SORT_BY_INIT_PRIORITY(.d*)) *(SORT_NONE(.e)) SORT(*)(.f) KEEP(*(SORT_BY_NAME(SORT_BY_ALIGNMENT(.g*)))) } > FLASH",
  constructors:
    ".ctors : { c0 = .; LONG(0) KEEP(*crtbegin.o(.ctors)) KEEP(*crtbegin?.o(.ctors)) KEEP(*(EXCLUDE_FILE(*crtend?.o *crtend.o) .ctors)) KEEP(*(SORT(.ctors.*))) CONSTRUCTORS SORT(CONSTRUCTORS) } > FLASH",
  "flags of input sections":
    ".t : { INPUT_SECTION_FLAGS(SHF_MERGE & !SHF_STRINGS) *(.j) INPUT_SECTION_FLAGS(!SHF_ALLOC) *x.o(.k) } > FLASH",
  "file names with wild cards": ".t : { */lib/[a-c]*.o(.a) ?x.o (.b) x/*.o(.c) *.o(.d) foo*(.e) } > FLASH",
  "whole files": ".t : { *crt0.o *crt?.o } > FLASH",
  "provided symbols":
    "PROVIDE(a = 1); b = a + 1; PROVIDE_HIDDEN(c = 3); d = c; PROVIDE(b = 9); .t : { PROVIDE(e = .); *(.t) PROVIDE(f = ORIGIN(RAM)); } > FLASH g = f;",
  assertions:
    'ASSERT(LENGTH(RAM) > 1K, "small") .t : { *(.t) ASSERT(. >= 0, "x"); . = ASSERT(., "y"); } > FLASH ASSERT(1, "z") v = ASSERT(5, "five");',
  "an overlay": "OVERLAY 0x20002000 : AT(0x08004000) { .o1 { *(.o1) } .o2 { *(.o2) } } > RAM after = ORIGIN(RAM);",
  "an overlay with everything":
    "OVERLAY 0x20002000 : NOCROSSREFS { .o1 { x = 1; *(.o1) } =0x1 .o2 { *(.o2) } } > RAM AT> FLASH =0xff",
  "fill behind a section":
    ".a : { *(.a) } > FLASH =0xff .b : { *(.b) } > FLASH = 0x90909090 .c : { *(.c) } = ( 0x12 )  .d : { *(.d) } > RAM, .e : { *(.e) } > RAM",
  "section names":
    '"my section" : { *(.a) } > FLASH nodot : { *(.b) } > FLASH .with-minus : { *(.c) } > FLASH .a.b.c : { *(.d) } > FLASH .$x : { *(.e) } > FLASH',
  "sub-alignment":
    ".a : ALIGN(8) SUBALIGN(4) { *(.a) } > FLASH .b : ALIGN_WITH_INPUT { *(.b) } > RAM AT> FLASH .c : SUBALIGN(16) ONLY_IF_RO { *(.c) } > FLASH",
  "constrained sections": ".a : ONLY_IF_RO { *(.a) } > FLASH .a : ONLY_IF_RW { *(.a) } > RAM",
  "one section in two parts":
    ".a : { *(.a1) x = .; } > FLASH .b : { *(.b) } > FLASH .a : { *(.a2) y = .; } > FLASH n = SIZEOF(.a);",
  "symbols compared":
    ".d 0x20001000 : { s = .; LONG(1) e = .; } > RAM n = e - s; m = e > s ? 1 : 2; k = (e - s) / 4; f = e & 0xfff; g = ~s; p = s * 2; q = -s;",
  "numbers of a section in a section":
    ".d 0x20001000 : { s = . ; LONG(1) a = s + 4; b = . - s; c = s == 0x20001000; d = s > 0x100; f = s & 0xff; g = ABSOLUTE(.) & 0xfff; h = ABSOLUTE(s); } > RAM",
  "defined symbols":
    "a = DEFINED(b) ? b : 5; b = 7; c = DEFINED(b) ? b : 5; .t : { d = DEFINED(e) ? 1 : ABSOLUTE(2); e = .; } > FLASH",
  "a size of a section that comes":
    "n = SIZEOF(.later); a = ADDR(.later); .later 0x20001000 : { LONG(1) LONG(2) } > RAM",
  "alignment of the location counter":
    ". = 0x123; a = ALIGN(0x100); b = ALIGN(., 0x40); c = ALIGN(3); d = NEXT(0x80); e = BLOCK(0x10);",
  "data segment":
    ".t : { *(.t) } > FLASH . = DATA_SEGMENT_ALIGN(CONSTANT(MAXPAGESIZE), CONSTANT(COMMONPAGESIZE)); .d : { *(.d) } > RAM . = DATA_SEGMENT_RELRO_END(0, .); . = DATA_SEGMENT_END(.);",
  "sections without a region":
    ".comment 0 : { *(.comment) } .debug_info 0 : { *(.debug_info .gnu.linkonce.wi.*) } .stabs.x 0 : { *(.stabs.x) } .ARM.attributes 0 : { KEEP(*(.ARM.attributes)) }",
  "empty sections":
    ".e : { } > FLASH .f 0x20001000 : { } > RAM .g 0x20001100 : { g = .; } > RAM h = .; .i : { i = .; . = ALIGN(8); j = .; } > RAM",
  "a mailbox at the end":
    ".mailbox ORIGIN(RAM) + LENGTH(RAM) - 0x40 (NOLOAD) : { m0 = .; KEEP(*(.mailbox)) m1 = .; } > RAM m2 = ADDR(.mailbox);",
  "commas for semicolons": "a = 1, b = 2, .t : { c = 3, *(.t) ; ; } > FLASH , d = 4,",
  "compound assignments to the location counter":
    ". = 0x1000; . += 0x10; a = .; . *= 2; b = .; . |= 7; c = .; . -= 7; d = .;",
  "entries inside": "ENTRY(Reset_Handler) .t : { *(.t) } > FLASH ENTRY(x)",
  "group of the old days": "GROUP 0x20001000 : { .g : { *(.g) } } .t : { *(.t) } > FLASH",
  "names that look like keywords": "ALIGNED = 5; KEEPER = 6; .t : { BYTES = 7; LONGER = 8; *(.t) } > FLASH",
};

export const sectionCases: readonly ScriptCase[] = [
  ...Object.entries(bodies).map(([name, body]) => ({
    name: `SECTIONS: ${name}`,
    script: `${memory}SECTIONS\n{\n${body}\n}\n`,
  })),
  {
    name: "no MEMORY: addresses by hand",
    script:
      "SECTIONS { . = 0x8000; .text : { *(.text) } t = .; . = 0x20000000; d0 = .; .data : { *(.data) } .bss 0x20001000 : { b0 = .; *(.bss) b1 = .; } }\n",
  },
  {
    name: "no MEMORY: only numbers",
    script:
      "SECTIONS { . = 0x100; a = .; .a : { LONG(1) b = .; } c = .; .d : { d = .; BYTE(1) } e = .; f = ADDR(.d); }\n",
  },
  {
    name: "several SECTIONS",
    script: `${memory}SECTIONS { a = 1; .t : { *(.t) } > FLASH }\nb = a + 1;\nSECTIONS { c = b + 1; .d 0x20001000 : { LONG(1) d = .; } > RAM }\n`,
  },
  {
    name: "INSERT",
    script: `${memory}SECTIONS { .m : { m = 1; *(.m) } > FLASH } INSERT AFTER .text;\nSECTIONS { .n : { *(.n) } > RAM } INSERT BEFORE .bss\ntop = ORIGIN(RAM) + LENGTH(RAM);\n`,
    byChance: ["m"],
  },
  {
    name: "INCLUDE inside SECTIONS",
    script: `${memory}SECTIONS { INCLUDE a.ld .t : { INCLUDE "b.ld" *(.z) } > FLASH }\n`,
    files: { "a.ld": "top = ORIGIN(RAM) + LENGTH(RAM);\n.s : { *(.s) } > RAM", "b.ld": "*(.a)\n KEEP(*(.b))\n v = 5;" },
  },
  {
    name: "PHDRS",
    script: `PHDRS { text PT_LOAD FILEHDR PHDRS FLAGS(5); data PT_LOAD AT(0x08010000) FLAGS(6); note PT_NOTE; odd 0x70000001; }\n${memory}SECTIONS { .t : { *(.t) } > FLASH :text .d : { *(.d) } > RAM :data :note .n : { *(.n) } > RAM :NONE }\n`,
    refused: "maybe",
  },
  {
    name: "plain PHDRS",
    script: `PHDRS\n{\n  text PT_LOAD;\n  data PT_LOAD FLAGS ( 6 ) ;\n}\n${memory}SECTIONS { .t : { *(.t) } > FLASH :text .d : { *(.d) } > RAM :data }\ntop = ORIGIN(RAM) + LENGTH(RAM);\n`,
  },
  {
    name: "VERSION",
    script: `VERSION { V1.0 { global: foo; bar*; extern "C" { baz; }; local: *; }; V2.0 { global: qux; } V1.0; }\n${memory}v = 1;\n`,
  },
  {
    name: "every other command",
    script: `OUTPUT_FORMAT("elf32-littlearm", "elf32-bigarm", "elf32-littlearm")\nOUTPUT_ARCH(arm)\nENTRY(Reset_Handler)\nENTRY("main");\nSEARCH_DIR("/nowhere"); SEARCH_DIR(.)\nEXTERN(a_function another, third)\nNOCROSSREFS(.t .d)\nNOCROSSREFS_TO(.t .d)\nFORCE_COMMON_ALLOCATION\nFORCE_GROUP_ALLOCATION\nTARGET(elf32-littlearm)\n${memory}SECTIONS { .t : { *(.t) } > FLASH }\n`,
  },
  {
    name: "sane expressions",
    script: `LD_FEATURE("SANE_EXPR")\n${memory}SECTIONS { .t 0x08000100 : { a = 0x10; *(.t) } > FLASH b = 0x10; }\nc = 5;\n`,
  },
];
