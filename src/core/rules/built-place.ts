import { extentOf, knownClaims, representative, type KnownClaim } from "../layout/agreement";
import type { BootLayout, BuiltImage, ImageRef } from "../layout/boot-layout";
import { relativePath } from "../project/paths";
import type { SourceRange } from "../project/snapshot";
import { text } from "../text";
import { rangeOf } from "./application-start-mismatch";
import type { RelatedPlace } from "./finding";

/** An image and one of its built files. */
export interface Build {
  readonly image: ImageRef;
  readonly built: BuiltImage;
  /** The file's path for a person. */
  readonly name: string;
}

/** Every program that was built for a layout, as its files are now; maps are none. */
export function buildsOf(layout: BootLayout): readonly Build[] {
  return layout.images.flatMap((image) =>
    image.built
      .filter((built) => built.format !== "map")
      .map((built) => ({ image, built, name: relativePath(built.uri, layout.set.folder) })),
  );
}

/** Where a finding about a built file is shown: where a text says its place, since nobody edits the file itself. */
export function placeOf(layout: BootLayout, { image, built }: Build): SourceRange {
  const claim = statedPlace(layout, image);
  return (claim && rangeOf(claim)) ?? startOf(built);
}

/** The claim that says where the image lies. */
function statedPlace(layout: BootLayout, image: ImageRef): KnownClaim | undefined {
  const { vectors, slot } = extentOf(layout, image);
  const at = (quantity: "vectors" | "slot", value: number | undefined): KnownClaim | undefined =>
    value === undefined ? undefined : representative(knownClaims(layout, image.id, quantity), value);
  return at("vectors", vectors) ?? at("slot", slot);
}

/** The file itself, to be opened from the finding. */
export function fileOf({ built, name }: Build): RelatedPlace {
  return { range: startOf(built), message: text("the built file: {0}", name) };
}

function startOf({ uri }: BuiltImage): SourceRange {
  return { uri, start: 0, end: 0 };
}

/**
 * Whether all places agree on where the image begins and has its vectors, and none leaves it open. Where they do not that
 * is a finding already, and against which of them a built file is to be held nobody knows. VTOR does not place an image.
 */
export function isSettled(layout: BootLayout, image: ImageRef): boolean {
  const quantities = ["slot", "vectors", "headerSize"] as const;
  return quantities.every((quantity) => {
    const claims = layout.claims.filter(
      (claim) => claim.image === image.id && claim.quantity === quantity && claim.statedBy !== "vector-table-offset",
    );
    const values = new Set(claims.map(({ value }) => (value.known ? value.value : undefined)));
    return values.size <= 1 && !values.has(undefined);
  });
}
