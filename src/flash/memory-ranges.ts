import type { BoardInfo } from "../core/dfu/board-service";
import { endOfSegment } from "../core/dfu/layout-units";
import { writeIntelHex } from "../core/image/intel-hex";
import type { AddressRange } from "../core/mcu/device";

/** A stretch of readable memory of one alternate setting, without holes, and its erase units. */
export interface ReadableMemory extends AddressRange {
  readonly alternate: number;
  readonly name: string;
  readonly units: readonly AddressRange[];
}

/** What of a board can be read: neighbouring segments as one, read-protected and write-only ones left out. */
export function readableMemories(board: BoardInfo): readonly ReadableMemory[] {
  return board.alternates.flatMap(({ number, layout }) => {
    const memories: (ReadableMemory & { size: number; units: AddressRange[] })[] = [];
    const segments = layout?.segments.filter(({ readable }) => readable) ?? [];
    for (const segment of [...segments].sort((a, b) => a.base - b.base)) {
      const units = Array.from({ length: segment.count }, (_, index) => ({
        base: segment.base + index * segment.size,
        size: segment.size,
      }));
      const last = memories.at(-1);
      if (last !== undefined && last.base + last.size === segment.base) {
        last.size += endOfSegment(segment) - segment.base;
        last.units.push(...units);
      } else {
        const { base, size, count } = segment;
        memories.push({ alternate: number, name: layout?.name ?? "", base, size: size * count, units });
      }
    }
    return memories;
  });
}

/** What a file of that name holds: Intel HEX with addresses, or the bytes alone. */
export function fileContents(name: string, address: number, data: Uint8Array): Uint8Array {
  return /\.(hex|ihex|ihx)$/i.test(name) ? new TextEncoder().encode(writeIntelHex([{ address, data }])) : data;
}
