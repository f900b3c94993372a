/** A contiguous piece of an image. Addresses are bytes, as the file states them. */
export interface ImageSegment {
  readonly address: number;
  readonly data: Uint8Array;
}

/** `dfu` is any payload with a plain DFU suffix, `dfuse` ST's container of targets. */
export type ImageFormat = "bin" | "hex" | "srec" | "elf" | "dfu" | "dfuse" | "uf2";

/** What a DFU suffix says the file is for (DFU 1.1, appendix B); null = any. */
export interface ImageIds {
  readonly vendorId: number | null;
  readonly productId: number | null;
  /** bcdDevice */
  readonly device: number | null;
}

/** What a DfuSe file holds for one alternate setting. */
export interface ImageTarget {
  readonly alternate: number;
  /** null = not named. */
  readonly name: string | null;
  readonly segments: readonly ImageSegment[];
}

/** What a firmware file puts where: sparse, sorted by address, segments neither overlap nor touch. */
export interface FirmwareImage {
  /** Name of the file it came from, for people. */
  readonly name: string;
  readonly format: ImageFormat;
  readonly segments: readonly ImageSegment[];
  /** Start address where the format states one (Intel HEX record 05, S7 to S9, ELF). */
  readonly entry: number | null;
  /** false: neither file nor caller gave an address; the one segment starts at 0 and is for plain DFU, which has none. */
  readonly addressed?: false;
  /** Formats `dfu` and `dfuse`. */
  readonly ids?: ImageIds;
  /** Format `dfuse`: every target of the file; `segments` are those of `alternate`. */
  readonly targets?: readonly ImageTarget[];
  /** Format `dfuse`: the alternate setting that `segments` are for. */
  readonly alternate?: number;
  /** Format `uf2`: family of chips the blocks are for, where they state one. */
  readonly family?: number;
}

/** Most bytes one image may hold; no board here has more flash, and a wrong file is refused early. */
export const maximumImageSize = 64 * 1024 * 1024;

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
