import type { LayoutSegment } from "../core/dfu/memory-layout";
import type { BoardModel } from "./board-model";

/** Flash; EEPROM, which is written without an erase; option bytes and OTP; the volatile "Device Feature" (AN2606). */
export type AreaKind = "flash" | "eeprom" | "settings" | "feature";

const granuleState = { free: 0, written: 1, torn: 2 } as const;

/** One segment of a board's memory: what its cells hold, and per program unit whether it may be written. */
export class MemoryArea {
  readonly base: number;
  readonly size: number;
  /** Made when first needed: a board may have 16 MiB of external flash that nobody ever touches. */
  private cells: { readonly bytes: Uint8Array; readonly granules: Uint8Array } | null = null;

  constructor(
    readonly segment: LayoutSegment,
    readonly kind: AreaKind,
    private readonly model: BoardModel,
  ) {
    this.base = segment.base;
    this.size = segment.size * segment.count;
  }

  /** What its bytes are from the start. */
  get erasedValue(): number {
    return this.kind === "flash" || this.kind === "eeprom" ? this.model.erased : 0xff;
  }

  /** The bytes, not to be changed; null while all are erased. */
  get bytes(): Uint8Array | null {
    return this.cells?.bytes ?? null;
  }

  read(offset: number, size: number): Uint8Array {
    return this.cells?.bytes.slice(offset, offset + size) ?? new Uint8Array(size).fill(this.erasedValue);
  }

  /** True where a write or an erase was cut off. */
  isTorn(offset: number, size: number): boolean {
    return this.cells !== null && this.granulesOf(this.cells.granules, offset, size).includes(granuleState.torn);
  }

  clear(): void {
    this.cells = null;
  }

  /** Puts bytes there as if they had been written long ago. */
  put(offset: number, data: Uint8Array): void {
    const { bytes, granules } = this.make();
    bytes.set(data, offset);
    this.granulesOf(granules, offset, data.length).fill(granuleState.written);
  }

  /** @param part 0 to 1: power went away after so much of it */
  erase(offset: number, size: number, part: number): void {
    if (this.cells === null) return;
    const done = Math.floor(size * part);
    const { bytes, granules } = this.cells;
    bytes.fill(this.erasedValue, offset, offset + done);
    this.granulesOf(granules, offset, done).fill(granuleState.free);
    if (done < size && part > 0) this.tear(granules, offset + done);
  }

  /** Whether the flash would take these bytes as they are. */
  accepts(offset: number, data: Uint8Array): boolean {
    if (this.cells === null || this.kind !== "flash" || this.model.rewrite === "bits-1-to-0") return true;
    const { bytes, granules } = this.cells;
    if (this.model.rewrite === "once") {
      return this.granulesOf(granules, offset, data.length).every((state) => state === granuleState.free);
    }
    return data.every((byte, index) => byte === 0 || bytes[offset + index] === this.model.erased);
  }

  /** @param part 0 to 1: power went away after so much of it */
  program(offset: number, data: Uint8Array, part: number): void {
    const { bytes, granules } = this.make();
    const done = Math.floor(data.length * part);
    const overwrites = this.kind !== "flash" || this.model.erased === 0x00;
    for (let index = 0; index < done; index++) {
      const byte = data[index] ?? 0;
      bytes[offset + index] = overwrites ? byte : (bytes[offset + index] ?? 0) & byte;
    }
    this.granulesOf(granules, offset, done).fill(granuleState.written);
    if (done < data.length && part > 0) this.tear(granules, offset + done);
  }

  private tear(granules: Uint8Array, offset: number): void {
    if (this.kind === "flash" && this.model.tornRead !== null) {
      granules[Math.floor(offset / this.model.programUnit)] = granuleState.torn;
    }
  }

  private granulesOf(granules: Uint8Array, offset: number, size: number): Uint8Array {
    const { programUnit } = this.model;
    return granules.subarray(
      Math.floor(offset / programUnit),
      size === 0 ? 0 : Math.ceil((offset + size) / programUnit),
    );
  }

  private make() {
    this.cells ??= {
      bytes: new Uint8Array(this.size).fill(this.erasedValue),
      granules: new Uint8Array(Math.ceil(this.size / this.model.programUnit)),
    };
    return this.cells;
  }
}
