import { readMapFile } from "../linker/map-file";
import { overflowsOf } from "../linker/map-overflow";
import { baseName } from "../project/paths";
import type { SnapshotReader, Uri } from "../project/snapshot";
import { extentOf } from "./agreement";
import type { BootLayout, BuiltImage, ImageRef } from "./boot-layout";
import { chooseBuilt } from "./built-choice";
import { extentsOf, readBuiltFile, vectorsOf } from "./built-file";

/**
 * Milliseconds by which a script has to be newer than a built file to say that the build is outdated: a checkout or a
 * copy writes sources and committed builds in any order.
 */
const tolerance = 60_000;

/** The layout with what the built files of its images hold. */
export function withBuilt(layout: BootLayout, files: SnapshotReader): BootLayout {
  const images = layout.images.map((image) => ({ ...image, built: builtOf(layout, image, files) }));
  return images.every(({ built }) => built.length === 0) ? layout : { ...layout, images };
}

function builtOf(layout: BootLayout, image: ImageRef, files: SnapshotReader): readonly BuiltImage[] {
  const declaration = layout.set.images.find(({ id }) => id === image.id);
  const { built, maps } = chooseBuilt({
    layout,
    image,
    artifacts: image.artifacts,
    linked: declaration?.linked ?? [],
    declared: declaration === undefined || declaration.artifactsDeclared === true,
  });
  return [
    ...built.flatMap((uri) => builtImage(layout, image, uri, files) ?? []),
    ...maps.flatMap((uri) => failedLink(image, uri, files) ?? []),
  ];
}

function builtImage(layout: BootLayout, image: ImageRef, uri: Uri, files: SnapshotReader): BuiltImage | undefined {
  const bytes = files.bytes(uri);
  const file = bytes && readBuiltFile(baseName(uri), bytes);
  if (file === undefined) return undefined;
  return {
    uri,
    format: file.format,
    extents: extentsOf(file),
    size: file.size,
    vectors: vectorsOf(file, extentOf(layout, image)),
    ...(isOutdated(image, uri, files) && { outdated: true }),
  };
}

/** A map without a program beside it: ld deletes the program of a link that fails, and writes the map all the same. */
function failedLink(image: ImageRef, uri: Uri, files: SnapshotReader): BuiltImage | undefined {
  const bytes = files.bytes(uri);
  const map = bytes && readMapFile(bytes);
  if (map === undefined) return undefined;
  const overflows = overflowsOf(map, image.script);
  return overflows.length === 0 ? undefined : { uri, format: "map", extents: [], size: 0, vectors: null, overflows };
}

/** Whether the image's script, or what the script takes its addresses from, was changed after the file was built. */
function isOutdated(image: ImageRef, uri: Uri, files: SnapshotReader): boolean {
  const builtAt = files.changedAt(uri);
  const places = image.regions.flatMap(({ origin, length }) => [origin.source, length.source]);
  const stating = places.flatMap((source) => (source.type === "file" ? [source.range.uri] : []));
  const changes = [...new Set([...(image.script?.files ?? []), ...stating])].map((one) => files.changedAt(one) ?? 0);
  return builtAt !== undefined && Math.max(0, ...changes) > builtAt + tolerance;
}

/** Where the built file of an image lies. */
export interface BuiltExtent {
  readonly uri: Uri;
  readonly start: number;
  /** First address behind its last byte, as far as it is one piece from `start`; gaps inside the image's slot count as used. */
  readonly end: number;
}

/**
 * What the image really occupies of its slot: from its start to the last byte that its built file has there. Undefined
 * where nothing is built, the build is outdated, or it lies elsewhere.
 */
export function builtExtentOf(layout: BootLayout, image: ImageRef): BuiltExtent | undefined {
  const { slot, vectors = slot, end = Infinity } = extentOf(layout, image);
  if (slot === undefined || vectors === undefined) return undefined;
  const found = image.built
    .filter((built) => built.outdated !== true && built.format !== "map")
    .flatMap((built): BuiltExtent[] => {
      if (built.format === "bin") return [{ uri: built.uri, start: slot, end: slot + built.size }];
      const own = built.extents.filter((extent) => extent.end > slot && extent.start < end);
      const [first] = own;
      const last = own.at(-1);
      const holdsTable = own.some((extent) => extent.start <= vectors && vectors < extent.end);
      // One that begins below the slot was linked for another place, or holds the bootloader too.
      if (first === undefined || last === undefined || !holdsTable || first.start < slot) return [];
      return [{ uri: built.uri, start: first.start, end: last.end }];
    });
  return found.reduce<BuiltExtent | undefined>(
    (most, one) => (most !== undefined && most.end >= one.end ? most : one),
    undefined,
  );
}
