import { devicetreePartitions, type Partition } from "../sources/devicetree-partitions";
import { text } from "../text";
import type { ImageDeclaration, ImageRole, ImageSet } from "./image-set";
import { baseName, folderOf } from "./paths";
import { remembered } from "./remembered";
import type { SnapshotReader, Uri } from "./snapshot";
import type { WorkspaceIndex } from "./workspace-index";

/**
 * The image sets of Zephyr projects whose overlay states the partitions of MCUboot: the bootloader's and the first slot at
 * least. No linker script of theirs is in sight, as the build generates it.
 */
export function partitionSets(files: SnapshotReader, { overlays }: WorkspaceIndex): readonly ImageSet[] {
  return overlays.flatMap((uri) => {
    const file = files.text(uri);
    const partitions =
      file === undefined ? [] : remembered(file, "partitions", files, () => devicetreePartitions(file));
    const labels = partitions.map(({ label }) => label);
    const isWhole = labels.includes("boot_partition") && labels.includes("slot0_partition");
    return isWhole && new Set(labels).size === labels.length ? [setOf(uri, partitions)] : [];
  });
}

function setOf(uri: Uri, partitions: readonly Partition[]): ImageSet {
  const folder = /^boards$/.test(baseName(folderOf(uri))) ? folderOf(folderOf(uri)) : folderOf(uri);
  const board = baseName(uri).replace(/\.overlay$/, "");
  return {
    id: uri,
    name: `${baseName(folder)} (${board})`,
    folder,
    origin: "evident",
    why: text("partitions of one devicetree overlay"),
    images: partitions.map((partition) => imageOf(partition, folder)),
    configurations: [
      {
        id: "default",
        defines: {},
        device: [{ name: board, from: baseName(uri), range: { uri, start: 0, end: 0 } }],
      },
    ],
  };
}

function imageOf(partition: Partition, folder: Uri): ImageDeclaration {
  const roles: Readonly<Record<string, ImageRole>> = { boot_partition: "bootloader", slot0_partition: "application" };
  return {
    id: partition.label,
    name: partition.label,
    role: roles[partition.label] ?? "other",
    folder,
    sources: [],
    artifacts: [],
    defines: {},
    partition,
  };
}
