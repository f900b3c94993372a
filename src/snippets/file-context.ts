import type { BootLayout } from "../core/layout/boot-layout";
import { isExplicit } from "../core/layout/device-choice";
import { baseName, isInside, relativePath } from "../core/project/paths";
import type { Snapshot, Uri } from "../core/project/snapshot";
import type { SnippetFlavour } from "../core/snippets/request";
import { evidentFlavours, flavoursOfFiles } from "./flavour-choice";

/** What is looked at of an open file. */
export interface OpenFile {
  readonly uri: Uri;
  /** VS Code's id. */
  readonly language: string;
  readonly text: string;
}

/** The layouts of a workspace, and the listing they were made from. */
export interface Known {
  readonly layouts: readonly BootLayout[];
  readonly snapshot: Pick<Snapshot, "listing" | "roots">;
}

/** What the workspace says of a file. */
export interface FileContext {
  /** Layouts of the image that the file belongs to, one per configuration; empty where it belongs to none. */
  readonly own: readonly BootLayout[];
  /** All layouts, the own ones first. */
  readonly layouts: readonly BootLayout[];
  /** Libraries that the file and its neighbours speak of, best first. */
  readonly flavours: readonly SnippetFlavour[];
}

export function contextOf(file: OpenFile | undefined, known: Known | undefined): FileContext {
  const all = known?.layouts ?? [];
  const near = file === undefined ? [] : layoutsOf(file.uri, all);
  const own = file === undefined ? [] : near.map((layout) => seenFrom(file.uri, layout));
  const layouts = [...own, ...all.filter((layout) => !near.includes(layout))];
  const around = known === undefined ? [] : flavoursAround(file?.uri, own, known.snapshot);
  const read = file === undefined ? {} : { file: { name: baseName(file.uri), ...file } };
  return { own, layouts, flavours: evidentFlavours({ ...read, around }) };
}

/** The layouts with the folder that is nearest above the file: an image's, else a set's. */
function layoutsOf(uri: Uri, layouts: readonly BootLayout[]): readonly BootLayout[] {
  const depths = layouts.map((layout) => Math.max(0, ...foldersOf(layout, uri).map((folder) => folder.length)));
  const deepest = Math.max(1, ...depths);
  return layouts.filter((_, i) => depths[i] === deepest);
}

/** The layout with the chip that the file's own image names, where it names one and nobody has decided for the whole set. */
function seenFrom(uri: Uri, layout: BootLayout): BootLayout {
  const around = layout.images.filter(({ factory, folder }) => !factory && isInside(uri, folder));
  const deepest = Math.max(0, ...around.map(({ folder }) => folder.length));
  const [image, ...others] = around.filter(({ folder }) => folder.length === deepest);
  const device = others.length === 0 ? image?.device : undefined;
  const decided = layout.device.hint !== undefined && isExplicit(layout.device.hint);
  return device === undefined || device.candidates.length === 0 || decided ? layout : { ...layout, device };
}

/** The folders of a layout that hold the file: its images', and its set's. */
function foldersOf(layout: BootLayout, uri: Uri): readonly Uri[] {
  const images = layout.images.filter((image) => !image.factory).map((image) => image.folder);
  return [...images, layout.set.folder].filter((folder) => isInside(uri, folder));
}

/** A listing has thousands of files, and completion asks at every word. */
const remembered = new WeakMap<readonly Uri[], Map<Uri, readonly SnippetFlavour[]>>();

/** What the files of the image speak of; where they say nothing those of its set, else those of the workspace. */
function flavoursAround(
  uri: Uri | undefined,
  own: readonly BootLayout[],
  { listing, roots }: Known["snapshot"],
): readonly SnippetFlavour[] {
  const near = uri === undefined ? [] : own.flatMap((layout) => foldersOf(layout, uri));
  const root = roots.filter((folder) => uri === undefined || isInside(uri, folder));
  const folders = [...[...near].sort((a, b) => b.length - a.length), ...root];
  const known = remembered.get(listing) ?? new Map<Uri, readonly SnippetFlavour[]>();
  remembered.set(listing, known);
  for (const folder of folders) {
    const flavours = known.get(folder) ?? flavoursOfFiles(filesBelow(folder, listing));
    known.set(folder, flavours);
    if (flavours.length > 0) {
      return flavours;
    }
  }
  return [];
}

function filesBelow(folder: Uri, listing: readonly Uri[]): string[] {
  return listing.filter((file) => isInside(file, folder)).map((file) => relativePath(file, folder));
}
