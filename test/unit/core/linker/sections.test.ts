import { describe, expect, it } from "vitest";
import type { OutputSection } from "../../../../src/core/linker/linker-script";
import { complaints, plain, read, said, symbolTable } from "./reading";

const memory = "MEMORY { FLASH : o = 0x1000, l = 64K RAM : o = 0x20000000, l = 8K }\nHEADER = 0x800;\n";

function section(body: string): OutputSection | undefined {
  return read(`${memory}SECTIONS {\n${body}\n}`).sections[0];
}

describe("output sections", () => {
  it.each<[string, string | null, string | null]>([
    [".a : { *(.a) } >FLASH", "FLASH", null],
    [".a : { *(.a) } > RAM AT> FLASH", "RAM", "FLASH"],
    [".a : { *(.a) }>RAM AT>FLASH", "RAM", "FLASH"],
    [".a : { *(.a) }\n  > RAM\n  AT > FLASH", "RAM", "FLASH"],
    [".a : { *(.a) } AT> FLASH", "FLASH", null],
    [".a : { *(.a) } >FLASH :text :data =0xff", "FLASH", null],
    [".a : { *(.a) } >FLASH = 0x90909090", "FLASH", null],
    [".a : { *(.a) } >FLASH=0xff", "FLASH", null],
    [".a : { *(.a) } >FLASH,", "FLASH", null],
    [".a : { *(.a) }", null, null],
    [".a : { *(.a) } > UNDECLARED", "UNDECLARED", null],
    [".a (NOLOAD) : { *(.a) } > RAM", "RAM", null],
    [".a (READONLY) : { *(.a) } > RAM", "RAM", null],
    [".a (READONLY NOLOAD) : { *(.a) } > RAM", "RAM", null],
    [".a (TYPE = SHT_NOBITS) : { *(.a) } > RAM", "RAM", null],
    [".a : (NOLOAD) { *(.a) } > RAM", "RAM", null],
    [".a : AT (0x3000) ALIGN(4) SUBALIGN(8) ONLY_IF_RW { *(.a) } > RAM", "RAM", null],
    [".a : ALIGN_WITH_INPUT { *(.a) } > RAM", "RAM", null],
    [".a:{*(.a)}>RAM", "RAM", null],
    ['"a b" : { *(.a) } > RAM', "RAM", null],
    ["noDot : { *(.a) } > RAM", "RAM", null],
    [".a BLOCK(4) : { *(.a) } > RAM", "RAM", null],
  ])("%s", (source, region, loadRegion) => {
    const script = read(`${memory}SECTIONS { ${source} .next : { *(.n) } > FLASH }`);
    expect(script.sections[0]).toMatchObject({ region, loadRegion, inputs: [{ name: ".a", kept: false }] });
    expect(script.sections[1]).toMatchObject({ name: ".next", region: "FLASH" });
    expect(script.problems.filter((p) => p.severity === "error")).toEqual([]);
  });

  it.each<[string, unknown]>([
    [".a 0x8000 : { }", 0x8000],
    [".a 0x8000 (NOLOAD) : { }", 0x8000],
    [".a HEADER (NOLOAD) : { }", 0x800],
    [".a (ORIGIN(FLASH) + HEADER) : { }", 0x1800],
    [".a ORIGIN(FLASH) ? 1 : 2 : { }", 1],
    [".a ALIGN(4) : { }", ["."]],
    [".a . : { }", ["."]],
    [".a q : { }", ["q"]],
  ])("address of %s", (source, address) => {
    expect(plain(section(source)?.address ?? undefined)).toEqual(address);
  });

  it.each<[string, string[]]>([
    ["KEEP(*(.isr_vector))", [".isr_vector"]],
    ["KEEP (*(.a)) *(.b .c*)", [".a", ".b", ".c*"]],
    ["*(.a, .b)", [".a", ".b"]],
    ["*(EXCLUDE_FILE(*x.o *y.o) .c .d)", [".c", ".d"]],
    ["EXCLUDE_FILE(*z.o) *(.f)", [".f"]],
    [
      "KEEP (*(SORT(.init_array.*))) KEEP(*(SORT_BY_INIT_PRIORITY(.fini_array.*) SORT_NONE(.x)))",
      [".init_array.*", ".fini_array.*", ".x"],
    ],
    ["[a-z]*.o(.e) foo?.o (.f) lib.a:(.g) lib.a:m.o(.h) x/*.o (.i)", [".e", ".f", ".g", ".h", ".i"]],
    ['"q r.o"(.h) SORT(*)(.u)', [".h", ".u"]],
    ["INPUT_SECTION_FLAGS(SHF_MERGE & !SHF_STRINGS) *(.j)", [".j"]],
    ["*(.text$* .a::b COMMON) CONSTRUCTORS foo.o", [".text$*", ".a::b", "COMMON"]],
    ['. = ALIGN(4); _s = .; *(.a); PROVIDE(_e = .); ASSERT(1, "x") FILL(0x90) *(.b)', [".a", ".b"]],
    ["*(.a) /* ) */ *(.b) # )\n *(.c)", [".a", ".b", ".c"]],
  ])("inputs of { %s }", (body, inputs) => {
    const script = read(`${memory}SECTIONS { .t : { ${body} } > FLASH .u : { *(.z) } > RAM }`);
    expect(script.sections.map((s) => s.inputs.map((input) => input.name))).toEqual([inputs, [".z"]]);
    expect(complaints(script)).toEqual([]);
  });

  it("reads an overlay as its parts", () => {
    const script = read(
      `${memory}SECTIONS { OVERLAY 0x8000 : NOCROSSREFS AT(0x100) { .o1 { *(.o1) } .o2 { *(.o2) } =0x1 } > RAM AT> FLASH .z (OVERLAY) : { } }`,
    );
    expect(script.sections).toMatchObject([
      { name: ".o1", region: "RAM", loadRegion: "FLASH", inputs: [{ name: ".o1", kept: false }] },
      { name: ".o2", region: "RAM", loadRegion: "FLASH", inputs: [{ name: ".o2", kept: false }] },
      { name: ".z", region: null },
    ]);
    expect(complaints(script)).toEqual([]);
  });

  it("ends a section's range behind its regions", () => {
    const source = `${memory}SECTIONS { .a : { *(.a) } > RAM AT> FLASH /* end */\n .b : { } }`;
    expect(said(read(source).sections[0]?.range ?? never(), source)).toBe(".a : { *(.a) } > RAM AT> FLASH");
  });

  it.each([
    ["an unknown statement", ".a : { *(.a) & & ; *(.b) } > RAM"],
    ["a missing semicolon", ".a : { *(.a) . = ALIGN(4) } > RAM"],
    ["a missing colon", ".x { *(.x) }\n .a : { *(.a) } > RAM"],
    ["an unknown word before the brace", ".a : BOGUS { *(.a) } > RAM"],
  ])("survives %s with one problem", (_, source) => {
    const script = read(`${memory}SECTIONS {\n ${source}\n .last : { *(.l) } > FLASH\n}`);
    expect(script.problems).toHaveLength(1);
    expect(script.sections.at(-1)).toMatchObject({
      name: ".last",
      region: "FLASH",
      inputs: [{ name: ".l", kept: false }],
    });
    expect(script.sections.find((s) => s.name === ".a")).toMatchObject({ region: "RAM" });
  });
});

