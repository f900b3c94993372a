import type { LayoutSegment, MemoryLayout } from "./memory-layout";

/** Pages of 1 KiB by the third character of the serial number (dfu-protocol §2.6; fwupd knows D and 2 as well). */
const pagesBySize: Readonly<Record<string, number>> = { D: 256, B: 128, "8": 64, "6": 32, "4": 16, "2": 8 };
const pageSize = 1024;
const flashBase = 0x0800_0000;

/**
 * The flash of a GD32VF103, whose layout string has the wrong page count and size. A bootloader's own read-only part in
 * front keeps its bytes. Anything but the flash, and a serial number that tells nothing, pass unchanged.
 */
export function layoutBySerial(layout: MemoryLayout | null, serial: string | null): MemoryLayout | null {
  const pages = pagesBySize[serial?.[2] ?? ""];
  const first = layout?.segments[0];
  if (layout === null || first?.base !== flashBase || pages === undefined) {
    return layout;
  }
  const guarded = first.writable ? 0 : Math.min(pages, Math.ceil((first.size * first.count) / pageSize));
  const rights = { readable: true, erasable: true, writable: true };
  const segments: LayoutSegment[] = [
    { ...first, size: pageSize, count: guarded },
    { base: flashBase + guarded * pageSize, size: pageSize, count: pages - guarded, ...rights },
  ];
  return { ...layout, segments: segments.filter(({ count }) => count > 0) };
}
