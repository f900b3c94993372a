import { knownClaims } from "../layout/agreement";
import type { BootLayout, ImageRef, RegionClaim } from "../layout/boot-layout";
import type { AddressRange } from "../mcu/device";
import { hex } from "../notation";
import { text } from "../text";
import type { Draft, Mend } from "./rule";
import { isNothing, nearestStretch } from "./whereabouts";

export const regionOutsideMemory = "region-outside-memory";

/** A region begins inside a window of internal memory, where this chip has nothing. */
export function checkRegionPlace(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => image.regions.flatMap((region) => outside(layout, image, region)));
}

/** Whether a region begins in nothing, in every candidate of the chip; empty regions are placeholders. */
export function isOutside(layout: BootLayout, { origin, length }: RegionClaim): boolean {
  const { candidates } = layout.device;
  if (!origin.value.known || !length.value.known || length.value.value <= 0 || candidates.length === 0) return false;
  const at = origin.value.value;
  return candidates.every((device) => isNothing(device, at));
}

function outside(layout: BootLayout, image: ImageRef, region: RegionClaim): Draft[] {
  const { origin, length } = region;
  const [device] = layout.device.candidates;
  if (!origin.value.known || !length.value.known || device === undefined || !isOutside(layout, region)) return [];
  const at = origin.value.value;
  const near = nearestStretch(device, at);
  if (near === undefined || origin.source.type !== "file") return [];
  const used = image.script?.sections.some((one) => [one.region, one.loadRegion].includes(region.name)) ?? true;
  return [
    {
      code: regionOutsideMemory,
      severity: used ? "error" : "warning",
      range: origin.source.range,
      message: text(
        "{0} begins at {1}, where {2} has no memory: the nearest ends at {3}, begins at {4}.",
        region.name,
        hex(at),
        device.part,
        hex(near.base + near.size),
        hex(near.base),
      ),
      mend: mends(layout, image, region, near, length.value.value),
    },
  ];
}

/** Back to where that memory begins, where the region fits and the script has nothing else there. */
function mends(layout: BootLayout, image: ImageRef, region: RegionClaim, near: AddressRange, length: number): Mend[] {
  const taken = image.regions.some(
    ({ origin, length: size }) =>
      origin !== region.origin &&
      origin.value.known &&
      size.value.known &&
      origin.value.value < near.base + length &&
      origin.value.value + size.value.value > near.base,
  );
  const stated = [...knownClaims(layout, image.id, "vectors"), ...knownClaims(layout, image.id, "slot")];
  const alone = region.holds === "other" || (layout.images.length === 1 && stated.length <= 1);
  if (length > near.size || taken || !alone) return [];
  return [
    {
      kind: "claim",
      claim: region.origin,
      label: `ORIGIN(${region.name})`,
      value: near.base,
      title: text("Begin {0} at {1}", region.name, hex(near.base)),
      preferred: true,
    },
  ];
}
