import { hex } from "../notation";
import { extentOf, knownClaims, representative } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { physical } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import { text } from "../text";
import { rangeOf } from "./application-start-mismatch";
import { coresOf } from "./legal-place";
import type { Draft } from "./rule";

export const vectorTableNotRelocated = "vector-table-not-relocated";

/**
 * An image linked behind the boot address whose vectors nobody in sight brings to the core: start-up code that leaves
 * VTOR alone, or no code that copies the table to RAM and maps it to address 0 where the core has no VTOR. A question,
 * not a claim.
 */
export function checkRelocation(layout: BootLayout): readonly Draft[] {
  return layout.images.flatMap((image): readonly Draft[] => {
    const { vectors } = extentOf(layout, image);
    const [device] = layout.device.candidates;
    const flash = device?.memories.find((memory) => memory.kind === "flash");
    if (vectors === undefined || device === undefined || flash === undefined || image.factory) return [];
    if (physical(device, vectors) === flash.base) return [];
    const cores = coresOf(layout, image);
    if (cores.every((core) => !core.hasVtor)) return notMapped(layout, image, vectors);
    if (image.relocation.state !== "dormant" || cores.some((core) => !core.hasVtor)) return [];
    if (isStartedBySecureCode(layout, device)) return [];
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

/**
 * With TrustZone the secure program, often another project, sets the non-secure VTOR before it starts the other world,
 * and the option bytes name the boot address (RM0456, RM0481: NSBOOTADD, SECBOOTADD). A bootloader in sight says more.
 */
function isStartedBySecureCode({ images }: BootLayout, { aliases }: Device): boolean {
  return aliases.some(({ what }) => what.startsWith("secure")) && !images.some(({ role }) => role === "bootloader");
}

/** Cortex-M0: the image's own code, or a bootloader of the set, maps RAM to address 0 (SYSCFG_CFGR1.MEM_MODE = 11). */
function notMapped(layout: BootLayout, image: ImageRef, vectors: number): Draft[] {
  const code = layout.images.map(({ evidence }) => evidence?.mapsRam);
  if (image.role === "bootloader" || image.evidence?.mapsRam !== false || code.includes(true)) return [];
  const claims = [...knownClaims(layout, image.id, "vectors"), ...knownClaims(layout, image.id, "slot")];
  const claim = representative(claims, vectors) ?? claims[0];
  const range = claim && rangeOf(claim);
  if (range === undefined) return [];
  return [
    {
      code: vectorTableNotRelocated,
      severity: "warning",
      range,
      message: text(
        "{0} is linked to {1}, but the Cortex-M0 of {2} has no VTOR and takes its vectors from address 0: nothing in sight copies the table to RAM and maps RAM there (SYSCFG_CFGR1.MEM_MODE).",
        image.name,
        hex(vectors),
        layout.device.candidates[0]?.part ?? "",
      ),
    },
  ];
}