function never(): never {
  throw new Error("no section");
}

describe("sizes that assignments fix", () => {
  it.each<[string, unknown]>([
    ["KEEP(*(.fw_version)) . = 0x800;", 0x800],
    ["KEEP(*(.fw_version)) . = HEADER;", 0x800],
    ["KEEP(*(.fw_version)) . = HEADER - 0x10;", 0x7f0],
    ["*(.a) . = 0x800; . = ALIGN(4);", 0x800],
    [". = 0x10; . += 4; . = . + 4;", 0x18],
    [". = ALIGN(512);", 0],
    ["LONG(1) . = ALIGN(512);", 512],
    ["BYTE(1) SHORT(2) LONG(3) QUAD(4)", 15],
    ["BYTE(1) . = . + 3;", 4],
    ["*(.a) . = 0x800; LONG(0)", 0x804],
    ["*(.a) . = q;", ["q"]],
    ["*(.a)", undefined],
    ["*(.a) . = ALIGN(4);", undefined],
    ["*(.a) . += 4;", undefined],
    [". = 0x800; *(.a)", undefined],
    ["", undefined],
  ])("{ %s }", (body, size) => {
    expect(plain(section(`.h : { ${body} } > FLASH`)?.fixedSize ?? undefined)).toEqual(size);
  });

  it("points at the expression that fixes the size", () => {
    const source = `${memory}SECTIONS { .h : { KEEP(*(.v)) . = 0x800; . = ALIGN(4); } > FLASH }`;
    const size = read(source).sections[0]?.fixedSize;
    expect(said(size?.expression ?? never(), source)).toBe("0x800");
    expect(size?.selfContained).toBe(true);
    expect(size?.terms.map((term) => term.text)).toEqual(["0x800"]);
  });
});

