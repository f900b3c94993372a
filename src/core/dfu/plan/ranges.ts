import { piecesIn, type ImageSegment } from "../../image/firmware-image";
import type { AddressRange } from "../../mcu/device";

/** First address behind a range. */
export function endOf({ base, size }: AddressRange): number {
  return base + size;
}

export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.base < endOf(b) && b.base < endOf(a);
}

/** True where `outer` holds all of `inner`. */
export function contains(outer: AddressRange, inner: AddressRange): boolean {
  return outer.base <= inner.base && endOf(inner) <= endOf(outer);
}

/** What of a range none of the others has, lowest first. */
export function without(range: AddressRange, others: readonly AddressRange[]): AddressRange[] {
  let parts: AddressRange[] = [range];
  for (const other of others) {
    parts = parts.flatMap((part) => {
      if (!overlaps(part, other)) return [part];
      const front = { base: part.base, size: other.base - part.base };
      const back = { base: endOf(other), size: endOf(part) - endOf(other) };
      return [front, back].filter(({ size }) => size > 0);
    });
  }
  return parts;
}

/** The common part of two ranges; empty where they have none. */
export function common(a: AddressRange, b: AddressRange): AddressRange[] {
  const base = Math.max(a.base, b.base);
  const size = Math.min(endOf(a), endOf(b)) - base;
  return size > 0 ? [{ base, size }] : [];
}

/** Ranges in address order, those that touch or overlap made one. */
export function joinedRanges(ranges: readonly AddressRange[]): AddressRange[] {
  const joined: AddressRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.base - b.base)) {
    const last = joined.at(-1);
    if (last !== undefined && range.base <= endOf(last)) {
      joined[joined.length - 1] = { base: last.base, size: Math.max(endOf(last), endOf(range)) - last.base };
    } else {
      joined.push({ base: range.base, size: range.size });
    }
  }
  return joined;
}

/** Pieces that do not overlap, in address order, those that touch made one. */
export function joinedPieces(pieces: readonly ImageSegment[]): ImageSegment[] {
  const runs: ImageSegment[][] = [];
  for (const piece of pieces.toSorted((a, b) => a.address - b.address)) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && last.address + last.data.length === piece.address) run.push(piece);
    else runs.push([piece]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (first === undefined || run.length === 1) return run;
    const data = new Uint8Array(run.reduce((sum, piece) => sum + piece.data.length, 0));
    for (const piece of run) data.set(piece.data, piece.address - first.address);
    return [{ address: first.address, data }];
  });
}

/** What is known of the bytes in [base, base + size); null where not all of them are known. */
export function knownBytes(contents: readonly ImageSegment[], base: number, size: number): Uint8Array | null {
  const [piece] = piecesIn(contents, base, base + size);
  return piece?.address === base && piece.data.length === size ? piece.data : null;
}

export function isFilledWith(data: Uint8Array, value: number | null): boolean {
  return value !== null && data.every((byte) => byte === value);
}
