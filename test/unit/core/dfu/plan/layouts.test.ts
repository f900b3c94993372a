import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMemoryLayout } from "../../../../../src/core/dfu/layout-string";
import { unitsIn } from "../../../../../src/core/dfu/layout-units";
import { clampLayout } from "../../../../../src/core/dfu/plan/clamp-layout";
import { findDevices } from "../../../../../src/core/mcu/find-device";

interface Row {
  readonly name: string;
  /** `base countxsize letter`; null: no memory map. Written by another reader of the strings than ours. */
  readonly segments: readonly string[] | null;
}

const rows = JSON.parse(
  readFileSync(new URL("../../../../fixtures/dfu/layouts.json", import.meta.url), "utf8"),
) as Row[];

function segmentsOf(name: string): readonly string[] | null {
  const layout = parseMemoryLayout(name);
  return (
    layout?.segments.map(({ base, count, size, readable, erasable, writable }) => {
      const access = (readable ? 1 : 0) + (erasable ? 2 : 0) + (writable ? 4 : 0);
      return `${base.toString(16).padStart(8, "0")} ${count}x${size} ${String.fromCharCode(0x60 + access)}`;
    }) ?? null
  );
}

describe("the interface strings of real boards", () => {
  it("are all there", () => expect(rows).toHaveLength(139));

  it.each(rows)("$name", ({ name, segments }) => {
    expect(segmentsOf(name)).toEqual(segments);
  });
});

/** Strings like those of boards, with characters changed, dropped, doubled and cut. */
const mutated = fc
  .tuple(
    fc.constantFrom(...rows.map(({ name }) => name)),
    fc.array(fc.tuple(fc.nat(200), fc.constantFrom(..."@/0x*,gKMB 9.\u0000é".split(""), ""), fc.nat(2)), {
      maxLength: 6,
    }),
  )
  .map(([name, edits]) => edits.reduce((text, [at, by, drop]) => text.slice(0, at) + by + text.slice(at + drop), name));
const random = fc.oneof(
  fc.string({ maxLength: 200, unit: "binary" }),
  fc.string({ maxLength: 1200, unit: fc.constantFrom(..."@/0x*,gKM 19.f".split("")) }),
  fc
    .array(fc.tuple(fc.nat(99_999_999), fc.nat(99_999_999)), { maxLength: 150 })
    .map((groups) => `@F/0x08000000/${groups.map(([count, size]) => `${count}*${size}Kg`).join(",")}`),
);

describe("parseMemoryLayout, fed with anything", () => {
  it(
    "neither throws nor gives a map that is not bounded, in order and inside the address space",
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(fc.oneof(mutated, random), (name) => {
          const layout = parseMemoryLayout(name);
          if (layout === null) return;
          const segments = layout.segments.toSorted((a, b) => a.base - b.base);
          expect(segments.length).toBeLessThan(400);
          expect(segments.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(0x1_0000);
          let end = 0;
          for (const { base, size, count } of segments) {
            expect(base).toBeGreaterThanOrEqual(end);
            expect(Number.isInteger(size) && Number.isInteger(count) && size > 0 && count > 0).toBe(true);
            end = base + size * count;
          }
          expect(end).toBeLessThanOrEqual(0x1_0000_0000);
        }),
        { numRuns: 40_000, seed: 4 },
      );
    },
  );

  it("refuses more erase units than any board has", () => {
    expect(parseMemoryLayout("@Flash/0x00000000/65537*1Kg")).toBeNull();
    expect(parseMemoryLayout("@Flash/0x00000000/65536*1Kg")).not.toBeNull();
  });
});

describe("clampLayout", () => {
  const clamped = (name: string, ...parts: readonly string[]) => {
    const layout = parseMemoryLayout(name);
    if (layout === null) throw new Error(name);
    const devices = parts.flatMap((part) => findDevices(part).candidates);
    return clampLayout(layout, devices).segments.map(({ base, size, count }) => [base, size, count]);
  };
  const h7 = "@Internal Flash   /0x08000000/16*128Kg";

  it.each<[string, readonly string[], number[][]]>([
    [h7, ["STM32H750VB"], [[0x0800_0000, 0x2_0000, 1]]],
    [h7, ["STM32H743ZI"], [[0x0800_0000, 0x2_0000, 16]]],
    // 1 MiB in two banks, with a hole behind each half.
    [
      h7,
      ["STM32H743ZG"],
      [
        [0x0800_0000, 0x2_0000, 4],
        [0x0810_0000, 0x2_0000, 4],
      ],
    ],
    [h7, ["STM32H743ZI", "STM32H750VB"], [[0x0800_0000, 0x2_0000, 1]]],
    [h7, [], [[0x0800_0000, 0x2_0000, 16]]],
    [
      "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg",
      ["STM32F407VE"],
      [
        [0x0800_0000, 0x4000, 4],
        [0x0801_0000, 0x1_0000, 1],
        [0x0802_0000, 0x2_0000, 3],
      ],
    ],
    ["@External Flash   /0x90000000/4096*4Kg", ["STM32H747XI"], [[0x9000_0000, 0x1000, 4096]]],
  ])("%s for %j", (name, parts, segments) => {
    expect(clamped(name, ...parts)).toEqual(segments);
  });

  it("keeps the sizes of the string, whatever layout the option bits would give", () => {
    const layout = parseMemoryLayout("@Internal Flash   /0x08000000/256*02Kg");
    const devices = findDevices("STM32G474RE").candidates;
    expect(devices.length).toBeGreaterThan(1);
    expect(layout === null ? 0 : unitsIn(clampLayout(layout, devices), 0x0800_0000, 0x0808_0000).length).toBe(256);
  });
});
