import { describe, expect, it } from "vitest";
import type { BoardProgress } from "../../../../src/core/dfu/board-service";
import type { SurveyRange } from "../../../../src/core/dfu/plan/flash-plan";
import { runSurvey } from "../../../../src/core/dfu/flash-run";
import { survey } from "../../../../src/core/dfu/survey";
import { rig } from "../../simulator/board-rig";

const base = 0x0800_0000;
const size = 0x2000;
const transfer = 0x800;

/** Bytes that differ from transfer to transfer. */
const pattern = Uint8Array.from({ length: 2 * size }, (_, at) => (at >> 11) * 16 + (at % 7));
const blank = new Uint8Array(2 * size).fill(0xff);

/** A board that holds these bytes; `stale`: the number of the read that gives the bytes of the one before. */
function holding(bytes: Uint8Array, stale = -1) {
  const reads: number[] = [];
  let last = new Uint8Array(0);
  const session = {
    readBlock(address: number, length: number) {
      const fresh = bytes.slice(address - base, address - base + length);
      if (reads.push(address - base) - 1 !== stale) last = fresh;
      return Promise.resolve(last.slice());
    },
    endReading: () => Promise.resolve(),
  };
  return { session, reads };
}

function range(changes: Partial<SurveyRange> = {}): SurveyRange {
  const expected = [{ address: base, data: pattern.slice(0, size) }];
  return { base, size, expected, erased: null, whole: false, ...changes };
}

function changedAt(offset: number): Uint8Array {
  const bytes = pattern.slice();
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  return bytes;
}

describe("survey", () => {
  it.each<[string, Uint8Array, Partial<SurveyRange>, number]>([
    ["all of what is as expected", pattern, {}, 4],
    ["up to the first transfer that differs", changedAt(0x900), {}, 2],
    ["on where all of it is wanted", changedAt(0), { whole: true }, 4],
    ["on where what differs is blank so far, and that matters", blank, { erased: 0xff }, 4],
    ["no further where being blank does not matter", blank, {}, 1],
    ["no further once it is not blank either", changedAt(0), { erased: 0xff }, 1],
    ["for blankness up to the first byte that is not", pattern, { expected: [], erased: 0xff }, 1],
    ["all of what is blank", blank, { expected: [], erased: 0xff }, 4],
    ["all of it where nothing is asked", pattern, { expected: [], erased: null }, 4],
  ])("reads %s", async (_, bytes, changes, transfers) => {
    const { session, reads } = holding(bytes);
    const [found] = await survey(session, [range(changes)], transfer);
    expect(reads).toEqual(Array.from({ length: transfers }, (__, index) => index * transfer));
    expect(found).toEqual({ address: base, data: bytes.slice(0, transfers * transfer) });
  });

  it("goes on with the next range, and reports all as done", async () => {
    const seen: BoardProgress[] = [];
    const next = { base: base + size, size, expected: [{ address: base + size, data: pattern.slice(size) }] };
    const { session, reads } = holding(changedAt(0));
    await survey(session, [range(), range(next)], transfer, (progress) => seen.push(progress));
    expect(reads).toEqual([0, size, size + transfer, size + 2 * transfer, size + 3 * transfer]);
    expect(seen.at(-1)).toMatchObject({ phase: "read", done: 2 * size, total: 2 * size });
  });

  it("asks again for a transfer that repeats the one before, where the image has such bytes", async () => {
    const image = pattern.slice();
    image.copyWithin(2 * transfer, transfer, 2 * transfer);
    // The board differs in the third transfer only, and a stale read hides that.
    const expected = [{ address: base, data: image.slice(0, size) }];
    const { session, reads } = holding(pattern, 2);
    const [found] = await survey(session, [range({ expected })], transfer);
    expect(found?.data).toEqual(pattern.slice(0, size));
    expect(reads).toEqual([0, transfer, 2 * transfer, 3 * transfer, 2 * transfer]);
  });
});

describe("survey of a board", () => {
  // Block numbers count whole transfers, so what follows a shorter one has no number of its own.
  it("reads what follows a range of less than a transfer from its own address", async () => {
    const { open } = await rig("STM32L072CZ", [{ address: base, data: pattern }]);
    const short = { base, size: 0x180, expected: [], erased: null, whole: true };
    const next = { ...short, base: base + 0x180, size: transfer };
    const found = await runSurvey(open, 0, [short, next]);
    expect(found.map(({ data }) => data)).toEqual([pattern.slice(0, 0x180), pattern.slice(0x180, 0x180 + transfer)]);
  });
});
