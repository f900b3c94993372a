import { describe, expect, it } from "vitest";
import { foldsOf } from "../../../../src/core/language/folding";
import { hintsOf } from "../../../../src/core/language/inlay-hints";
import { outlineOf, type OutlineItem } from "../../../../src/core/language/outline";
import { percentOf, regionUsage } from "../../../../src/core/language/region-usage";
import { main, read } from "../linker/reading";

const script = `_estack = ORIGIN(RAM) + LENGTH(RAM);
MEMORY
{
  FLASH (rx) : ORIGIN = 0x08000000 + 2K, LENGTH = 64K - 2K
  RAM        : ORIGIN = 0x20000000, LENGTH = 0x18000
}
SECTIONS
{
  .data ALIGN(8) :
  {
    *(.data)
    _edata = .;
  } >RAM AT> FLASH
  PROVIDE(_len = 0x400);
}
`;

function drawn(items: readonly OutlineItem[], indent = ""): string[] {
  return items.flatMap(({ name, detail, children }) => [
    `${indent}${name} ${detail}`.trimEnd(),
    ...drawn(children, `${indent}  `),
  ]);
}

describe("the outline", () => {
  it("names regions with their size, sections with their region, symbols with their value", () => {
    expect(drawn(outlineOf(read(script), main))).toEqual(
      [
        "_estack = 0x20018000",
        "FLASH 0x08000800, 62 KiB",
        "RAM 0x20000000, 96 KiB",
        ".data > RAM AT> FLASH",
        "  _edata",
        "_len = 0x00000400",
      ].map((line) => (line.startsWith("_len") ? "_len = 0x00000400, 1 KiB" : line)),
    );
  });

  it("marks the name itself, inside the whole", () => {
    const visit = (items: readonly OutlineItem[]): void => {
      for (const item of items) {
        expect(script.slice(item.nameStart, item.nameEnd)).toBe(item.name);
        expect(item.nameStart >= item.start && item.nameEnd <= item.end).toBe(true);
        visit(item.children);
      }
    };
    visit(outlineOf(read(script), main));
  });

  it("shows of an included file what stands in it", () => {
    const files = { "memory.ld": "MEMORY { A : ORIGIN = 0, LENGTH = 1K }" };
    const whole = read("INCLUDE memory.ld\nx = 1;", {}, files);
    expect(drawn(outlineOf(whole, main))).toEqual(["x = 0x00000001"]);
    expect(drawn(outlineOf(whole, "file:///project/memory.ld"))).toEqual(["A 0x00000000, 1 KiB"]);
  });
});

describe("inlay hints", () => {
  const shown = (source: string): string[] =>
    hintsOf(read(source), { uri: main, text: source }).map(
      ({ at, label }) => `${source.slice(0, at).split("\n").at(-1)?.trim() ?? ""} ${label}`,
    );

  it("stand behind expressions, not behind plain numbers", () => {
    expect(shown(script)).toEqual([
      "FLASH (rx) : ORIGIN = 0x08000000 + 2K = 0x08000800",
      "FLASH (rx) : ORIGIN = 0x08000000 + 2K, LENGTH = 64K - 2K = 62 KiB",
      "_estack = ORIGIN(RAM) + LENGTH(RAM) = 0x20018000",
    ]);
  });

  it("name what is missing, and say nothing where a macro makes several values in one place", () => {
    expect(shown("MEMORY { A : ORIGIN = START, LENGTH = (1K) }")).toEqual([
      "MEMORY { A : ORIGIN = START = ? (START)",
      "MEMORY { A : ORIGIN = START, LENGTH = (1K) = 1 KiB",
    ]);
    expect(
      shown("#define TWO(n) n##1 : ORIGIN = 0+1, LENGTH = 1+2 n##2 : ORIGIN = 3+4, LENGTH = 5+6\nMEMORY { TWO(A) }"),
    ).toEqual([]);
  });
});

describe("folding", () => {
  it("folds braces, long comments and the branches of #if", () => {
    expect(foldsOf(`/* a\n b\n*/\nSECTIONS\n{\n#if A\n  .a : {\n#else\n  .b : {\n#endif\n    x\n  }\n}\n`)).toEqual([
      { start: 0, end: 2, kind: "comment" },
      { start: 5, end: 6, kind: "condition" },
      { start: 7, end: 8, kind: "condition" },
      { start: 8, end: 10, kind: "block" },
      { start: 4, end: 11, kind: "block" },
    ]);
  });
});

describe("region usage", () => {
  it("counts what built files load, where two hold the same once; RAM stays unknown", () => {
    const built = { uri: "a", size: 0, vectors: null } as const;
    const usage = regionUsage(read(script), [
      { ...built, format: "elf", extents: [{ start: 0x08000000, end: 0x08004800 }] },
      { ...built, format: "hex", extents: [{ start: 0x08000800, end: 0x08004800 }] },
    ]);
    expect(usage).toEqual([
      { name: "FLASH", size: 62 * 1024, used: 0x4000 },
      { name: "RAM", size: 96 * 1024, used: null },
    ]);
    expect(usage.map(percentOf)).toEqual([25.8, null]);
  });
});
