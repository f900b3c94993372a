import type { ImageRef, RegionClaim } from "../layout/boot-layout";
import type { Text } from "../text";
import type { Mend } from "./rule";

/** Whether a region may take these bytes: no other region of its script has any of them. */
export function isFree(
  { regions }: Pick<ImageRef, "regions">,
  region: RegionClaim,
  base: number,
  size: number,
): boolean {
  return !regions.some(
    (other) =>
      other.origin !== region.origin &&
      other.origin.value.known &&
      other.length.value.known &&
      other.origin.value.value < base + size &&
      other.origin.value.value + other.length.value.value > base,
  );
}

/** A region begins at another address. */
export function beginAt(region: RegionClaim, value: number, title: Text, preferred = true): Mend {
  return { kind: "claim", claim: region.origin, label: `ORIGIN(${region.name})`, value, title, preferred };
}
