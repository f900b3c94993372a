import type { ScriptCase } from "../script-case";

const flash = (origin: string, length = "64K"): string =>
  `MEMORY { FLASH (rx) : ORIGIN = ${origin}, LENGTH = ${length} }\n`;

/** Scripts that the build runs through the C preprocessor. */
const scripts: Readonly<Record<string, string>> = {
  "plain defines": `#define START 0x08000000\n#define SIZE (64 * 1024)\n${flash("START", "SIZE")}`,
  "a define without a value": `#define WITH_BOOT\n#ifdef WITH_BOOT\n${flash("0x08008000")}#else\n${flash("0x08000000")}#endif\n`,
  "elif chains": `#define CHIP 3\n#if CHIP == 1\n${flash("1")}#elif CHIP == 2\n${flash("2")}#elif CHIP == 3\n${flash("3")}#else\n${flash("4")}#endif\n`,
  "elifdef as GNU C has it": `#define B\n#ifdef A\n${flash("1")}#elifdef B\n${flash("2")}#elifndef C\n${flash("3")}#else\n${flash("4")}#endif\n`,
  "nested conditionals": `#define A 1\n#if defined(A) && A\n# if defined B || !defined(C)\n#  ifndef D\n${flash("5")}#  endif\n# else\n${flash("6")}# endif\n#else\n${flash("7")}#endif\n`,
  "both variants of a region":
    "#define EXTERNAL 1\nMEMORY\n{\n#if EXTERNAL\n  RAM (rwx) : ORIGIN = 0x60000000, LENGTH = 8M\n#else\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K\n#endif\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n}\n",
  "unsigned arithmetic in a condition": `#if -1 > 0u && 0xFFFFFFFFUL == 4294967295 && (1ull << 63) > 0\n${flash("1")}#else\n${flash("2")}#endif\n`,
  "signed arithmetic in a condition": `#if -1 < 0 && -7 / 2 == -3 && -7 % 2 == -1 && (-8 >> 1) == -4 && ~0 == -1\n${flash("1")}#else\n${flash("2")}#endif\n`,
  "conditional operator in a condition": `#if (1 ? -1 : 0u) > 0\n${flash("1")}#else\n${flash("2")}#endif\n#if 0x10 + 010 == 24 && 'A' == 65 && '\\n' == 10 && '\\x41' == 65 && '\\101' == 65\na = 1;\n#endif\n`,
  "short circuit over a division": `#define N 0\n#if N != 0 && 10 / N > 1\n${flash("1")}#else\n${flash("2")}#endif\n#if 1 || 1 / 0\na = 1;\n#endif\n`,
  "names that nobody defined": `#if UNKNOWN\n${flash("1")}#elif UNKNOWN == 0\n${flash("2")}#endif\n`,
  "defined by way of a macro": `#define HAS(x) (x)\n#define A 1\n#if HAS(A) && !HAS(0)\n${flash("1")}#endif\n`,
  "undef and define again": `#define S 1\n#undef S\n#define S 2\n#undef NEVER\n${flash("S")}`,
  "line continuation": `#define REGIONS \\\n  A : ORIGIN = 0, LENGTH = 1K \\\n  B : ORIGIN = 1K, \\\n      LENGTH = 2K\nMEMORY { REGIONS }\nv = 1 + \\\n 2;\n`,
  "line continuation with carriage returns":
    "#define A 0x1000 + \\\r\n  4\r\n#if 1 && \\\r\n 1\r\nMEMORY { R : ORIGIN = A, LENGTH = 1K }\r\n#endif\r\n",
  "comments inside directives": `#define /* a */ A /* b */ 0x10 /* c */ + 4 // d\n#if /* e */ 1 // f\n${flash("A /* g */ + 1")}#endif /* h */\n#define B 1 /* over\n lines */ + 1\nv = B;\n`,
  "function-like macros": `#define KB(n) ((n) * 1024)\n#define END(s, l) ((s) + (l))\n${flash("END(0x08000000, KB(16))", "KB(64) - KB(16)")}`,
  "macros inside macros": `#define A(x) B(x) + 1\n#define B(x) (x * C)\n#define C 4\n${flash("A(A(2))")}`,
  "a macro of a whole entry":
    "#define REGION(name, attr, start, size) name attr : ORIGIN = start, LENGTH = size\nMEMORY { REGION(FLASH, (rx), 0x08000000, 64K)\n REGION(RAM, (rwx), 0x20000000, (8 + 8) * 1K) }\n",
  "a macro of the whole block": "#define MEM(a, b) MEMORY { ROM : ORIGIN = a, LENGTH = b }\nMEM(0x1000,\n  4K)\n",
  pasting:
    "#define OFFSET_BOOT 0x0\n#define OFFSET_APP 0x8000\n#define SIZE_APP 32K\n#define FW_OFF(s) OFFSET_##s\n#define FW(s, t) t##_##s\n#define HEX(n) 0x##n\nMEMORY { FLASH : ORIGIN = 0x08000000 + FW_OFF(APP), LENGTH = FW(APP, SIZE) R : ORIGIN = HEX(2000) , LENGTH = HEX(10) }\n",
  "pasting of macros":
    "#define CAT_(a, b) a##b\n#define CAT(a, b) CAT_(a, b)\n#define N 2\n#define RAM2 0x20008000\nMEMORY { M : ORIGIN = CAT(RAM, N), LENGTH = CAT(1, K) }\n",
  strings:
    "#define STR_(x) #x\n#define STR(x) STR_(x)\n#define NAME ROM\nMEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 1K }\nREGION_ALIAS(STR(NAME), FLASH)\nv = ORIGIN(ROM);\n",
  "variadic macros":
    "#define SUM(a, ...) (a + __VA_ARGS__)\n#define LIST(...) __VA_ARGS__\n#define OPT(a, ...) (a , ## __VA_ARGS__)\n#define NAMED(args...) MAX(args)\nMEMORY { A : ORIGIN = SUM(1, 2 + 3), LENGTH = MAX(LIST(1, 2)) }\nb = MAX OPT(1, 2);\nc = NAMED(3, 4);\nd = OPT(5);\n",
  "variadic options":
    "#define V(a, ...) MAX(a __VA_OPT__(,) __VA_ARGS__)\nb = V(1, 2);\n#define W(a, ...) (a __VA_OPT__(+ 1))\nc = W(1);\nd = W(1, x);\n",
  "macros that refer to themselves":
    "#define size size\n#define A B\n#define B A\nsize = 4K;\nA = 1; B = 3; v = B + 1; w = A;\nMEMORY { M : ORIGIN = 0, LENGTH = size }\n",
  "a name of a function without its call":
    "#define START(x) (x)\nSTART = 4;\nv = START + 1;\nw = START (2);\nx = START\n(3);\n",
  "empty arguments": "#define TWO(a, b) 1 a + 2 b\n#define NONE() 5\nv = TWO(, ) + NONE() + NONE( );\nw = TWO(+ 1,);\n",
  "a region's name as a macro":
    "#define NOBITS RAM\n#define CODE FLASH\nMEMORY { CODE : ORIGIN = 0x08000000, LENGTH = 1M NOBITS : ORIGIN = 0x20000000, LENGTH = 64K }\nSECTIONS { .text : { *(.text) } > CODE .bss (NOLOAD) : { *(.bss) } > NOBITS }\ntop = ORIGIN(NOBITS) + LENGTH(NOBITS);\n",
  "defaults of what a build gives": `#if !defined(MBED_APP_START)\n  #define MBED_APP_START 0x08000000\n#endif\n#ifndef MBED_APP_SIZE\n#define MBED_APP_SIZE 1024K\n#endif\n${flash("MBED_APP_START", "MBED_APP_SIZE")}`,
  "other directives": `#pragma once\n#line 100 "x.c"\n#\n# /* nothing */\n${flash("1")}`,
  "error and warning in dead code": `#if 0\n#error never\n#warning never\n${flash("1")}#else\n${flash("2")}#endif\n`,
  "junk in dead code": `#if 0\nit's dead "\n#foo bar\n#if UNBALANCED(\n#endif\n#else\n${flash("2")}#endif\n`,
  "has include": `#if __has_include("there.h") && !__has_include("absent.h")\n#include "there.h"\n#endif\n${flash("THERE")}`,
  "numbers that C reads otherwise": `#define A 0x10\n#define B 1K\n${flash("A + B", "2M")}v = 0x1f+1;\n`,
  "a comment that begins in a string": '#define X 1\nASSERT(X, "no /* comment")\nASSERT(X, "see // here")\nv = X;\n',
  "token pasting by empty comments": `#define A 4\nv = 1/**/+/**/A;\n${flash("v")}`,
  "true and false": `#define YES 1\n#define ON YES\n#if ON && (YES == ON)\n${flash("1")}#endif\n`,
  counting: `#define __COUNT 3\n#if __COUNT >= 2 && __COUNT <= 4 && __COUNT != 3 || __COUNT % 2\n${flash("1")}#endif\n`,
};

