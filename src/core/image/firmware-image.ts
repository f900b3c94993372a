/** A contiguous piece of an image. Addresses are bytes, as the file states them. */
export interface ImageSegment {
  readonly address: number;
  readonly data: Uint8Array;
}

export type ImageFormat = "bin" | "hex";

/** What a firmware file puts where: sparse, sorted by address, segments neither overlap nor touch. */
export interface FirmwareImage {
  /** Name of the file it came from, for people. */
  readonly name: string;
  readonly format: ImageFormat;
  readonly segments: readonly ImageSegment[];
  /** Start address where the format states one (Intel HEX record 05). */
  readonly entry: number | null;
}

/** Most bytes one image may hold; no board here has more flash, and a wrong file is refused early. */
export const maximumImageSize = 64 * 1024 * 1024;

/** A segment with the place in its file, for messages about it. */
export interface PlacedChunk extends ImageSegment {
  readonly line: number | null;
}

/** Two chunks that put different things at one address. */
export interface ChunkOverlap {
  readonly address: number;
  readonly first: PlacedChunk;
  readonly second: PlacedChunk;
}

/**
 * Sorts chunks and joins the ones that touch.
 * @returns segments, or the first overlap found
 */
export function joinChunks(chunks: readonly PlacedChunk[]): ImageSegment[] | ChunkOverlap {
  const sorted = chunks.filter((chunk) => chunk.data.length > 0).sort((a, b) => a.address - b.address);
  const segments: ImageSegment[] = [];
  let run: PlacedChunk[] = [];
  for (const chunk of sorted) {
    const previous = run.at(-1);
    const end = previous === undefined ? null : previous.address + previous.data.length;
    if (previous !== undefined && end !== null && chunk.address < end) {
      return { address: chunk.address, first: previous, second: chunk };
    }
    if (end !== null && chunk.address > end) {
      segments.push(concatenate(run));
      run = [];
    }
    run.push(chunk);
  }
  if (run.length > 0) {
    segments.push(concatenate(run));
  }
  return segments;
}

function concatenate(run: readonly PlacedChunk[]): ImageSegment {
  const total = run.reduce((sum, chunk) => sum + chunk.data.length, 0);
  const data = new Uint8Array(total);
  let offset = 0;
  for (const chunk of run) {
    data.set(chunk.data, offset);
    offset += chunk.data.length;
  }
  return { address: run[0]?.address ?? 0, data };
}

/** Bytes the image holds, gaps not counted. */
export function imageSize(image: FirmwareImage): number {
  return image.segments.reduce((sum, segment) => sum + segment.data.length, 0);
}

/** First address and the address behind the last byte; null for an image without bytes. */
export function imageSpan(image: FirmwareImage): { readonly base: number; readonly end: number } | null {
  const first = image.segments[0];
  const last = image.segments.at(-1);
  return first === undefined || last === undefined
    ? null
    : { base: first.address, end: last.address + last.data.length };
}

/** The pieces of an image inside [base, end), cut to it; the data are views, not copies. */
export function piecesIn(segments: readonly ImageSegment[], base: number, end: number): ImageSegment[] {
  const pieces: ImageSegment[] = [];
  for (const { address, data } of segments) {
    const from = Math.max(base, address);
    const to = Math.min(end, address + data.length);
    if (from < to) {
      pieces.push({ address: from, data: data.subarray(from - address, to - address) });
    }
  }
  return pieces;
}
