import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPlan } from "../../../../../src/core/dfu/plan/check-plan";
import type { FlashPlan } from "../../../../../src/core/dfu/plan/flash-plan";
import { planFlash, type PlanOptions } from "../../../../../src/core/dfu/plan/plan-flash";
import { BootsmithError } from "../../../../../src/core/errors";
import { piecesIn, type FirmwareImage, type ImageSegment } from "../../../../../src/core/image/firmware-image";
import { findVectorTable } from "../../../../../src/core/image/vector-table";
import { boardWith, contentsNeeded } from "../../../../support/boards";
import { firmware } from "../../../simulator/board-rig";

const base = 0x0800_0000;
const span = 0x4_0000;
const boards = [
  {
    part: "STM32F407VG",
    name: "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg",
    transferSize: 2048,
    erased: 0xff,
    ecc: false,
  },
  { part: "STM32F103CB", name: "@Internal Flash  /0x08000000/128*001Kg", transferSize: 2048, erased: 0xff, ecc: false },
  { part: "STM32H743ZI", name: "@Internal Flash   /0x08000000/16*128Kg", transferSize: 1024, erased: 0xff, ecc: true },
  { part: "STM32H563ZI", name: "@Internal Flash   /0x08000000/256*8Kg", transferSize: 1024, erased: 0xff, ecc: true },
  { part: "STM32L072CZ", name: "@Internal Flash  /0x08000000/1536*128g", transferSize: 2048, erased: 0, ecc: true },
  { part: "STM32G0B1RE", name: "@Internal Flash   /0x08000000/256*02Kg", transferSize: 1024, erased: 0xff, ecc: true },
].map(({ name, part, transferSize, ...rest }) => ({ ...rest, info: boardWith([name], { part, transferSize }) }));

/** Bytes in stretches, many of them blank. */
const stretches = (most: number) =>
  fc.array(fc.tuple(fc.nat(0x9000), fc.integer({ min: 1, max: most }), fc.constantFrom(0, 0xff, 1, 2)), {
    maxLength: 4,
    minLength: 1,
  });
function segmentsOf(parts: readonly [number, number, number][], start: number): ImageSegment[] {
  let at = start;
  return parts.flatMap(([gap, size, fill]) => {
    const address = at + gap + 1;
    at = address + size;
    const data = Uint8Array.from({ length: size }, (_, index) => (fill === 1 ? index * 7 + 1 : fill) & 0xff);
    return at > base + 0x1_8000 ? [] : [{ address, data }];
  });
}

const cases = fc.record({
  board: fc.constantFrom(...boards),
  start: fc.constantFrom(0, 0x2000, 0x8000, 0x2010),
  app: fc.integer({ min: 0x100, max: 0x5000 }),
  more: stretches(0x1800),
  before: stretches(0x4000),
  same: fc.boolean(),
  strategy: fc.constantFrom("changed" as const, "full" as const),
  preserve: fc.boolean(),
  region: fc.option(fc.constantFrom(0x4000, 0x1_0000, 0x2_8000), { nil: undefined }),
  protect: fc.option(
    fc.record({ base: fc.nat(0x1_8000), size: fc.integer({ min: 1, max: 0x2000 }), other: fc.boolean() }),
    { nil: undefined },
  ),
  bootloader: fc.boolean(),
  interrupted: fc.boolean(),
});

interface Made {
  readonly image: FirmwareImage;
  readonly held: Uint8Array;
  readonly options: PlanOptions;
  readonly plan: FlashPlan | null;
}

