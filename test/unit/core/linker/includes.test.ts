import { describe, expect, it } from "vitest";
import { readLinkerScript } from "../../../../src/core/linker/read-linker-script";
import { SnapshotReader } from "../../../../src/core/project/snapshot";
import { complaints, folder, main, read, readerOf, regionTable, said, symbolTable } from "./reading";

describe("includes", () => {
  it("reads memory.x for link.x, as Rust projects have it", () => {
    const files = { "memory.x": "MEMORY { FLASH : ORIGIN = 0x08000000, LENGTH = 64K }\n" };
    const script = read("INCLUDE memory.x\nSECTIONS { .text : { *(.text) } > FLASH }\n", {}, files);
    expect(regionTable(script)).toEqual({ FLASH: [0x08000000, 0x10000] });
    expect(script.files).toEqual([main, `${folder}/memory.x`]);
    const [region] = script.regions;
    expect(region?.range.uri).toBe(`${folder}/memory.x`);
    expect(region && said(region.origin.expression, "", files)).toBe("0x08000000");
    expect(script.problems).toEqual([]);
  });

  it("reads INCLUDE inside MEMORY, SECTIONS and a section", () => {
    const script = read(
      'MEMORY { A : o = 1, l = 2\n INCLUDE "more.ld"\n C : o = 5, l = 6 }\nSECTIONS { INCLUDE s.ld .t : { INCLUDE b.ld *(.z) } > A }',
      {},
      { "more.ld": "B : o = 3, l = 4", "s.ld": ".s : { *(.s) } > B", "b.ld": "*(.a)\n v = 5;" },
    );
    expect(regionTable(script)).toEqual({ A: [1, 2], B: [3, 4], C: [5, 6] });
    expect(script.sections.map((s) => [s.name, s.region, s.inputs.map((input) => input.name)])).toEqual([
      [".s", "B", [".s"]],
      [".t", "A", [".a", ".z"]],
    ]);
    expect(script.problems).toEqual([]);
  });

  it.each([
    ['#include "sizes.h"', {}],
    ["#include <sizes.h>", {}],
    ['#include "../project/sizes.h"', {}],
    ['#define FILE "sizes.h"\n#include FILE', {}],
  ])("%s", (directive) => {
    const script = read(`${directive}\nMEMORY { A : o = BASE, l = 2 }`, {}, { "sizes.h": "#define BASE 0x1000\n" });
    expect(regionTable(script)).toEqual({ A: [0x1000, 2] });
    expect(script.problems).toEqual([]);
  });

  it("goes on along the include paths with #include_next, and asks with __has_include", () => {
    const script = read(
      '#if __has_include("one.h") && !__has_include(<none.h>) && defined(__has_include)\n#include <one.h>\n#endif\nv = A + B;',
      { includePaths: [`${folder}/x`, `${folder}/y`] },
      { "x/one.h": "#define A 1\n#include_next <one.h>\n", "y/one.h": "#define B 2\n" },
    );
    expect(symbolTable(script)).toEqual({ v: 3 });
    expect(script.problems).toEqual([]);
  });

  it("looks for <files> along the include paths first", () => {
    const files = { "a.h": "#define A 1\n", "x/a.h": "#define A 2\n" };
    const paths = { includePaths: [`${folder}/x`] };
    expect(symbolTable(read("#include <a.h>\nv = A;", paths, files))).toEqual({ v: 2 });
    expect(symbolTable(read('#include "a.h"\nv = A;', paths, files))).toEqual({ v: 1 });
  });

  it("searches the include paths after the own folder, and files relative to the including one", () => {
    const script = read(
      "INCLUDE one.ld\nINCLUDE sub/two.ld\n",
      { includePaths: [`${folder}/lib`] },
      {
        "lib/one.ld": "a = 1;",
        "sub/two.ld": "INCLUDE three.ld\n",
        "sub/three.ld": "b = 2;",
        "lib/three.ld": "b = 3;",
      },
    );
    expect(symbolTable(script)).toEqual({ a: 1, b: 2 });
  });

  it("preprocesses an included script only if its own lines ask for it", () => {
    const script = read(
      "#define A 1\na = A;\nINCLUDE plain.ld\nINCLUDE processed.ld\n",
      {},
      {
        "plain.ld": "b = A;",
        "processed.ld": "#define A 2\nc = A;",
      },
    );
    expect(symbolTable(script)).toEqual({ a: 1, b: ["A"], c: 2 });
  });

  it("warns of a missing file and leaves unknown what it may define", () => {
    const source =
      '#include "generated.h"\nMEMORY { A : ORIGIN = BASE, LENGTH = 1K\n INCLUDE absent.ld\n}\nSECTIONS { .t : { } > ELSEWHERE }';
    const script = read(source);
    expect(regionTable(script)).toEqual({ A: [["BASE"], 1024] });
    expect(complaints(script)).toEqual([
      "warning: The included file generated.h was not found; what it defines is unknown here.",
      "warning: The included file absent.ld was not found; what it defines is unknown here.",
      "warning: The origin of region A depends on BASE, which is not known here.",
    ]);
    expect(script.problems.slice(0, 2).map((p) => [p.code, said(p.range, source)])).toEqual([
      ["linker-script-include", '#include "generated.h"'],
      ["linker-script-include", "INCLUDE absent.ld"],
    ]);
  });

  it("asks for files that are listed but not loaded, and for no others", () => {
    const source = 'INCLUDE listed.ld\nINCLUDE absent.ld\n#include "listed.h"\n';
    const listed = [main, `${folder}/listed.ld`, `${folder}/listed.h`];
    const reader = new SnapshotReader({
      roots: [folder],
      listing: listed,
      texts: new Map([[main, { uri: main, text: source, hash: "" }]]),
      binaries: new Map(),
    });
    const script = readLinkerScript(main, reader, { defines: {}, defsyms: {}, includePaths: [] });
    const reading = reader.settle(script);
    expect(reading.done ? [] : reading.needs.map((need) => need.uri).sort()).toEqual([listed[2], listed[1]]);
  });

  it.each([
    ["INCLUDE app.ld\na = 1;", {}],
    ["INCLUDE b.ld\na = 1;", { "b.ld": "INCLUDE app.ld\n" }],
    ['#include "app.ld"\na = 1;', {}],
  ])("survives a cycle: %s", (source, files) => {
    const script = read(source, {}, files);
    expect(symbolTable(script)["a"]).toBe(1);
    expect(complaints(script).filter((c) => c.includes("includes itself"))).not.toEqual([]);
  });

  it("reads guarded headers that include one another", () => {
    const script = read(
      '#include "a.h"\nv = A + B;',
      {},
      {
        "a.h": '#ifndef A_H\n#define A_H\n#include "b.h"\n#define A 1\n#endif\n',
        "b.h": '#ifndef B_H\n#define B_H\n#include "a.h"\n#define B 2\n#endif\n',
      },
    );
    expect(symbolTable(script)).toEqual({ v: 3 });
    expect(script.problems).toEqual([]);
  });

  it("stops where includes multiply", () => {
    const twice = (name: string): string => `#include "${name}"\n#include "${name}"\n`;
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.h`, twice(`f${i + 1}.h`)]));
    const script = read(twice("f0.h"), {}, { ...files, "f30.h": "" });
    expect(complaints(script)).toContain("error: More than 1000 files are included.");
  });

  it("says that the script itself cannot be read", () => {
    const script = readLinkerScript(main, readerOf({}), { defines: {}, defsyms: {}, includePaths: [] });
    expect(complaints(script)).toEqual(["error: This linker script cannot be read."]);
  });
});

describe("faults of grammar", () => {
  const zephyr =
    "MEMORY {\n FLASH (rx) : o = 0, l = 64K\n LINKER_DT_REGIONS()\n}\nSECTIONS {\n PROLOGUE(_T,,) { *(.text) }\n}\n";
  const severities = (text: string, files = {}) =>
    read(text, {}, files)
      .problems.filter(({ code }) => code === "linker-script-syntax")
      .map(({ severity }) => severity);

  it("are none for certain where a header that may define macros is missing", () => {
    expect(new Set(severities(`#include <zephyr/linker/sections.h>\n${zephyr}`))).toEqual(new Set(["information"]));
    expect(new Set(severities(`#include "empty.h"\n${zephyr}`, { "empty.h": "" }))).toEqual(new Set(["error"]));
    expect(new Set(severities(`INCLUDE none.ld\n${zephyr}`))).toEqual(new Set(["error"]));
  });
});
