/** How wide one write to flash is, bytes: what the supply voltage allows (RM0090 §3.6.2). 1 where nobody said more. */
export type Parallelism = 1 | 2 | 4;

/** Typical times of a family's flash in milliseconds, as far as known; for estimates and models, never for waiting. */
export interface FlashTiming {
  /** One erase unit of `size` bytes; null: not known. */
  eraseUnit(size: number, parallelism: Parallelism): number | null;
  /** Writing so many bytes to erased flash; null: not known. */
  program(bytes: number, parallelism: Parallelism): number | null;
  /** All of the flash at once; null: not known. */
  readonly massErase: number | null;
}

interface TimingRow {
  /** `erase[size]` per parallelism 1, 2, 4; one number where the width makes no difference. */
  readonly erase: Readonly<Record<number, readonly number[]>> | number;
  /** Milliseconds per written unit, and its size in bytes; null: the unit is the parallelism. */
  readonly unitTime: number | null;
  readonly unit: number | null;
  readonly massErase?: number;
}

/** F405/F407 and F42x: erase per sector size at x8, x16, x32; 16 µs per unit (dfu-timing §1.1, data sheets). */
const F4: TimingRow = {
  erase: { 0x4000: [400, 300, 250], 0x1_0000: [1200, 700, 550], 0x2_0000: [2000, 1300, 1000] },
  unitTime: 0.016,
  unit: null,
  massErase: 16_000,
};

/** F0, F1 and F3: 20 ms per page, 52.5 µs per half-word (dfu-timing §1.2). */
const halfWords: TimingRow = { erase: 20, unitTime: 0.0525, unit: 2 };

/** L4, L5, WB and WL: 22 ms per page, 82 µs per 8 bytes; G0 and G4 take a little longer to write (dfu-timing §1.2). */
const doubleWords: TimingRow = { erase: 22, unitTime: 0.082, unit: 8 };

/** Row by family, with the sheet and section of dfu-timing it comes from. A family without a row is not known. */
const rows: Readonly<Record<string, TimingRow>> = {
  F4,
  // §1.1: maxima of 128 and 256 KiB; an F745 was seen to take 250 ms for 32 KiB and 6.5 µs per byte (§2).
  F7: {
    erase: { 0x8000: [250, 250, 250], 0x2_0000: [2400, 2400, 2400], 0x4_0000: [4000, 4000, 4000] },
    unitTime: 0.0065,
    unit: 1,
  },
  // §1.1, x64, which is the widest: 128 KiB in 1 s, a 32-byte flash word in 100 µs. H7A3 and H7B3 have 8 KiB in 2 ms (§1.2).
  H7: { erase: { 0x2_0000: [1000], 0x2000: [2] }, unitTime: 0.1, unit: 32 },
  F0: halfWords,
  F1: halfWords,
  F3: halfWords,
  // §1.2: half-page bursts of 64 (L0) and 128 bytes (L1).
  L0: { erase: 3.3, unitTime: 3.3, unit: 64 },
  L1: { erase: 3.3, unitTime: 3.3, unit: 128 },
  L4: doubleWords,
  "L4+": doubleWords,
  L5: doubleWords,
  WB: doubleWords,
  WL: doubleWords,
  G4: { ...doubleWords, unitTime: 0.085 },
  G0: { ...doubleWords, unitTime: 0.085 },
  U5: { erase: 1.5, unitTime: 0.118, unit: 16 },
  // §2, measured over DFU on an H563: 29 ms per 8 KiB unit with its transfers, 30.8 ms per KiB, 2 ms of which is USB.
  H5: { erase: 29, unitTime: 0.45, unit: 16 },
};

/** @param family without its `STM32`: `F4`, `L4+` @returns null where nothing is known */
export function flashTiming(family: string): FlashTiming | null {
  const row = rows[family];
  if (row === undefined) {
    return null;
  }
  const { erase, unitTime, unit, massErase = null } = row;
  return {
    massErase,
    eraseUnit(size, parallelism) {
      if (typeof erase === "number") return erase;
      const times = erase[size];
      return times?.[Math.log2(parallelism)] ?? times?.[0] ?? null;
    },
    program(bytes, parallelism) {
      return unitTime === null ? null : Math.ceil(bytes / (unit ?? parallelism)) * unitTime;
    },
  };
}
