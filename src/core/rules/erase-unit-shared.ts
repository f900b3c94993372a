import { hex, sizeText } from "../notation";
import { extentOf, knownClaims, representative } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { eraseUnitAt, memoryAt, physical, type EraseUnit } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import { text } from "../text";
import { rangeOf } from "./application-start-mismatch";
import { legalPlace } from "./legal-place";
import type { Draft } from "./rule";

export const eraseUnitShared = "erase-unit-shared";

/** An image, header included, starts inside an erase unit: writing it erases what lies in front of it. */
export function checkEraseUnits(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const { slot, vectors } = extentOf(layout, image);
    if (slot === undefined || image.factory) return [];
    const units = layout.device.candidates.map((device) => ({ device, unit: unitAt(device, slot) }));
    const inside = units.filter(
      (one): one is { device: Device; unit: EraseUnit } => one.unit !== undefined && one.unit.base !== slot,
    );
    const [first] = inside;
    if (first === undefined || units.some((one) => one.unit === undefined)) return [];
    const claims = [...knownClaims(layout, image.id, "slot"), ...knownClaims(layout, image.id, "vectors")];
    const claim = representative(claims, slot) ?? (vectors === undefined ? undefined : representative(claims, vectors));
    const range = claim && rangeOf(claim);
    if (range === undefined) return [];
    const certain = inside.length === units.length;
    const before = sharer(layout, image, first, slot);
    if (before === "overlap") return [];
    const unit = first.device.eraseUnit;
    return [
      {
        code: eraseUnitShared,
        severity:
          before !== undefined && certain
            ? "error"
            : mayHaveHeader(layout, image, first, slot)
              ? "information"
              : "warning",
        range,
        message:
          before === undefined
            ? text(
                "{0} starts at {1}, inside the {2} {3} that begins at {4}: flashing it erases what lies in front of it.",
                image.name,
                hex(slot),
                sizeText(first.unit.size),
                unit,
                hex(first.unit.base),
              )
            : text(
                "{0} starts at {1}, inside the {2} {3} that begins at {4} and also holds {5}: flashing one erases part of the other.",
                image.name,
                hex(slot),
                sizeText(first.unit.size),
                unit,
                hex(first.unit.base),
                before.name,
              ),
        ...(!certain && first.device.variant !== null && { condition: text("with {0}", first.device.variant) }),
        mend: isBackward(layout, image)
          ? []
          : [{ kind: "place", image: image.id, ...legalPlace(layout, image, slot), preferred: true }],
      },
    ];
  });
}

/** A header behind what it heads has a finding of its own; where the image belongs nobody can tell before that is mended. */
function isBackward(layout: BootLayout, image: ImageRef): boolean {
  const { slot, vectors } = extentOf(layout, image);
  return slot !== undefined && vectors !== undefined && vectors < slot;
}

/** A bootloader that is not in sight may keep a header of its own in front of an image; the boot address has none. */
const largestHeader = 0x1000;

function mayHaveHeader(
  layout: BootLayout,
  image: ImageRef,
  { device, unit }: { readonly device: Device; readonly unit: EraseUnit },
  slot: number,
): boolean {
  if (layout.images.some((other) => other !== image) || knownClaims(layout, image.id, "slot").length > 0) return false;
  const isBootAddress = device.memories.some(
    (memory) => memory.kind === "flash" && memory.base === physical(device, unit.base),
  );
  return !isBootAddress && slot - unit.base <= largestHeader;
}

/** The image that also uses the unit; "overlap" where it reaches into this one, which another rule reports. */
function sharer(
  layout: BootLayout,
  image: ImageRef,
  { device, unit }: { readonly device: Device; readonly unit: EraseUnit },
  slot: number,
): ImageRef | "overlap" | undefined {
  const [start, base] = [physical(device, slot), physical(device, unit.base)];
  for (const other of layout.images) {
    if (other === image) continue;
    const extent = extentOf(layout, other);
    const first = extent.slot === undefined ? undefined : physical(device, extent.slot);
    if (first === undefined || first > start) continue;
    const last = extent.end === undefined ? undefined : physical(device, extent.end - 1);
    if (last === undefined) {
      if (first >= base) return other;
    } else if (last >= start) return "overlap";
    else if (last >= base) return other;
  }
  return undefined;
}

/** The unit as the view that the address is in shows it: ITCM on F7, the secure view of flash. */
function unitAt(device: Device, address: number): EraseUnit | undefined {
  const memory = memoryAt(device, address);
  const at = physical(device, address);
  const unit = memory === undefined || memory.doubt !== undefined ? undefined : eraseUnitAt(memory, at);
  return unit && { ...unit, base: unit.base + address - at };
}
