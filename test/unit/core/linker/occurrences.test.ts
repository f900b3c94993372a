import { describe, expect, it } from "vitest";
import { read, said } from "./reading";
import * as scripts from "./realistic-scripts";

/** `kind name role` of each occurrence, in order. */
function listed(script: string, files: Readonly<Record<string, string>> = {}): string[] {
  return read(script, {}, files).occurrences.map(
    ({ kind, name, role }) => `${kind} ${name}${role === "definition" ? " =" : ""}`,
  );
}

describe("occurrences of names", () => {
  it("are the regions: entries, aliases, where sections go, ORIGIN and LENGTH", () => {
    const script = `MEMORY { "F L" (rx) : ORIGIN = 0, LENGTH = 1K  RAM : org = ORIGIN("F L"), len = 1K }
REGION_ALIAS("CODE", "F L")
SECTIONS { .data : { } >RAM AT> CODE }`;
    expect(listed(script)).toEqual([
      "region F L =",
      "region RAM =",
      "region F L",
      "region CODE =",
      "region F L",
      "section .data =",
      "region RAM",
      "region CODE",
    ]);
  });

  it("are the symbols: assignments, PROVIDE, expressions, DEFINED, ENTRY and EXTERN", () => {
    const script = `ENTRY(Reset_Handler) EXTERN(a, b)
_size = DEFINED(_size) ? _size : 2 * K; PROVIDE(end = .);
SECTIONS { .x : { _s += 1; } _sidata = LOADADDR(.x); }
ASSERT(end > _s, "end")`;
    expect(listed(script)).toEqual([
      ...["symbol Reset_Handler", "symbol a", "symbol b", "symbol _size =", "symbol _size", "symbol _size", "symbol K"],
      ...["symbol end =", "section .x =", "symbol _s =", "symbol _sidata =", "section .x", "symbol end", "symbol _s"],
    ]);
  });

  it("are the macros: where they are defined, asked for and used, also inside other macros", () => {
    const script = `#define BASE 0x08000000
#define AT(n) (BASE + n * SIZE)
#if defined(BIG) || SMALL > 2
#undef BASE
#endif
MEMORY { FLASH : ORIGIN = AT(2), LENGTH = BASE }`;
    expect(listed(script)).toEqual([
      ...["macro BASE =", "macro AT =", "macro BASE", "symbol SIZE", "macro BIG", "macro SMALL"],
      ...["region FLASH =", "macro AT", "macro BASE"],
    ]);
  });

  it("are the files, and what stands in them; ld's own INCLUDE comes after the preprocessor", () => {
    const files = { "regions.ld": "FLASH : ORIGIN = 0, LENGTH = K4", "sizes.h": "#define K4 4K\n" };
    const script = `#include "sizes.h"\nMEMORY { INCLUDE regions.ld }`;
    expect(listed(script, files)).toEqual([
      "file sizes.h",
      "file regions.ld",
      "macro K4 =",
      "region FLASH =",
      "symbol K4",
    ]);
  });

  it("a name from a macro stands where it is written; one that ## puts together stands nowhere", () => {
    const script = `#define CODE FLASH
#define REGION(n, o) n##_RAM : ORIGIN = o, LENGTH = 1K
MEMORY { CODE : ORIGIN = 0, LENGTH = 1K REGION(A, 8K) }
SECTIONS { .text : { } > CODE }`;
    const { occurrences, regions } = read(script);
    expect(regions.map(({ name }) => name)).toEqual(["FLASH", "A_RAM"]);
    expect(occurrences.filter(({ kind }) => kind === "region")).toMatchObject([
      { kind: "region", name: "FLASH", role: "definition", range: { start: 13, end: 18 } },
    ]);
  });

  it("lines that the preprocessor leaves out are told", () => {
    const script = `#ifdef BIG\nFLASH\n#else\nRAM = 1;\n#endif\n`;
    expect(read(script).skipped?.map((range) => said(range, script))).toEqual(["FLASH"]);
    expect(listed(script)).toEqual(["macro BIG", "symbol RAM ="]);
  });

  const texts = Object.entries<unknown>(scripts).flatMap(([name, script]) =>
    typeof script === "string" ? [[name, script] as const] : [],
  );

  it.each(texts)("in %s each range holds the name", (_, script) => {
    const { occurrences } = read(script);
    expect(occurrences.length).toBeGreaterThan(1);
    for (const { name, range } of occurrences) expect(said(range, script)).toBe(name);
  });
});
