import { piecesIn, type ImageSegment } from "../image/firmware-image";
import type { AddressRange } from "../mcu/device";
import type { PlannedBlock, PlannedUnit } from "./flash-plan";

/**
 * Bytes at the head of a vector table or header that are written last, apart from the rest of their block: a
 * write that power loss tears in the middle then leaves neither a stack pointer nor a magic number with half an image
 * behind it. 32 is the largest program unit of any STM32 (H7 flash word, RM0433 §4.3.9).
 */
export const bootRangeSize = 32;

export interface BlockOptions {
  /** Value of erased bytes. */
  readonly erased: number;
  /** Bytes per transfer. */
  readonly transferSize: number;
  /** Bytes: blocks start and end at multiples of it, filled up with the erased value. At least the program unit. */
  readonly granule: number;
}

/**
 * What to write into the units, in the order of writing: contiguous runs by address, then the heads that are held
 * back, in the order given. Stretches that hold only the erased value are left out.
 */
export function blocksOf(
  segments: readonly ImageSegment[],
  units: readonly PlannedUnit[],
  heldBack: readonly AddressRange[],
  options: BlockOptions,
): PlannedBlock[] {
  const pieces = units
    .filter(({ action }) => action === "program" || action === "erase-and-program")
    .toSorted((a, b) => a.base - b.base)
    .flatMap((unit) => piecesOfUnit(segments, unit, options));
  const rest = pieces.flatMap((piece) => without(piece, heldBack));
  const last = heldBack.flatMap(({ base, size }) => piecesIn(pieces, base, base + size));
  return [...joined(rest), ...last];
}

/** The image's bytes in one unit, cut at multiples of the transfer size, filled up to the program unit. */
function piecesOfUnit(segments: readonly ImageSegment[], unit: AddressRange, options: BlockOptions): PlannedBlock[] {
  const { granule, erased } = options;
  const cell = Math.max(granule, options.transferSize - (options.transferSize % granule));
  const end = unit.base + unit.size;
  const blocks: PlannedBlock[] = [];
  for (let at = unit.base; at < end; at += cell) {
    const pieces = piecesIn(segments, at, Math.min(at + cell, end));
    const first = pieces[0];
    const last = pieces.at(-1);
    if (
      first === undefined ||
      last === undefined ||
      pieces.every(({ data }) => data.every((byte) => byte === erased))
    ) {
      continue;
    }
    const from = first.address - ((first.address - unit.base) % granule);
    const lastEnd = last.address + last.data.length;
    const to = Math.min(end, lastEnd + ((granule - ((lastEnd - unit.base) % granule)) % granule));
    const data = new Uint8Array(to - from).fill(erased);
    for (const piece of pieces) {
      data.set(piece.data, piece.address - from);
    }
    blocks.push({ address: from, data });
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

function joined(blocks: readonly PlannedBlock[]): PlannedBlock[] {
  const runs: PlannedBlock[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run !== undefined && previous !== undefined && previous.address + previous.data.length === block.address) {
      run.push(block);
    } else {
      runs.push([block]);
    }
  }
  return runs.map((run) => {
    const data = new Uint8Array(run.reduce((sum, block) => sum + block.data.length, 0));
    let offset = 0;
    for (const block of run) {
      data.set(block.data, offset);
      offset += block.data.length;
    }
    return { address: run[0]?.address ?? 0, data };
  });
}