function make(one: typeof cases extends fc.Arbitrary<infer T> ? T : never): Made {
  const start = base + one.start;
  const first = firmware(start, one.app, 3).segments;
  const extra = segmentsOf(one.more, start + one.app);
  const image: FirmwareImage = { name: "a.hex", format: "hex", segments: [...first, ...extra], entry: null };
  const held = new Uint8Array(span).fill(one.board.erased);
  for (const { address, data } of segmentsOf(one.before, base)) held.set(data, address - base);
  if (one.same) for (const { address, data } of image.segments) held.set(data, address - base);
  const { protect } = one;
  const options: PlanOptions = {
    strategy: one.strategy,
    verify: true,
    leave: true,
    preserve: one.preserve,
    ...(one.region === undefined ? {} : { region: { base: start, size: one.region } }),
    ...(one.bootloader ? { as: "bootloader" as const } : {}),
    ...(protect === undefined
      ? {}
      : {
          protect: [
            {
              base: base + protect.base,
              size: protect.size,
              what: "x",
              role: protect.other ? ("other" as const) : ("bootloader" as const),
            },
          ],
        }),
  };
  const info = { ...one.board.info, interrupted: one.interrupted };
  const contents = contentsNeeded(image, info, options).map((range) => ({
    address: range.base,
    data: held.slice(range.base - base, range.base - base + range.size),
  }));
  try {
    return { image, held, options, plan: planFlash(image, info, { ...options, contents }) };
  } catch (error) {
    if (error instanceof BootsmithError && error.kind === "plan-refused") return { image, held, options, plan: null };
    throw error;
  }
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** All of a plan, in a form that compares fast. */
function printed(plan: FlashPlan | null): string {
  return JSON.stringify(plan, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
  );
}

/** What the flash holds after a plan. */
function after(plan: FlashPlan, held: Uint8Array, erased: number): Uint8Array {
  const now = held.slice();
  for (const { base: at, size, action } of plan.units) {
    if (action.startsWith("erase")) now.fill(erased, at - base, at - base + size);
  }
  for (const { address, data } of plan.blocks) now.set(data, address - base);
  return now;
}

describe("a plan for any image, contents and choice", () => {
  it("holds every rule", { timeout: 120_000 }, () => {
    let planned = 0;
    fc.assert(
      fc.property(cases, (one) => {
        const { image, held, options, plan } = make(one);
        if (plan === null) return;
        planned++;
        const info = one.board.info;
        checkPlan(plan, info);
        expect(printed(make(one).plan)).toBe(printed(plan));
        const { erased } = one.board;
        const now = after(plan, held, erased);
        const touched = plan.units.filter(({ action }) => action !== "skip");
        const inside = (at: number) => touched.some((unit) => at >= unit.base && at < unit.base + unit.size);
        // Nothing outside the units, and the image is there.
        const outside = now.slice();
        for (const { base: at, size } of touched) outside.set(held.subarray(at - base, at - base + size), at - base);
        expect(same(outside, held)).toBe(true);
        for (const { address, data } of image.segments) {
          expect(same(now.subarray(address - base, address - base + data.length), data)).toBe(true);
        }
        // What is read back is what is there then.
        for (const { address, data } of plan.verify) {
          expect(inside(address) && inside(address + data.length - 1)).toBe(true);
          expect(same(now.subarray(address - base, address - base + data.length), data)).toBe(true);
        }
        // What is protected stays, byte for byte, and never goes without being preserved.
        for (const { base: from, size, role } of options.protect ?? []) {
          if (role === "bootloader" && options.as === "bootloader") continue;
          expect(
            same(now.subarray(from - base, from - base + size), held.subarray(from - base, from - base + size)),
          ).toBe(true);
          if (options.preserve !== true) {
            expect(touched.some((unit) => unit.base < from + size && from < unit.base + unit.size)).toBe(false);
          }
        }
        // Bytes of nobody known in front of the image stay too.
        const start = image.segments[0]?.address ?? base;
        const own = options.protect?.[0]?.role === "bootloader" && options.as === "bootloader";
        if (!own) expect(same(now.subarray(0, start - base), held.subarray(0, start - base))).toBe(true);
        if (one.board.ecc) expect(touched.every(({ action }) => action !== "program")).toBe(true);
        checkBoot(image, plan);
        checkTransfers(plan, info.transferSize);
      }),
      { numRuns: 1000, seed: 44 },
    );
    expect(planned).toBeGreaterThan(250);
  });
});

function checkBoot(image: FirmwareImage, plan: FlashPlan): void {
  const start = image.segments[0]?.address ?? base;
  const changes = plan.units.some(({ action, imageBytes }) => action !== "skip" && imageBytes > 0);
  if (!changes) return;
  const heads = new Set([start, findVectorTable(image.segments) ?? start]);
  const [first] = plan.units;
  expect([...heads].some((head) => first !== undefined && head >= first.base && head < first.base + first.size)).toBe(
    true,
  );
  for (const head of heads) {
    const unit = plan.units.find((one) => head >= one.base && head < one.base + one.size);
    expect(unit?.action).not.toBe("skip");
  }
  const last = plan.blocks.at(-1);
  expect(last?.address).toBe(start - (start % 32));
  expect(last?.data.length).toBeLessThanOrEqual(32);
  expect(piecesIn(plan.blocks.slice(0, -1), start, start + 1)).toEqual([]);
}

/** Each block is whole aligned transfers or one shorter one, and none crosses a unit that is larger than a transfer. */
function checkTransfers(plan: FlashPlan, size: number): void {
  for (const { address, data } of plan.blocks) {
    if (data.length >= size) expect([address % size, data.length % size]).toEqual([0, 0]);
    else expect(Math.floor(address / size)).toBe(Math.floor((address + data.length - 1) / size));
  }
}
