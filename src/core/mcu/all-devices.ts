import { chipLines } from "./chip-names";
import type { Device } from "./device";
import { partDevices } from "./part-devices";
import type { ChipRow } from "./rows/chip-row";

/** A part whose pin count is left open, with the row it comes from and each of its layouts. */
interface KnownPart {
  readonly part: string;
  readonly row: ChipRow;
  readonly devices: readonly Device[];
}

let known: readonly KnownPart[] | undefined;

/** Every STM32 part of the table, as `STM32F407xG`, in table order. Built on first use. */
export function allDevices(): readonly KnownPart[] {
  known ??= [...chipLines()].flatMap(([line, entries]) =>
    entries.map(({ row, suffix }) => {
      const part = `STM32${line}x${row.size}${suffix === "" ? "" : `-${suffix}`}`;
      return { part, row, devices: partDevices(part) };
    }),
  );
  return known;
}