export const preprocessorCases: readonly ScriptCase[] = [
  ...Object.entries(scripts).map(([name, script]): ScriptCase => ({
    name: `cpp: ${name}`,
    script,
    preprocessed: true,
    ...(name === "has include" ? { files: { "there.h": "#define THERE 0x4000\n" } } : {}),
  })),
  {
    name: "cpp: headers",
    script:
      '#include "board.h"\n#include <chip.h>\n#define FILE "more.h"\n#include FILE\nMEMORY { FLASH : ORIGIN = FLASH_START + BOOT_SIZE, LENGTH = FLASH_SIZE - BOOT_SIZE RAM : ORIGIN = MORE, LENGTH = 1K }\n',
    files: {
      "board.h": "#ifndef BOARD_H\n#define BOARD_H\n#include <chip.h>\n#define BOOT_SIZE (32 * 1024)\n#endif\n",
      "inc/chip.h": "#pragma once\n#define FLASH_START 0x08000000\n#define FLASH_SIZE 0x80000\n",
      "more.h": "#define MORE 0x20000000\n",
    },
    includePaths: ["inc"],
    preprocessed: true,
  },
  {
    name: "cpp: include_next",
    script: "#include <config.h>\nMEMORY { FLASH : ORIGIN = A + B, LENGTH = 1K }\n",
    files: { "one/config.h": "#define A 1\n#include_next <config.h>\n", "two/config.h": "#define B 2\n" },
    includePaths: ["one", "two"],
    preprocessed: true,
  },
  {
    name: "cpp: defines of the command line",
    script:
      "#if APP\nMEMORY { FLASH : ORIGIN = START, LENGTH = SIZE }\n#else\nMEMORY { FLASH : ORIGIN = 0, LENGTH = 1 }\n#endif\n",
    defines: { APP: "1", START: "0x08040000", SIZE: "(0x100000-0x40000)" },
    preprocessed: true,
  },
  {
    name: "cpp: no directive in it, defines of the command line",
    script: "MEMORY { FLASH : ORIGIN = APP_START, LENGTH = 1K }\nv = APP_START + 4;\n",
    defines: { APP_START: "0x08010000" },
    preprocessed: true,
  },
  {
    name: "unpreprocessed: both branches live",
    script:
      "MEMORY\n{\n#if defined(BIG)\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n#else\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K\n#endif\n  # just a comment\n}\n",
    refused: "maybe",
  },
];
