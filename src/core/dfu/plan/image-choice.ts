import type { BootLayout, ImageRef, Quantity } from "../../layout/boot-layout";
import { physical } from "../../mcu/addresses";
import type { AddressRange, Device } from "../../mcu/device";
import type { ImageRole } from "../../project/image-set";
import { isInside } from "../../project/paths";
import type { Uri } from "../../project/snapshot";
import type { ProtectedRange } from "./plan-flash";

/** An address a raw binary may start at, and where its vector table then lies. */
export interface BinPlace {
  readonly address: number;
  readonly vectors: number;
}

/** Another image of the set, whose bytes on the board are to stay. */
export interface GuardedImage {
  readonly name: string;
  readonly role: ImageRole;
  readonly factory: boolean;
  /** null: its start or end stands nowhere, so nothing can be kept free for it. */
  readonly range: AddressRange | null;
}

/** An image of the workspace that can be flashed: it has a built file. */
export interface ImageChoice {
  readonly id: string;
  readonly name: string;
  readonly role: ImageRole;
  readonly setId: string;
  readonly setName: string;
  /** Folder of the set: names of files are shown relative to it. */
  readonly folder: Uri;
  /** Built files, best first; never empty. */
  readonly artifacts: readonly [Uri, ...Uri[]];
  readonly places: readonly BinPlace[];
  /** Address of the vector table, where all places that state it agree. */
  readonly vectors: number | null;
  /** Its own place, from the start of its slot to its end, where all that state it agree. */
  readonly region: AddressRange | null;
  /** Chips the set may be for: every candidate. */
  readonly devices: readonly Device[];
  readonly guarded: readonly GuardedImage[];
}

/** Every image with a built file, once, however many configurations its set has. */
export function imageChoices(layouts: readonly BootLayout[]): readonly ImageChoice[] {
  const choices = new Map<string, ImageChoice>();
  for (const layout of layouts) {
    for (const image of layout.images) {
      const [best, ...others] = image.artifacts;
      const key = `${layout.set.id}\n${image.id}`;
      if (best === undefined || image.factory || choices.has(key)) {
        continue;
      }
      const sameSet = layoutsOf(layouts, layout.set.id, best);
      choices.set(key, describeChoice(sameSet, layout, image, [best, ...others]));
    }
  }
  return [...choices.values()];
}

function describeChoice(
  layouts: readonly BootLayout[],
  layout: BootLayout,
  image: ImageRef,
  artifacts: ImageChoice["artifacts"],
): ImageChoice {
  const vectors = distinct(layouts.flatMap((each) => values(each, image.id, "vectors")));
  return {
    id: image.id,
    name: image.name,
    role: image.role,
    setId: layout.set.id,
    setName: layout.set.name,
    folder: layout.set.folder,
    artifacts,
    places: binPlaces(layouts, image.id),
    vectors: vectors.length === 1 ? (vectors[0] ?? null) : null,
    region: ownRegion(layouts, image.id),
    devices: layouts.flatMap(({ device }) => device.candidates),
    guarded: guardedImages(layouts, (other) => other.id !== image.id),
  };
}

/**
 * The layouts of one set that the built file may belong to: those whose target is a folder of its path
 * (`BUILD/K64F/GCC_ARM/app.bin`), else all of them.
 */
function layoutsOf(layouts: readonly BootLayout[], setId: string, artifact: Uri): readonly BootLayout[] {
  const ofSet = layouts.filter((layout) => layout.set.id === setId);
  const segments = new Set(artifact.split("/"));
  const named = ofSet.filter(({ configuration }) => segments.has(configuration.target ?? configuration.id));
  return named.length > 0 ? named : ofSet;
}

/**
 * What must survive when an arbitrary file is flashed: the bootloaders of the sets whose folder holds the file,
 * or of all sets when none does.
 */
export function guardedForFile(layouts: readonly BootLayout[], file: Uri): readonly GuardedImage[] {
  const around = layouts.filter((layout) => isInside(file, layout.set.folder));
  return guardedImages(around.length > 0 ? around : layouts, (image) => image.role === "bootloader");
}

/** The ranges of guarded images, as a plan takes them. */
export function protectedRanges(guarded: readonly GuardedImage[]): readonly ProtectedRange[] {
  return guarded.flatMap(({ name, role, range }) =>
    range === null ? [] : [{ ...range, what: name, role: role === "bootloader" ? role : "other" }],
  );
}

