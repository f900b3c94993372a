import { describe, expect, it } from "vitest";
import type { BuiltImage } from "../../../../src/core/layout/boot-layout";
import { hoverAt } from "../../../../src/core/language/hover";
import { readAnyScript } from "../../../../src/core/linker/read-any-script";
import { folder, read, readerOf } from "../linker/reading";
import { atCursor, opened, wordsOf } from "./reading";

function hover(marked: string, files: Readonly<Record<string, string>> = {}, built: readonly BuiltImage[] = []) {
  const { script, open, offset, textOf } = opened(marked, files);
  return hoverAt({ script, built, textOf }, open, offset);
}

/** In a script of the dialect that its name stands for. */
function hoverIn(name: string, marked: string) {
  const { text, offset } = atCursor(marked);
  const uri = `${folder}/${name}`;
  const script = readAnyScript(uri, readerOf({ [name]: text }), { defines: {}, defsyms: {}, includePaths: [] });
  return hoverAt({ script, built: [], textOf: () => text }, { uri, text }, offset);
}

const words = (marked: string, files: Readonly<Record<string, string>> = {}): readonly string[] =>
  wordsOf(hover(marked, files));

const sections = `SECTIONS { .text : { *(.text) KEEP(*(.isr_vector)) } >FLASH  .data : { } >RAM AT> FLASH }`;

