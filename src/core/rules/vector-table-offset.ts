import { hex } from "../notation";
import { agreedOn, agreedValue, extentOf, knownClaims, type KnownClaim } from "../layout/agreement";
import type { BootLayout } from "../layout/boot-layout";
import { physical } from "../mcu/addresses";
import { text } from "../text";
import { placeName, rangeOf } from "./application-start-mismatch";
import type { Draft } from "./rule";

export const vectorTableOffset = "vector-table-offset";

/** The start-up code points VTOR somewhere else than where the image is linked. */
export function checkVectorTableOffset(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image) => {
    const claims = knownClaims(layout, image.id, "vectors");
    const writes = claims.filter((claim) => claim.statedBy === "vector-table-offset");
    const linked = claims.filter((claim) => claim.statedBy !== "vector-table-offset");
    // A write of a linker symbol's address may be the right one, and the last.
    if (
      layout.claims.some(
        (claim) => claim.image === image.id && claim.statedBy === "vector-table-offset" && !claim.value.known,
      )
    )
      return [];
    // Without a majority the linked places disagree among themselves, which has a finding of its own.
    const expected = agreedOn(layout, image, "vectors") ?? agreedValue(linked);
    const place = linked.find((claim) => claim.value.value === expected);
    if (expected === undefined || place === undefined) return writes.flatMap(overlapping);
    // One write that is right is enough: a later one wins at run time, and which is later a file does not tell.
    if (writes.some((write) => isSamePlace(layout, write.value.value, expected))) return [];
    const header = extentOf(layout, image).headerSize ?? 0;
    return writes.flatMap((write) => draft(image.id, image.name, write, place, header));
  });
}

/** Flash through another of the chip's views (ITCM on F7, secure on TrustZone parts) holds the same table. */
function isSamePlace({ device: { candidates } }: BootLayout, a: number, b: number): boolean {
  return a === b || (candidates.length > 0 && candidates.every((one) => physical(one, a) === physical(one, b)));
}

/** Where nobody says what is meant, a sum that does not come out is told all the same. */
function overlapping(write: KnownClaim): Draft[] {
  const range = rangeOf(write);
  if (range === undefined || write.sum === undefined) return [];
  return [
    {
      code: vectorTableOffset,
      severity: "warning",
      range,
      message: text(
        "Base and {0} are joined with | and share bits, so VTOR is set to {1}, not to their sum {2}.",
        write.label,
        hex(write.value.value),
        hex(write.sum),
      ),
    },
  ];
}

function draft(image: string, name: string, write: KnownClaim, place: KnownClaim, header: number): Draft[] {
  const range = rangeOf(write);
  const at = rangeOf(place);
  const expected = place.value.value;
  if (range === undefined) return [];
  const message =
    write.sum === undefined
      ? text(
          "VTOR is set to {0}, but the vector table of {1} lies at {2} ({3}).",
          hex(write.value.value),
          name,
          hex(expected),
          placeName(place),
        )
      : text(
          "Base and {0} are joined with | and share bits, so VTOR is set to {1}, not to their sum {2}; the vector table of {3} lies at {4} ({5}).",
          write.label,
          hex(write.value.value),
          hex(write.sum),
          name,
          hex(expected),
          placeName(place),
        );
  return [
    {
      code: vectorTableOffset,
      severity: "error",
      range,
      message,
      ...(at !== undefined && {
        related: [{ range: at, message: text("{0} says {1}", place.label, hex(place.value.value)) }],
      }),
      mend: [{ kind: "place", image, slot: expected - header, vectors: expected, preferred: true }],
    },
  ];
}
