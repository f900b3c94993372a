import { piecesIn, type ImageSegment } from "../../image/firmware-image";
import type { AddressRange } from "../../mcu/device";
import type { PlannedBlock, PlannedUnit } from "./flash-plan";
import { isFilledWith } from "./ranges";

/**
 * Bytes at the head of a vector table or header that are written last, apart from the rest of their block: a
 * write that power loss tears in the middle then leaves neither a stack pointer nor a magic number with half an image
 * behind it. 32 is the largest program unit of any STM32 (H7 flash word, RM0433 §4.3.9).
 */
export const bootRangeSize = 32;

export interface BlockOptions {
  /** Value of erased bytes; null: not known, then nothing is left out as blank. */
  readonly erased: number | null;
  /** Bytes per transfer. */
  readonly transferSize: number;
  /** Bytes: blocks start and end at multiples of it, filled up with the erased value. At least the program unit. */
  readonly granule: number;
}

/**
 * What to write into the units, in the order of writing: runs by address, then the heads that are held back, in the
 * order given. A run is either whole transfers, each at a multiple of the transfer size, or one shorter transfer. So
 * each costs one address pointer, and no transfer crosses an erase unit unless units are smaller than a transfer.
 * Transfers that hold only the erased value are left out.
 */
export function blocksOf(
  segments: readonly ImageSegment[],
  units: readonly PlannedUnit[],
  heldBack: readonly AddressRange[],
  options: BlockOptions,
): PlannedBlock[] {
  const { granule, transferSize, erased } = options;
  const cell = Math.max(granule, transferSize - (transferSize % granule));
  const cells = stretchesOf(units, cell).flatMap((stretch) => cellsOf(segments, stretch, cell, options));
  const rest = cells.flatMap((block) => without(block, heldBack));
  const last = heldBack.flatMap(({ base, size }) => piecesIn(cells, base, base + size));
  return [...runsOf(rest, cell), ...last.filter(({ data }) => !isFilledWith(data, erased))];
}

/** The units to write as unbroken stretches: those smaller than a transfer share transfers with their neighbours. */
function stretchesOf(units: readonly PlannedUnit[], cell: number): AddressRange[] {
  const stretches: { base: number; size: number; small: boolean }[] = [];
  for (const { base, size, action } of units.toSorted((a, b) => a.base - b.base)) {
    if (action !== "program" && action !== "erase-and-program") continue;
    const last = stretches.at(-1);
    const small = size < cell;
    if (last !== undefined && small && last.small && last.base + last.size === base) last.size += size;
    else stretches.push({ base, size, small });
  }
  return stretches;
}

/** The image's bytes in one stretch, cut at multiples of the transfer size, filled up to the program unit. */
function cellsOf(
  segments: readonly ImageSegment[],
  stretch: AddressRange,
  cell: number,
  { granule, erased }: BlockOptions,
): PlannedBlock[] {
  const end = stretch.base + stretch.size;
  const blocks: PlannedBlock[] = [];
  const first = stretch.base - (stretch.base % cell);
  for (let start = first; start < end; start += cell) {
    const base = Math.max(start, stretch.base);
    const pieces = piecesIn(segments, base, Math.min(start + cell, end));
    const from = pieces[0]?.address;
    const last = pieces.at(-1);
    if (from === undefined || last === undefined || pieces.every(({ data }) => isFilledWith(data, erased))) {
      continue;
    }
    const address = Math.max(base, from - (from % granule));
    const lastEnd = last.address + last.data.length;
    const to = Math.min(end, start + cell, lastEnd + ((granule - (lastEnd % granule)) % granule));
    const data = new Uint8Array(to - address).fill(erased ?? 0xff);
    for (const piece of pieces) {
      data.set(piece.data, piece.address - address);
    }
    blocks.push({ address, data });
  }
  return blocks;
}

/** A block less some ranges. */
function without(block: PlannedBlock, ranges: readonly AddressRange[]): PlannedBlock[] {
  let parts: PlannedBlock[] = [block];
  for (const { base, size } of ranges) {
    parts = parts.flatMap((part) => [
      ...piecesIn([part], part.address, base),
      ...piecesIn([part], base + size, part.address + part.data.length),
    ]);
  }
  return parts;
}

/** Whole transfers that follow each other become one block. */
function runsOf(blocks: readonly PlannedBlock[], cell: number): PlannedBlock[] {
  const runs: PlannedBlock[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const follows = before !== undefined && before.address + before.data.length === block.address;
    if (run !== undefined && follows && before.data.length === cell && block.data.length === cell) run.push(block);
    else runs.push([block]);
  }
  return runs.map((run) => {
    const data = new Uint8Array(run.reduce((sum, block) => sum + block.data.length, 0));
    run.forEach((block, index) => data.set(block.data, index * cell));
    return { address: run[0]?.address ?? 0, data };
  });
}
