import { parseMemoryLayout } from "../core/dfu/layout-string";
import { unitAt } from "../core/dfu/layout-units";
import { piecesIn, type ImageSegment } from "../core/image/firmware-image";
import type { Parallelism } from "../core/mcu/flash-timing";
import type { BoardModel } from "./board-model";
import { MemoryArea, type AreaKind } from "./memory-area";

export type MemoryResult = "ok" | "bad-address" | "not-erased" | "torn";

/** Bytes that were erased or programmed, also where the flash did not change. */
export interface MemoryWrite {
  readonly kind: "erase" | "program";
  readonly address: number;
  readonly length: number;
}

/** Voltage range of "Device Feature" to the width it stands for (AN2606): 2.4 V for x16, 2.7 V for x32. */
const widthOfRange: Readonly<Record<number, Parallelism>> = { 0: 1, 1: 1, 2: 2, 3: 4 };
const featureAddress = 0xffff_0000;

/** The memories of a simulated board: what can be read, erased and written, and what they hold. */
export class SimulatedMemory {
  /** Every erase and write that the flash was told to do, in order. */
  readonly writes: MemoryWrite[] = [];
  /** Writes to option bytes, OTP and the like. */
  settingsWrites = 0;
  /** Erases and writes are taken and change nothing: write protection, which ROMs do not report (dfu-protocol §2.4). */
  protectedSilently = false;

  private readonly areas: readonly MemoryArea[];

  constructor(private readonly model: BoardModel) {
    const names = model.memoryMap === undefined ? model.alternates : [model.memoryMap];
    this.areas = names.flatMap((name) =>
      (parseMemoryLayout(name)?.segments ?? [])
        .filter(({ count }) => count > 0)
        .map((segment) => new MemoryArea(segment, kindOf(name, segment.base), model)),
    );
  }

  /** How wide the flash is written: what the host last said, x8 before. */
  get parallelism(): Parallelism {
    const feature = this.areas.find(({ kind }) => kind === "feature");
    return widthOfRange[feature?.read(0, 1)[0] ?? 0] ?? 1;
  }

  /** Volatile settings are gone after a reset. */
  reset(): void {
    for (const area of this.areas) if (area.kind === "feature") area.clear();
  }

  /** True where the address pointer may stand. */
  isMapped(address: number): boolean {
    return this.areaAt(address) !== undefined;
  }

  /** The erase unit at an address; undefined where nothing can be erased. */
  eraseUnit(address: number): { readonly base: number; readonly size: number } | undefined {
    const segment = this.areaAt(address)?.segment;
    return segment?.erasable === true ? unitAt({ name: "", segments: [segment] }, address) : undefined;
  }

  /** What the bootloader reads. */
  read(address: number, length: number): Uint8Array | Exclude<MemoryResult, "ok" | "not-erased"> {
    const result = new Uint8Array(length);
    const parts: boolean[] = [];
    const ok = this.eachPart(address, length, (area, offset, size, at) => {
      if (!area.segment.readable) return false;
      parts.push(area.isTorn(offset, size));
      result.set(area.read(offset, size), at);
      return true;
    });
    return parts.includes(true) ? "torn" : ok ? result : "bad-address";
  }

  /** How many of these bytes there are. */
  readable(address: number, length: number): number {
    const area = this.areaAt(address);
    return area === undefined ? 0 : Math.min(length, area.base + area.size - address);
  }

  /** What is in the cells, whoever may read them; bytes that are in no memory are as if erased. */
  held(address: number, length: number): Uint8Array {
    const result = new Uint8Array(length).fill(this.model.erased);
    for (const area of this.areas) {
      const [from, to] = [Math.max(address, area.base), Math.min(address + length, area.base + area.size)];
      if (from < to) result.set(area.read(from - area.base, to - from), from - address);
    }
    return result;
  }

