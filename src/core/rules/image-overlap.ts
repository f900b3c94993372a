import { hex, sizeText } from "../notation";
import { extentOf, knownClaims, representative, type KnownClaim } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { text } from "../text";
import { placeName, rangeOf } from "./application-start-mismatch";
import { legalPlace } from "./legal-place";
import type { Draft } from "./rule";

export const imageOverlap = "image-overlap";

/** Two images of one set claim the same bytes of flash. */
export function checkOverlap(layout: BootLayout): readonly Draft[] {
  return pairs(layout).flatMap(([lower, upper]) => overlapOf(layout, lower, upper));
}

/** Flash seen through ITCM (F7) is the same flash. The two worlds of a TrustZone part have a rule of their own. */
function inFlash({ device: { candidates } }: BootLayout, address: number): number {
  const view = candidates[0]?.aliases.find(
    ({ base, size, what }) => !what.startsWith("secure") && address >= base && address < base + size,
  );
  return view === undefined ? address : address - view.base + view.target;
}

/** Every two images that lie in the same flash, the one that starts lower first. */
export function pairs(layout: BootLayout): (readonly [ImageRef, ImageRef])[] {
  const placed = layout.images.flatMap((image) => {
    const { slot } = extentOf(layout, image);
    return slot === undefined ? [] : [{ image, slot: inFlash(layout, slot) }];
  });
  placed.sort(
    (a, b) => a.slot - b.slot || Number(b.image.role === "bootloader") - Number(a.image.role === "bootloader"),
  );
  return placed.flatMap((lower, index) => placed.slice(index + 1).map((upper) => [lower.image, upper.image] as const));
}

function overlapOf(layout: BootLayout, lower: ImageRef, upper: ImageRef): Draft[] {
  const [low, high] = [extentOf(layout, lower), extentOf(layout, upper)];
  if (low.slot === undefined || high.slot === undefined) return [];
  const [first, second] = [inFlash(layout, low.slot), inFlash(layout, high.slot)];
  if (first === second) return atOnce(layout, lower, upper, high.slot);
  /** Where the upper one starts, as the lower one's addresses count. */
  const limit = second + low.slot - first;
  if (low.end === undefined || low.end <= limit) return [];
  const ends = knownClaims(layout, lower.id, "end");
  const starts = [...knownClaims(layout, upper.id, "slot"), ...knownClaims(layout, upper.id, "vectors")];
  const end = representative(ends, low.end);
  const start =
    representative(starts, high.slot) ??
    (high.vectors === undefined ? undefined : representative(starts, high.vectors));
  const startRange = start && rangeOf(start);
  const movable = end?.edit.editable === true;
  const severity = isReached(layout, lower, upper, end) ? "error" : "warning";
  const range = movable ? rangeOf(end) : (startRange ?? (end && rangeOf(end)));
  if (range === undefined) return [];
  const message = text(
    "{0} reaches to {1}, {2} into {3}, which starts at {4}.",
    lower.name,
    hex(low.end),
    sizeText(low.end - limit),
    upper.name,
    hex(high.slot),
  );
  if (!movable) {
    return [
      {
        code: imageOverlap,
        severity,
        range,
        message,
        mend: [
          {
            kind: "place",
            image: upper.id,
            ...legalPlace(layout, upper, low.end + high.slot - limit),
            preferred: true,
          },
        ],
      },
    ];
  }
  return [
    {
      code: imageOverlap,
      severity,
      range,
      message,
      mend: [{ kind: "end", image: lower.id, end: limit, preferred: true }],
      ...(startRange !== undefined &&
        start !== undefined && {
          related: [{ range: startRange, message: text("{0} starts here: {1}", upper.name, placeName(start)) }],
        }),
    },
  ];
}

/**
 * Whether bytes of the lower image lie in the upper one, rather than only room it is given: what was built says so, or
 * what is there anyway (a factory bootloader, a built file).
 */
function isReached(layout: BootLayout, lower: ImageRef, upper: ImageRef, end: KnownClaim | undefined): boolean {
  if (lower.factory || (end !== undefined && end.kind !== "declared")) return true;
  const stated = extentOf(layout, upper).slot;
  if (stated === undefined) return false;
  const slot = inFlash(layout, stated);
  const last = Math.max(slot, ...upper.built.flatMap(({ extents }) => extents.map((extent) => extent.end)));
  return lower.built.some(({ extents }) => extents.some((extent) => extent.start <= last && extent.end > slot));
}

function atOnce(layout: BootLayout, lower: ImageRef, upper: ImageRef, at: number): Draft[] {
  const place = (image: ImageRef): ReturnType<typeof representative> => {
    const claims = [...knownClaims(layout, image.id, "slot"), ...knownClaims(layout, image.id, "vectors")];
    return representative(claims, at) ?? claims[0];
  };
  const [first, second] = [place(lower), place(upper)];
  const range = (second && rangeOf(second)) ?? (first && rangeOf(first));
  const other = first && rangeOf(first);
  if (range === undefined) return [];
  return [
    {
      code: imageOverlap,
      severity: "error",
      range,
      message: text("{0} and {1} both start at {2}; one overwrites the other.", lower.name, upper.name, hex(at)),
      ...(other !== undefined && { related: [{ range: other, message: text("{0} starts here", lower.name) }] }),
    },
  ];
}
