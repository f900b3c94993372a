import { BootsmithError } from "../../../../src/core/errors";
import type { ImageSegment } from "../../../../src/core/image/firmware-image";

/** The error that an action ends with. */
export function failureOf(action: () => unknown): BootsmithError {
  try {
    action();
  } catch (error) {
    if (error instanceof BootsmithError) return error;
    throw error;
  }
  throw new Error("there was no error");
}

export interface ElfParts {
  readonly segments: readonly ImageSegment[];
  readonly entry?: number | null;
}

/** A linked Arm program: header, table of segments (p_vaddr is not p_paddr), data; no table of sections. */
export function elfFile({ segments, entry = null }: ElfParts): Uint8Array {
  const table = 52;
  const start = table + 32 * segments.length;
  const bytes = new Uint8Array(segments.reduce((sum, { data }) => sum + data.length, start));
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 40, true);
  view.setUint32(24, entry ?? 0, true);
  view.setUint32(28, table, true);
  view.setUint16(40, 52, true);
  view.setUint16(42, 32, true);
  view.setUint16(44, segments.length, true);
  let offset = start;
  for (const [index, { address, data }] of segments.entries()) {
    const fields = [1, offset, 0x2000_0000, address, data.length, data.length, 5, 4];
    for (const [field, value] of fields.entries()) view.setUint32(table + 32 * index + 4 * field, value, true);
    bytes.set(data, offset);
    offset += data.length;
  }
  return bytes;
}

export interface Uf2Parts {
  readonly segments: readonly ImageSegment[];
  readonly family?: number | null;
  readonly payload?: number;
  /** Flags besides "family present". */
  readonly flags?: number;
}

/** A UF2 file, `payload` bytes in each block. */
export function uf2File({ segments, family = null, payload = 256, flags = 0 }: Uf2Parts): Uint8Array {
  const pieces = segments.flatMap(({ address, data }) =>
    Array.from({ length: Math.ceil(data.length / payload) }, (_, index) => ({
      address: address + index * payload,
      data: data.subarray(index * payload, (index + 1) * payload),
    })),
  );
  const bytes = new Uint8Array(512 * pieces.length);
  const view = new DataView(bytes.buffer);
  for (const [index, { address, data }] of pieces.entries()) {
    const familyFlag = family === null ? 0 : 0x2000;
    const head = [
      0x0a32_4655,
      0x9e5d_5157,
      flags | familyFlag,
      address,
      data.length,
      index,
      pieces.length,
      family ?? 0,
    ];
    for (const [field, value] of head.entries()) view.setUint32(512 * index + 4 * field, value, true);
    bytes.set(data, 512 * index + 32);
    view.setUint32(512 * index + 508, 0x0ab1_6f30, true);
  }
  return bytes;
}

/** A copy with a 32-bit number changed. */
export function withWord(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(offset, value, true);
  return copy;
}
