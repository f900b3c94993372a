import { extentOf, knownClaims, representative } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { bootView, isInFlash } from "../layout/flash-window";
import { physical } from "../mcu/addresses";
import { hex } from "../notation";
import { text } from "../text";
import { placeName } from "./application-start-mismatch";
import { buildsOf, fileOf, isSettled, placeOf, type Build } from "./built-place";
import type { Draft } from "./rule";

export const builtElsewhere = "built-elsewhere";

/** A built file was linked for another place than the one the layout has for it. */
export function checkBuiltPlace(layout: BootLayout): readonly Draft[] {
  return buildsOf(layout).flatMap((build) => {
    if (build.image.factory || !isSettled(layout, build.image)) return [];
    return build.built.format === "bin" ? rawBinary(layout, build) : linked(layout, build);
  });
}

function linked(layout: BootLayout, build: Build): Draft[] {
  const { image, built, name } = build;
  const { vectors } = extentOf(layout, image);
  const table = built.vectors?.address;
  if (vectors === undefined || table == null || isSame(layout, table, vectors)) return [];
  const { candidates } = layout.device;
  // A build that runs in RAM is for the debugger.
  if (!isInFlash(table, candidates) || !isInFlash(vectors, candidates)) return [];
  const claim = representative(knownClaims(layout, image.id, "vectors"), vectors);
  return [
    {
      code: builtElsewhere,
      severity: "warning",
      range: placeOf(layout, build),
      message: text(
        "{0} was linked with its vector table at {1}, but that of {2} belongs at {3} ({4}). Build it again; if that does not help, it is linked with another script or other defines.",
        name,
        hex(table),
        image.name,
        hex(vectors),
        claim === undefined ? image.name : placeName(claim),
      ),
      related: [fileOf(build)],
    },
  ];
}

/** Whether two addresses are one byte of flash, through any candidate's views of it. */
function isSame({ device }: BootLayout, one: number, other: number): boolean {
  if (one === other) return true;
  const { candidates } = device;
  const seen = (address: number): number => bootView(address, candidates) ?? address;
  return (
    seen(one) === seen(other) || candidates.some((candidate) => physical(candidate, one) === physical(candidate, other))
  );
}

/** A raw binary states no address, but its reset vector lies where it was linked to. */
function rawBinary(layout: BootLayout, build: Build): Draft[] {
  const { image, built, name } = build;
  const { slot, vectors, end } = extentOf(layout, image);
  const reset = built.vectors?.resetHandler;
  if (slot === undefined || end === undefined || reset === undefined || reset % 2 === 0) return [];
  const { candidates } = layout.device;
  const handler = bootView(reset - 1, candidates);
  if (slot !== vectors || handler === undefined || candidates.length === 0) return [];
  const places = [handler, ...candidates.map((candidate) => physical(candidate, handler))];
  if (places.some((place) => place >= slot && place < end)) return [];
  if (!places.every((place) => isInFlash(place, candidates)) || isCombined(layout, image, build)) return [];
  return [
    {
      code: builtElsewhere,
      severity: "warning",
      range: placeOf(layout, build),
      message: text(
        "{0} was linked for another place: its reset vector is {1}, but {2} lies from {3} to {4}. Build it again; if that does not help, it is linked with another script or other defines.",
        name,
        hex(reset),
        image.name,
        hex(slot),
        hex(end),
      ),
      related: [fileOf(build)],
    },
  ];
}

/** One file with everything in it, from the start of a lower image on: bootloader and application together. */
function isCombined(layout: BootLayout, image: ImageRef, { built }: Build): boolean {
  const { slot = 0 } = extentOf(layout, image);
  return layout.images.some((other) => {
    const { slot: lower } = extentOf(layout, other);
    return lower !== undefined && lower < slot && lower + built.size > slot;
  });
}
