import { describe, expect, it } from "vitest";
import { read, symbolTable } from "./reading";

const memory = "MEMORY { FLASH : o = 0x08000000, l = 64K RAM : o = 0x20000100, l = 64K }\n";

/** The symbols of a script whose SECTIONS hold this. */
function symbols(body: string): Record<string, unknown> {
  return symbolTable(read(`${memory}SECTIONS { ${body} }`));
}

// Every value is what the map of arm-none-eabi-ld 2.40 shows.
describe("the location counter", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["an assignment between sections", ". = 0x8000; a = .; . += 4; b = .;", { a: 0x8000, b: 0x8004 }],
    [
      "an explicit address",
      ".v 0x8001000 : { a = .; LONG(1) b = .; . = 0x40; c = .; } > FLASH d = .; e = SIZEOF(.v); f = ADDR(.v);",
      { a: 0x8001000, b: 0x8001004, c: 0x8001040, d: 0x8001040, e: 0x40, f: 0x8001000 },
    ],
    [
      "an explicit address with input",
      ".v 0x8001000 : { a = .; *(.v) b = .; . = 0x400; c = .; } > FLASH",
      { a: 0x8001000, b: ["."], c: 0x8001400 },
    ],
    ["the first section of a region", ".t : { a = .; *(.t) b = .; } > FLASH", { a: 0x08000000, b: ["."] }],
    ["the first section of a region that may have to be aligned", ".t : { a = .; *(.t) } > RAM", { a: ["."] }],
    [
      "sections of one region",
      ".a : { . += 6; a = .; } > RAM .b : ALIGN(8) { b = .; LONG(1) } > RAM c = .;",
      { a: 0x20000106, b: 0x20000108, c: 0x2000010c },
    ],
    [
      "a section without contents",
      ".a : { a = .; . = ALIGN(4); } > RAM .b : { b = .; LONG(1) } > RAM",
      { a: 0x20000100, b: 0x20000100 },
    ],
    ["an empty pair of braces", ". = 0x100; .a 0x8200 : { } > FLASH b = .;", { b: 0x100 }],
    [
      "a size behind input",
      ".t : { *(.t) } > RAM .h : { a = .; . += 0x600; b = .; } > RAM c = b - a; d = SIZEOF(.h);",
      { a: ["."], b: ["."], c: 0x600, d: 0x600 },
    ],
    [
      "a section that comes later",
      "a = SIZEOF(.z); b = ADDR(.z); .z 0x20001000 : { QUAD(1) } > RAM",
      { a: 8, b: 0x20001000 },
    ],
    [
      "sections that are not allocated",
      ".c (COPY) : { . += 4; } > RAM .d : { d = .; LONG(1) } > RAM",
      { d: 0x20000100 },
    ],
    [
      "a section in two parts",
      ".a 0x20001000 : { LONG(1) } > RAM .a : { *(.x) } > RAM a = SIZEOF(.a);",
      { a: ["SIZEOF(.a)"] },
    ],
    [
      "load addresses",
      ".a 0x20001000 : AT(0x8003000) { LONG(1) } > RAM a = LOADADDR(.a); .b 0x20002000 : { LONG(1) } > RAM b = LOADADDR(.b);",
      { a: 0x8003000, b: ["LOADADDR(.b)"] },
    ],
    [
      "a load region",
      ".a 0x20001000 : { LONG(1) } > RAM AT> FLASH .b 0x20002000 : { LONG(1) } > RAM AT> FLASH b = LOADADDR(.b);",
      { b: 0x8000004 },
    ],
  ])("%s", (_, body, expected) => {
    expect(symbols(body)).toEqual(expected);
  });
});

describe("what a value belongs to", () => {
  it.each<[string, string, Record<string, unknown>]>([
    [
      "numbers count from the section's start",
      "n = 0x10; l = LENGTH(RAM); o = ORIGIN(RAM) + 4;",
      { n: 0x20001010, l: 0x20011000, o: 0x20000104 },
    ],
    ["a sign changes the distance from the start", "n = -ORIGIN(RAM); m = ~.;", { n: 0x20001f00, m: 0x20000fff }],
    [
      "a mask is applied to the distance from the start",
      "LONG(1) n = . & 0xff; m = ABSOLUTE(.) & 0xff;",
      { n: 0x20001004, m: 4 },
    ],
    [
      "a comparison with a number is one of the distance",
      "n = . > 0x100; m = . == 0;",
      { n: 0x20001000, m: 0x20001001 },
    ],
    ["two addresses of the section make a number", "s = .; LONG(1) n = . - s;", { s: 0x20001000, n: 0x20001004 }],
  ])("%s", (_, body, expected) => {
    expect(symbols(`.a 0x20001000 : { ${body} } > RAM`)).toEqual(expected);
  });

  it("outside of sections two addresses of one section make a number, others addresses", () => {
    const section = ".a 0x20001000 : { s = .; LONG(1) e = .; } > RAM";
    expect(symbols(`${section} n = e - s; m = e & 0xfff; q = -s; k = e > s;`)).toMatchObject({
      n: 4,
      m: 4,
      q: 0x20001000,
      k: 1,
    });
  });
});
