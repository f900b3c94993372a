import { hex } from "../notation";
import { extentOf, follows, knownClaims, type KnownClaim } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { text } from "../text";
import { placeName, rangeOf } from "./application-start-mismatch";
import type { Draft } from "./rule";

export const applicationEndMismatch = "application-end-mismatch";

/** The Mbed configuration and the linker script end an image differently, although they start it alike. */
export function checkApplicationEnd(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const starts = knownClaims(layout, image.id, "vectors").filter((claim) => claim.statedBy !== "vector-table-offset");
    // A start that is in dispute moves the end with it, and has a finding of its own.
    if (new Set(starts.map((claim) => claim.value.value)).size > 1) return [];
    const ends = knownClaims(layout, image.id, "end").filter((claim) => claim.edit.editable && !follows(claim));
    const values = [...new Set(ends.map((claim) => claim.value.value))];
    return values.length < 2 ? [] : ends.flatMap((claim) => draft(layout, image, claim, ends, values));
  });
}

function draft(
  layout: BootLayout,
  image: ImageRef,
  claim: KnownClaim,
  ends: readonly KnownClaim[],
  values: readonly number[],
): Draft[] {
  const range = rangeOf(claim);
  const other = ends.find((one) => one.value.value !== claim.value.value);
  const at = other && rangeOf(other);
  if (range === undefined || other === undefined || at === undefined) return [];
  const { end } = extentOf(layout, image);
  return [
    {
      code: applicationEndMismatch,
      severity: "warning",
      range,
      message: text(
        "{0} ends {1} at {2}, but {3} ends it at {4}.",
        claim.label,
        image.name,
        hex(claim.value.value),
        placeName(other),
        hex(other.value.value),
      ),
      related: [{ range: at, message: text("{0} says {1}", other.label, hex(other.value.value)) }],
      mend: values.map((value) => ({
        kind: "end",
        image: image.id,
        end: value,
        every: true,
        preferred: value === end,
      })),
    },
  ];
}
