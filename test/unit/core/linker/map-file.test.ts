import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MapFileParser, readMapFile, type MapFile } from "../../../../src/core/linker/map-file";
import { overflowsOf } from "../../../../src/core/linker/map-overflow";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/maps/${name}`, import.meta.url)));

function mapOf(name: string): MapFile {
  const map = readMapFile(fixture(name));
  if (map === undefined) throw new Error(`${name} is no map`);
  return map;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a map of GNU ld", () => {
  const map = mapOf("linked.map");
  const section = (name: string): MapFile["sections"][number] | undefined =>
    map.sections.find((one) => one.name === name);

  it("tells the regions, without the default one", () => {
    expect(map.regions).toEqual([
      { name: "FLASH", origin: 0x0800_0000, length: 0x2000 },
      { name: "RAM", origin: 0x2000_0000, length: 0x400 },
    ]);
  });

  it("tells output sections, and where they are loaded", () => {
    const text = section(".text");
    expect(text).toMatchObject({ address: 0x0800_0008, loadAddress: null });
    expect(section(".data")).toMatchObject({
      address: 0x2000_0000,
      size: 4,
      loadAddress: 0x0800_0008 + (text?.size ?? 0),
    });
  });

  it("tells what each object file put there, also archive members, wrapped names and data of the script", () => {
    const inputs = section(".text")?.inputs ?? [];
    expect(inputs.map(({ section: name, file }) => `${name} ${file}`)).toEqual([
      ".text.Reset_Handler main.o",
      ".text.helper libhelper.a(lib.o)",
      ".text.a_function_whose_name_fills_the_line libhelper.a(lib.o)",
      ".rodata.table main.o",
      "LONG ",
    ]);
    expect(inputs.at(-1)?.size).toBe(4);
    const sum = inputs.reduce((total, { size }) => total + size, 0);
    expect(sum).toBe(section(".text")?.size);
  });

  it("tells symbols and what was thrown away", () => {
    expect(map.symbols).toContainEqual({ name: "_estack", address: 0x2000_0400 });
    expect(map.symbols).toContainEqual({ name: "vectors", address: 0x0800_0000 });
    expect(map.discarded.map(({ section: name, file }) => `${name} ${file}`)).toEqual([
      ".text.nobody_calls main.o",
      ".text.nobody_calls_this_either libhelper.a(lib.o)",
    ]);
  });

  it("is read alike in pieces of any size", () => {
    const text = new TextDecoder().decode(fixture("linked.map"));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (size) => {
        const parser = new MapFileParser();
        for (let at = 0; at < text.length; at += size) parser.write(text.slice(at, at + size));
        expect(parser.end()).toEqual(map);
      }),
      { seed: 5, numRuns: 20 },
    );
  });

  it("goes by the shape of lines: headings may be translated", () => {
    const text = new TextDecoder()
      .decode(fixture("linked.map"))
      .replace("Memory Configuration", "Speicherkonfiguration")
      .replace("Discarded input sections", "Weggelassene Eingabesektionen")
      .replace("Linker script and memory map", "Linker-Skript und Speicherzuordnung")
      .replace("load address", "Ladeadresse")
      .replace(/ {13}Origin {13}Length {13}Attributes/, "             Ursprung           Länge              Attribute");
    expect(readMapFile(bytesOf(text))).toEqual(map);
  });

  it("names files beyond ASCII as they are called", () => {
    const text = new TextDecoder().decode(fixture("linked.map")).replaceAll("main.o", "größe/100%/main.o");
    const files = readMapFile(bytesOf(text))?.sections.flatMap(({ inputs }) => inputs.map(({ file }) => file));
    expect(files).toContain("größe/100%/main.o");
  });

  it.each([
    ["nothing", ""],
    ["a source map", '{"version":3,"mappings":"AAAA"}'],
    ["a map of another linker", "Image component sizes\n\n  Code (inc. data)   RO Data\n"],
    ["binary junk", "\u0000\u0001\n\u00ff".repeat(100)],
  ])("%s is none", (_, text) => {
    expect(readMapFile(bytesOf(text))).toBeUndefined();
  });

  it("whatever stands in it ends in an answer", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(" ", "\n", "0x10", "*default*", ".text", "*fill*", "load", "ÿ")),
        (words) => {
          readMapFile(bytesOf(words.join(" ")));
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });

  it("of 50 MB is read in bounded time", () => {
    const text = new TextDecoder().decode(fixture("linked.map"));
    const lines = / \.text\.Reset_Handler[^]*?(?= \*\(\.rodata)/.exec(text)?.[0] ?? "";
    const big = bytesOf(text.replace(lines, lines.repeat(Math.ceil(50_000_000 / lines.length))));
    const started = performance.now();
    expect(readMapFile(big)?.sections.length).toBe(map.sections.length);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 60_000);
});

describe("a map of a link that failed", () => {
  it("shows nothing where everything fits", () => {
    expect(overflowsOf(mapOf("linked.map"), undefined)).toEqual([]);
  });

  it.each(["failed-flash", "failed-ram", "failed-both"])("%s: the same numbers as ld's own words", (name) => {
    const said = new TextDecoder().decode(fixture(`${name}.txt`)).matchAll(/region `(\w+)' overflowed by (\d+) bytes/g);
    const expected = [...said].map(([, region, bytes]) => `${region ?? ""} ${bytes ?? ""}`);
    const found = overflowsOf(mapOf(`${name}.map`), undefined);
    expect(expected.length).toBeGreaterThan(0);
    expect(found.map(({ region, end, needed }) => `${region} ${needed - end}`).sort()).toEqual(expected.sort());
  });

  it("names the largest object files first", () => {
    const [flash] = overflowsOf(mapOf("failed-flash.map"), undefined);
    expect(flash?.contributors.map(({ file }) => file)).toEqual(["main.o", "libhelper.a(lib.o)"]);
    expect(flash?.contributors[0]?.bytes).toBeGreaterThan(3000);
  });
});