describe("statements around the sections", () => {
  it("knows which symbols only a link can tell", () => {
    // Values and kinds as the map of arm-none-eabi-ld 2.40 shows them.
    const script = read(
      `${memory}s = ORIGIN(RAM);
SECTIONS { .t : { *(.t) _a = .; _n = 0x100; _o = ORIGIN(RAM) + LENGTH(RAM); _l = LENGTH(RAM); _s = s; _m = 2 * ORIGIN(RAM); _abs = ABSOLUTE(0x100); } > FLASH
  _end = .; _size = SIZEOF(.t); _free = LENGTH(FLASH) - _size; _top = 0x20; PROVIDE(_estack = ORIGIN(RAM) + LENGTH(RAM)); _sidata = LOADADDR(.t); }
_copy = _end;`,
    );
    expect(symbolTable(script)).toEqual({
      HEADER: 0x800,
      s: 0x20000000,
      _a: ["."],
      _n: ["."],
      _o: 0x20002000,
      _l: ["."],
      _s: ["."],
      _m: ["."],
      _abs: 0x100,
      _end: ["."],
      _size: ["SIZEOF(.t)"],
      _free: ["SIZEOF(.t)"],
      _top: 0x20,
      _estack: 0x20002000,
      _sidata: ["LOADADDR(.t)"],
      _copy: ["."],
    });
    expect(script.symbols.filter((s) => !s.needsLink).map((s) => s.name)).toEqual([
      "HEADER",
      "s",
      "_o",
      "_abs",
      "_top",
      "_estack",
    ]);
    expect(script.problems).toEqual([]);
  });

  it("skips every other command", () => {
    const script = read(`
ENTRY(Reset_Handler)
ENTRY("Reset_Handler");
OUTPUT_FORMAT("elf32-littlearm", "elf32-bigarm", "elf32-littlearm")
OUTPUT_ARCH(arm)
SEARCH_DIR("/usr/lib"); SEARCH_DIR(.)
EXTERN(a b _printf_float)
GROUP(-lgcc -lc AS_NEEDED(-lnosys))
INPUT (libx.a y.o)
STARTUP(crt0.o)
TARGET(binary) OUTPUT(x.elf)
NOCROSSREFS(.a .b)
FORCE_COMMON_ALLOCATION
PHDRS { text PT_LOAD FILEHDR PHDRS; data PT_LOAD; }
VERSION { V1 { global: foo; local: *; }; }
MEMORY { A : o = 1, l = 2 }
SECTIONS { .t : { *(.t) } > A } INSERT AFTER .text;
SECTIONS { .u : { *(.u) } > A } INSERT BEFORE .bss
ASSERT(1, "fine"); ASSERT(2 > 1, "fine, too")
v = 5 , w = 6;
`);
    expect(complaints(script)).toEqual([]);
    expect(script.sections.map((s) => s.name)).toEqual([".t", ".u"]);
    expect(symbolTable(script)).toEqual({ v: 5, w: 6 });
  });

  it.each([
    ["sym=5;", 5],
    ["sym= 5;", 5],
    ["sym =5;", 5],
    ["sym\n=\n5\n;", 5],
    ["a = 1; sym=a+1;", 2],
    ["sym = 1; sym+=2;", 3],
    ["sym-=2; sym = 0x10; sym-=2;", 14],
  ])("assignment %s", (source, value) => {
    expect(symbolTable(read(source))["sym"]).toBe(value);
  });

  it.each([
    ["a = 1\nb = 2;", { a: 1, b: 2 }],
    ["PROVIDE(a = 1) PROVIDE(b = 2);", { a: 1 }],
  ])("a missing semicolon in %j is an error, as in ld", (source, symbols) => {
    const script = read(source);
    expect(complaints(script)).toEqual(["error: A ';' is missing behind this statement."]);
    expect(symbolTable(script)).toMatchObject(symbols);
  });
});
