import { describe, expect, it } from "vitest";
import type { PlannedBlock } from "../../../../src/core/dfu/plan/flash-plan";
import { writeSteps } from "../../../../src/core/dfu/write-steps";
import { planWith } from "../../../support/boards";

const base = 0x0800_0000;
const filled = (offset: number, size: number): PlannedBlock => ({
  address: base + offset,
  data: new Uint8Array(size).fill(offset >> 8),
});
const shape = (blocks: readonly PlannedBlock[]) => blocks.map(({ address, data }) => [address - base, data.length]);

/** Two units of 16 KiB with the image's head in the first. */
const plan = planWith({
  units: [
    { base, size: 0x4000, action: "erase-and-program" },
    { base: base + 0x4000, size: 0x4000, action: "erase-and-program" },
  ],
  blocks: [filled(0x20, 0x7e0), filled(0x800, 0x7800), filled(0, 0x20)],
  boot: [{ base, size: 0x20 }],
  verify: [filled(0, 0x8000)],
});

describe("writeSteps", () => {
  it("cuts at multiples of the step, and has what a boot decision reads last", () => {
    const steps = writeSteps(plan, 0x800, 0x4000);
    expect(steps.map(({ write }) => shape(write))).toEqual([
      [
        [0x20, 0x7e0],
        [0x800, 0x3800],
      ],
      [[0x4000, 0x4000]],
      [[0, 0x20]],
    ]);
    expect(steps.map(({ verify }) => shape(verify))).toEqual([[[0x20, 0x3fe0]], [[0x4000, 0x4000]], [[0, 0x20]]]);
  });

  it.each([0x80, 0x800, 0x1000, 0x1_0000])("writes and compares every byte once, with steps of %i", (size) => {
    const steps = writeSteps(plan, 0x800, size);
    const bytes = (of: "write" | "verify") =>
      steps.flatMap((step) => step[of]).flatMap(({ address, data }) => Array.from(data.keys(), (at) => address + at));
    const all = Array.from({ length: 0x8000 }, (_, at) => base + at);
    expect(bytes("write").toSorted((a, b) => a - b)).toEqual(all);
    expect(bytes("verify").toSorted((a, b) => a - b)).toEqual(all);
    // No transfer is cut in two but at the head.
    const cut = steps.flatMap(({ write }) => write).filter(({ address }) => (address - base) % 0x800 !== 0);
    expect(shape(cut)).toEqual([[0x20, 0x7e0]]);
  });

  it("compares units that are only erased, and leaves out those that are skipped", () => {
    const erased = planWith({
      units: [
        { base, size: 0x4000, action: "skip" },
        { base: base + 0x4000, size: 0x4000, action: "erase" },
      ],
      verify: [filled(0x4000, 0x4000)],
    });
    expect(writeSteps(erased, 0x800, 0x1_0000)).toEqual([{ write: [], verify: erased.verify }]);
  });

  it("has nothing to do for a plan without changes", () => {
    expect(writeSteps(planWith({ units: [{ base, size: 0x4000, action: "skip" }] }), 0x800, 0x4000)).toEqual([]);
  });
});
