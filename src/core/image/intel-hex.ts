import { hex } from "../notation";
import { BootsmithError } from "../errors";
import { text, type Text } from "../text";
import {
  joinChunks,
  maximumImageSize,
  type FirmwareImage,
  type ImageSegment,
  type PlacedChunk,
} from "./firmware-image";

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

const rebuild = text("Build the image again, or check that this is an Intel HEX file.");
const truncated = text("The file looks cut off: build or copy it again.");

interface ReadState {
  readonly fileName: string;
  readonly chunks: PlacedChunk[];
  /** Added to the 16-bit address of each data record. */
  base: number;
  /** In segmented addressing an address wraps at 64 KiB; in linear addressing it does not. */
  segmented: boolean;
  entry: number | null;
  ended: boolean;
  total: number;
}

/**
 * Reads an Intel HEX file, records 00 to 05.
 * @param input the file's bytes, or its text
 * @throws BootsmithError `bad-image`, naming file, line and reason
 */
export function readIntelHex(input: string | Uint8Array, fileName: string): FirmwareImage {
  const bytes = typeof input === "string" ? asciiBytes(input) : input;
  const state: ReadState = { fileName, chunks: [], base: 0, segmented: false, entry: null, ended: false, total: 0 };
  let line = 0;
  let start = byteOrderMark(bytes);
  while (start < bytes.length) {
    line++;
    const end = endOfLine(bytes, start);
    readLine(state, trimmed(bytes, start, end), line);
    // CR LF is one line end.
    start = end + (bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? 2 : 1);
  }
  if (!state.ended) {
    throw badImage(text("{0}: The end record (:00000001FF) is missing.", place(fileName, line)), truncated);
  }
  const joined = joinChunks(state.chunks);
  if (!Array.isArray(joined)) {
    const { address, first, second } = joined;
    throw badImage(
      text(
        "{0}: The byte at {1} is stated twice, first in line {2}.",
        place(fileName, second.line),
        hex(address),
        first.line ?? 0,
      ),
      text("Merge the images without an overlap, then try again."),
    );
  }
  if (joined.length === 0) {
    throw badImage(text("{0}: The file holds no data records.", fileName), rebuild);
  }
  return { name: fileName, format: "hex", segments: joined, entry: state.entry };
}

function readLine(state: ReadState, characters: Uint8Array, line: number): void {
  if (characters.length === 0) {
    return;
  }
  const at = place(state.fileName, line);
  const fail = (what: Text, next = rebuild): never => {
    throw badImage(what, next);
  };
  if (state.ended) {
    fail(text("{0}: There is text behind the end record.", at));
  }
  if (characters[0] !== 0x3a) {
    fail(text("{0}: A record starts with a colon.", at));
  }
  if (characters.length % 2 === 0 || characters.length < 11) {
    fail(text("{0}: The record is cut off.", at), truncated);
  }
  const record = new Uint8Array((characters.length - 1) / 2);
  for (let index = 0; index < record.length; index++) {
    const value = digit(characters[1 + 2 * index]) * 16 + digit(characters[2 + 2 * index]);
    if (Number.isNaN(value)) {
      fail(text("{0}: Column {1} is not a hexadecimal number.", at, 2 + 2 * index));
    }
    record[index] = value;
  }
  const length = record[0] ?? 0;
  if (record.length !== length + 5) {
    fail(text("{0}: The record announces {1} bytes and holds {2}.", at, length, record.length - 5), truncated);
  }
  const sum = record.subarray(0, -1).reduce((total, byte) => total + byte, 0);
  const expected = -sum & 0xff;
  if (expected !== record.at(-1)) {
    fail(
      text("{0}: The checksum is {1}; the bytes give {2}.", at, hexByte(record.at(-1) ?? 0), hexByte(expected)),
      text("The file is damaged: copy or build it again."),
    );
  }
  applyRecord(state, record, line);
}

function applyRecord(state: ReadState, record: Uint8Array, line: number): void {
  const [length = 0, high = 0, low = 0, type = 0] = record;
  const data = record.subarray(4, -1);
  const at = place(state.fileName, line);
  const wanted = lengthOfType[type];
  if (wanted === undefined) {
    throw badImage(text("{0}: Record type {1} is unknown.", at, hexByte(type)), rebuild);
  }
  if (wanted !== null && wanted !== length) {
    const what = text("{0}: A record of type {1} holds {2} bytes, not {3}.", at, hexByte(type), wanted, length);
    throw badImage(what, rebuild);
  }
  const value = data.reduce((number, byte) => number * 256 + byte, 0);
  switch (type) {
    case recordType.data:
      addData(state, high * 256 + low, data, line);
      break;
    case recordType.endOfFile:
      state.ended = true;
      break;
    case recordType.extendedSegmentAddress:
      state.base = value * 16;
      state.segmented = true;
      break;
    case recordType.extendedLinearAddress:
      state.base = value * 0x1_0000;
      state.segmented = false;
      break;
    case recordType.startLinearAddress:
      state.entry = value;
      break;
    default:
      break; // Type 03, CS:IP of an 8086: means nothing to a Cortex-M.
  }
}

function addData(state: ReadState, offset: number, data: Uint8Array, line: number): void {
  const at = place(state.fileName, line);
  const address = state.base + offset;
  if (state.segmented && offset + data.length > 0x1_0000) {
    throw badImage(text("{0}: The record wraps around the end of its 64 KiB segment.", at), rebuild);
  }
  if (address + data.length > 0x1_0000_0000) {
    throw badImage(text("{0}: The record reaches past the 32-bit address space.", at), rebuild);
  }
  state.total += data.length;
  if (state.total > maximumImageSize) {
    throw badImage(text("{0}: The file holds more than {1} bytes of data.", at, maximumImageSize), rebuild);
  }
  state.chunks.push({ address, data, line });
}

function badImage(what: Text, nextStep: Text): BootsmithError {
  return new BootsmithError("bad-image", what, nextStep);
}

/** `app.hex:12`, as compilers name a place. */
function place(fileName: string, line: number | null): string {
  return line === null || line === 0 ? fileName : `${fileName}:${line}`;
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
  const bytes = [data.length, offset >>> 8, offset & 0xff, type, ...data];
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return `:${[...bytes, -sum & 0xff].map(hexByte).join("")}`;
}

function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

function digit(code: number | undefined): number {
  if (code === undefined) return Number.NaN;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : Number.NaN;
}

/** Anything outside ASCII becomes a byte that no record may hold, so it is reported in its line. */
function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes[index] = code < 0x80 ? code : 0xff;
  }
  return bytes;
}

/** Length of the mark that some editors put in front of UTF-8. */
function byteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function endOfLine(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
  return end;
}

/** The line without blanks around it. */
function trimmed(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const blank = (code: number | undefined) => code === 0x20 || code === 0x09;
  while (from < to && blank(bytes[from])) from++;
  while (to > from && blank(bytes[to - 1])) to--;
  return bytes.subarray(from, to);
}
