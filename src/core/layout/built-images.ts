import { readMapFile } from "../linker/map-file";
import { overflowsOf } from "../linker/map-overflow";
import { baseName } from "../project/paths";
import type { SnapshotReader, Uri } from "../project/snapshot";
import { extentOf } from "./agreement";
import type { BootLayout, BuiltImage, ImageRef } from "./boot-layout";
import { chooseBuilt } from "./built-choice";
import { extentsOf, readBuiltFile, vectorsOf, type BuiltFile } from "./built-file";

/**
 * Milliseconds by which a script has to be newer than a built file to say that the build is outdated: a checkout or a
 * copy writes sources and committed builds in any order, and some file systems count in steps of 2 s.
 */
const tolerance = 5_000;

/** The layout with what the built files of its images hold. */
export function withBuilt(layout: BootLayout, files: SnapshotReader): BootLayout {
  const images = layout.images.map((image) => ({ ...image, built: builtOf(layout, image, files) }));
  return images.every(({ built }) => built.length === 0) ? layout : { ...layout, images };
}

/** Kinds of built files that are tried where those of a better one are too large to be loaded, or being written. */
const tries = 3;

function builtOf(layout: BootLayout, image: ImageRef, files: SnapshotReader): readonly BuiltImage[] {
  const declaration = layout.set.images.find(({ id }) => id === image.id);
  const all = {
    layout,
    image,
    artifacts: image.artifacts,
    linked: declaration?.linked ?? [],
    declared: declaration === undefined || declaration.artifactsDeclared === true,
  };
  const foreign = chooseBuilt(all).maps.filter((uri) => isForeign(image, uri, files));
  const given = { ...all, linked: all.linked.filter((uri) => !foreign.includes(uri)) };
  const first = chooseBuilt(given);
  const failed = first.maps.flatMap((uri) => failedLink(image, uri, files) ?? []);
  let { built } = first;
  let unread: readonly Uri[] = [];
  for (let round = 0; round < tries; round++) {
    const read = built.filter((uri) => fileAt(uri, files) !== undefined);
    // Before the first kind is loaded nobody knows whether another is needed.
    const isLoaded = built.every((uri) => files.snapshot.binaries.has(uri));
    if (read.length > 0 || !isLoaded)
      return [...read.flatMap((uri) => builtImage(layout, image, uri, files) ?? []), ...failed];
    unread = [...unread, ...built];
    const left = (uris: readonly Uri[]): readonly Uri[] => uris.filter((uri) => !unread.includes(uri));
    built = chooseBuilt({ ...given, artifacts: left(given.artifacts), linked: left(given.linked) }).built;
  }
  return failed;
}

function fileAt(uri: Uri, files: SnapshotReader): BuiltFile | undefined {
  const bytes = files.bytes(uri);
  return bytes && readBuiltFile(baseName(uri), bytes);
}

/** Undefined for one that is outdated: it will be built anew, and says nothing of the layout as it is now. */
function builtImage(layout: BootLayout, image: ImageRef, uri: Uri, files: SnapshotReader): BuiltImage | undefined {
  const file = fileAt(uri, files);
  if (file === undefined || isOutdated(image, uri, files)) return undefined;
  return {
    uri,
    format: file.format,
    extents: extentsOf(file),
    size: file.size,
    vectors: vectorsOf(file, extentOf(layout, image)),
  };
}

/** A map with regions at other addresses than the script's: another program's, or one of long ago. It vouches for nothing. */
function isForeign({ regions }: ImageRef, uri: Uri, files: SnapshotReader): boolean {
  const bytes = files.bytes(uri);
  const map = bytes && readMapFile(bytes);
  return (map?.regions ?? []).some(({ name, origin }) =>
    regions.some((one) => one.name === name && one.origin.value.known && one.origin.value.value !== origin),
  );
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
