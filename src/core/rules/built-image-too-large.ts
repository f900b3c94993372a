import { extentOf, knownClaims, representative } from "../layout/agreement";
import type { BootLayout, RegionClaim } from "../layout/boot-layout";
import type { SourceRange } from "../project/snapshot";
import { hex, sizeText } from "../notation";
import { text } from "../text";
import { placeName, rangeOf } from "./application-start-mismatch";
import { buildsOf, fileOf, isSettled, placeOf, type Build } from "./built-place";
import type { Draft } from "./rule";

export const builtImageTooLarge = "built-image-too-large";

/** A built file holds more than the region or slot it belongs in. */
export function checkBuiltSize(layout: BootLayout): readonly Draft[] {
  return buildsOf(layout).flatMap((build) => {
    if (build.image.factory || !isSettled(layout, build.image)) return [];
    return build.built.format === "bin" ? rawBinary(layout, build) : linked(layout, build);
  });
}

/** The linker keeps a program inside its regions: one that passes their end was linked before they became smaller. */
function linked(layout: BootLayout, build: Build): Draft[] {
  const { image, built, name } = build;
  const regions = image.regions.flatMap((region) => placed(region) ?? []);
  // A region that nobody knows may hold what lies outside of the others.
  if (regions.length < image.regions.length) return [];
  return built.extents.flatMap(({ start, end }): Draft[] => {
    const home = regions.find((region) => start >= region.start && start < region.end);
    const limit = home && unbrokenEnd(regions, home.end);
    if (home === undefined || limit === undefined || end <= limit) return [];
    const last = regions.find((region) => region.end === limit) ?? home;
    return [
      {
        code: builtImageTooLarge,
        severity: "warning",
        range: lengthOf(last.region) ?? placeOf(layout, build),
        message: text(
          "{0} reaches to {1}, {2} past the end of {3} at {4}: it was linked with a larger region. Build it again, or give it the room.",
          name,
          hex(end),
          sizeText(end - limit),
          last.region.name,
          hex(limit),
        ),
        related: [fileOf(build)],
      },
    ];
  });
}

interface Placed {
  readonly region: RegionClaim;
  readonly start: number;
  readonly end: number;
}

function placed(region: RegionClaim): Placed | undefined {
  const { origin, length } = region;
  if (!origin.value.known || !length.value.known) return undefined;
  return { region, start: origin.value.value, end: origin.value.value + length.value.value };
}

/** The end of a region and those that touch or cover it. */
function unbrokenEnd(regions: readonly Placed[], from: number): number {
  let end = from;
  for (;;) {
    const next = regions.find((region) => region.start <= end && region.end > end);
    if (next === undefined) return end;
    end = next.end;
  }
}

function lengthOf({ length }: RegionClaim): SourceRange | undefined {
  return length.source.type === "file" ? length.source.range : undefined;
}

/** A raw binary tells its size only. Whether a header belongs to it does not matter: it is too large in either case. */
function rawBinary(layout: BootLayout, build: Build): Draft[] {
  const { image, built, name } = build;
  const { slot, end } = extentOf(layout, image);
  if (slot === undefined || end === undefined || slot + built.size <= end) return [];
  const claim = representative(knownClaims(layout, image.id, "end"), end);
  const ends = new Set(knownClaims(layout, image.id, "end").map(({ value }) => value.value));
  const { device } = layout;
  // A file with the bootloader in front is larger by that, and no file says that it is one.
  if (ends.size > 1 || device.candidates.length === 0 || holdsLower(layout, build)) return [];
  return [
    {
      code: builtImageTooLarge,
      severity: "error",
      range: (claim && rangeOf(claim)) ?? placeOf(layout, build),
      message: text(
        "{0} has {1}, {2} more than {3} has room for from {4} to {5} ({6}).",
        name,
        sizeText(built.size),
        sizeText(slot + built.size - end),
        image.name,
        hex(slot),
        hex(end),
        claim === undefined ? image.name : placeName(claim),
      ),
      related: [fileOf(build)],
    },
  ];
}

function holdsLower(layout: BootLayout, { image, built }: Build): boolean {
  const { slot = 0, vectors } = extentOf(layout, image);
  const reset = built.vectors?.resetHandler;
  return (
    layout.images.some((other) => {
      const { slot: lower } = extentOf(layout, other);
      return other !== image && lower !== undefined && lower < slot && lower + built.size > slot;
    }) &&
    (reset === undefined || reset < (vectors ?? slot))
  );
}
