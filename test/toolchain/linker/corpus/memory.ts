import type { ScriptCase } from "../script-case";

/** One MEMORY block, its entries as they stand between the braces. */
const entries: Readonly<Record<string, string>> = {
  "one line": "FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K",
  "no attributes": "rom : ORIGIN = 0x08000000, LENGTH = 128K ram : ORIGIN = 0x20000000, LENGTH = 20K",
  "short forms": "rom (rx) : org = 0x08000000, len = 64K\nram (rwx) : o = 0x20000000, l = 8K",
  "both spellings in one block": "A : org = 0x1000, LENGTH = 4K B : ORIGIN = 0x2000, len = 0x800 C : o = 0, l = 16",
  "comma missing inside an entry": "FLASH (rx) : ORIGIN = 0x08000000 LENGTH = 1M",
  "comma between entries": "A (r) : ORIGIN = 0, LENGTH = 16 , B (w) : ORIGIN = 16, LENGTH = 16",
  "an entry over many lines": "FLASH\n(\nrx\n)\n:\nORIGIN\n=\n0x08000000\n,\nLENGTH\n=\n(\n512\n*\n1024\n)",
  "all in one row": "A(rx):ORIGIN =0x0,LENGTH =0x10 B(rwx):ORIGIN =0x20,LENGTH =0x10",
  "spaces in the attributes": "A ( rx ) : ORIGIN = 0x0, LENGTH = 1K B (RX ) : ORIGIN = 1K, LENGTH = 1K",
  "inverted attributes":
    "A (W!RX) : ORIGIN = 0, LENGTH = 1 B (rw!x) : ORIGIN = 1, LENGTH = 1 C (!rx) : ORIGIN = 2, LENGTH = 1",
  "all attributes":
    "A (rwxail) : ORIGIN = 0, LENGTH = 1 B (AIL) : ORIGIN = 1, LENGTH = 1 C (xrw) : ORIGIN = 2, LENGTH = 1",
  "doubly inverted": "A (r!w!x) : ORIGIN = 0, LENGTH = 1",
  "attributes in two words": "A (r x) : ORIGIN = 0, LENGTH = 1 B (rw !x) : ORIGIN = 1, LENGTH = 1",
  "quoted names": '"FLASH" (rx) : ORIGIN = 0x08000000, LENGTH = 1K "my ram" : ORIGIN = 0x20000000, LENGTH = 1K',
  "names with signs":
    "boot-rom : ORIGIN = 0, LENGTH = 1 ext.ram : ORIGIN = 1, LENGTH = 1 a/b : ORIGIN = 2, LENGTH = 1 _x$y : ORIGIN = 3, LENGTH = 1",
  "a name of hex digits in front": "FAB : ORIGIN = 0x100, LENGTH = 1K",
  "lower-case suffixes": "A : ORIGIN = 0x08000000, LENGTH = 512k B : ORIGIN = 0x20000000, LENGTH = 1m",
  "hex with a suffix": "A : ORIGIN = 0x8000K, LENGTH = 0x10K B : ORIGIN = 0X20M, LENGTH = 0x1m",
  "other radices": "A : ORIGIN = $100, LENGTH = 100h B : ORIGIN = 17o, LENGTH = 101b C : ORIGIN = 16d, LENGTH = 0FFX",
  "leading zeros": "A : ORIGIN = 010, LENGTH = 08 B : ORIGIN = 00, LENGTH = 0777 C : ORIGIN = 017K, LENGTH = 0x0010",
  "beyond 32 bits": "A : ORIGIN = 0x180000000, LENGTH = 0x200000000 B : ORIGIN = 0xffffffff0, LENGTH = 16",
  "beyond 64 bits": "A : ORIGIN = 0x123456789012345678901, LENGTH = 99999999999999999999",
  "negative by a slip": "A : ORIGIN = 0x20000000, LENGTH = 2048-64K",
  "negative length": "A : ORIGIN = 0x1000 - 0x2000, LENGTH = 2K - 4K",
  nothing: "",
  "empty regions":
    "EXT : ORIGIN = 0x60000000, LENGTH = 0 QSPI : ORIGIN = 0x90000000, LENGTH = 0K A : ORIGIN = 0, LENGTH = 0x0",
  "overlapping regions":
    "ITCM : ORIGIN = 0x00200000, LENGTH = 1M AXIM : ORIGIN = 0x08000000, LENGTH = 1M ALL : ORIGIN = 0, LENGTH = ~0",
  products: "A : ORIGIN = 0x08000000, LENGTH = 16*1024*1024 B : ORIGIN = 2*0x1000 + 4, LENGTH = (3 * 5) % 4",
  "minus without spaces": "A : ORIGIN = 0x08000000, LENGTH = 64K -16K B : ORIGIN = 0, LENGTH = 8192-1168",
  "rounded vectors":
    "RAM (rwx) : ORIGIN = 0x20000000 + (((166 * 4) + 7) & 0xFFFFFFF8), LENGTH = 128K - (((166 * 4) + 7) & 0xFFFFFFF8)",
  "an origin in its own length": "BOOT : ORIGIN = 0x08000000, LENGTH = 0x08008000 - ORIGIN(BOOT)",
  "regions one behind the other":
    "BOOT : ORIGIN = 0x08000000, LENGTH = 32K\nAPP : ORIGIN = ORIGIN(BOOT) + LENGTH(BOOT), LENGTH = 512K - LENGTH(BOOT)\nREST : ORIGIN = ORIGIN(APP)\n  + LENGTH(APP),\n LENGTH = 0x08100000 - ORIGIN(APP) - LENGTH(APP)",
  "a later region": "A : ORIGIN = ORIGIN(B) + 1, LENGTH = LENGTH(B) - 1 B : ORIGIN = 0x1000, LENGTH = 0x1000",
  "a length in itself": "A : ORIGIN = 0x1000, LENGTH = LENGTH(A) - 0xf",
  "declared twice":
    "A (rx) : ORIGIN = 0, LENGTH = 1K B : ORIGIN = 0x1000, LENGTH = 1K A (rwx) : ORIGIN = 0x2000, LENGTH = 2K",
  "conditional values":
    "A : ORIGIN = 0 ? 0x1000 : 0x2000, LENGTH = DEFINED(size) ? size : 48K B : ORIGIN = 1 ? 2 ? 3 : 4 : 5, LENGTH = 0 ? 1 : 0 ? 2 : 3",
  "an assertion at the end of a chain":
    'A : ORIGIN = 0x08000000, LENGTH = 1 == 2 ? 64K : 2 == 2 ? 128K : ASSERT(0, "which chip?")',
  "minimum and maximum":
    "A : ORIGIN = MAX(0x1000, 0x800), LENGTH = MIN(64K, 0x8000) B : ORIGIN = MAX(-1, 5), LENGTH = MIN(-1, 5)",
  "alignment of a number":
    "A : ORIGIN = ALIGN(0x08000401, 0x400), LENGTH = ALIGN(1000, 512) B : ORIGIN = ALIGN(5, 7), LENGTH = ALIGN(5, 0)",
  logarithms: "A : ORIGIN = 1 << LOG2CEIL(1000), LENGTH = LOG2CEIL(1) + LOG2CEIL(0) + LOG2CEIL(3)",
  constants: "A : ORIGIN = CONSTANT(MAXPAGESIZE), LENGTH = CONSTANT (COMMONPAGESIZE) * 2",
  "segment starts": 'A : ORIGIN = SEGMENT_START("text-segment", 0x10000), LENGTH = SEGMENT_START("data-segment", 4K)',
  "absolute values": "A : ORIGIN = ABSOLUTE(0x08000000), LENGTH = ABSOLUTE(ORIGIN(A) + 1K) - ORIGIN(A)",
  "unary chains":
    "A : ORIGIN = ~~0x1000, LENGTH = - - 1K B : ORIGIN = !0, LENGTH = !!5 C : ORIGIN = ~-1, LENGTH = -~7 D : ORIGIN = + 4, LENGTH = -+-3",
  "signed division": "A : ORIGIN = -16 / 4, LENGTH = -7 % 4 B : ORIGIN = 0xfffffffffffffff0 / 16, LENGTH = 7 % -4",
  "unsigned comparison":
    "A : ORIGIN = -1 > 1, LENGTH = -1 < 0 B : ORIGIN = -1 >> 60, LENGTH = (-8) >> 1 == 0x7ffffffffffffffc",
  shifts: "A : ORIGIN = 1 << 27, LENGTH = 1 << 31 >> 15 B : ORIGIN = 1 << 63, LENGTH = (1 << 63) >> 40",
  precedence:
    "A : ORIGIN = 1 + 2 << 3 & 0x1f | 0x40 == 0x40, LENGTH = 1 || 0 && 0 B : ORIGIN = 5 & 6 == 6, LENGTH = 1 < 2 == 1 > 0",
  "comments everywhere":
    "/* A : ORIGIN = 1, LENGTH = 1 */ A /* name */ (rx /* ? */) : /**/ ORIGIN /* = 5 */ = /* it's */ 0x10 , /* \" */ LENGTH = 1K /* /* not nested */",
  "comments to the end of the line": "# FLASH : ORIGIN = 9, LENGTH = 9\nA : ORIGIN = 0x10, LENGTH = 1K # it's here\n",
  "a disabled entry": "A : ORIGIN = 0, LENGTH = 1K /*\nB : ORIGIN = 1K, LENGTH = 1K\n*/ C : ORIGIN = 2K, LENGTH = 1K",
  "windows line ends":
    "A (rx) : ORIGIN = 0x08000000,\r\n LENGTH = 1K\r\n\tB (rw) : ORIGIN = 0x20000000, LENGTH = 2K\r\n",
  "letters of other alphabets in comments": "/* Größe, размер, 大きさ */ A : ORIGIN = 0x08000000, LENGTH = 1K /* µC */",
  "names of commands":
    "SECTIONS1 : ORIGIN = 0, LENGTH = 1 ENTRY_ : ORIGIN = 1, LENGTH = 1 memory : ORIGIN = 2, LENGTH = 1 ram.text : ORIGIN = 3, LENGTH = 1",
  "ten banks": Array.from(
    { length: 10 },
    (_, i) => `ram${i} : org = 0x${(0x20000000 + i * 0x4000).toString(16)}, len = ${i === 7 ? "0" : "16k"}`,
  ).join("\n"),
};

