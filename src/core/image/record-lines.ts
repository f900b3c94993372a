import { text } from "../text";
import { badImage, linePlace, truncated } from "./image-error";

const notHex = 0xff;
const digitValue = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? notHex : value;
});

/** Most bytes a record of a text format decodes to: Intel HEX, 255 bytes of data and 5 around them. */
const longestRecord = 260;

/** Two capital digits. */
export function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** A record as text: its mark, two capital digits for each byte, the checksum. */
export function recordText(mark: string, head: readonly number[], data: Uint8Array, checksum: number): string {
  // Codes of a whole line at once: strings put together digit by digit take three times as long.
  const codes: number[] = [];
  for (const byte of head) codes.push(digitCode(byte >>> 4), digitCode(byte & 15));
  for (const byte of data) codes.push(digitCode(byte >>> 4), digitCode(byte & 15));
  codes.push(digitCode(checksum >>> 4), digitCode(checksum & 15));
  return mark + String.fromCharCode(...codes);
}

function digitCode(value: number): number {
  return value < 10 ? 0x30 + value : 0x41 - 10 + value;
}

/** Sum of the first `count` bytes. */
export function sumOf(bytes: Uint8Array, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += bytes[index] ?? 0;
  return sum;
}

/** Walks over the lines of a text format (Intel HEX, S-record) and decodes their hexadecimal digits. */
export class RecordLines {
  /** Number of the current line, from 1; 0 before the first. */
  line = 0;
  /** The current line is [start, end) of the text, blanks around it cut off; never empty. */
  start = 0;
  end = 0;
  /** The current record's bytes; only the first `size` count. */
  readonly record = new Uint8Array(longestRecord);
  size = 0;
  private next: number;

  constructor(
    private readonly content: Uint8Array,
    private readonly fileName: string,
  ) {
    // Some editors put a byte order mark in front of UTF-8.
    this.next = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? 3 : 0;
  }

  /** Where the current line is, for messages. */
  get place(): string {
    return linePlace(this.fileName, this.line);
  }

  /**
   * Steps to the next line that is not blank. Line ends are LF, CR LF and CR.
   * @returns false at the end of the file
   */
  advance(): boolean {
    const { content } = this;
    while (this.next < content.length) {
      this.line++;
      let end = this.next;
      while (end < content.length && content[end] !== 0x0a && content[end] !== 0x0d) end++;
      this.start = this.next;
      this.next = end + (content[end] === 0x0d && content[end + 1] === 0x0a ? 2 : 1);
      while (this.start < end && isBlank(content[this.start])) this.start++;
      while (end > this.start && isBlank(content[end - 1])) end--;
      this.end = end;
      if (this.start < end) return true;
    }
    return false;
  }

  /** Character `index` of the line; NaN behind its end. */
  character(index: number): number {
    const at = this.start + index;
    return at < this.end ? (this.content[at] ?? Number.NaN) : Number.NaN;
  }

  /**
   * Decodes the pairs of digits behind the first `skip` characters of the line into `record`.
   * @param least fewest bytes a record of the format has
   * @throws BootsmithError `bad-image` with line and column
   */
  decode(skip: number, least: number): void {
    const digits = this.end - this.start - skip;
    if (digits % 2 === 1 || digits < 2 * least) {
      throw badImage(text("{0}: The record is cut off.", this.place), truncated);
    }
    this.size = digits / 2;
    // A line that is too long is decoded as far as a record can go: its length is found wrong behind this.
    const count = Math.min(this.size, longestRecord);
    let at = this.start + skip;
    for (let index = 0; index < count; index++, at += 2) {
      const high = digitValue[this.content[at] ?? 0] ?? notHex;
      const low = digitValue[this.content[at + 1] ?? 0] ?? notHex;
      if ((high | low) > 15) {
        throw badImage(
          text("{0}: Column {1} is not a hexadecimal number.", this.place, at - this.start + (high > 15 ? 1 : 2)),
          text("Copy or build the file again, or check that it is the right one."),
        );
      }
      this.record[index] = high * 16 + low;
    }
  }
}

function isBlank(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09;
}

/** Anything outside ASCII becomes a byte that no record may hold, so it is reported in its line. */
export function asciiBytes(content: string): Uint8Array {
  const bytes = new Uint8Array(content.length);
  for (let index = 0; index < content.length; index++) {
    const code = content.charCodeAt(index);
    bytes[index] = code < 0x80 ? code : 0xff;
  }
  return bytes;
}

/**
 * Room for what a text of records decodes to, filled from the front: a byte takes two characters, so its size is
 * bounded by the text's. No bound of its own: the list of chunks refuses images that are too large.
 */
export class RecordData {
  readonly bytes: Uint8Array;
  used = 0;

  constructor(content: Uint8Array) {
    this.bytes = new Uint8Array(content.length >>> 1);
  }

  /** Appends [from, to) of a record. @returns offset of its first byte */
  append(record: Uint8Array, from: number, to: number): number {
    const start = this.used;
    for (let index = from; index < to; index++) this.bytes[this.used++] = record[index] ?? 0;
    return start;
  }
}
