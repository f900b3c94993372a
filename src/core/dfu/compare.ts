import { BootsmithError } from "../errors";
import { hex } from "../notation";
import { english, text, type Text } from "../text";
import type { BoardInfo, Mismatch } from "./board-service";
import type { PlannedBlock } from "./plan/flash-plan";
import { unitAt } from "./layout-units";

/** An erase unit of the board that does not hold what it should. */
export interface Difference {
  readonly mismatch: Mismatch;
  /** First address of the unit; 0 for all of a board without units. */
  readonly unit: number;
  /** What that looks like: nothing of the image arrived, so the unit was not written at all. */
  readonly untouched: boolean;
}

/** Reads bytes once more; one lost transfer is no fault of the board. */
export type Reader = (address: number, length: number) => Promise<Uint8Array>;

/**
 * Compares what was read with what should be there: at most one difference per erase unit, lowest address first.
 * A block that differs is read once more before it counts.
 * @param blockSize bytes that came in one transfer
 */
export async function differences(
  info: BoardInfo,
  alternate: number,
  expected: PlannedBlock,
  found: Uint8Array,
  blockSize: number,
  again: Reader,
): Promise<Difference[]> {
  const layout = info.alternates.find(({ number }) => number === alternate)?.layout ?? null;
  const { address, data } = expected;
  const result: Difference[] = [];
  for (let at = 0; at < data.length;) {
    const unit = layout === null ? undefined : unitAt(layout, address + at);
    const end = unit === undefined ? data.length : Math.min(data.length, unit.base + unit.size - address);
    let first = firstDifference(data, found, at, end);
    for (let checked = -1; first >= 0;) {
      const block = first - (first % blockSize);
      if (block === checked) break;
      checked = block;
      const length = Math.min(blockSize, data.length - block);
      found.set(await again(address + block, length), block);
      first = firstDifference(data, found, at, end);
    }
    if (first >= 0) {
      const mismatch = { address: address + first, expected: data[first] ?? 0, found: found[first] ?? 0 };
      result.push({ mismatch, unit: unit?.base ?? 0, untouched: looksUntouched(data, found, at, end) });
    }
    at = end;
  }
  return result;
}

/** @returns -1 where [from, end) agrees */
function firstDifference(data: Uint8Array, found: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (data[at] !== found[at]) return at;
  }
  return -1;
}

/**
 * Write protection shows no error, only old contents (dfu-protocol §2.4): bytes differ all over the unit, and not the
 * way a worn cell does it. A unit that is erased throughout took the erase, or was blank, and no write.
 */
function looksUntouched(data: Uint8Array, found: Uint8Array, from: number, end: number): boolean {
  const first = found[from];
  let blank = first === 0xff || first === 0x00;
  let wrong = 0;
  for (let at = from; at < end; at++) {
    if (data[at] !== found[at]) wrong++;
    if (found[at] !== first) blank = false;
  }
  return blank || wrong * 2 > end - from;
}

/** What a failed verify says: how many units, where, and whether it looks like write protection. */
export function verifyFailure(found: readonly Difference[]): BootsmithError | null {
  const [first] = found;
  if (first === undefined) {
    return null;
  }
  const { address, expected, found: byte } = first.mismatch;
  const what = text(
    "The board does not hold what was written: {0} erase units differ, first at {1} ({2} instead of {3}).",
    found.length,
    hex(address),
    byteHex(byte),
    byteHex(expected),
  );
  return new BootsmithError("verify-failed", what, writeProtection(found));
}

function writeProtection(found: readonly Difference[]): Text | undefined {
  const units = found.filter(({ untouched }) => untouched).map(({ unit }) => hex(unit));
  if (units.length === 0) {
    return undefined;
  }
  const shown = units.length > 6 ? `${units.slice(0, 6).join(", ")} …` : units.join(", ");
  return text(
    "Nothing of the image arrived in the erase units at {0}, though the board reported no error: that is what write protection (WRP in the option bytes) looks like. Remove it, then flash again.",
    shown,
  );
}

/** Both sentences, where there are two. */
export function joined(first: Text | undefined, second: Text): Text {
  return first === undefined ? second : text("{0} {1}", english(first), english(second));
}

function byteHex(byte: number): string {
  return `0x${(byte & 0xff).toString(16).toUpperCase().padStart(2, "0")}`;
}