  /** Erases the unit at an address, or only the first `part` (0 to 1) of it: power went away meanwhile. */
  erase(address: number, part = 1): MemoryResult {
    const unit = this.eraseUnit(address);
    const area = this.areaAt(address);
    if (unit === undefined || area === undefined) {
      return "bad-address";
    }
    this.writes.push({ kind: "erase", address: unit.base, length: unit.size });
    if (!this.protectedSilently) area.erase(unit.base - area.base, unit.size, part);
    return "ok";
  }

  /** Erases all that is flash, as the 1-byte erase command does. @param part as {@link erase} has it */
  eraseAll(part = 1): void {
    for (const area of this.flash()) {
      this.writes.push({ kind: "erase", address: area.base, length: area.size });
      if (!this.protectedSilently) area.erase(0, area.size, part);
    }
  }

  /** Writes as the flash does, or only the first `part` (0 to 1) of it. */
  program(address: number, data: Uint8Array, part = 1): MemoryResult {
    const mapped = this.eachPart(address, data.length, (area) => area.segment.writable);
    if (!mapped) {
      return "bad-address";
    }
    this.writes.push({ kind: "program", address, length: data.length });
    if (this.areaAt(address)?.kind === "settings") this.settingsWrites++;
    if (this.protectedSilently) {
      return "ok";
    }
    const free = this.eachPart(address, data.length, (area, offset, size, at) =>
      area.accepts(offset, data.subarray(at, at + size)),
    );
    if (!free) {
      return "not-erased";
    }
    this.eachPart(address, data.length, (area, offset, size, at) => {
      area.program(offset, data.subarray(at, at + size), part);
      return true;
    });
    return "ok";
  }

  /** What is not erased, in stretches of whole 64-byte rows: the state that outlives the process. */
  contents(): ImageSegment[] {
    return this.areas.filter(({ kind }) => kind !== "feature").flatMap(stretches);
  }

  /** Replaces everything; what the segments do not name is erased, what they name outside the board is dropped. */
  restore(segments: readonly ImageSegment[]): void {
    for (const area of this.areas) {
      area.clear();
      for (const { address, data } of piecesIn(segments, area.base, area.base + area.size)) {
        area.put(address - area.base, data);
      }
    }
  }

  private flash(): readonly MemoryArea[] {
    return this.areas.filter(({ kind, segment }) => kind === "flash" && segment.erasable && segment.writable);
  }

  private areaAt(address: number): MemoryArea | undefined {
    return this.areas.find(({ base, size }) => address >= base && address < base + size);
  }

  /**
   * Walks the memories that hold [address, address + length).
   * @returns false where a byte is in none, or `visit` says so
   */
  private eachPart(
    address: number,
    length: number,
    visit: (area: MemoryArea, offset: number, size: number, at: number) => boolean,
  ): boolean {
    for (let at = 0; at < length;) {
      const area = this.areaAt(address + at);
      if (area === undefined) {
        return false;
      }
      const offset = address + at - area.base;
      const size = Math.min(length - at, area.size - offset);
      if (!visit(area, offset, size, at)) {
        return false;
      }
      at += size;
    }
    return true;
  }
}

function kindOf(name: string, base: number): AreaKind {
  if (base === featureAddress) return "feature";
  return /option|otp\b/i.test(name) ? "settings" : /^@DATA/.test(name) ? "eeprom" : "flash";
}

const row = 64;

function stretches({ base, bytes, erasedValue }: MemoryArea): ImageSegment[] {
  const segments: ImageSegment[] = [];
  if (bytes === null) return segments;
  let from: number | null = null;
  for (let at = 0; at < bytes.length; at += row) {
    const end = Math.min(at + row, bytes.length);
    let used = at;
    while (used < end && bytes[used] === erasedValue) used++;
    const blank = used === end;
    if (!blank && from === null) from = at;
    if (from !== null && (blank || end === bytes.length)) {
      const to = blank ? at : end;
      segments.push({ address: base + from, data: bytes.slice(from, to) });
      from = null;
    }
  }
  return segments;
}
