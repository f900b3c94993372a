import { describe, expect, it } from "vitest";
import { complaints, plain, read, regionTable, symbolTable } from "./reading";

const F = [0x08000000, 0x80000];

/** Layouts of one entry that all mean the same flash. */
describe("the shape of an entry", () => {
  it.each([
    ["plain", "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K }"],
    ["over several lines", "MEMORY\n{\n  FLASH\n (rx)\n :\n ORIGIN\n =\n 0x08000000\n ,\n LENGTH = 512K\n}\n"],
    ["CRLF and tabs", "MEMORY\r\n{\r\n\tFLASH\t(rx)\t: ORIGIN = 0x08000000, LENGTH = 512K\r\n}\r\n"],
    ["no comma", "MEMORY { FLASH (rx) : ORIGIN = 0x08000000 LENGTH = 512K }"],
    ["comma behind the entry", "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K, }"],
    ["org and len", "MEMORY { FLASH (rx) : org = 0x08000000, len = 512K }"],
    ["o and l", "MEMORY { FLASH (rx) : o = 0x08000000, l = 512k }"],
    ["other linkers' lower case", "memory { FLASH (RX) : origin = 0x08000000, length = 0x80000 }"],
    ["no attributes", "MEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 512K }"],
    ["name glued to attributes", "MEMORY { FLASH(rx) : ORIGIN = 0x08000000, LENGTH = 512K }"],
    ["everything glued", "MEMORY{FLASH(rx):ORIGIN=0x08000000,LENGTH=512K}"],
    ["colon glued to the name", "MEMORY { FLASH: ORIGIN = 0x08000000, LENGTH = 512K }"],
    ["spaces inside the attributes", "MEMORY { FLASH ( rx) : ORIGIN = 0x08000000, LENGTH = 512K }"],
    ["quoted name", 'MEMORY { "FLASH" (rx) : ORIGIN = 0x08000000, LENGTH = 512K }'],
    ["comment of C", "MEMORY { /* a 'tick */ FLASH (rx) : ORIGIN = 0x08000000, /* 1M */ LENGTH = 512K /* \" */ }"],
    ["comment inside a comment", "MEMORY { /* /* */ FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K }"],
    ["hash comment", "MEMORY { # it's \"flash\n FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K # } \n}"],
    ["line comment", "MEMORY { // it's\n FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K // }\n}"],
    [
      "Latin-1 in a comment",
      "MEMORY { /* gr\u00f6\u00dfe \u00b5C */ FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K }",
    ],
    ["byte order mark", "\ufeffMEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 512K }"],
    ["continued lines", "MEMORY { FLASH (rx) : \\\n ORIGIN = 0x08000000, \\\r\n LENGTH = 512K }"],
    [
      "a block in a comment first",
      "/* MEMORY { FLASH : ORIGIN = 1, LENGTH = 2 } */ MEMORY { FLASH : o = 0x08000000, l = 512K }",
    ],
    ["options before it", "-stack 0x400\n--retain=x\nMEMORY { FLASH : o = 0x08000000, l = 512K }"],
    ["an empty block beside it", "MEMORY { } MEMORY { FLASH : o = 0x08000000, l = 512K }"],
  ])("%s", (_, source) => {
    expect(regionTable(read(source))).toEqual({ FLASH: F });
  });

  it.each(["A-B", "A.B", "A/B", "FAB", "CB", "0FLASH", "_f$", "RAM_D1"])("takes %s for a name", (name) => {
    const script = read(`MEMORY { X : o = 1, l = 2\n ${name} (w) : ORIGIN = 3, LENGTH = 4 }`);
    expect(regionTable(script)).toEqual({ X: [1, 2], [name]: [3, 4] });
    expect(script.problems).toEqual([]);
  });

  it("keeps spaces of a quoted name, and a name that objects own", () => {
    const script = read(
      'MEMORY { "on chip" : o = 1, l = 2 constructor : o = 3, l = 4 }\ntoString = 5;\n__proto__ = 6;',
    );
    expect(script.regions.map((r) => r.name)).toEqual(["on chip", "constructor"]);
    expect(script.symbols.map((s) => [s.name, plain(s.evaluated)])).toEqual([
      ["toString", 5],
      ["__proto__", 6],
    ]);
  });

  it.each([
    ["(rwx)", "rwx", 0],
    ["(W!RX)", "W!RX", 0],
    ["(!rx)", "!rx", 0],
    ["(r w)", "r w", 0],
    ["(xq)", "xq", 1],
    ["()", "", 1],
  ])("attributes %s", (written, attributes, problems) => {
    const script = read(`MEMORY { A ${written} : ORIGIN = 1, LENGTH = 2 }`);
    expect(script.regions[0]?.attributes).toBe(attributes);
    expect(script.problems).toHaveLength(problems);
  });

  it.each([
    ["2G", 0x80000000, "warning: GNU ld does not read 2G as a number."],
    ["0x1000UL", 0x1000, "warning: GNU ld does not read 0x1000UL as a number."],
    ["1.5K", ["1.5K"], "error: GNU ld does not read 1.5K as a number."],
  ])("length %s", (written, value, sentence) => {
    const script = read(`MEMORY { A : ORIGIN = 1, LENGTH = ${written} }`);
    expect(plain(script.regions[0]?.length)).toEqual(value);
    expect(complaints(script)[0]).toBe(sentence);
  });

  it("reports one bad entry and reads the others", () => {
    const script = read(
      "MEMORY {\n A : ORIGIN = 1, LENGTH = 2\n B : ORIGIN = , LENGTH = 4\n C ORIGIN = 5\n D : ORIGIN = 7, LENGTH = 8\n}\n",
    );
    expect(regionTable(script)).toMatchObject({ A: [1, 2], D: [7, 8] });
    expect(complaints(script)).toEqual([
      "error: A value is expected here.",
      "error: C is no entry of MEMORY: a ':' is expected behind the name.",
    ]);
  });
});

