import type { BootLayout, ImageRef } from "../layout/boot-layout";
import { hex } from "../notation";
import { text } from "../text";
import { noInitBlocks, type NoInitBlock } from "./no-init-blocks";
import { beginAt, isFree } from "./move-region";
import type { Draft, Mend } from "./rule";

export const noInitMismatch = "no-init-mismatch";

/** A block through which bootloader and application talk across a reset stands at another address in each. */
export function checkNoInitAddresses(layout: BootLayout): readonly Draft[] {
  const [bootloader, second] = layout.images.filter((image) => image.role === "bootloader");
  if (bootloader === undefined || second !== undefined) return [];
  const its = noInitBlocks(layout, bootloader);
  if (its.length === 0) return [];
  return layout.images
    .filter((image) => image.role === "application")
    .flatMap((image) => noInitBlocks(layout, image).flatMap((block) => against(block, image, its, bootloader)));
}

function against(block: NoInitBlock, image: ImageRef, its: readonly NoInitBlock[], bootloader: ImageRef): Draft[] {
  const other = its.find((one) => isSame(one, block));
  if (other === undefined || other.address === block.address) return [];
  const { region } = block;
  const place = region?.origin.source.type === "file" ? region.origin.source.range : block.range;
  const otherPlace = other.region?.origin.source.type === "file" ? other.region.origin.source.range : other.range;
  return [
    {
      code: noInitMismatch,
      severity: "warning",
      range: place,
      message: text(
        "{0} puts the no-init block {1} at {2}, but {3} has it at {4}: what one leaves there the other does not find.",
        image.name,
        block.name,
        hex(block.address),
        bootloader.name,
        hex(other.address),
      ),
      related: [{ range: otherPlace, message: text("{0} of {1}", other.name, bootloader.name) }],
      mend: [...toAddress(image, block, other.address, true), ...toAddress(bootloader, other, block.address, false)],
    },
  ];
}

/** A section of that name and nothing else in a region of its own; or a name that says that two programs share it. */
function isSame(one: NoInitBlock, other: NoInitBlock): boolean {
  if (one.name !== other.name) return false;
  if (/boot|mailbox|handoff|shared/i.test(one.name)) return true;
  return one.region !== undefined && one.region.name === other.region?.name;
}

/** Moves the block's region where nothing else of its script is in the way. */
function toAddress(image: ImageRef, { region, size }: NoInitBlock, address: number, preferred: boolean): Mend[] {
  return region === undefined || !isFree(image, region, address, size)
    ? []
    : [beginAt(region, address, text("Begin {0} of {1} at {2}", region.name, image.name, hex(address)), preferred)];
}