function guardedImages(layouts: readonly BootLayout[], wanted: (image: ImageRef) => boolean): readonly GuardedImage[] {
  const guarded = new Map<string, GuardedImage>();
  for (const layout of layouts) {
    for (const image of layout.images.filter(wanted)) {
      const range = imageExtent(layout, image.id);
      const key = `${layout.set.id}\n${image.id}\n${range === null ? "" : `${range.base}+${range.size}`}`;
      guarded.set(key, { name: image.name, role: image.role, factory: image.factory, range });
    }
  }
  return [...guarded.values()];
}

/**
 * The range an image claims, physical bytes. Places that disagree count with the widest range: too much is kept
 * safe rather than too little. null where start or end is not known.
 */
export function imageExtent(layout: BootLayout, image: string): AddressRange | null {
  const starts = [...values(layout, image, "slot"), ...values(layout, image, "vectors")];
  const ends = values(layout, image, "end");
  if (starts.length === 0 || ends.length === 0) {
    return null;
  }
  const base = Math.min(...starts);
  const size = Math.max(...ends) - base;
  return size > 0 ? { base, size } : null;
}

/** What lies there is the image's to erase, so one place that says otherwise is enough to know nothing. */
function ownRegion(layouts: readonly BootLayout[], image: string): AddressRange | null {
  const all = (quantity: Quantity) => distinct(layouts.flatMap((layout) => values(layout, image, quantity)));
  const [slots, vectors, ends] = [all("slot"), all("vectors"), all("end")];
  const [base, ...otherStarts] = slots.length > 0 ? slots : vectors;
  const [end, ...otherEnds] = ends;
  const stated = base !== undefined && end !== undefined && otherStarts.length + otherEnds.length === 0;
  return stated && end > base ? { base, size: end - base } : null;
}

function binPlaces(layouts: readonly BootLayout[], image: string): readonly BinPlace[] {
  const places = new Map<string, BinPlace>();
  const add = (address: number, vectors: number) => places.set(`${address} ${vectors}`, { address, vectors });
  for (const layout of layouts) {
    const slots = distinct(values(layout, image, "slot"));
    const vectors = distinct(values(layout, image, "vectors"));
    for (const table of vectors) {
      slots.filter((slot) => slot <= table).forEach((slot) => add(slot, table));
      add(table, table);
    }
    if (vectors.length === 0) {
      slots.forEach((slot) => add(slot, slot));
    }
  }
  return [...places.values()].sort((a, b) => a.address - b.address);
}

/** Known values of one quantity, as physical addresses. */
function values(layout: BootLayout, image: string, quantity: Quantity): number[] {
  const device = layout.device.candidates[0];
  return layout.claims.flatMap(({ image: owner, quantity: what, value }) => {
    if (owner !== image || what !== quantity || !value.known) {
      return [];
    }
    return [device === undefined ? value.value : physical(device, value.value)];
  });
}

function distinct(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)];
}

/**
 * Where a raw binary belongs, told from its own vector table: the one place where its reset handler lies inside it.
 * null when no place fits, or more than one address does.
 */
export function placeOfBin(bytes: Uint8Array, places: readonly BinPlace[]): BinPlace | null {
  const fitting = places.filter((place) => holdsVectorTable(bytes, place.address, place.vectors));
  return distinct(fitting.map((place) => place.address)).length === 1 ? (fitting[0] ?? null) : null;
}

/**
 * Whether bytes that start at `address` hold a vector table at `vectors`: a word-aligned stack pointer in RAM and
 * a Thumb address inside the image (ARMv7-M ARM §B1.5.3; the memory map of §B3.1 puts RAM at 0x2…, 0x3…, 0x6…–0x9…,
 * and ST puts CCM at 0x1…).
 */
export function holdsVectorTable(bytes: Uint8Array, address: number, vectors: number): boolean {
  const offset = vectors - address;
  if (offset < 0 || offset + 8 > bytes.length) {
    return false;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack = view.getUint32(offset, true);
  const reset = view.getUint32(offset + 4, true);
  const inRam = (stack >= 0x1000_0000 && stack <= 0x4000_0000) || (stack >= 0x6000_0000 && stack <= 0xa000_0000);
  return inRam && stack % 4 === 0 && reset % 2 === 1 && reset > vectors && reset < address + bytes.length;
}