describe("values", () => {
  it.each<[string, string, unknown[]]>([
    ["a symbol before", "s = 0x100;\nMEMORY { A : ORIGIN = s, LENGTH = s * 2 }", [0x100, 0x200]],
    ["a symbol behind", "MEMORY { A : ORIGIN = s, LENGTH = s * 2 }\ns = 0x100;", [0x100, 0x200]],
    ["the last assignment", "s = 1;\nMEMORY { A : ORIGIN = s, LENGTH = 2 }\ns = 3;", [3, 2]],
    ["three assignments", "a = b0; b0 = 1; b = b0; c = b + 1;\nMEMORY { A : ORIGIN = c, LENGTH = 2 }", [2, 2]],
    [
      "a compound assignment",
      "a = 1; a += 5; a <<= 2; a |= 1; a -= 1; a *= 3; a /= 2; a &= 0xff;\nMEMORY { A : ORIGIN = a, LENGTH = 2 }",
      [0x24, 2],
    ],
    ["PROVIDE", "PROVIDE(s = 4);\nMEMORY { A : ORIGIN = s, LENGTH = 2 }", [4, 2]],
    ["PROVIDE behind an assignment", "s = 3; PROVIDE(s = 4);\nMEMORY { A : ORIGIN = s, LENGTH = 2 }", [3, 2]],
    ["PROVIDE before an assignment", "PROVIDE(s = 4); s = 3;\nMEMORY { A : ORIGIN = s, LENGTH = 2 }", [3, 2]],
    ["PROVIDE twice", "PROVIDE(s = 4); PROVIDE_HIDDEN(s = 5);\nMEMORY { A : ORIGIN = s, LENGTH = 2 }", [4, 2]],
    ["HIDDEN", "HIDDEN(s = 4);\nMEMORY { A : ORIGIN = s, LENGTH = 2 }", [4, 2]],
    ["DEFINED idiom", "s = DEFINED(s) ? s : 0x10;\nMEMORY { A : ORIGIN = s, LENGTH = 2 }", [0x10, 2]],
    ["DEFINED of a later symbol, in MEMORY", "MEMORY { A : ORIGIN = DEFINED(w) ? 1 : 2, LENGTH = 2 }\nw = 1;", [1, 2]],
    [
      "DEFINED of a later symbol, in an assignment",
      "u = DEFINED(w) ? 1 : 2; w = 1;\nMEMORY { A : ORIGIN = u, LENGTH = 2 }",
      [2, 2],
    ],
    ["a quoted symbol", '"my s" = 4;\nMEMORY { A : ORIGIN = "my s", LENGTH = 2 }', [4, 2]],
    ["its own origin", "MEMORY { A : ORIGIN = 0x1000, LENGTH = 0x3000 - ORIGIN(A) }", [0x1000, 0x2000]],
    ["its own length", "MEMORY { A : ORIGIN = LENGTH(A), LENGTH = LENGTH(A) - 1 }", [0xffffffff, 0xfffffffe]],
    [
      "a later region",
      "MEMORY { A : ORIGIN = ORIGIN(L) + 0x10, LENGTH = LENGTH(L) - 0x10 L : o = 0x1000, l = 0x100 }",
      [0x10, 0xffffffef],
    ],
    ["an undefined symbol", "MEMORY { A : ORIGIN = q, LENGTH = LENGTH(N) + r }", [["q"], ["N", "r"]]],
    ["a macro nobody defined", "MEMORY { A : ORIGIN = FW_OFF(B), LENGTH = 1 }", [["FW_OFF"], 1]],
    ["a negative length", "MEMORY { A : ORIGIN = 0, LENGTH = 2048-64K }", [0, 0xffff0800]],
    ["over 32 bits", "MEMORY { A : ORIGIN = 0x108000000, LENGTH = 1K }", [0x08000000, 1024]],
  ])("%s", (_, source, expected) => {
    expect(regionTable(read(source))["A"]).toEqual(expected);
  });

  it("keeps all 64 bits of a value", () => {
    const script = read("MEMORY { A : ORIGIN = 0x180000000, LENGTH = -1 }");
    expect(script.regions[0]?.origin.value).toEqual({ known: true, value: 0x180000000n });
    expect(script.regions[0]?.length.value).toEqual({ known: true, value: 0xffffffffffffffffn });
  });

  it("counts regions as origin 0 and length ~0 in symbols that MEMORY uses, and warns", () => {
    const script = read(
      "MEMORY { R : o = 0x1000, l = 0x100 S : ORIGIN = a, LENGTH = b }\na = ORIGIN(R) + 0x20; b = LENGTH(R) + 1;\n",
    );
    expect(regionTable(script)).toEqual({ R: [0x1000, 0x100], S: [0x20, 0] });
    expect(symbolTable(script)).toEqual({ a: 0x1020, b: 0x101 });
    expect(script.problems.map((p) => [p.severity, p.message.args])).toEqual([
      ["warning", ["origin", "S"]],
      ["warning", ["length", "S"]],
    ]);
  });

  it.each<[string, Record<string, bigint>, unknown[]]>([
    ["PROVIDE(s = 4);", { s: 0x55n }, [0x55, 1]],
    ["s = DEFINED(s) ? s : 4;", { s: 0x55n }, [0x55, 1]],
    ["s = 4;", { s: 0x55n }, [4, 1]],
    ["s = s + 1;", { s: 0x44n }, [0x45, 1]],
    ["", { s: 0x55n }, [0x55, 1]],
  ])("--defsym with %s", (assignment, defsyms, expected) => {
    const script = read(`MEMORY { A : ORIGIN = s, LENGTH = 1 }\n${assignment}`, { defsyms });
    expect(regionTable(script)["A"]).toEqual(expected);
  });

  it("warns of a negative length and names what is missing", () => {
    expect(complaints(read("MEMORY { A : ORIGIN = q + r, LENGTH = 2K - 4K }"))).toEqual([
      "warning: The origin of region A depends on q, r, which is not known here.",
      "warning: The length of region A is negative: -2048.",
    ]);
  });
});

