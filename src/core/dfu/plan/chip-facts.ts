import type { Device, EraseUnitWord } from "../../mcu/device";

/** What planning needs to know of a chip. null: not known, or the chips it may be do not agree. */
export interface ChipFacts {
  /** Every chip and layout it may be; empty: nothing is known. */
  readonly devices: readonly Device[];
  /** Family names without `STM32`, each once. */
  readonly families: readonly string[];
  /** Byte value of erased flash. */
  readonly erased: number | null;
  readonly rewrite: Device["rewrite"];
  /** Smallest unit of a write, bytes. */
  readonly programUnit: number | null;
  readonly word: EraseUnitWord | null;
}

/** Facts that hold whichever of these chips it is. */
export function chipFacts(devices: readonly Device[]): ChipFacts {
  return {
    devices,
    families: [...new Set(devices.map(({ family }) => family.replace(/^STM32/, "")))],
    erased: agreed(devices, ({ erased }) => erased),
    rewrite: agreed(devices, ({ rewrite }) => rewrite),
    programUnit: agreed(devices, ({ programUnit }) => programUnit),
    word: agreed(devices, ({ eraseUnit }) => eraseUnit),
  };
}

/** On flash with ECC, reading the erased value does not prove that a granule is free (flash-geometry §5). */
export function mayWriteOverBlank({ rewrite }: ChipFacts): boolean {
  return rewrite === "bits-1-to-0" || rewrite === "erased-or-zero";
}

/** The value all of them have; null where they differ, or there are none. */
export function agreed<Value>(devices: readonly Device[], of: (device: Device) => Value): Value | null {
  const [first, ...others] = devices.map(of);
  return first === undefined || others.some((value) => value !== first) ? null : first;
}
