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
    const ends = knownClaims(layout, image.id, "end").filter(
      (claim) => (claim.edit.editable && !follows(claim)) || isLimit(claim),
    );
    const exact = ends.filter((claim) => !isLimit(claim));
    const values = [...new Set(exact.map((claim) => claim.value.value))];
    return values.length > 1
      ? exact.flatMap((claim) => draft(layout, image, claim, exact, values))
      : beyondLimit(image, ends);
  });
}

/** A partition and a board's largest size are room: an image may be smaller. */
function isLimit({ statedBy }: KnownClaim): boolean {
  return statedBy === "partition" || statedBy === "build-file";
}

function beyondLimit(image: ImageRef, ends: readonly KnownClaim[]): Draft[] {
  const limits = ends.filter(isLimit).toSorted((a, b) => a.value.value - b.value.value);
  const [limit] = limits;
  const at = limit && rangeOf(limit);
  if (limit === undefined || at === undefined) return [];
  return ends
    .filter((claim) => !isLimit(claim) && claim.value.value > limit.value.value)
    .flatMap((claim): Draft[] => {
      const range = rangeOf(claim);
      if (range === undefined) return [];
      return [
        {
          code: applicationEndMismatch,
          severity: "warning",
          range,
          message: text(
            "{0} lets {1} reach to {2}, but {3} gives it room to {4}.",
            claim.label,
            image.name,
            hex(claim.value.value),
            placeName(limit),
            hex(limit.value.value),
          ),
          related: [{ range: at, message: text("{0} says {1}", limit.label, hex(limit.value.value)) }],
          mend: [{ kind: "end", image: image.id, end: limit.value.value, preferred: true }],
        },
      ];
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
