import { text, type Text } from "../text";
import type { FirmwareImage, ImageSegment } from "./firmware-image";
import { badImage } from "./image-error";
import { asciiBytes, hexByte, recordText, sumOf } from "./record-lines";
import { RecordReader } from "./record-reader";

/** Record types of Intel's "Hexadecimal Object File Format Specification", revision A, 1988. */
const recordType = {
  data: 0,
  endOfFile: 1,
  extendedSegmentAddress: 2,
  startSegmentAddress: 3,
  extendedLinearAddress: 4,
  startLinearAddress: 5,
} as const;

/** Bytes of data each type carries; null = any. */
const lengthOfType: readonly (number | null)[] = [null, 0, 2, 4, 2, 4];

/** Length, two bytes of address and the type stand in front of the data, the checksum behind them. */
const headSize = 4;
const frameSize = headSize + 1;

const rebuild = text("Build the image again, or check that this is an Intel HEX file.");

/**
 * Reads an Intel HEX file, records 00 to 05.
 * @param input the file's bytes, or its text
 * @throws BootsmithError `bad-image`, naming file, line and reason
 */
export function readIntelHex(input: string | Uint8Array, fileName: string): FirmwareImage {
  const content = typeof input === "string" ? asciiBytes(input) : input;
  return new HexReader(content, fileName).read();
}

class HexReader extends RecordReader {
  /** Added to the 16-bit address of each data record. */
  private base = 0;
  /** In segmented addressing an address wraps at 64 KiB; in linear addressing it does not. */
  private segmented = false;

  constructor(content: Uint8Array, fileName: string) {
    super(content, fileName, "hex", rebuild);
  }

  protected endMissing(place: string): Text {
    return text("{0}: The end record (:00000001FF) is missing.", place);
  }

  protected readRecord(): void {
    const { lines } = this;
    if (lines.character(0) !== 0x3a) {
      throw badImage(text("{0}: A record starts with a colon.", lines.place), rebuild);
    }
    lines.decode(1, frameSize);
    const { record, size } = lines;
    const length = record[0] ?? 0;
    this.checkLength(length, size - frameSize);
    this.checkSum(record[size - 1] ?? 0, -sumOf(record, size - 1) & 0xff);
    this.apply(record, length);
  }

  private apply(record: Uint8Array, length: number): void {
    const type = record[3] ?? 0;
    const wanted = lengthOfType[type];
    const at = this.lines.place;
    if (wanted === undefined) {
      throw badImage(text("{0}: Record type {1} is unknown.", at, hexByte(type)), rebuild);
    }
    if (wanted !== null && wanted !== length) {
      const what = text("{0}: A record of type {1} holds {2} bytes, not {3}.", at, hexByte(type), wanted, length);
      throw badImage(what, rebuild);
    }
    switch (type) {
      case recordType.data:
        this.addData(bigEndian(record, 1, 2), record, length);
        break;
      case recordType.endOfFile:
        this.ended = true;
        break;
      case recordType.extendedSegmentAddress:
        this.base = bigEndian(record, headSize, 2) * 16;
        this.segmented = true;
        break;
      case recordType.extendedLinearAddress:
        this.base = bigEndian(record, headSize, 2) * 0x1_0000;
        this.segmented = false;
        break;
      case recordType.startLinearAddress:
        this.entry = bigEndian(record, headSize, 4);
        break;
      default:
        break; // Type 03, CS:IP of an 8086: means nothing to a Cortex-M.
    }
  }

  private addData(offset: number, record: Uint8Array, length: number): void {
    if (this.segmented && offset + length > 0x1_0000) {
      throw badImage(text("{0}: The record wraps around the end of its 64 KiB segment.", this.lines.place), rebuild);
    }
    const start = this.data.append(record, headSize, headSize + length);
    this.chunks.add(this.base + offset, start, length, this.lines.line);
  }
}

function bigEndian(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let index = from; index < from + count; index++) value = value * 256 + (bytes[index] ?? 0);
  return value;
}

/**
 * Writes Intel HEX: 16 bytes per record, linear addressing, CR-free lines.
 * `readIntelHex(writeIntelHex(image))` gives the same segments and entry.
 */
export function writeIntelHex(segments: readonly ImageSegment[], entry: number | null = null): string {
  const lines: string[] = [];
  let upper = 0;
  for (const { address, data } of segments) {
    for (let offset = 0; offset < data.length;) {
      const at = address + offset;
      const page = Math.floor(at / 0x1_0000);
      if (page !== upper) {
        lines.push(writeRecord(0, recordType.extendedLinearAddress, Uint8Array.of(page >>> 8, page & 0xff)));
        upper = page;
      }
      // A record ends at a multiple of 16, so none crosses a 64 KiB page.
      const size = Math.min(16 - (at % 16), data.length - offset);
      lines.push(writeRecord(at & 0xffff, recordType.data, data.subarray(offset, offset + size)));
      offset += size;
    }
  }
  if (entry !== null) {
    const bytes = Uint8Array.of(entry >>> 24, (entry >>> 16) & 0xff, (entry >>> 8) & 0xff, entry & 0xff);
    lines.push(writeRecord(0, recordType.startLinearAddress, bytes));
  }
  lines.push(":00000001FF", "");
  return lines.join("\n");
}

function writeRecord(offset: number, type: number, data: Uint8Array): string {
  const head = [data.length, offset >>> 8, offset & 0xff, type];
  const sum = head.reduce((total, byte) => total + byte, 0) + sumOf(data, data.length);
  return recordText(":", head, data, -sum & 0xff);
}
