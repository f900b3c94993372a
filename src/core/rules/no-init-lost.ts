import { knownClaims } from "../layout/agreement";
import type { BootLayout, ImageRef } from "../layout/boot-layout";
import type { AddressRange } from "../mcu/device";
import { systemBootloaderOf } from "../mcu/system-bootloader";
import { hex } from "../notation";
import { text } from "../text";
import { rangeOf } from "./application-start-mismatch";
import { noInitBlocks, type NoInitBlock } from "./no-init-blocks";
import { beginAt, isFree } from "./move-region";
import type { Draft, Mend } from "./rule";

export const noInitLost = "no-init-lost";

/** Names of what is there to be read after an update, not only until the ROM is entered. */
const isKept = /persist|retain|retention|survive|post_?mortem|crash|log|result/i;
/** A request to enter the ROM has done its work when the ROM runs. */
const isRequest = /flag|request|magic|boot/i;

/**
 * A no-init block lies in RAM that the system bootloader uses, in a project that jumps there: what it holds is lost. Only a
 * question where nothing says that it has to be kept.
 */
export function checkNoInitSurvives(layout: BootLayout): readonly Draft[] {
  const used = ramOfRom(layout);
  const jumps = layout.images.flatMap((image) => knownClaims(layout, image.id, "systemBootloader"));
  const jump = jumps[0] === undefined ? undefined : rangeOf(jumps[0]);
  if (used === undefined || jump === undefined) return [];
  return layout.images.flatMap((image) =>
    noInitBlocks(layout, image).flatMap((block): Draft[] => {
      const name = `${block.name} ${block.region?.name ?? ""}`;
      const hit = used.find(
        ({ base, size }) => block.address < base + size && block.address + Math.max(1, block.size) > base,
      );
      if (hit === undefined || (isRequest.test(name) && !isKept.test(name))) return [];
      return [
        {
          code: noInitLost,
          severity: isKept.test(name) ? "warning" : "information",
          range: block.region?.origin.source.type === "file" ? block.region.origin.source.range : block.range,
          message: text(
            "{0} at {1} lies in RAM that the system bootloader of {2} uses ({3} to {4}, AN2606): what it holds is lost when the program goes there.",
            block.name,
            hex(block.address),
            layout.device.candidates[0]?.part ?? "",
            hex(hit.base),
            hex(hit.base + hit.size),
          ),
          related: [{ range: jump, message: text("the jump to the system bootloader") }],
          mend: behind(image, block, used),
        },
      ];
    }),
  );
}

/** RAM the ROM uses, where every candidate of the chip has the same. */
function ramOfRom({ device: { candidates } }: BootLayout): readonly AddressRange[] | undefined {
  const ranges = candidates.map(({ part }) => systemBootloaderOf(part)?.ramUsed ?? undefined);
  const [first] = ranges;
  return first !== undefined && ranges.every((one) => JSON.stringify(one) === JSON.stringify(first))
    ? first
    : undefined;
}

/** To the end of the last RAM the ROM uses, where the script has room there. */
function behind(image: ImageRef, { region, size }: NoInitBlock, used: readonly AddressRange[]): Mend[] {
  const at = Math.ceil(Math.max(...used.map((one) => one.base + one.size)) / 8) * 8;
  return region === undefined || !isFree(image, region, at, size)
    ? []
    : [beginAt(region, at, text("Begin {0} at {1}", region.name, hex(at)))];
}
