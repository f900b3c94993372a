import type { ImageDeclaration } from "./image-set";
import { isInside } from "./paths";
import type { Uri } from "./snapshot";
import type { WorkspaceIndex } from "./workspace-index";

/** A workspace with more sources than this in one image is searched only so far. */
const maximumSources = 400;

/** Files below the image's folder that are not below another image's folder inside it. */
function ownFiles(files: readonly Uri[], image: ImageDeclaration, siblings: readonly ImageDeclaration[]): Uri[] {
  const nested = siblings.filter((other) => other.folder !== image.folder && isInside(other.folder, image.folder));
  return files.filter((uri) => isInside(uri, image.folder) && !nested.some((other) => isInside(uri, other.folder)));
}

/** C sources of an image. Where several images share one folder nobody can tell whose they are, so they are nobody's. */
export function sourcesOf(image: ImageDeclaration, siblings: readonly ImageDeclaration[], index: WorkspaceIndex): Uri[] {
  if (siblings.some((other) => other.id !== image.id && other.folder === image.folder)) return [];
  return ownFiles(index.sources, image, siblings).slice(0, maximumSources);
}

/** Built files of an image: `.hex` before `.bin`, update images (`_application.bin`) among them. */
export function artifactsOf(image: ImageDeclaration, siblings: readonly ImageDeclaration[], index: WorkspaceIndex): Uri[] {
  if (siblings.some((other) => other.id !== image.id && other.folder === image.folder)) return [];
  const own = ownFiles(index.artifacts, image, siblings);
  return [...own.filter((uri) => /\.hex$/i.test(uri)), ...own.filter((uri) => /\.bin$/i.test(uri))];
}
