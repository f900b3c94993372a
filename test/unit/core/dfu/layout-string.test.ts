import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseMemoryLayout } from "../../../../src/core/dfu/layout-string";
import { endOfSegment, isProgramMemory } from "../../../../src/core/dfu/layout-units";

interface Row {
  readonly board: string;
  readonly alternate: number;
  readonly name: string;
}

const rows = JSON.parse(
  readFileSync(new URL("../../../fixtures/dfu/interface-strings.json", import.meta.url), "utf8"),
) as Row[];
const dfuSe = rows.filter(({ name }) => name.startsWith("@"));

const all = { readable: true, erasable: true, writable: true };
const readOnly = { readable: true, erasable: false, writable: false };
const setting = { readable: true, erasable: false, writable: true };

describe("parseMemoryLayout", () => {
  it("has the strings of real boards to read", () => {
    expect(dfuSe.length).toBeGreaterThan(140);
  });

  it.each(dfuSe)("$board alternate $alternate: $name", ({ name }) => {
    const layout = parseMemoryLayout(name);
    expect(layout).not.toBeNull();
    // A second, cruder reading of the same string: how many bytes all groups have together.
    const unit: Readonly<Record<string, number>> = { K: 1024, M: 1024 * 1024 };
    const bytes = [...name.slice(name.search(/\/\s*0x/)).matchAll(/([\d.]+)\s*\*\s*(\d+)\s*([KM]?)/g)].reduce(
      (sum, [, count, size, letter = ""]) => sum + Number(count) * Number(size) * (unit[letter] ?? 1),
      0,
    );
    expect(layout?.segments.reduce((sum, segment) => sum + segment.size * segment.count, 0)).toBe(bytes);
  });

  it.each(rows.filter(({ name }) => !name.startsWith("@")))("no memory map: $name", ({ name }) => {
    expect(parseMemoryLayout(name)).toBeNull();
  });

  it("gives groups, access and addresses", () => {
    expect(parseMemoryLayout("@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*64Kg,11*128Kg")).toEqual({
      name: "Internal Flash",
      segments: [
        { base: 0x0800_0000, size: 0x4000, count: 3, ...readOnly },
        { base: 0x0800_c000, size: 0x4000, count: 1, ...all },
        { base: 0x0801_0000, size: 0x1_0000, count: 1, ...all },
        { base: 0x0802_0000, size: 0x2_0000, count: 11, ...all },
      ],
    });
  });

  it.each([
    [
      "several groups with a gap",
      "@Option Bytes  /0x1FF00000/01*040 e/0x1FF01000/01*040 e",
      [
        { base: 0x1ff0_0000, size: 40, count: 1, ...setting },
        { base: 0x1ff0_1000, size: 40, count: 1, ...setting },
      ],
    ],
    [
      "no multiplier",
      "@Internal Flash  /0x08000000/1536*128g",
      [{ base: 0x0800_0000, size: 128, count: 1536, ...all }],
    ],
    ["B as multiplier", "@Option Bytes  /0x1FFFF800/01*016Be", [{ base: 0x1fff_f800, size: 16, count: 1, ...setting }]],
    [
      "a fraction of a unit",
      "@OTP Memory /0x08FFE000/04.5*01Kg",
      [
        { base: 0x08ff_e000, size: 1024, count: 4, ...all },
        { base: 0x08ff_f000, size: 512, count: 1, ...all },
      ],
    ],
    ["lower-case k", "@Flash /0x8000000/2*4kg", [{ base: 0x0800_0000, size: 4096, count: 2, ...all }]],
    ["a group for information only", "@Bootloader version 22 /0x00000000/0*4Kg", []],
    [
      "a colon in the name",
      "@SPI Flash : M25P64/0x00000000/64*064Kg",
      [{ base: 0, size: 0x1_0000, count: 64, ...all }],
    ],
  ])("%s", (_, name, segments) => {
    expect(parseMemoryLayout(name)?.segments).toEqual(segments);
  });

  it.each([
    "",
    "@",
    "@Internal Flash",
    "@Device ID/0x484,@Revision ID/0x0001",
    "@Flash/0x08000000/",
    "@Flash/0x08000000/4*16K",
    "@Flash/0x08000000/4*16Kz",
    "@Flash/0x08000000/4*16Kg,",
    "@Flash/0x08000000/4*16Kg/rest",
    "@Flash/0x100000000/4*16Kg",
    "@Flash/0xFFFFFF00/4*16Kg",
    "@Flash/0x08000000/-4*16Kg",
    "Internal Flash/0x08000000/4*16Kg",
    "@Flash/0x08000000/4*16Kg/0x08004000/2*4Kg",
    "@Flash/0x08004000/2*4Kg/0x08000000/4*16Kg",
    `@Flash/0x08000000/${"1*1Kg,".repeat(500)}1*1Kg`,
  ])("is null for %s", (name) => {
    expect(parseMemoryLayout(name)).toBeNull();
  });
});

describe("isProgramMemory", () => {
  it("is true for flash only, whatever letter option bytes and OTP are given", () => {
    const names = dfuSe
      .filter(({ alternate, name }) => isProgramMemory({ number: alternate, name, layout: parseMemoryLayout(name) }))
      .map(({ name }) => name.slice(1, name.indexOf("/")).trim().replace(/\s+/g, " "));
    expect([...new Set(names)].sort()).toEqual([
      "CodeFlash",
      "DCT Flash",
      "DataFlash",
      "Ext RAW Flash 16MB",
      "External Flash",
      "Flash",
      "Internal Flash",
      "Internal Flash 2MB",
      "SPI Flash : M25P64",
      "SPI Flash : SST25x",
      "Serial Flash",
    ]);
  });

  it("is false where a name does not tell, but the address does", () => {
    for (const address of ["0x1FFFC000", "0x5200201C", "0xFFFF0000"]) {
      const name = `@Memory /${address}/01*016Bg`;
      const layout = parseMemoryLayout(name);
      expect(layout?.segments.map(endOfSegment)).toHaveLength(1);
      expect(isProgramMemory({ number: 0, name, layout })).toBe(false);
    }
  });
});
