import type { EraseUnit } from "../mcu/addresses";
import type { AlternateSetting } from "./board-service";
import type { LayoutSegment, MemoryLayout } from "./memory-layout";

/** First address behind a segment. */
export function endOfSegment(segment: LayoutSegment): number {
  return segment.base + segment.size * segment.count;
}

/** The segment that holds an address. */
export function segmentAt(layout: MemoryLayout, address: number): LayoutSegment | undefined {
  return layout.segments.find((segment) => address >= segment.base && address < endOfSegment(segment));
}

/** The erase unit that holds an address; undefined where the layout has none. */
export function unitAt(layout: MemoryLayout, address: number): EraseUnit | undefined {
  let before = 0;
  for (const segment of layout.segments) {
    if (address >= segment.base && address < endOfSegment(segment)) {
      const index = Math.floor((address - segment.base) / segment.size);
      return { base: segment.base + index * segment.size, size: segment.size, index: before + index };
    }
    before += segment.count;
  }
  return undefined;
}

/** Every erase unit that [base, end) touches, lowest address first. */
export function unitsIn(layout: MemoryLayout, base: number, end: number): EraseUnit[] {
  const units: EraseUnit[] = [];
  let before = 0;
  for (const segment of layout.segments) {
    const first = Math.max(0, Math.floor((base - segment.base) / segment.size));
    const last = Math.min(segment.count, Math.ceil((end - segment.base) / segment.size));
    for (let index = first; index < last; index++) {
      units.push({ base: segment.base + index * segment.size, size: segment.size, index: before + index });
    }
    before += segment.count;
  }
  return units.sort((a, b) => a.base - b.base);
}

/** True when every byte of [base, end) lies in a segment that satisfies `test`. */
export function covers(
  layout: MemoryLayout,
  base: number,
  end: number,
  test: (segment: LayoutSegment) => boolean,
): boolean {
  let at = base;
  while (at < end) {
    const segment = segmentAt(layout, at);
    if (segment === undefined || !test(segment)) {
      return false;
    }
    at = endOfSegment(segment);
  }
  return true;
}

/** Names of what is no program memory on any board of dfu-descriptors: option bytes, OTP, device feature, test areas. */
const settingsName = /option|otp\b|feature|read only|engi|device id/i;

/**
 * True for memory a program may be written to. Option bytes, OTP and the like never are: some ROMs give them the
 * access letter of ordinary flash, so the name and the address decide, not the letter (AN2606; RM0090 §3.9).
 */
export function isProgramMemory(alternate: AlternateSetting): boolean {
  const { layout } = alternate;
  return (
    layout !== null &&
    !settingsName.test(layout.name) &&
    layout.segments.some((segment) => segment.writable && segment.erasable) &&
    layout.segments.every((segment) => !isSettingsAddress(segment.base))
  );
}

/** System memory and option bytes (0x1FFx_xxxx), peripherals, the core's private space and "Device Feature". */
function isSettingsAddress(address: number): boolean {
  return (
    (address >= 0x1ff0_0000 && address < 0x2000_0000) ||
    (address >= 0x4000_0000 && address < 0x6000_0000) ||
    address >= 0xe000_0000
  );
}
