import { hex } from "../notation";
import { text } from "../text";
import { maximumImageSize, type ImageSegment } from "./firmware-image";
import { badImage, linePlace, offsetPlace } from "./image-error";

const addressSpace = 0x1_0000_0000;

/**
 * Collects the pieces of an image as ranges of one source array, in whatever order the file states them, and joins
 * them to segments. Rows of numbers instead of an object per piece: a record of a text format is 16 bytes, so there
 * are 65,536 of them in a MiB.
 */
export class ChunkList {
  private readonly addresses: number[] = [];
  private readonly offsets: number[] = [];
  private readonly lengths: number[] = [];
  private readonly places: number[] = [];
  private total = 0;

  /**
   * @param source what `offset` of a chunk counts in; segments are views of it where they can be
   * @param unit what `place` of a chunk counts: lines from 1, or bytes
   */
  constructor(
    private readonly source: Uint8Array,
    private readonly fileName: string,
    private readonly unit: "line" | "offset",
  ) {}

  /**
   * Adds `length` bytes of the source, from `offset`, which belong at `address`.
   * @throws BootsmithError `bad-image` where they reach past 4 GiB or the image grows too large
   */
  add(address: number, offset: number, length: number, place: number): void {
    if (length === 0) {
      return;
    }
    if (address + length > addressSpace) {
      throw badImage(
        text("{0}: The bytes at {1} reach past the 32-bit address space.", this.placeName(place), hex(address)),
        text("Check the addresses the image is linked to."),
      );
    }
    this.total += length;
    if (this.total > maximumImageSize) {
      throw badImage(
        text("{0}: The file holds more than {1} bytes of data.", this.placeName(place), maximumImageSize),
        text("Check that this is the firmware file."),
      );
    }
    this.addresses.push(address);
    this.offsets.push(offset);
    this.lengths.push(length);
    this.places.push(place);
  }

  /**
   * The chunks sorted by address, the ones that touch joined.
   * @throws BootsmithError `bad-image` where two put something at one address, or where there are none
   */
  segments(): ImageSegment[] {
    if (this.addresses.length === 0) {
      throw badImage(
        text("{0}: The file holds no data.", this.fileName),
        text("Build the image again, or check that this is the firmware file."),
      );
    }
    const order = this.order();
    const segments: ImageSegment[] = [];
    let start = 0;
    let end = this.endOf(order[0] ?? 0);
    for (let index = 1; index <= order.length; index++) {
      const next = order[index];
      if (next !== undefined) {
        const address = this.at(this.addresses, next);
        if (address < end) throw this.overlap(order[index - 1] ?? 0, next);
        const touches = address === end;
        end = this.endOf(next);
        if (touches) continue;
      }
      segments.push(this.joined(order, start, index));
      start = index;
    }
    return segments;
  }

  private order(): Uint32Array {
    const order = new Uint32Array(this.addresses.length);
    let ascending = true;
    for (let index = 0; index < order.length; index++) {
      order[index] = index;
      ascending &&= this.at(this.addresses, index) >= this.at(this.addresses, index - 1);
    }
    return ascending ? order : order.sort((a, b) => this.at(this.addresses, a) - this.at(this.addresses, b) || a - b);
  }

  /** Chunks [from, to) of the order, which touch, as one segment. */
  private joined(order: Uint32Array, from: number, to: number): ImageSegment {
    const first = order[from] ?? 0;
    const address = this.at(this.addresses, first);
    const base = this.at(this.offsets, first);
    const size = this.endOf(order[to - 1] ?? 0) - address;
    let whole = true;
    for (let index = from; whole && index < to; index++) {
      const chunk = order[index] ?? 0;
      whole = this.at(this.offsets, chunk) - base === this.at(this.addresses, chunk) - address;
    }
    if (whole) {
      return { address, data: this.source.subarray(base, base + size) };
    }
    const data = new Uint8Array(size);
    for (const chunk of order.subarray(from, to)) {
      const offset = this.at(this.offsets, chunk);
      const bytes = this.source.subarray(offset, offset + this.at(this.lengths, chunk));
      data.set(bytes, this.at(this.addresses, chunk) - address);
    }
    return { address, data };
  }

  private overlap(first: number, second: number): Error {
    // The one that stands later in the file is the one to point at.
    const places = [this.at(this.places, first), this.at(this.places, second)];
    const earlier = Math.min(...places);
    const later = this.placeName(Math.max(...places));
    const address = hex(this.at(this.addresses, second));
    return badImage(
      this.unit === "line"
        ? text("{0}: The byte at {1} is stated twice, first in line {2}.", later, address, earlier)
        : text("{0}: The byte at {1} is stated twice, first at {2}.", later, address, this.placeName(earlier)),
      text("Merge the images without an overlap, then try again."),
    );
  }

  private endOf(chunk: number): number {
    return this.at(this.addresses, chunk) + this.at(this.lengths, chunk);
  }

  private placeName(place: number): string {
    return this.unit === "line" ? linePlace(this.fileName, place) : offsetPlace(this.fileName, place);
  }

  private at(row: readonly number[], chunk: number): number {
    return row[chunk] ?? 0;
  }
}
