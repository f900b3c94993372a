import { eraseUnitAt } from "../../mcu/addresses";
import type { Device } from "../../mcu/device";
import { endOfSegment } from "../layout-units";
import type { LayoutSegment, MemoryLayout } from "../memory-layout";

/**
 * A layout without the erase units that the chip was sold without: ROM strings describe the die, so an H750 announces
 * 16 × 128 KiB and has one (flash-geometry §6). Sizes come from the string, the end from the chip.
 * @param devices chips that somebody named; with several, what all of them have is kept. Empty: the string is right
 */
export function clampLayout(layout: MemoryLayout, devices: readonly Device[]): MemoryLayout {
  if (devices.length === 0) return layout;
  const segments = layout.segments.flatMap((segment) => keptOf(segment, devices));
  return { name: layout.name, segments };
}

/** The runs of a segment that every chip has. */
function keptOf(segment: LayoutSegment, devices: readonly Device[]): LayoutSegment[] {
  const ends = devices.map((device) => flashOf(device));
  if (ends.every((flash) => flash.every((memory) => !sameRegion(memory.base, segment.base)))) return [segment];
  const runs: LayoutSegment[] = [];
  const end = endOfSegment(segment);
  for (let base = segment.base; base < end; base += segment.size) {
    const there = ends.every((flash) =>
      [base, base + segment.size - 1].every((at) => flash.some((memory) => eraseUnitAt(memory, at) !== undefined)),
    );
    const last = runs.at(-1);
    if (!there) continue;
    if (last !== undefined && endOfSegment(last) === base) runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else runs.push({ ...segment, base, count: 1 });
  }
  return runs;
}

function flashOf(device: Device) {
  return device.memories.filter(({ kind }) => kind === "flash");
}

/** Internal flash and what is beside it, as against external memories, by the top bits of the address. */
function sameRegion(a: number, b: number): boolean {
  return Math.floor(a / 0x800_0000) === Math.floor(b / 0x800_0000);
}
