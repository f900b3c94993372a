import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MapColumn, MapScene } from "../../../../src/core/scene/map-scene";
import { memoryMapScene } from "../../../../src/core/scene/memory-map";
import { chips, layout, region, samples, type ImagePlan } from "./layout-builder";

const F = 0x08000000;
const address = fc.oneof(
  fc.integer({ min: 0, max: 0x120000 }).map((offset) => F + offset),
  fc.integer({ min: 0, max: 0x40 }).map((unit) => F + unit * 0x4000),
  fc.integer({ min: 0, max: 2 ** 32 }),
  fc.constantFrom(0, 2 ** 53, -1, 0.5, Number.NaN),
);
const said = fc.oneof({ weight: 9, arbitrary: address }, { weight: 1, arbitrary: fc.constant(["NAME"]) });
const maybe = fc.option(said, { nil: undefined });
const anyRegion = fc
  .tuple(
    fc.constantFrom("FLASH", "RAM", "DATA"),
    fc.oneof(said, fc.integer({ min: 0x20000000, max: 0x20030000 })),
    said,
  )
  .map(([name, origin, length]) => region(name, origin, length));
const image = (id: string): fc.Arbitrary<ImagePlan> =>
  fc
    .record({
      slot: maybe,
      vectors: maybe,
      end: maybe,
      headerSize: maybe,
      regions: fc.array(anyRegion, { maxLength: 4 }),
      other: maybe,
    })
    .map(({ slot, vectors, end, headerSize, regions, other }) => ({
      ...{ id, regions },
      ...(slot === undefined ? {} : { slot }),
      ...(vectors === undefined ? {} : { vectors }),
      ...(end === undefined ? {} : { end }),
      ...(headerSize === undefined ? {} : { headerSize }),
      also:
        other === undefined
          ? []
          : [{ quantity: "vectors", statedBy: "source-constant", label: "X", value: other, file: "x.c" }],
    }));
const anyLayout = fc
  .tuple(
    fc.constantFrom(chips.f407, chips.l475, chips.h747, chips.f746, undefined),
    image("bootloader"),
    image("application"),
    image("loader"),
  )
  .map(([chip, ...plans]) => layout(chip, ...plans));

const always = (check: (scene: MapScene) => void): void =>
  fc.assert(
    fc.property(anyLayout, (given) => {
      check(memoryMapScene(given));
    }),
    { numRuns: 150, seed: 7 },
  );
const eachColumn = (check: (column: MapColumn) => void): void => always((scene) => scene.columns.forEach(check));
const meets = (a: { base: number; end: number }, b: { base: number; end: number }): boolean =>
  a.base < b.end && b.base < a.end;

describe("any layout", () => {
  it("accounts for every byte of every memory: image, header, region, free or unknown", () => {
    eachColumn(({ base, end, items }) => {
      let at = base;
      for (const item of items.filter(({ kind }) => kind !== "overlap")) {
        expect(item.base).toBeLessThanOrEqual(at);
        at = Math.max(at, item.end);
      }
      expect(at).toBe(end);
    });
  });

  it("draws items in address order, with distinct ids, inside their column", () => {
    always(({ columns }) => {
      const ids = columns.flatMap(({ items, markers }) => [...items, ...markers].map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
      for (const { base, end, items } of columns) {
        expect(items.map((item) => item.base)).toEqual(items.map((item) => item.base).sort((a, b) => a - b));
        expect(items.every((item) => item.base >= base && item.end <= end && item.base < item.end)).toBe(true);
      }
    });
  });

  it("lets blocks share bytes only in different tracks, and marks them", () => {
    eachColumn(({ items }) => {
      const blocks = items.filter(({ kind }) => kind !== "overlap");
      for (const a of blocks) {
        for (const b of blocks.filter((other) => other !== a && meets(a, other))) {
          expect(a.track).not.toBe(b.track);
          expect(a.overlapping || a.shared).toBe(true);
        }
        expect(a.track).toBeLessThan(a.tracks);
      }
    });
  });

  it("hatches exactly what overlapping blocks of flash share", () => {
    eachColumn(({ items, lane, memories }) => {
      if (lane === "flash" && memories.length > 0) {
        const overlaps = items.filter(({ kind }) => kind === "overlap");
        for (const a of items.filter(({ overlapping, kind }) => overlapping && kind !== "overlap")) {
          expect(overlaps.some((overlap) => meets(a, overlap))).toBe(true);
        }
      }
    });
  });

  it("maps addresses monotonically and gives every block a line's height", () => {
    eachColumn(({ items, units, memories, markers, height }) => {
      const places = [...items, ...units, ...memories].flatMap((box): [number, number][] => [
        [box.base, box.top + box.height],
        [box.end, box.top],
      ]);
      places.push(...markers.map(({ address, top }): [number, number] => [address, top]));
      places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
      for (let i = 1; i < places.length; i++) {
        const [[lower, below], [higher, above]] = [places[i - 1]!, places[i]!];
        expect(higher > lower ? below - above : Math.abs(below - above)).toBeGreaterThanOrEqual(
          higher > lower ? 17.99 : 0,
        );
        expect(higher === lower ? Math.abs(below - above) < 0.01 : true).toBe(true);
      }
      expect(items.every((item) => item.height >= 26 && item.top >= 0 && item.top + item.height <= height)).toBe(true);
      expect(
        items.every(
          ({ top, height: h, labelTop, labelHeight }) => labelTop >= top && labelTop + labelHeight <= top + h,
        ),
      ).toBe(true);
    });
  });

  it("covers flash with erase units, each in its place", () => {
    eachColumn(({ base, end, lane, memories, units }) => {
      if (lane === "flash" && memories.length > 0) {
        expect(units[0]?.base).toBe(base);
        expect(units.at(-1)?.end).toBe(end);
        units.slice(1).forEach((unit, index) => expect(unit.base).toBe(units[index]?.end));
      }
    });
  });

  it("is plain data, the same every time", () => {
    always((scene) => expect(JSON.parse(JSON.stringify(scene))).toEqual(scene));
    for (const sample of Object.values(samples)) {
      expect(memoryMapScene(sample)).toEqual(memoryMapScene(sample));
    }
  });
});