describe("blocks and names", () => {
  it("adds up several blocks, keeps length 0 and overlaps without a word", () => {
    const script = read(
      "MEMORY { A : o = 0x1000, l = 0x100 P : o = 0, l = 0 }\nMEMORY { B : o = 0x1000, l = 0x200 }\nMEMORY { }\n",
    );
    expect(regionTable(script)).toEqual({ A: [0x1000, 0x100], P: [0, 0], B: [0x1000, 0x200] });
    expect(script.problems).toEqual([]);
  });

  it("takes the later of two declarations, in the place of the first, and warns", () => {
    const script = read("MEMORY { A (rx) : o = 1, l = 2 B : o = 3, l = 4 A (w) : o = 5, l = 6 }");
    expect(script.regions.map((r) => [r.name, plain(r.origin), r.attributes])).toEqual([
      ["A", 5, "w"],
      ["B", 3, ""],
    ]);
    expect(complaints(script)).toEqual(["warning: Region A is declared twice; the last declaration counts."]);
  });

  it.each(['REGION_ALIAS("X", A)', "REGION_ALIAS(X, A)", "REGION_ALIAS(X , A);", 'REGION_ALIAS ( "X" , "A" ) ;'])(
    "%s",
    (command) => {
      const script = read(
        `MEMORY { A : o = 1, l = 2 }\n${command}\nv = ORIGIN(X) + LENGTH(X);\nSECTIONS { .t : { *(.t) } > X }`,
      );
      expect(script.aliases).toEqual({ X: "A" });
      expect(symbolTable(script)).toEqual({ v: 3 });
      expect(script.sections[0]?.region).toBe("A");
      expect(script.problems).toEqual([]);
    },
  );

  it("resolves an alias of an alias", () => {
    const script = read(
      'MEMORY { A : o = 1, l = 2 }\nREGION_ALIAS("X", A)\nREGION_ALIAS("Y", X)\nSECTIONS { .t : { } > Y AT > X }',
    );
    expect(script.aliases).toEqual({ X: "A", Y: "A" });
    expect(script.sections[0]).toMatchObject({ region: "A", loadRegion: "A" });
  });

  it.each([
    ['REGION_ALIAS("X", NOWHERE)', "error: The alias X stands for region NOWHERE, which is not declared."],
    ['REGION_ALIAS("A", A)', "error: A is already the name of a region; an alias needs another."],
    ["REGION_ALIAS(X)", "error: REGION_ALIAS needs an alias and a region."],
    ["SECTIONS { .t : { } > B .u : { } > B }", "warning: Region B is not declared in MEMORY."],
  ])("%s", (command, sentence) => {
    expect(complaints(read(`MEMORY { A : o = 1, l = 2 }\n${command}`))).toEqual([sentence]);
  });

  it("says nothing of undeclared regions in a script without MEMORY", () => {
    expect(read("SECTIONS { .t : { } > B }").problems).toEqual([]);
  });
});
