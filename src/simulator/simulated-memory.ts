import { parseMemoryLayout } from "../core/dfu/layout-string";
import { segmentAt, unitAt } from "../core/dfu/layout-units";
import type { MemoryLayout } from "../core/dfu/memory-layout";
import { piecesIn, type ImageSegment } from "../core/image/firmware-image";
import type { BoardModel } from "./board-model";

interface Area {
  readonly base: number;
  readonly bytes: Uint8Array;
  /** Program units written since their last erase, where the flash allows one write each. */
  readonly written: Uint8Array;
}

export type MemoryResult = "ok" | "bad-address" | "not-erased";

/** The memories of a simulated board: what can be read, erased and written, and what they hold. */
export class SimulatedMemory {
  private readonly layout: MemoryLayout;
  private readonly areas: Area[];

  constructor(private readonly model: BoardModel) {
    const segments = model.alternates.flatMap((name) => parseMemoryLayout(name)?.segments ?? []);
    this.layout = { name: model.part, segments };
    this.areas = segments.map(({ base, size, count }) => ({
      base,
      bytes: new Uint8Array(size * count).fill(model.erased),
      written: new Uint8Array(model.rewrite === "once" ? Math.ceil((size * count) / model.programUnit) : 0),
    }));
  }

  /** True where the address pointer may stand. */
  isMapped(address: number): boolean {
    return segmentAt(this.layout, address) !== undefined;
  }

  /** The erase unit at an address; undefined where nothing can be erased. */
  eraseUnit(address: number): { readonly base: number; readonly size: number } | undefined {
    return segmentAt(this.layout, address)?.erasable === true ? unitAt(this.layout, address) : undefined;
  }

  /** @returns null where one of the bytes may not be read */
  read(address: number, length: number): Uint8Array | null {
    const result = new Uint8Array(length);
    const ok = this.eachPart(address, length, (area, offset, size, at) => {
      if (segmentAt(this.layout, area.base)?.readable !== true) return false;
      result.set(area.bytes.subarray(offset, offset + size), at);
      return true;
    });
    return ok ? result : null;
  }

  /** Erases the unit at an address, or only the first `part` (0 to 1) of it: power went away meanwhile. */
  erase(address: number, part = 1): MemoryResult {
    const unit = this.eraseUnit(address);
    if (unit === undefined) {
      return "bad-address";
    }
    const { programUnit, erased } = this.model;
    this.eachPart(unit.base, Math.floor(unit.size * part), (area, offset, size) => {
      area.bytes.fill(erased, offset, offset + size);
      area.written.fill(0, Math.floor(offset / programUnit), Math.ceil((offset + size) / programUnit));
      return true;
    });
    return "ok";
  }

  /** Erases all that is flash, as the 1-byte erase command does. */
  eraseAll(): void {
    for (const segment of this.layout.segments.filter(({ erasable, writable }) => erasable && writable)) {
      for (let index = 0; index < segment.count; index++) {
        this.erase(segment.base + index * segment.size);
      }
    }
  }

  /** Writes as the flash does: bits only go from 1 to 0, or a program unit takes one write. */
  program(address: number, data: Uint8Array): MemoryResult {
    const mapped = this.eachPart(address, data.length, (area) => segmentAt(this.layout, area.base)?.writable === true);
    if (!mapped) {
      return "bad-address";
    }
    const { rewrite, programUnit } = this.model;
    if (rewrite === "once") {
      const free = this.eachPart(address, data.length, (area, offset, size) =>
        area.written
          .subarray(Math.floor(offset / programUnit), Math.ceil((offset + size) / programUnit))
          .every((flag) => flag === 0),
      );
      if (!free) {
        return "not-erased";
      }
    }
    this.eachPart(address, data.length, (area, offset, size, at) => {
      for (let index = 0; index < size; index++) {
        area.bytes[offset + index] = (area.bytes[offset + index] ?? 0) & (data[at + index] ?? 0);
      }
      area.written.fill(1, Math.floor(offset / programUnit), Math.ceil((offset + size) / programUnit));
      return true;
    });
    return "ok";
  }

  /** What is not erased, in stretches of whole 64-byte rows: the state that outlives the process. */
  contents(): ImageSegment[] {
    const row = 64;
    const segments: ImageSegment[] = [];
    for (const { base, bytes } of this.areas) {
      let from: number | null = null;
      for (let at = 0; at < bytes.length; at += row) {
        const end = Math.min(at + row, bytes.length);
        let used = at;
        while (used < end && bytes[used] === this.model.erased) used++;
        const blank = used === end;
        if (!blank && from === null) from = at;
        if (from !== null && (blank || end === bytes.length)) {
          const to = blank ? at : end;
          segments.push({ address: base + from, data: bytes.slice(from, to) });
          from = null;
        }
      }
    }
    return segments;
  }

  /** Replaces everything; what the segments do not name is erased, what they name outside the board is dropped. */
  restore(segments: readonly ImageSegment[]): void {
    const { erased, programUnit } = this.model;
    for (const { base, bytes, written } of this.areas) {
      bytes.fill(erased);
      written.fill(0);
      for (const { address, data } of piecesIn(segments, base, base + bytes.length)) {
        bytes.set(data, address - base);
        written.fill(
          1,
          Math.floor((address - base) / programUnit),
          Math.ceil((address - base + data.length) / programUnit),
        );
      }
    }
  }

  /**
   * Walks the memories that hold [address, address + length).
   * @returns false where a byte is in none, or `visit` says so
   */
  private eachPart(
    address: number,
    length: number,
    visit: (area: Area, offset: number, size: number, at: number) => boolean,
  ): boolean {
    for (let at = 0; at < length;) {
      const here = address + at;
      const area = this.areas.find(({ base, bytes }) => here >= base && here < base + bytes.length);
      if (area === undefined) {
        return false;
      }
      const offset = here - area.base;
      const size = Math.min(length - at, area.bytes.length - offset);
      if (!visit(area, offset, size, at)) {
        return false;
      }
      at += size;
    }
    return true;
  }
}
