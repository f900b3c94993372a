import { hex, sizeText } from "../notation";
import { agreedOn, agreedValue, follows, knownClaims, representative, type KnownClaim } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { text } from "../text";
import { placeName, rangeOf } from "./application-start-mismatch";
import type { Draft } from "./rule";

export const headerSizeMismatch = "header-size-mismatch";

/** The bytes in front of the vector table are counted differently in two places. */
export function checkHeaderSize(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const claims = knownClaims(layout, image.id, "headerSize");
    const values = [...new Set(claims.map((claim) => claim.value.value))];
    return values.length > 1 ? contradictions(layout, image, claims, values) : againstPlaces(layout, image, claims);
  });
}

function contradictions(
  layout: BootLayout,
  image: ImageRef,
  claims: readonly KnownClaim[],
  values: readonly number[],
): Draft[] {
  const agreed = agreedOn(layout, image, "headerSize");
  return claims.flatMap((claim): Draft[] => {
    const range = rangeOf(claim);
    const other = claims.find(
      (one) => one.value.value !== claim.value.value && (agreed === undefined || one.value.value === agreed),
    );
    if (claim.value.value === agreed || range === undefined || other === undefined) return [];
    return [
      {
        code: headerSizeMismatch,
        severity: "error",
        range,
        message: text(
          "{0} makes the header of {1} {2} long, but {3} makes it {4}.",
          claim.label,
          image.name,
          sizeText(claim.value.value),
          placeName(other),
          sizeText(other.value.value),
        ),
        related: claims.flatMap((one) => {
          const at = rangeOf(one);
          return at === undefined || one === claim
            ? []
            : [{ range: at, message: text("{0} says {1}", one.label, hex(one.value.value)) }];
        }),
        mend: values.map((size) => ({ kind: "header-size", image: image.id, size, preferred: size === agreed })),
      },
    ];
  });
}

/** All agree on the size, and the linker script leaves another room between the image's start and its vector table. */
function againstPlaces(layout: BootLayout, image: ImageRef, claims: readonly KnownClaim[]): Draft[] {
  const [slots, tables] = [stated(layout, image, "slot"), stated(layout, image, "vectors")];
  const [slot, vectors] = [agreedValue(slots), agreedValue(tables)];
  const [first] = claims;
  // A header region may be shorter than the room it is given; what it says by itself is no contradiction.
  if (
    first === undefined ||
    slot === undefined ||
    vectors === undefined ||
    claims.some((claim) => claim.statedBy === "linker-script")
  )
    return [];
  const table = representative(tables, vectors);
  const at = table && rangeOf(table);
  if (vectors - slot === first.value.value || table?.statedBy !== "linker-script" || at === undefined) return [];
  return claims.flatMap((claim): Draft[] => {
    const range = rangeOf(claim);
    if (range === undefined || follows(claim)) return [];
    return [
      {
        code: headerSizeMismatch,
        severity: "error",
        range,
        message: text(
          "{0} makes the header of {1} {2} long, but {3} puts the vector table {4} behind its start.",
          claim.label,
          image.name,
          sizeText(claim.value.value),
          placeName(table),
          sizeText(vectors - slot),
        ),
        related: [{ range: at, message: text("the vector table lies at {0}", hex(vectors)) }],
        mend: [{ kind: "header-size", image: image.id, size: vectors - slot, preferred: true }],
      },
    ];
  });
}

function stated(layout: BootLayout, image: ImageRef, quantity: "slot" | "vectors"): KnownClaim[] {
  return knownClaims(layout, image.id, quantity).filter((claim) => claim.derived !== true);
}
