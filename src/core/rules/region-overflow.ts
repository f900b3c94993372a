import { extentOf } from "../layout/agreement";
import type { BootLayout, BuiltImage, ImageRef, RegionClaim, RegionOverflow } from "../layout/boot-layout";
import { eraseUnitAt, memoryAt, physical, stretchAt } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import { hex, printable, sizeText } from "../notation";
import { baseName, relativePath } from "../project/paths";
import { english, text, type Text } from "../text";
import type { Draft, Mend } from "./rule";

export const regionOverflow = "region-overflow";

/** RAM has no units: a round number of bytes. */
const ramStep = 1024;

/** The last link did not fit in a region, as the map shows that the linker wrote all the same. */
export function checkOverflow(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) =>
    image.built.flatMap((built) =>
      (built.overflows ?? []).flatMap((overflow) => overflowOf(layout, image, built, overflow)),
    ),
  );
}

function overflowOf(layout: BootLayout, image: ImageRef, { uri }: BuiltImage, overflow: RegionOverflow): Draft[] {
  const region = image.regions.find(({ name }) => name === overflow.region);
  if (region === undefined || !region.length.value.known || region.length.source.type !== "file") return [];
  const used = overflow.needed - overflow.origin;
  const missing = used - region.length.value.value;
  // The script gives it the room by now: the next link will tell.
  if (missing <= 0) return [];
  const room = roomOf(layout, image, region, used);
  const figures = [region.name, sizeText(missing), sizeText(used), sizeText(region.length.value.value)] as const;
  const shown = largest(overflow);
  const message =
    shown === ""
      ? text("{0} is {1} too small: the last link put {2} into its {3}. {4}", ...figures, english(remedy(room, used)))
      : text(
          "{0} is {1} too small: the last link put {2} into its {3}. Largest: {4}. {5}",
          ...figures,
          shown,
          english(remedy(room, used)),
        );
  return [
    {
      code: regionOverflow,
      severity: "error",
      range: region.length.source.range,
      message,
      related: [
        {
          range: { uri, start: 0, end: 0 },
          message: text("map of the link that failed: {0}", relativePath(uri, layout.set.folder)),
        },
      ],
      mend: lengthen(region, room, used),
    },
  ];
}

function largest({ contributors }: RegionOverflow): string {
  return contributors.map(({ file, bytes }) => `${printable(objectName(file))} ${sizeText(bytes)}`).join(", ");
}

/** `/usr/lib/…/libc.a(memcpy.o)` without its folders. */
function objectName(file: string): string {
  return baseName(`file:///${file.replace(/\\/g, "/").replace(/%/g, "%25")}`);
}

/** What a region may grow to, in bytes from its origin. */
interface Room {
  readonly most: number;
  /** Enough for what the link needed, to the end of an erase unit in every candidate. */
  readonly enough: number;
}

/** Undefined where it is not known: without a chip, in doubtful and in external memory. */
function roomOf(layout: BootLayout, image: ImageRef, region: RegionClaim, used: number): Room | undefined {
  const { origin } = region;
  const { candidates } = layout.device;
  if (!origin.value.known || candidates.length === 0) return undefined;
  const base = origin.value.value;
  const ends: number[] = [];
  let enough = used;
  for (const device of candidates) {
    const at = physical(device, base);
    const memory = memoryAt(device, at);
    const stretch = stretchAt(device, at);
    if (memory === undefined || stretch === undefined || memory.kind === "external") return undefined;
    if (memory.doubt !== undefined) return undefined;
    const end = stretch.base + stretch.size;
    ends.push(end - at);
    enough = Math.max(enough, endOfUnit(device, at + used) - at);
  }
  const others = [
    ...image.regions.filter((one) => one !== region).map((one) => one.origin.value),
    ...layout.images.filter((one) => one !== image).map((one) => slotOf(layout, one)),
  ].flatMap((value) => (value.known && value.value > base ? [value.value - base] : []));
  const most = Math.min(...ends, ...others);
  return { most, enough: Math.min(most, enough) };
}

/** The end of the erase unit that the last byte in front of an address lies in; RAM grows in round numbers. */
function endOfUnit(device: Device, end: number): number {
  const memory = memoryAt(device, end - 1);
  const unit = memory === undefined ? undefined : eraseUnitAt(memory, end - 1);
  return unit === undefined ? Math.ceil(end / ramStep) * ramStep : unit.base + unit.size;
}

function slotOf(layout: BootLayout, image: ImageRef): RegionClaim["origin"]["value"] {
  const { slot } = extentOf(layout, image);
  return slot === undefined ? { known: false, missing: [] } : { known: true, value: slot };
}

function remedy(room: Room | undefined, used: number): Text {
  if (room === undefined) return text("Make the program smaller, or give the region more room.");
  return used <= room.most
    ? text("There is room behind it for {0} in all.", sizeText(room.most))
    : text("It cannot grow beyond {0} here: make the program smaller.", sizeText(room.most));
}

function lengthen(region: RegionClaim, room: Room | undefined, used: number): Mend[] {
  if (room === undefined || used > room.most || !region.origin.value.known) return [];
  const length = room.enough;
  return [
    {
      kind: "claim",
      claim: region.length,
      label: `LENGTH(${region.name})`,
      value: length,
      title: text(
        "Lengthen {0} to {1} (up to {2})",
        region.name,
        sizeText(length),
        hex(region.origin.value.value + length),
      ),
      preferred: true,
    },
  ];
}
