import { extentOf } from "../core/layout/agreement";
import type { BootLayout } from "../core/layout/boot-layout";
import { findDevices } from "../core/mcu/find-device";
import { parseCInteger } from "../core/sources/number-literal";

/** Where an application's vector table lies, as the files of the workspace have it. */
export interface ProposedAddress {
  readonly address: number;
  /** The image, and its set. */
  readonly image: string;
  readonly set: string;
}

/** The vector tables of the applications for a chip: behind the header, where there is one. Each address once, in the order of the layouts. */
export function proposedAddresses(layouts: readonly BootLayout[], chip: string): readonly ProposedAddress[] {
  const found = new Map<number, ProposedAddress>();
  const { parts } = findDevices(chip);
  for (const layout of layouts.filter(({ device }) => device.candidates.some(({ part }) => parts.includes(part)))) {
    for (const image of layout.images.filter(({ role }) => role === "application")) {
      const address = extentOf(layout, image).vectors;
      if (address !== undefined && !found.has(address)) {
        found.set(address, { address, image: image.name, set: layout.set.name });
      }
    }
  }
  return [...found.values()];
}

/** An address as people type it: `0x08010000`, also with C's suffixes. Undefined: none. */
export function parseAddress(typed: string): number | undefined {
  const address = parseCInteger(typed);
  return address !== undefined && address <= 0xffff_ffff ? address : undefined;
}
