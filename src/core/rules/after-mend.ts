import { extentOf, type Extent } from "../layout/agreement";
import type { BootLayout, LayoutClaim } from "../layout/boot-layout";
import { known } from "../layout/claim";
import { movedUpload } from "./mend";
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
  { quantity, value, image: id }: LayoutClaim,
  mend: Exclude<Mend, { kind: "claim" }>,
): number | undefined {
  switch (mend.kind) {
    case "place":
      if (quantity === "vectors") return mend.vectors;
      if (quantity === "slot") return mend.slot;
      return quantity === "upload" && value.known
        ? movedUpload(value.value, placeBefore(layout, id), mend)
        : quantity === "headerSize" && movesHeader(layout, mend)
          ? mend.vectors - mend.slot
          : undefined;
    case "header-size":
      return quantity === "headerSize" ? mend.size : undefined;
    case "system-bootloader":
      return quantity === "systemBootloader" && value.known && value.value === mend.from ? mend.address : undefined;
    case "end":
      return quantity === "end" && value.known && (mend.every || value.value > mend.end) ? mend.end : undefined;
  }
}

function placeBefore(layout: BootLayout, id: string): Pick<Extent, "slot" | "vectors"> {
  const image = layout.images.find((one) => one.id === id);
  return image === undefined ? { slot: undefined, vectors: undefined } : extentOf(layout, image);
}

function movesHeader(layout: BootLayout, mend: Extract<Mend, { kind: "place" }>): boolean {
  const { slot, vectors } = placeBefore(layout, mend.image);
  return slot !== undefined && vectors !== undefined && vectors - slot !== mend.vectors - mend.slot;
}
