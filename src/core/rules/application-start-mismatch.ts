import { hex } from "../notation";
import { agreedOn, extentOf, follows, knownClaims, type KnownClaim } from "../layout/agreement";
import type { BootLayout, ImageRef, Quantity } from "../layout/boot-layout";
import { baseName } from "../project/paths";
import type { SourceRange } from "../project/snapshot";
import { text, type Text } from "../text";
import type { RelatedPlace } from "./finding";
import type { Draft, Mend } from "./rule";

export const applicationStartMismatch = "application-start-mismatch";

/** Two places state the start of one image differently. Shown at the odd one out; at each where it is one against one. */
export function checkApplicationStart(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const vectors = disagreements(layout, image, "vectors");
    return vectors.length > 0 ? vectors : disagreements(layout, image, "slot");
  });
}

function disagreements(layout: BootLayout, image: ImageRef, quantity: Quantity): Draft[] {
  const claims = knownClaims(layout, image.id, quantity);
  const values = [...new Set(claims.map((claim) => claim.value.value))];
  if (values.length < 2) return [];
  const agreed = agreedOn(layout, image, quantity);
  const differing = claims.filter((claim) => claim.value.value !== agreed && claim.statedBy !== "vector-table-offset");
  // What only repeats another place is not where a person would look.
  const odd = differing.every(follows) ? differing : differing.filter((claim) => !follows(claim));
  const header = extentOf(layout, image).headerSize ?? 0;
  return odd.flatMap((claim) => {
    const range = rangeOf(claim);
    if (range === undefined) return [];
    const others = claims.filter(
      (other) => other.value.value !== claim.value.value && other.statedBy !== "vector-table-offset",
    );
    const [other] = others.filter((one) => one.value.value === agreed).concat(others);
    if (other === undefined) return [];
    return [
      {
        code: applicationStartMismatch,
        severity: "error",
        range,
        message: message(image, quantity, claim, other),
        related: others.flatMap((one) => related(one)),
        mend: mends(image, quantity, values, agreed, header),
      },
    ];
  });
}

function message(image: ImageRef, quantity: Quantity, claim: KnownClaim, other: KnownClaim): Text {
  return text(
    quantity === "vectors"
      ? "{0} puts the vector table of {1} at {2}, but {3} puts it at {4}."
      : "{0} starts {1} at {2}, but {3} starts it at {4}.",
    claim.label,
    image.name,
    hex(claim.value.value),
    placeName(other),
    hex(other.value.value),
  );
}

/** Every value somebody states is a way to mend it; the agreed one comes first. */
function mends(
  image: ImageRef,
  quantity: Quantity,
  values: readonly number[],
  agreed: number | undefined,
  header: number,
): Mend[] {
  return values.map((value) => ({
    kind: "place",
    image: image.id,
    ...(quantity === "vectors" ? { slot: value - header, vectors: value } : { slot: value, vectors: value + header }),
    preferred: value === agreed,
  }));
}

export function related(claim: KnownClaim): RelatedPlace[] {
  const range = rangeOf(claim);
  return range === undefined ? [] : [{ range, message: text("{0} says {1}", claim.label, hex(claim.value.value)) }];
}

/** `ORIGIN(FLASH) in app.ld`: enough for a person to find it. */
export function placeName(claim: KnownClaim): string {
  const range = rangeOf(claim);
  return range === undefined ? claim.label : `${claim.label} in ${baseName(range.uri)}`;
}

export function rangeOf(claim: KnownClaim): SourceRange | undefined {
  return claim.source.type === "file" ? claim.source.range : undefined;
}