/** Whole scripts in which MEMORY meets something else. */
const scripts: Readonly<Record<string, string>> = {
  "several blocks":
    "MEMORY { A : ORIGIN = 0, LENGTH = 1K }\nMEMORY { B : ORIGIN = ORIGIN(A) + LENGTH(A), LENGTH = 2K }\nMEMORY { }\n",
  "a region declared again in another block":
    "MEMORY { A : ORIGIN = 0, LENGTH = 1K }\nMEMORY { A (rw) : ORIGIN = 4K, LENGTH = 2K B : ORIGIN = ORIGIN(A), LENGTH = LENGTH(A) }\n",
  aliases:
    'MEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 1M RAM : ORIGIN = 0x20000000, LENGTH = 64K }\nREGION_ALIAS("ROM", FLASH);\nREGION_ALIAS("CODE", "ROM")\nREGION_ALIAS("STACK" , RAM)\ntop = ORIGIN(STACK) + LENGTH(STACK);\nlimit = ORIGIN(CODE) + LENGTH(ROM);\n',
  "aliases without quotes":
    "MEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 1M }\nREGION_ALIAS(ROM , FLASH)\nv = ORIGIN(ROM);\n",
  "an alias between blocks":
    'MEMORY { A : ORIGIN = 0x100, LENGTH = 1K }\nREGION_ALIAS("B", A)\nMEMORY { C : ORIGIN = ORIGIN(B) + LENGTH(B), LENGTH = 3K }\n',
  "symbols before the block":
    "start = 0x08000000; size = 512K; boot = 0x8000;\nMEMORY { FLASH (rx) : ORIGIN = start + boot, LENGTH = size - boot }\n",
  "symbols behind the block":
    "MEMORY { FLASH (rx) : ORIGIN = start + boot, LENGTH = size - boot }\nstart = 0x08000000; size = 512K; boot = 0x8000;\n",
  "symbols through symbols":
    "MEMORY { FLASH : ORIGIN = c, LENGTH = d }\na = 0x1000; b = a * 2; c = b + a; d = c - (a == 0x10 ? 1 : 2);\n",
  "the last assignment wins": "size = 1K;\nMEMORY { A : ORIGIN = 0, LENGTH = size }\nsize = 2K;\n",
  "a symbol that takes the command line's value or its own":
    "size = DEFINED(size) ? size : 48K;\nMEMORY { A : ORIGIN = 0, LENGTH = size }\n",
  "provided symbols": "PROVIDE(size = 16K);\nMEMORY { A : ORIGIN = 0, LENGTH = size }\n",
  "a provided symbol that is assigned, too":
    "PROVIDE(size = 16K);\nsize = 4K;\nMEMORY { A : ORIGIN = 0, LENGTH = size }\n",
  "compound assignments":
    "a = 1; a += 2; a *= 0x100; a -= 1; a |= 0x1000; a &= 0xfff0; a <<= 4; a >>= 1; a /= 3;\nMEMORY { A : ORIGIN = a, LENGTH = 1 }\n",
  "a symbol of a region in MEMORY":
    "MEMORY { A : ORIGIN = 0x1000, LENGTH = 1K B : ORIGIN = limit, LENGTH = 1K }\nlimit = ORIGIN(A) + LENGTH(A);\n",
  "hidden symbols": "HIDDEN(size = 8K);\nMEMORY { A : ORIGIN = 0, LENGTH = size }\n",
  "quoted symbols": '"my size" = 8K; "b" = 4;\nMEMORY { A : ORIGIN = b, LENGTH = "my size" }\n',
  "comments around the block":
    "/*\n MEMORY { X : ORIGIN = 1, LENGTH = 1 }\n*/\n# MEMORY { Y : ORIGIN = 1, LENGTH = 1 }\nMEMORY /* x */ { A :ORIGIN =0x4,LENGTH =0x8}/* end */\n",
  "a block on the last line without an end": "MEMORY { A : ORIGIN = 1, LENGTH = 2 }",
  "a slash in a value": "MEMORY { A : ORIGIN = 0x1000 / 4, LENGTH = 64K / 2 /* half */ }\nv = 8 / 2/**/;\n",
  "undeclared regions": "MEMORY { A : ORIGIN = 0x1000, LENGTH = 1K }\nSECTIONS { .t : { *(.t) } > ELSEWHERE }\n",
  "hex-like names in values": "A1 = 1; B = 2;\nMEMORY { M : ORIGIN = A1 + B, LENGTH = 0Ah + FABh }\n",
  "a comparison of addresses":
    'MEMORY { A : ORIGIN = 0x08000000, LENGTH = 1K B : ORIGIN = 0x08000400, LENGTH = 1K }\nASSERT(ORIGIN(A) + LENGTH(A) <= ORIGIN(B), "A reaches into B")\nroom = ORIGIN(B) - ORIGIN(A);\n',
};

