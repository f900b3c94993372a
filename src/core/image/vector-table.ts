import { piecesIn, type ImageSegment } from "./firmware-image";

/** Headers in front of a vector table are shorter than this; bytes. */
const searchSpan = 0x1_0000;
/** Smallest vector table alignment of any Cortex-M with VTOR (Arm 100748), bytes. */
const alignment = 0x80;

/**
 * Address of the first thing in an image that looks like a Cortex-M vector table: a stack pointer in RAM and a
 * Thumb reset handler inside the image. At the very start a handler outside is accepted too, as images linked to an
 * alias of flash have them. A table that no VTOR can point to is none: a wrong address of a raw binary shows there.
 * @returns null where nothing does
 */
export function findVectorTable(segments: readonly ImageSegment[]): number | null {
  const start = segments[0]?.address;
  if (start === undefined) {
    return null;
  }
  if (start % alignment === 0 && looksLikeVectors(segments, start, true)) {
    return start;
  }
  const first = Math.ceil(start / alignment) * alignment;
  for (let address = first; address < start + searchSpan; address += alignment) {
    if (looksLikeVectors(segments, address, false)) {
      return address;
    }
  }
  return null;
}

function looksLikeVectors(segments: readonly ImageSegment[], address: number, atStart: boolean): boolean {
  const [piece] = piecesIn(segments, address, address + 8);
  if (piece?.address !== address || piece.data.length < 8) {
    return false;
  }
  const view = new DataView(piece.data.buffer, piece.data.byteOffset, 8);
  const stack = view.getUint32(0, true);
  const reset = view.getUint32(4, true);
  const stackInRam = stack % 4 === 0 && stack > 0x1000_0000 && stack <= 0x4000_0000;
  const handler = reset - 1;
  const inside = piecesIn(segments, handler, handler + 2).length > 0;
  return stackInRam && reset % 2 === 1 && (inside || (atStart && reset < 0x1000_0000));
}
