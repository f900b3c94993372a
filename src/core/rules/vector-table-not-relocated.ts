import { hex } from "../notation";
import { extentOf } from "../layout/agreement";
import type { BootLayout } from "../layout/boot-layout";
import { text } from "../text";
import { coresOf } from "./legal-place";
import type { Draft } from "./rule";

export const vectorTableNotRelocated = "vector-table-not-relocated";

/** An image linked behind the boot address whose start-up code leaves VTOR alone, and nobody else in sight sets it. A question, not a claim. */
export function checkRelocation(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image): Draft[] => {
    const { vectors } = extentOf(layout, image);
    const flash = layout.device.candidates[0]?.memories.find((memory) => memory.kind === "flash");
    if (image.relocation.state !== "dormant" || vectors === undefined || flash === undefined || vectors === flash.base)
      return [];
    if (coresOf(layout, image).some((core) => !core.hasVtor)) return [];
    return [
      {
        code: vectorTableNotRelocated,
        severity: "warning",
        range: image.relocation.range,
        message: text(
          "{0} is linked to {1}, but this file leaves VTOR at the boot address and nothing in sight sets it: does the bootloader do it?",
          image.name,
          hex(vectors),
        ),
      },
    ];
  });
}
