import { extentOf, knownClaims, representative } from "../layout/agreement";
import type { BootLayout, ImageRef, RegionClaim } from "../layout/boot-layout";
import { memoryAt, physical } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import { hex } from "../notation";
import { text } from "../text";
import { rangeOf } from "./application-start-mismatch";
import { pairs } from "./image-overlap";
import { legalPlace } from "./legal-place";
import type { Draft } from "./rule";

export const programUnitShared = "program-unit-shared";

/**
 * Two things that are programmed one after the other share the smallest unit the flash can write: two images, or an
 * image and a region of it that holds only what is written at run time (NOLOAD).
 */
export function checkProgramUnits(layout: BootLayout): readonly Draft[] {
  const unit = unitOf(layout);
  if (unit === undefined) return [];
  return [
    ...pairs(layout).flatMap(([lower, upper]) => sharedByImages(layout, lower, upper, unit)),
    ...layout.images.flatMap((image) => sharedByRegions(layout, image, unit)),
  ];
}

/** Bytes of a program unit where every candidate agrees, and where it is more than a byte or cannot be written twice. */
function unitOf({ device: { candidates } }: BootLayout): number | undefined {
  const [first] = candidates;
  const unit = first?.programUnit ?? 1;
  return unit > 1 && candidates.every(({ programUnit }) => programUnit === unit) ? unit : undefined;
}

function sharedByImages(layout: BootLayout, lower: ImageRef, upper: ImageRef, unit: number): Draft[] {
  const { slot } = extentOf(layout, upper);
  const { end } = extentOf(layout, lower);
  if (slot === undefined || end === undefined || end > slot || !isShared(layout, end, slot, unit)) return [];
  const claims = [...knownClaims(layout, upper.id, "slot"), ...knownClaims(layout, upper.id, "vectors")];
  const claim = representative(claims, slot) ?? claims[0];
  const range = claim && rangeOf(claim);
  if (range === undefined || upper.factory) return [];
  return [
    {
      code: programUnitShared,
      severity: "error",
      range,
      message: text(
        "{0} starts at {1}, in the same {2} bytes that {3} ends in: flash is programmed {2} bytes at a time, so one cannot be written without the other.",
        upper.name,
        hex(slot),
        unit,
        lower.name,
      ),
      mend: [{ kind: "place", image: upper.id, ...legalPlace(layout, upper, slot), preferred: true }],
    },
  ];
}

/** Whether the byte in front of `end` and the byte at `start` lie in one program unit of flash. */
function isShared({ device: { candidates } }: BootLayout, end: number, start: number, unit: number): boolean {
  return candidates.every((device) => {
    const [last, first] = [physical(device, end - 1), physical(device, start)];
    return isFlash(device, last) && Math.floor(last / unit) === Math.floor(first / unit);
  });
}

function isFlash(device: Device, address: number): boolean {
  const memory = memoryAt(device, address);
  return memory?.kind === "flash" && memory.doubt === undefined;
}

interface Stretch {
  readonly region: RegionClaim;
  readonly start: number;
  readonly end: number;
}

function sharedByRegions(layout: BootLayout, image: ImageRef, unit: number): Draft[] {
  const stretches = image.regions.flatMap((region): Stretch[] => {
    const [origin, length] = [region.origin.value, region.length.value];
    if (!origin.known || !length.known || length.value <= 0) return [];
    return [{ region, start: origin.value, end: origin.value + length.value }];
  });
  const written = stretches.filter(({ region }) => contentOf(image, region) === "run-time");
  const flashed = stretches.filter(({ region }) => contentOf(image, region) === "image");
  return written.flatMap((one) => flashed.flatMap((other) => sharedBy(layout, one, other, unit)));
}

/** `run-time`: every section in it is NOLOAD, so that the image has no bytes there; a program writes them. */
function contentOf({ script }: ImageRef, { name }: RegionClaim): "run-time" | "image" | "nothing" {
  const sections = script?.sections.filter((one) => (one.loadRegion ?? one.region) === name) ?? [];
  if (sections.length === 0) return "nothing";
  return sections.every(({ types }) => types.includes("NOLOAD")) ? "run-time" : "image";
}

function sharedBy(layout: BootLayout, one: Stretch, other: Stretch, unit: number): Draft[] {
  const [low, high] = one.start <= other.start ? [one, other] : [other, one];
  const { origin } = high.region;
  if (low.end > high.start || !isShared(layout, low.end, high.start, unit) || origin.source.type !== "file") return [];
  return [
    {
      code: programUnitShared,
      severity: "warning",
      range: origin.source.range,
      message: text(
        "{0} begins at {1}, in the same {2} bytes that {3} ends in; {4} is written at run time (NOLOAD), and flash is programmed {2} bytes at a time.",
        high.region.name,
        hex(high.start),
        unit,
        low.region.name,
        one.region.name,
      ),
      mend: [
        {
          kind: "claim",
          claim: low.region.length,
          label: `LENGTH(${low.region.name})`,
          value: Math.floor(high.start / unit) * unit - low.start,
          title: text("End {0} at {1}", low.region.name, hex(Math.floor(high.start / unit) * unit)),
          preferred: true,
        },
      ],
    },
  ];
}
