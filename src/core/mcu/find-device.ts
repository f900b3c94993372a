import { devicesOfBoard, findBoard } from "./boards";
import { chipLines } from "./chip-names";
import { closest } from "./closest";
import type { Device } from "./device";
import { partDevices } from "./part-devices";
import { chipData } from "./load-chip-data";

/** What a name may mean. */
export interface DeviceMatch {
  /** Every chip and every layout that fits, factory layout of a chip first; empty: nothing found. */
  readonly candidates: readonly Device[];
  /** The parts among them, each once; an `x` stands for what the name leaves open. */
  readonly parts: readonly string[];
}

/**
 * The chips a name may mean: part number (`STM32F407VGT6`), chip name, CubeMX pattern (`STM32F407VGTx`), device define
 * (`STM32F407xx`), the base name of a linker script or start-up file, or an Mbed or Arduino board. Any case.
 */
export function findDevices(name: string): DeviceMatch {
  const board = findBoard(name);
  const candidates = board === undefined ? partDevices(name) : devicesOfBoard(board);
  return { candidates, parts: [...new Set(candidates.map((device) => device.part))] };
}

/** Up to `n` parts that are spelt most like the name, best first: for "did you mean". */
export function closestParts(name: string, n: number): readonly string[] {
  const wanted = name.toUpperCase();
  const pin = /^STM32[A-Z0-9]{4}([A-Z])[0-9A-Z]/.exec(wanted)?.[1] ?? "x";
  const known = [...chipLines()].flatMap(([line, entries]) =>
    entries.map(({ row, suffix }) => `STM32${line}${pin}${row.size}${suffix === "" ? "" : `-${suffix}`}`),
  );
  return closest(wanted, [...known, ...chipData().OTHER_CHIPS.map((chip) => chip.part)], n);
}
