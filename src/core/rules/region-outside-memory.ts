import { knownClaims } from "../layout/agreement";
import type { BootLayout, ImageRef, RegionClaim } from "../layout/boot-layout";
import { memoryAt } from "../mcu/addresses";
import type { AddressRange, Device, Memory } from "../mcu/device";
import { hex } from "../notation";
import { text } from "../text";
import { beginAt, isFree } from "./move-region";
import type { Draft, Mend } from "./rule";
import { holdsNoCode, holdsNoVariables, isNothing, nearestStretch } from "./whereabouts";

export const regionOutsideMemory = "region-outside-memory";

/**
 * A region begins where this chip has nothing of the kind: in a gap of internal memory, code outside every memory, or
 * variables in memory that is only read.
 */
export function checkRegionPlace(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => image.regions.flatMap((region) => outside(layout, image, region)));
}

/** What a region is for, as far as its sections tell. */
type Use = "code" | "variables" | "other" | "none";

/** Whether a region begins in nothing, in every candidate of the chip; empty regions are placeholders. */
export function isOutside(layout: BootLayout, image: ImageRef, { name, origin, length }: RegionClaim): boolean {
  const { candidates } = layout.device;
  if (!origin.value.known || !length.value.known || length.value.value <= 0 || candidates.length === 0) return false;
  const at = origin.value.value;
  const use = useOf(image, name);
  return candidates.every(
    (device) =>
      isNothing(device, at) ||
      (use !== "none" && isOtherView(layout, image, device, at)) ||
      (use === "code" && holdsNoCode(device, at)) ||
      (use === "variables" && holdsNoVariables(device, at)),
  );
}

/** Address 0 shows the start of flash; no other part of it, where the image's other places say that it lies. */
function isOtherView(layout: BootLayout, image: ImageRef, device: Device, at: number): boolean {
  const [flash] = device.memories.filter(({ kind }) => kind === "flash");
  const isView = device.family.startsWith("STM32") && flash !== undefined && at < flash.size && flash.base > flash.size;
  if (!isView || memoryAt(device, at) !== undefined) return false;
  const places = [...knownClaims(layout, image.id, "vectors"), ...knownClaims(layout, image.id, "slot")]
    .map((claim) => claim.value.value)
    .filter((place) => memoryAt(device, place)?.kind === "flash");
  return places.length > 0 && !places.includes(flash.base + at);
}

function useOf({ script }: ImageRef, name: string): Use {
  const sections = script?.sections.filter((one) => one.region === name && one.name !== "/DISCARD/") ?? [];
  const takes = (pattern: RegExp): boolean =>
    sections.some((one) => pattern.test(one.name) || one.inputs.some((input) => pattern.test(input.name)));
  if (takes(/^\.(?:text|isr_vector|vectors|vector_table|intvec)\b/)) return "code";
  if (takes(/^\.bss\b/)) return "variables";
  const isLoad = script?.sections.some((one) => one.loadRegion === name) ?? false;
  return sections.length > 0 || isLoad ? "other" : "none";
}

function isReadOnly(memory: Memory | undefined): boolean {
  return (
    memory?.doubt === undefined && (memory?.kind === "flash" || memory?.kind === "system" || memory?.kind === "otp")
  );
}

function outside(layout: BootLayout, image: ImageRef, region: RegionClaim): Draft[] {
  const { origin, length } = region;
  const [device] = layout.device.candidates;
  if (!origin.value.known || !length.value.known || device === undefined || !isOutside(layout, image, region))
    return [];
  const at = origin.value.value;
  const use = useOf(image, region.name);
  const near = nearestStretch(device, use === "variables" ? mainRam : at, use === "code");
  if (near === undefined || origin.source.type !== "file") return [];
  const isKind = isReadOnly(memoryAt(device, at));
  return [
    {
      code: regionOutsideMemory,
      severity: use === "none" ? "warning" : "error",
      range: origin.source.range,
      message: text(
        isKind
          ? "{0} begins at {1} and holds variables, but {2} only reads there: its nearest RAM lies from {3} to {4}."
          : "{0} begins at {1}, where {2} has no such memory: the nearest lies from {3} to {4}.",
        region.name,
        hex(at),
        device.part,
        hex(near.base),
        hex(near.base + near.size),
      ),
      mend: mends(layout, image, region, near, length.value.value),
    },
  ];
}

/** Where every STM32 has its first RAM. */
const mainRam = 0x20000000;

/** Back to where that memory begins, where the region fits and the script has nothing else there. */
function mends(layout: BootLayout, image: ImageRef, region: RegionClaim, near: AddressRange, length: number): Mend[] {
  const stated = [...knownClaims(layout, image.id, "vectors"), ...knownClaims(layout, image.id, "slot")];
  const alone = region.holds === "other" || (layout.images.length === 1 && stated.length <= 1);
  if (length > near.size || !alone || !isFree(image, region, near.base, length)) return [];
  return [beginAt(region, near.base, text("Begin {0} at {1}", region.name, hex(near.base)))];
}
