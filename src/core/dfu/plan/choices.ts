import { BootsmithError } from "../../errors";
import type { AddressRange } from "../../mcu/device";
import type { Parallelism } from "../../mcu/flash-timing";
import { hex } from "../../notation";
import { text } from "../../text";
import type { BoardInfo } from "../board-service";
import { covers, unitAt } from "../layout-units";
import type { LayoutSegment, MemoryLayout } from "../memory-layout";
import type { ChipFacts } from "./chip-facts";
import type { ProtectedRange } from "./protection";
import { endOf, overlaps } from "./ranges";

/** Where a board takes the width of writes: 4 bytes, the first of them the voltage range (AN2606). */
const deviceFeature = { name: /^@device feature/i, base: 0xffff_0000 };

export function hasDeviceFeature(board: BoardInfo): boolean {
  return board.alternates.some(
    ({ name, layout }) => deviceFeature.name.test(name) && layout?.segments[0]?.base === deviceFeature.base,
  );
}

/** @throws BootsmithError `plan-refused` where a wider write was asked of a board that has no such switch */
export function checkParallelism(
  board: BoardInfo,
  chip: Pick<ChipFacts, "families">,
  wanted: Parallelism | undefined,
): void {
  if (wanted === undefined) return;
  const { families } = chip;
  const known = families.length > 0 && families.every((family) => ["F2", "F4", "F7"].includes(family));
  if (known && hasDeviceFeature(board)) return;
  throw new BootsmithError(
    "plan-refused",
    text("{0} cannot be told its supply voltage: only the ROM of STM32F2, F4 and F7 takes it.", board.name),
    text("Leave the voltage out; the board then writes as fast as it does by itself."),
  );
}

/** @throws BootsmithError `plan-refused` for a range that cuts an erase unit, or leaves the memory */
export function checkWholeUnits(range: AddressRange, layout: MemoryLayout): void {
  const erasable = (segment: LayoutSegment) => segment.erasable && segment.writable;
  if (range.size <= 0 || !covers(layout, range.base, endOf(range), erasable)) {
    throw new BootsmithError(
      "plan-refused",
      text("{0} to {1} is not all memory that may be erased.", hex(range.base), hex(endOf(range) - 1)),
      text("Name erase units of this board."),
    );
  }
  const first = unitAt(layout, range.base);
  const last = unitAt(layout, endOf(range) - 1);
  if (first === undefined || last === undefined || (first.base === range.base && endOf(last) === endOf(range))) return;
  throw new BootsmithError(
    "plan-refused",
    text("{0} to {1} is no whole number of erase units.", hex(range.base), hex(endOf(range) - 1)),
    text("Only whole ones can be erased: {0} to {1}.", hex(first.base), hex(endOf(last) - 1)),
  );
}

/** @throws BootsmithError: erasing everything leaves nothing out */
export function checkMassErase(layout: MemoryLayout, standing: readonly ProtectedRange[], preserve: boolean): void {
  if (preserve) {
    throw new BootsmithError(
      "bad-usage",
      text("Everything is to be erased, and yet something to be preserved."),
      text("Choose one of the two."),
    );
  }
  const memory = layout.segments.map(({ base, size, count }) => ({ base, size: size * count }));
  const kept = standing.find((range) => memory.some((one) => overlaps(one, range)));
  if (kept === undefined) return;
  throw new BootsmithError(
    "plan-refused",
    text("Erasing everything would destroy {0} ({1} to {2}).", kept.what, hex(kept.base), hex(endOf(kept) - 1)),
    text("Erase only the units that are to go."),
  );
}
