import { describe, expect, it } from "vitest";
import { completionContext } from "../../../../src/core/language/completion-context";
import { completionsAt } from "../../../../src/core/language/completion";
import { atCursor, opened } from "./reading";

const memory =
  "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M  RAM (xrw) : ORIGIN = 0x20000000, LENGTH = 96K }\n";

function labels(marked: string): readonly string[] {
  const { script, open, offset } = opened(marked);
  return completionsAt(script, open.text, offset).items.map(({ label }) => label);
}

describe("the place of a completion", () => {
  it.each([
    ["|", "top"],
    ["MEM|", "top"],
    ["MEMORY { | }", "memory-entry"],
    ["MEMORY { FLASH (rx) : | }", "origin"],
    ["MEMORY { FLASH : ORIGIN = 0x0, | }", "length"],
    ["MEMORY { FLASH : ORIGIN = 0x0 L| }", "length"],
    ["MEMORY { FLASH : ORIGIN = | }", "expression"],
    ["MEMORY { FLASH : ORIGIN = ORIGIN(|) }", "region"],
    ["MEMORY { FLASH : ORIGIN = 0, LENGTH = 1K\n | }", "memory-entry"],
    ["SECTIONS { | }", "sections"],
    ["SECTIONS { .bss (| }", "type"],
    ["SECTIONS { .bss : | }", "head"],
    ["SECTIONS { .bss : AT(| }", "expression"],
    ["SECTIONS { .bss : { | } }", "section"],
    ["SECTIONS { .bss : { *(.| } }", "pattern"],
    ["SECTIONS { .bss : { KEEP(*(|)) } }", "pattern"],
    ["SECTIONS { .bss : { *(.bss) | } }", "section"],
    ["SECTIONS { .bss : { . = | } }", "expression"],
    ["SECTIONS { .bss : { . = ALIGN(|); } }", "expression"],
    ["SECTIONS { .bss : { } > | }", "region"],
    ["SECTIONS { .bss : { } >R| }", "region"],
    ["SECTIONS { .bss : { } >RAM AT> | }", "region"],
    ["SECTIONS { .bss : { } >RAM AT> FLASH\n | }", "sections"],
    ["SECTIONS { .bss : { } >RAM =0xff .x : | }", "head"],
    ["SECTIONS { x = a > | }", "expression"],
    ["x = LOADADDR(|)", "output-section"],
    ["PROVIDE(|)", "symbol"],
    ["PROVIDE(x = |)", "expression"],
    ["ENTRY(|)", "symbol"],
    ['REGION_ALIAS("A", |)', "region"],
    ["SECTIONS { .a : { } } INSERT AFTER |", "output-section"],
    ["/* | */", "nothing"],
    ["// a|", "nothing"],
    ["/* a */|", "top"],
    ['ASSERT(1, "a|b")', "nothing"],
    ["#if defined(|)", "macro"],
    ["#define A B|", "macro"],
    ["#define A|", "nothing"],
    ["VERSION { | }", "nothing"],
  ])("%s is %s", (marked, place) => {
    const { text, offset } = atCursor(marked);
    expect(completionContext(text, offset).place).toBe(place);
  });

  it("the word that is typed is replaced, with its dot", () => {
    const { text, offset } = atCursor("SECTIONS { .bss : { *(.da| } }");
    expect(text.slice(completionContext(text, offset).start, offset)).toBe(".da");
  });
});

describe("completions", () => {
  it("are the regions behind > and AT> and in ORIGIN(), with where they lie", () => {
    for (const marked of ["SECTIONS { .a : { } >|", "SECTIONS { .a : { } >RAM AT> |", "x = ORIGIN(|);"]) {
      const { script, open, offset } = opened(memory + marked);
      const { items } = completionsAt(script, open.text, offset);
      expect(items.map(({ label, detail }) => `${label} ${detail}`)).toEqual([
        "FLASH 0x08000000, 1 MiB",
        "RAM 0x20000000, 96 KiB",
      ]);
    }
  });

  it("are aliases, output sections, symbols with values, macros", () => {
    expect(labels(`${memory}REGION_ALIAS("CODE", FLASH) SECTIONS { .a : { } > |`)).toContain("CODE");
    expect(labels("SECTIONS { .a : { } .b : { } x = SIZEOF(|); }")).toEqual([".a", ".b"]);
    expect(labels("#define K 1024\n_size = 2;\n_end = |")).toEqual(
      expect.arrayContaining(["_size", "K", "ORIGIN", "ALIGN"]),
    );
  });

  it("are the keywords of the place, each with its sentence", () => {
    expect(labels("|")).toEqual(expect.arrayContaining(["MEMORY", "SECTIONS", "ENTRY", "PROVIDE"]));
    expect(labels("|")).not.toContain("KEEP");
    expect(labels("SECTIONS { .a : { | } }")).toEqual(expect.arrayContaining(["KEEP", "LONG", ". = ALIGN(4);"]));
    expect(labels("SECTIONS { .a (| }")).toEqual(expect.arrayContaining(["NOLOAD", "READONLY"]));
    expect(labels("SECTIONS { .a : { *(|) } }")).toEqual(expect.arrayContaining([".isr_vector", ".bss*", "COMMON"]));
  });

  it("are whole output sections that the script has not yet, placed in its own regions", () => {
    const { script, open, offset } = opened(`${memory}SECTIONS { .text : { } >FLASH\n|}`);
    const { items } = completionsAt(script, open.text, offset);
    expect(items.some(({ label }) => label === ".text")).toBe(false);
    expect(items.find(({ label }) => label === ".data")?.snippet).toBe(
      ".data :\n{\n  . = ALIGN(4);\n  _sdata = .;\n  *(.data)\n  *(.data*)\n  _edata = .;\n  . = ALIGN(4);\n} >${1|RAM,FLASH|} AT> ${2|FLASH,RAM|}$0",
    );
  });
});
