import { chipLines } from "./chip-names";
import type { Device } from "./device";
import { devicesNamed } from "./part-devices";
import type { ChipRow } from "./rows/chip-row";

/** A part whose pin count is left open, with the row it comes from. */
export interface KnownPart {
  readonly part: string;
  /** `STM32F4`. */
  readonly family: string;
  readonly row: ChipRow;
  /** Each of its layouts. Built when somebody asks: all 1,616 parts take longer than a flash of a small image. */
  readonly devices: readonly Device[];
}

let known: readonly KnownPart[] | undefined;

/** Every STM32 part of the table, as `STM32F407xG`, in table order. */
export function allDevices(): readonly KnownPart[] {
  known ??= [...chipLines()].flatMap(([line, entries]) =>
    entries.map((entry) => {
      const { row, family, suffix } = entry;
      const part = `STM32${line}x${row.size}${suffix === "" ? "" : `-${suffix}`}`;
      return {
        part,
        family: `STM32${family.name}`,
        row,
        get devices() {
          return devicesNamed(part, entry);
        },
      };
    }),
  );
  return known;
}
