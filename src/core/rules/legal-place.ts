import { extentOf } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { eraseUnitAt, memoryAt, physical } from "../mcu/addresses";
import type { Core } from "../mcu/device";

/** Where an image may begin and have its vector table. */
export interface Place {
  readonly slot: number;
  readonly vectors: number;
}

/**
 * The first legal place at or behind `from`: the slot on an erase unit boundary in every candidate of the chip, the
 * vector table aligned as ST's manuals ask, the header kept or grown to reach that alignment.
 */
export function legalPlace(layout: BootLayout, image: ImageRef, from: number): Place {
  const alignment = documentedAlignment(coresOf(layout, image));
  const { slot = from, vectors = from } = extentOf(layout, image);
  const header = vectors - slot;
  const start = boundary(layout, header > 0 ? from : up(from, alignment));
  return { slot: start, vectors: header > 0 ? up(start + header, alignment) : up(start, alignment) };
}

/** The next address that begins an erase unit in every candidate; the address itself where no chip is known. */
function boundary(layout: BootLayout, from: number): number {
  let at = from;
  for (const device of layout.device.candidates) {
    const memory = memoryAt(device, at);
    const seen = physical(device, at);
    const unit = memory === undefined ? undefined : eraseUnitAt(memory, seen);
    if (unit !== undefined && unit.base !== seen) at += unit.base + unit.size - seen;
  }
  return at;
}

/** The core an image runs on, in every candidate. */
export function coresOf(layout: BootLayout, image: ImageRef): readonly Core[] {
  return layout.device.candidates.flatMap((device) => {
    const named = device.cores.find((core) => core.id === (image.core ?? layout.device.board?.core));
    return named ?? device.cores[0] ?? [];
  });
}

/** What every candidate's manual asks for: the least of them, so that a finding holds in each; 1 without VTOR. */
export function documentedAlignment(cores: readonly Core[]): number {
  const asked = cores.flatMap((core) => core.documentedVectorAlignment ?? core.vectorAlignment ?? []);
  return asked.length === 0 ? 1 : Math.min(...asked);
}

function up(address: number, alignment: number): number {
  return Math.ceil(address / alignment) * alignment;
}
