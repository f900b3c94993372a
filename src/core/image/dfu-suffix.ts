import { text } from "../text";
import type { ImageIds } from "./firmware-image";
import { badImage, damaged, offsetPlace } from "./image-error";

/** DFU 1.1, appendix B: the suffix as all versions so far have it, bytes. A later one may be longer, at its front. */
export const suffixSize = 16;
/** bcdDFU of a file with ST's prefix (UM0391); plain files have 0x0100. */
export const dfuSeVersion = 0x011a;
export const plainVersion = 0x0100;

const anyId = 0xffff;

export interface DfuSuffix {
  readonly ids: ImageIds;
  /** bcdDFU */
  readonly version: number;
  /** Bytes in front of the suffix: what is sent to a board. */
  readonly payloadSize: number;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value;
});

/** CRC of DFU 1.1, appendix B: CRC-32 as everywhere, but not inverted at the end. */
export function dfuCrc(bytes: Uint8Array, size: number): number {
  let crc = 0xffff_ffff;
  for (let index = 0; index < size; index++) {
    crc = (crcTable[(crc ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return crc >>> 0;
}

/** Whether the file ends as a suffix does: the signature where it belongs ("UFD": the standard reads it backwards). */
function hasSignature(bytes: Uint8Array): boolean {
  const at = bytes.length - 8;
  return at >= 8 && bytes[at] === 0x55 && bytes[at + 1] === 0x46 && bytes[at + 2] === 0x44;
}

function statedCrc(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
}

/** Whether a file ends with a sound suffix: 56 bits and more that do not come by chance. */
export function hasDfuSuffix(bytes: Uint8Array): boolean {
  return hasSignature(bytes) && statedCrc(bytes) === dfuCrc(bytes, bytes.length - 4);
}

/**
 * Reads the suffix of a DFU file.
 * @throws BootsmithError `bad-image` where there is none, or its checksum is wrong
 */
export function readDfuSuffix(bytes: Uint8Array, fileName: string): DfuSuffix {
  if (!hasSignature(bytes)) {
    throw badImage(
      text("{0}: The file does not end with a DFU suffix.", fileName),
      text("It may be cut off: build or copy it again. A raw binary is to be named .bin."),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length;
  const stated = statedCrc(bytes);
  const expected = dfuCrc(bytes, end - 4);
  if (stated !== expected) {
    const place = offsetPlace(fileName, end - 4);
    throw badImage(text("{0}: The checksum is {1}; the bytes give {2}.", place, word(stated), word(expected)), damaged);
  }
  const length = view.getUint8(end - 5);
  if (length < suffixSize || length > end) {
    const place = offsetPlace(fileName, end - 5);
    throw badImage(text("{0}: A DFU suffix has {1} bytes or more, not {2}.", place, suffixSize, length), damaged);
  }
  const id = (back: number): number | null => {
    const value = view.getUint16(end - back, true);
    return value === anyId ? null : value;
  };
  return {
    ids: { vendorId: id(12), productId: id(14), device: id(16) },
    version: view.getUint16(end - 10, true),
    payloadSize: end - length,
  };
}

/** A payload with its suffix behind it. */
export function withDfuSuffix(payload: Uint8Array, ids: ImageIds, version: number): Uint8Array {
  const bytes = new Uint8Array(payload.length + suffixSize);
  bytes.set(payload);
  const view = new DataView(bytes.buffer, payload.length);
  view.setUint16(0, ids.device ?? anyId, true);
  view.setUint16(2, ids.productId ?? anyId, true);
  view.setUint16(4, ids.vendorId ?? anyId, true);
  view.setUint16(6, version, true);
  bytes.set([0x55, 0x46, 0x44, suffixSize], payload.length + 8);
  view.setUint32(12, dfuCrc(bytes, bytes.length - 4), true);
  return bytes;
}

function word(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}
