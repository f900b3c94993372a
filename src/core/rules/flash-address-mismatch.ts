import { hex } from "../notation";
import { extentOf, knownClaims, representative, type KnownClaim } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { physical } from "../mcu/addresses";
import { text } from "../text";
import { placeName, rangeOf, related } from "./application-start-mismatch";
import type { Draft } from "./rule";

export const flashAddressMismatch = "flash-address-mismatch";

/** A task, debug configuration or build file has an image written to an address where it does not begin. */
export function checkFlashAddress(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const places = [...knownClaims(layout, image.id, "slot"), ...knownClaims(layout, image.id, "vectors")];
    const { slot, headerSize: header = 0 } = extentOf(layout, image);
    const place = slot === undefined ? undefined : (representative(places, slot) ?? places[0]);
    // Where the image's own places contradict each other, that is the finding.
    if (slot === undefined || place === undefined || isOpen(layout, image)) return [];
    const starts = new Set([slot, ...places.map((claim) => claim.value.value)].map((at) => seen(layout, at)));
    return knownClaims(layout, image.id, "upload")
      .filter((claim) => !starts.has(seen(layout, claim.value.value)))
      .flatMap((claim) => draft(image, claim, { slot, header }, place));
  });
}

interface Start {
  readonly slot: number;
  /** Bytes between it and the vector table. */
  readonly header: number;
}

/** An address that only the build gives may be the one. */
function isOpen(layout: BootLayout, image: ImageRef): boolean {
  return layout.claims.some(
    (claim) =>
      claim.image === image.id &&
      (claim.quantity === "slot" || claim.quantity === "vectors") &&
      claim.statedBy !== "vector-table-offset" &&
      !claim.value.known,
  );
}

/** One flash has several views: through the ITCM, secure and non-secure. */
function seen({ device }: BootLayout, address: number): number {
  const [first] = device.candidates;
  return first === undefined ? address : physical(first, address);
}

function draft(image: ImageRef, claim: KnownClaim, { slot, header }: Start, place: KnownClaim): Draft[] {
  const range = rangeOf(claim);
  if (range === undefined) return [];
  return [
    {
      code: flashAddressMismatch,
      severity: "error",
      range,
      message: text(
        "{0} writes {1} to {2}, but it starts at {3} ({4}).",
        claim.label,
        image.name,
        hex(claim.value.value),
        hex(slot),
        placeName(place),
      ),
      related: related(place),
      mend: [
        {
          kind: "claim",
          claim,
          label: claim.label,
          value: slot,
          title: text("Write {0} to {1}", image.name, hex(slot)),
          preferred: true,
        },
        {
          kind: "place",
          image: image.id,
          slot: claim.value.value,
          vectors: claim.value.value + header,
          preferred: false,
        },
      ],
    },
  ];
}
