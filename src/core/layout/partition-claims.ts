import type { Device } from "../mcu/device";
import type { ImageDeclaration } from "../project/image-set";
import type { Cell, Partition } from "../sources/devicetree-partitions";
import { text } from "../text";
import type { LayoutClaim } from "./boot-layout";
import { known, type EditRecipe } from "./claim";
import { flashOf } from "./flash-window";

/** Where a partition begins and ends; it is an image's slot. Its offset counts from the start of flash. */
export function partitionClaims({ id, partition }: ImageDeclaration, devices: readonly Device[]): LayoutClaim[] {
  if (partition === undefined) return [];
  const base = flashOf(devices)[0]?.base ?? 0;
  const start = base + partition.offset.value;
  return [
    claim(id, "slot", partition, { cell: partition.offset, base }),
    claim(id, "end", partition, { cell: partition.size, base: start }),
  ];
}

function claim(
  image: string,
  quantity: "slot" | "end",
  { label }: Partition,
  { cell, base }: { readonly cell: Cell; readonly base: number },
): LayoutClaim {
  const edit: EditRecipe =
    cell.literal === null
      ? { editable: false, reason: text("a macro makes the number in {0}", label) }
      : { editable: true, sites: [{ range: cell.range, current: cell.literal, base }] };
  return {
    image,
    quantity,
    statedBy: "partition",
    label: `reg of ${label}`,
    value: known(base + cell.value),
    source: { type: "file", range: cell.range },
    kind: "declared",
    edit,
  };
}
