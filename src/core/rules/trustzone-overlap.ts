import type { BootLayout, ImageRef, RegionClaim } from "../layout/boot-layout";
import { memoryAt, physical } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import { hex, sizeText } from "../notation";
import { text } from "../text";
import type { Draft } from "./rule";

export const trustzoneOverlap = "trustzone-overlap";

/** A region as the chip sees it: `start` is physical, `shift` leads back to the address in the script. */
interface Placed {
  readonly image: ImageRef;
  readonly region: RegionClaim;
  readonly start: number;
  readonly end: number;
  readonly shift: number;
  readonly secure: boolean;
}

/** Two images of one set use the same bytes, one through the secure view and one through the non-secure. */
export function checkWorlds(layout: BootLayout): readonly Draft[] {
  const { candidates } = layout.device;
  const [device] = candidates;
  if (device === undefined || layout.images.length < 2 || !candidates.every(hasWorlds)) return [];
  const placed = layout.images.flatMap((image) => image.regions.flatMap((region) => placedIn(device, image, region)));
  const secure = placed.filter((one) => one.secure);
  const others = placed.filter((one) => !one.secure);
  return secure.flatMap((one) =>
    others.filter((other) => other.image !== one.image).flatMap((other) => overlap(device, one, other)),
  );
}

function hasWorlds({ aliases }: Device): boolean {
  return aliases.some(isSecure);
}

function isSecure({ what }: Device["aliases"][number]): boolean {
  return what.startsWith("secure");
}

/** Regions that hold nothing are the other world's, named for its addresses. */
function placedIn(device: Device, image: ImageRef, region: RegionClaim): Placed[] {
  const [origin, length] = [region.origin.value, region.length.value];
  if (!origin.known || !length.known || length.value <= 0 || !isUsed(image, region)) return [];
  const start = physical(device, origin.value);
  const memory = memoryAt(device, start);
  if (memory === undefined || memory.doubt !== undefined) return [];
  const secure = device.aliases.some(
    (view) => isSecure(view) && origin.value >= view.base && origin.value < view.base + view.size,
  );
  return [{ image, region, start, end: start + length.value, shift: origin.value - start, secure }];
}

function isUsed({ script }: ImageRef, { name }: RegionClaim): boolean {
  return script?.sections.some((section) => section.region === name || section.loadRegion === name) ?? false;
}

function overlap(device: Device, secure: Placed, other: Placed): Draft[] {
  const [low, high] = secure.start <= other.start ? [secure, other] : [other, secure];
  const bytes = low.end - high.start;
  const range = low.region.length.source.type === "file" ? low.region.length.source.range : undefined;
  const at = high.region.origin.source.type === "file" ? high.region.origin.source.range : undefined;
  if (bytes <= 0 || range === undefined || at === undefined) return [];
  const isFlash = memoryAt(device, high.start)?.kind === "flash";
  const certain = !isFlash || low.start === high.start || reaches(device, low, high.start);
  const room = high.start - low.start;
  return [
    {
      code: trustzoneOverlap,
      severity: certain ? "error" : "warning",
      range,
      message: text(
        "{0} of {1} reaches to {2}, {3} into {4} of {5} at {6}: these are the same bytes in the secure and the non-secure view.",
        low.region.name,
        low.image.name,
        hex(low.end + low.shift),
        sizeText(Math.min(bytes, high.end - high.start)),
        high.region.name,
        high.image.name,
        hex(high.start + high.shift),
      ),
      related: [{ range: at, message: text("{0} begins here", high.region.name) }],
      mend:
        room === 0
          ? []
          : [
              {
                kind: "claim",
                claim: low.region.length,
                label: `LENGTH(${low.region.name})`,
                value: room,
                title: text("Shorten {0} to {1}", low.region.name, sizeText(room)),
                preferred: true,
              },
            ],
    },
  ];
}

function reaches(device: Device, { image }: Placed, address: number): boolean {
  return image.built.some(({ extents }) =>
    extents.some(({ start, end }) => physical(device, start) <= address && physical(device, end - 1) >= address),
  );
}
