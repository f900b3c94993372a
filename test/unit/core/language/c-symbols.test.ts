import { describe, expect, it } from "vitest";
import { linkerSymbols } from "../../../../src/core/language/c-symbols";
import { lineOfMention } from "../../../../src/core/language/mentions";
import type { ImageRef } from "../../../../src/core/layout/boot-layout";
import { english } from "../../../../src/core/text";
import { read, said } from "../linker/reading";

const script = `PROVIDE(_estack = 0x20000000 + 96K);\nSECTIONS { .data : { *(.data) _sdata = .; } }`;
const image: ImageRef = {
  ...{ id: "application", name: "application", role: "application", folder: "file:///project", built: [], regions: [] },
  ...{ artifacts: [], factory: false, relocation: { state: "unseen" }, script: read(script) },
};

function told(name: string, source: string, uri = "file:///project/src/main.c"): string[] {
  return linkerSymbols(name, { uri, source }, [image]).flatMap(({ sentences, definition }) => [
    ...sentences.map(english),
    said(definition, script),
  ]);
}

describe("linker symbols in sources", () => {
  const estack = ["Linker symbol of application.", "0x20018000 (decimal 536969216).", "_estack"];

  it.each([
    ["C", "extern uint32_t _sdata, _estack;\nint x = (int)&_estack;"],
    ["C++", 'extern "C" { extern unsigned _estack[]; }'],
    ["Rust", 'extern "C" {\n    static mut _estack: u32;\n}'],
  ])("are told where %s takes them from outside", (_, source) => {
    expect(told("_estack", source)).toEqual(estack);
  });

  it("are told in assembler, unless it defines the name itself", () => {
    expect(told("_estack", "  ldr sp, =_estack\n", "file:///project/startup.s")).toEqual(estack);
    expect(told("_estack", "_estack:\n  .word 0\n", "file:///project/startup.s")).toEqual([]);
  });

  it("say that only the link knows an address in a section", () => {
    expect(told("_sdata", "extern char _sdata;")[1]).toMatch(/only after the link/);
  });

  it("are no names of the source's own, nor of no script", () => {
    expect(told("_estack", "int _estack;")).toEqual([]);
    expect(told("_estack", "extern int other; int f(int _estack) { return _estack; }")).toEqual([]);
    expect(told("nothing", "extern int nothing;")).toEqual([]);
  });

  it("several images that agree are told once, others each", () => {
    const other = { ...image, name: "bootloader", script: read("_estack = 0x20000100;") };
    const both = linkerSymbols("_estack", { uri: "file:///a.c", source: "extern int _estack;" }, [image, image, other]);
    expect(both.map((one) => one.image)).toEqual(["application", "bootloader"]);
  });
});

describe("mentions in sources", () => {
  it("are whole words outside comments, with their line", () => {
    expect(lineOfMention("/* _end\n */ // _end\nint a = _end_;\nint b = &_end;", "_end")).toBe(4);
    expect(lineOfMention("  ldr r0, =_end @ x", "_end")).toBe(1);
    expect(lineOfMention("/* _end", "_end")).toBeUndefined();
    expect(lineOfMention("x._end", "_end")).toBeUndefined();
  });
});
