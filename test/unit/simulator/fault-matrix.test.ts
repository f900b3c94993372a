import { describe, expect, it } from "vitest";
import type { FirmwareImage } from "../../../src/core/image/firmware-image";
import { faultKinds } from "../../../src/simulator/faults";
import { firmware } from "./board-rig";
import { runWithFault, type FaultCase, type Trouble } from "./fault-run";

/** An image in which two blocks are alike, and the same one with a byte changed in the second: stale bytes look right. */
function twins(address: number, block: number, blocks: number): { before: FirmwareImage; after: FirmwareImage } {
  const after = firmware(address, block * blocks, 1);
  const [segment] = after.segments;
  if (segment === undefined) throw new Error("no bytes");
  const data = segment.data.slice();
  data.copyWithin(block * 2, block, block * 2);
  const old = data.slice();
  old[block * 2 + 100] = (old[block * 2 + 100] ?? 0) ^ 0x55;
  const withBytes = (bytes: Uint8Array) => ({ ...after, segments: [{ address, data: bytes }] });
  return { before: withBytes(old), after: withBytes(data) };
}

const start = 0x0800_0000;
const cases: readonly FaultCase[] = [
  {
    name: "F407, two sectors",
    part: "STM32F407VG",
    before: firmware(start, 0x4080, 1),
    after: firmware(start, 0x4080, 2),
  },
  { name: "F407, one byte differs", part: "STM32F407VG", ...twins(start, 2048, 3) },
  {
    name: "H563, two pages",
    part: "STM32H563ZI",
    before: firmware(start, 0x2040, 1),
    after: firmware(start, 0x2040, 2),
  },
  { name: "L072, ten pages", part: "STM32L072CZ", before: firmware(start, 0x4c0, 1), after: firmware(start, 0x4c0, 2) },
];
const troubles: readonly Trouble[] = [...faultKinds, "torn"];

describe("a fault at every transfer of a flash", () => {
  for (const one of cases) {
    it.each(troubles)(`${one.name}: %s`, { timeout: 60_000 }, async (trouble) => {
      const bad: string[] = [];
      let [runs, succeeded] = [0, 0];
      for (let at = 0; ; at++) {
        const known = await runWithFault(one, trouble, at, true);
        if (!known.reached) break;
        const results = known.succeeded ? [known] : [known, await runWithFault(one, trouble, at, false)];
        for (const { violations } of results) bad.push(...violations.map((what) => `transfer ${at}: ${what}`));
        runs += results.length;
        if (known.succeeded) succeeded++;
      }
      console.log(`${one.name}, ${trouble}: ${runs} runs, ${succeeded} successes, ${bad.length} violations`);
      // The sweep ends at the first transfer number that the flash does not reach.
      expect(runs).toBeGreaterThan(20);
      expect(bad).toEqual([]);
    });
  }

  it.each(cases)("$name: without one it succeeds", async (one) => {
    expect(await runWithFault(one, null, 0, true)).toMatchObject({ succeeded: true, violations: [] });
  });
});
