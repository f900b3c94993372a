import type { EraseUnit } from "../../mcu/addresses";
import type { AddressRange } from "../../mcu/device";
import type { ImageSegment } from "../../image/firmware-image";
import { covers, unitAt, unitsIn } from "../layout-units";
import type { MemoryLayout } from "../memory-layout";
import { contains, endOf, without } from "./ranges";

/** An image on a layout, as far as it matters whose the bytes of a unit are. */
interface Placed {
  readonly segments: readonly ImageSegment[];
  readonly layout: MemoryLayout;
}

/**
 * What counts as the image's own: from each group of its segments to the end of the group's last erase unit, or to the
 * end of the image's region where that comes first. Segments are one group as long as no whole unit lies between them:
 * a file of bootloader and application has two, and what is between those is somebody's.
 */
export function ownRanges({ segments, layout }: Placed, region?: AddressRange): AddressRange[] {
  const groups: { base: number; last: number; end: number }[] = [];
  for (const { address, data } of segments) {
    const group = groups.at(-1);
    const last = address + data.length - 1;
    const firstUnit = unitAt(layout, address);
    const lastUnit = unitAt(layout, last);
    if (firstUnit === undefined || lastUnit === undefined) continue;
    if (group !== undefined && firstUnit.base <= group.end) {
      group.last = last;
      group.end = endOf(lastUnit);
    } else {
      groups.push({ base: address, last, end: endOf(lastUnit) });
    }
  }
  return groups.map(({ base, last, end }) => {
    const limit = region !== undefined && region.base <= last && last < endOf(region) ? endOf(region) : end;
    return { base, size: Math.min(end, limit) - base };
  });
}

/** What of a unit is not the image's. */
export function foreignRanges(unit: AddressRange, own: readonly AddressRange[]): AddressRange[] {
  return without({ base: unit.base, size: unit.size }, own);
}

/** Whole erase units behind the image inside its region: what an older, longer image may have left. */
export function staleUnits({ segments, layout }: Placed, region?: AddressRange): EraseUnit[] {
  if (region === undefined) return [];
  const inside = segments.filter(({ address }) => address >= region.base && address < endOf(region));
  const last = inside.at(-1);
  if (last === undefined) return [];
  const writable = (unit: AddressRange) =>
    covers(layout, unit.base, endOf(unit), (one) => one.erasable && one.writable);
  const touched = (unit: AddressRange) =>
    segments.some(({ address, data }) => address < endOf(unit) && unit.base < address + data.length);
  return unitsIn(layout, last.address + last.data.length, endOf(region)).filter(
    (unit) => contains(region, unit) && !touched(unit) && writable(unit),
  );
}
