import { extentOf } from "../layout/agreement";
import type { BootLayout, LayoutClaim } from "../layout/boot-layout";
import { known } from "../layout/claim";
import type { Mend } from "./rule";

/** The layout as it would be if every place said what the mend wants; what the edits themselves can reach is not asked here. */
export function afterMend(layout: BootLayout, mend: Mend): BootLayout {
  if (mend.kind === "claim") return layout;
  const claims = layout.claims.map((claim) =>
    claim.image === mend.image && claim.value.known ? restated(layout, claim, mend) : claim,
  );
  // What is built now will be built anew.
  return { ...layout, claims, images: layout.images.map((image) => ({ ...image, built: [] })) };
}

function restated(layout: BootLayout, claim: LayoutClaim, mend: Exclude<Mend, { kind: "claim" }>): LayoutClaim {
  const value = wanted(layout, claim, mend);
  return value === undefined ? claim : { ...claim, value: known(value) };
}

function wanted(
  layout: BootLayout,
  { quantity, value }: LayoutClaim,
  mend: Exclude<Mend, { kind: "claim" }>,
): number | undefined {
  switch (mend.kind) {
    case "place":
      if (quantity === "vectors") return mend.vectors;
      if (quantity === "slot") return mend.slot;
      return quantity === "headerSize" && movesHeader(layout, mend) ? mend.vectors - mend.slot : undefined;
    case "header-size":
      return quantity === "headerSize" ? mend.size : undefined;
    case "system-bootloader":
      return quantity === "systemBootloader" && value.known && value.value === mend.from ? mend.address : undefined;
    case "end":
      return quantity === "end" && value.known && (mend.every || value.value > mend.end) ? mend.end : undefined;
  }
}

function movesHeader(layout: BootLayout, mend: Extract<Mend, { kind: "place" }>): boolean {
  const image = layout.images.find((one) => one.id === mend.image);
  const { slot, vectors } = image === undefined ? { slot: undefined, vectors: undefined } : extentOf(layout, image);
  return slot !== undefined && vectors !== undefined && vectors - slot !== mend.vectors - mend.slot;
}