export const memoryCases: readonly ScriptCase[] = [
  ...Object.entries(entries).map(([name, body]) => ({ name: `MEMORY: ${name}`, script: `MEMORY\n{\n${body}\n}\n` })),
  ...Object.entries(scripts).map(([name, script]) => ({ name, script })),
  {
    name: "defsym in MEMORY",
    script: "MEMORY { A : ORIGIN = base, LENGTH = DEFINED(size) ? size : 1K }\n",
    defsyms: { base: 0x08004000n, size: 0x4000n },
  },
  {
    name: "defsym beats PROVIDE",
    script: "PROVIDE(size = 16K);\nMEMORY { A : ORIGIN = 0, LENGTH = size }\n",
    defsyms: { size: 0x4000n },
  },
  {
    name: "defsym of the idiom",
    script: "size = DEFINED(size) ? size : 16K;\nMEMORY { A : ORIGIN = 0, LENGTH = size }\n",
    defsyms: { size: 0x8000n },
  },
  {
    name: "defsym and a plain assignment",
    script: "size = 16K;\nMEMORY { A : ORIGIN = 0, LENGTH = size }\n",
    defsyms: { size: 0x8000n },
  },
  {
    name: "INCLUDE inside MEMORY",
    script: 'MEMORY\n{\n  INCLUDE "regions.ld"\n  RAM : ORIGIN = 0x20000000, LENGTH = 8K\n  INCLUDE more.ld\n}\n',
    files: {
      "regions.ld": "FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K\n",
      "more.ld": "CCM : ORIGIN = 0x10000000, LENGTH = 4K",
    },
  },
  {
    name: "INCLUDE from a folder of -L",
    script: "INCLUDE board.ld\nINCLUDE common.ld\n",
    files: {
      "lib/board.ld": "MEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 64K }\n",
      "lib/common.ld": "v = LENGTH(FLASH);\n",
    },
    includePaths: ["lib"],
  },
  ...["2G", "10KB", "1.5K", "0x1000UL", "8 K", "(8+8)K", "0x0800 0000"].map((length): ScriptCase => ({
    name: `refused length ${length}`,
    script: `MEMORY { A : ORIGIN = 0, LENGTH = ${length} }\n`,
    refused: true,
  })),
  { name: "refused attribute", script: "MEMORY { A (rz) : ORIGIN = 0, LENGTH = 1 }\n", refused: true },
  { name: "refused empty attributes", script: "MEMORY { A () : ORIGIN = 0, LENGTH = 1 }\n", refused: true },
  { name: "refused semicolon", script: "MEMORY { A : ORIGIN = 0, LENGTH = 1; }\n", refused: true },
  { name: "refused alias", script: 'MEMORY { A : ORIGIN = 0, LENGTH = 1 }\nREGION_ALIAS("A", A)\n', refused: true },
  {
    name: "refused alias of nothing",
    script: 'MEMORY { A : ORIGIN = 0, LENGTH = 1 }\nREGION_ALIAS("B", C)\n',
    refused: true,
  },
  { name: "refused missing semicolon", script: "a = 1\nb = 2;\n", refused: true },
  {
    name: "refused undefined symbol",
    script: "a = nobody + 1;\nMEMORY { A : ORIGIN = a, LENGTH = 1 }\n",
    refused: true,
  },
  { name: "refused division by zero", script: "a = 0;\nMEMORY { A : ORIGIN = 1 / a, LENGTH = 1 }\n", refused: true },
  {
    name: "what nobody gave",
    script: "MEMORY { A : ORIGIN = 1, LENGTH = 1 B : ORIGIN = nobody, LENGTH = nobody + 1 }\n",
  },
];
