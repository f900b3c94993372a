import { text, type Text } from "../text";
import type { FirmwareImage, ImageSegment } from "./firmware-image";
import { badImage, damaged } from "./image-error";
import { asciiBytes, recordText, sumOf } from "./record-lines";
import { RecordReader } from "./record-reader";

/** Bytes of address by type, S0 to S9 (srec_motorola(5)); S4 is reserved. In S5 and S6 it is a count. */
const addressSize: readonly (number | null)[] = [2, 2, 3, 4, null, 2, 3, 4, 3, 2];

const rebuild = text("Build the image again, or check that this is an S-record file.");

/**
 * Reads a Motorola S-record file, S0 to S9. A start address of 0 in S7 to S9 is "none": writers put it there where
 * they know none, and no Cortex-M code starts there.
 * @param input the file's bytes, or its text
 * @throws BootsmithError `bad-image`, naming file, line and reason
 */
export function readSRecord(input: string | Uint8Array, fileName: string): FirmwareImage {
  const content = typeof input === "string" ? asciiBytes(input) : input;
  return new SRecordReader(content, fileName).read();
}

class SRecordReader extends RecordReader {
  private dataRecords = 0;

  constructor(content: Uint8Array, fileName: string) {
    super(content, fileName, "srec", rebuild);
  }

  protected endMissing(place: string): Text {
    return text("{0}: The end record (S7, S8 or S9) is missing.", place);
  }

  protected readRecord(): void {
    const { lines } = this;
    const type = lines.character(1) - 0x30;
    const width = addressSize[type];
    if (lines.character(0) !== 0x53 || width === undefined || width === null) {
      throw badImage(text("{0}: A record starts with S0 to S3 or S5 to S9.", lines.place), rebuild);
    }
    lines.decode(2, 1 + width + 1);
    const { record, size } = lines;
    const count = record[0] ?? 0;
    this.checkLength(count, size - 1);
    this.checkSum(record[count] ?? 0, ~sumOf(record, count) & 0xff);
    this.apply(type, record, 1 + width, count);
  }

  /** @param from where the data start, behind the count and the address; @param to where the checksum is */
  private apply(type: number, record: Uint8Array, from: number, to: number): void {
    let address = 0;
    for (let index = 1; index < from; index++) address = address * 256 + (record[index] ?? 0);
    if (type === 0) {
      return; // A header for people.
    }
    if (type <= 3) {
      this.dataRecords++;
      this.chunks.add(address, this.data.append(record, from, to), to - from, this.lines.line);
      return;
    }
    if (to !== from) {
      throw badImage(text("{0}: A record S{1} holds no data.", this.lines.place, type), rebuild);
    }
    if (type >= 7) {
      this.ended = true;
      this.entry = address === 0 ? null : address;
    } else if (address !== this.dataRecords) {
      throw badImage(
        text("{0}: {1} data records are announced; {2} are there.", this.lines.place, address, this.dataRecords),
        damaged,
      );
    }
  }
}

/**
 * Writes S-records with 32-bit addresses: S3 of 16 bytes, the count (S5 or S6) and S7.
 * `readSRecord(writeSRecord(segments, entry))` gives the same segments and entry, 0 being none.
 */
export function writeSRecord(segments: readonly ImageSegment[], entry: number | null = null): string {
  const lines: string[] = [];
  for (const { address, data } of segments) {
    for (let offset = 0; offset < data.length;) {
      const size = Math.min(16 - ((address + offset) % 16), data.length - offset);
      lines.push(writeRecord(3, address + offset, data.subarray(offset, offset + size)));
      offset += size;
    }
  }
  if (lines.length <= 0xff_ffff) {
    lines.push(writeRecord(lines.length <= 0xffff ? 5 : 6, lines.length, new Uint8Array()));
  }
  lines.push(writeRecord(7, entry ?? 0, new Uint8Array()), "");
  return lines.join("\n");
}

function writeRecord(type: number, address: number, data: Uint8Array): string {
  const width = addressSize[type] ?? 4;
  const head = [width + data.length + 1];
  for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) head.push((address >>> shift) & 0xff);
  const sum = head.reduce((total, byte) => total + byte, 0) + sumOf(data, data.length);
  return recordText(`S${type}`, head, data, ~sum & 0xff);
}