describe("hover", () => {
  it("on a region: where it is, how large, what it holds, its attributes", () => {
    expect(words(`MEMORY { FL|ASH (rx) : ORIGIN = 0x08000000 + 2K, LENGTH = 30K }\n${sections}`)).toEqual([
      "FLASH (rx)",
      "0x08000800 to 0x08007FFF: 30 KiB (0x00007800).",
      "Holds .text.",
      "Holds the initial contents of .data.",
      "Attributes: read-only, executable. They matter only for sections that name no region.",
    ]);
  });

  it("on a region that is used: the same, by its alias too, with what the built image takes of it", () => {
    const built: BuiltImage = {
      ...{ uri: "file:///project/app.elf", format: "elf", size: 0, vectors: null },
      extents: [
        { start: 0x08000000, end: 0x08001000 },
        { start: 0x08000800, end: 0x08001800 },
      ],
    };
    const marked = `MEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 24K }\nREGION_ALIAS("CODE", FLASH) SECTIONS { .a : { } > CO|DE }`;
    expect(wordsOf(hover(marked, {}, [built]))).toEqual([
      "FLASH",
      "CODE is another name of region FLASH.",
      "0x08000000 to 0x08005FFF: 24 KiB (0x00006000).",
      "The built image loads 6 KiB into it: 25 %.",
      "Holds .a.",
    ]);
  });

  it("on what nobody knows: what is missing", () => {
    expect(words("MEMORY { FLA|SH : ORIGIN = APP_START, LENGTH = 1K }")[1]).toBe(
      "The origin depends on APP_START, which is not known here.",
    );
    expect(words("SECTIONS { .a : { } > NO|NE }")[1]).toBe("Region NONE is not declared in the files of this script.");
    expect(words("ENTRY(Reset_|Handler)")[1]).toBe(
      "No file of this script defines Reset_Handler: an object file or the command line does (--defsym).",
    );
  });

  it("on a symbol: its value, or that only the link knows", () => {
    expect(words("_est|ack = 0x20000000 + 96K;")).toEqual(["_estack = 0x20018000", "0x20018000 (decimal 536969216)."]);
    expect(words("x = _mi|n * 2; _min = 0x400;")).toEqual(
      ["_min = 0x00000400", "0x00000400 (decimal 1024)."].map((s) => s.replace("0x00000400 (", "0x00000400, 1 KiB (")),
    );
    expect(words("SECTIONS { .a : { *(.a) _e|nd = .; } }")).toEqual([
      "_end = ?",
      "Its address is known only after the link: it follows the location counter.",
    ]);
  });

  it("on an output section: where it runs and loads, what it takes in and keeps", () => {
    const script = `MEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 1M RAM : ORIGIN = 0x20000000, LENGTH = 1K }\n`;
    expect(words(script + sections.replace(".data", ".da|ta"))).toEqual([
      ".data",
      "Lies in RAM (0x20000000) when the program runs.",
      "Its initial contents lie in FLASH (0x08000000); start-up code copies them.",
    ]);
    expect(words(script + sections.replace(".text :", ".te|xt :")).slice(2)).toEqual([
      "Takes in .text, .isr_vector.",
      "Kept although nothing may refer to it: .isr_vector.",
    ]);
    expect(words("SECTIONS { .b|ss (NOLOAD) : { } > RAM }").join()).toContain("nothing is loaded or cleared");
  });

  it("on a macro: its definition, in whatever file it stands", () => {
    expect(words('#include "a.h"\nx = SI|ZE;', { "a.h": "#define SIZE  (4 * 1024)\n" })).toEqual([
      "#define SIZE  (4 * 1024)",
      "Macro of the C preprocessor.",
    ]);
  });

  it("on a file, a keyword, a number, attributes", () => {
    expect(words("INCLUDE mem|ory.ld", { "memory.ld": "" })).toEqual(["memory.ld", "Included file memory.ld."]);
    expect(words("INCLUDE mem|ory.ld")[1]).toMatch(/was not found/);
    expect(words("SECTIONS { .a : { KE|EP(*(.a)) } }")[1]).toMatch(/against --gc-sections/);
    expect(words("MEMORY { A : or|g = 0, len = 1 }")[1]).toMatch(/First address of a memory region/);
    expect(words("x = 512|K;")).toEqual(["512K", "0x00080000, 512 KiB (decimal 524288)."]);
    expect(words("MEMORY { A (r|!w) : ORIGIN = 0, LENGTH = 1K }")).toEqual([
      "(r!w)",
      "Attributes: read-only, not writable. They matter only for sections that name no region.",
    ]);
  });

  it("there is none in comments, strings and on punctuation", () => {
    for (const marked of ["/* KE|EP */", "# KE|EP", 'ASSERT(1, "MEM|ORY")', "x = 1 |  + 2;"])
      expect(words(marked)).toEqual([]);
  });

  it("works by spelling where a dialect's reader notes no occurrences", () => {
    const script = {
      ...read("MEMORY { ROM : ORIGIN = 0x08000000, LENGTH = 4K }"),
      dialect: "iar" as const,
      occurrences: [],
    };
    const open = { uri: script.uri, text: "define region ROM = mem:[from 0x08000000 size 4K];" };
    const told = hoverAt({ script, built: [], textOf: () => undefined }, open, open.text.indexOf("ROM") + 1);
    expect(wordsOf(told)[1]).toBe("0x08000000 to 0x08000FFF: 4 KiB (0x00001000).");
    expect(hoverAt({ script, built: [], textOf: () => undefined }, open, 2)).toBeUndefined();
  });

  it("on a region of other linkers: what fills it, and nothing that is only its own name", () => {
    const icf =
      "define memory mem with size = 4G;\ndefine region ROM = mem:[from 0x08000000 size 32K];\n" +
      "place at start of R|OM { section .intvec };\nplace in ROM { readonly };\n";
    const extent = "0x08000000 to 0x08007FFF: 32 KiB (0x00008000).";
    expect(wordsOf(hoverIn("app.icf", icf))).toEqual(["ROM", extent, "Filled by place at start of ROM, place in ROM."]);
    const scatter = "LR 0x08000000 0x8000 {\n  E|R 0x08000000 0x8000 {\n    .ANY (+RO)\n  }\n}\n";
    expect(wordsOf(hoverIn("app.sct", scatter))).toEqual(["ER", extent]);
  });
});
