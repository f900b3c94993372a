import type { ImageDeclaration, ImageRole } from "./image-set";
import { folderOf, isInside, relativePath } from "./paths";
import { roleFromName } from "./roles";
import type { Uri } from "./snapshot";
import type { WorkspaceIndex } from "./workspace-index";

/** A workspace with more sources than this in one image is searched only so far. */
const maximumSources = 400;

/** What discovery knows of the files around an image. */
export type ImageFiles = Required<Pick<ImageDeclaration, "sources" | "artifacts" | "buildFiles" | "assembly">>;

/** The files of an image, by where they stand among those of the set's other images. */
export function filesOf(image: ImageDeclaration, images: readonly ImageDeclaration[], setFolder: Uri, index: WorkspaceIndex): ImageFiles {
  const others = images.filter((other) => other.id !== image.id);
  const own = (files: readonly Uri[]): Uri[] => files.filter((uri) => belongs(uri, image, others));
  const shared = (files: readonly Uri[]): Uri[] =>
    files.filter((uri) => isInside(uri, setFolder) && !images.some((one) => belongs(uri, one, images.filter((other) => other.id !== one.id))));
  const artifacts = own(index.artifacts);
  const ownBuild = own(index.buildFiles);
  const besideScript = image.linkerScript === undefined || others.some((other) => other.folder === image.folder) ? [] : index.buildFiles.filter((uri) => folderOf(uri) === folderOf(image.linkerScript ?? uri));
  const above = index.buildFiles.filter((uri) => isInside(image.folder, folderOf(uri)));
  const buildFiles = { own: [...new Set([...ownBuild, ...besideScript])], shared: [] as Uri[] };
  buildFiles.shared = [...new Set([...shared(index.buildFiles), ...above])].filter((uri) => !buildFiles.own.includes(uri));
  return {
    sources: [...own(index.sources), ...shared(index.sources).filter((uri) => /\.h(pp)?$/.test(uri))].slice(0, maximumSources),
    artifacts: [...artifacts.filter((uri) => /\.hex$/i.test(uri)), ...artifacts.filter((uri) => /\.bin$/i.test(uri))],
    buildFiles,
    assembly: own(index.assembly),
  };
}

/**
 * Below the image's folder and not below another image's folder inside it. Where several images share one folder, the
 * folders' names below it have to say whose a file is; else it is nobody's.
 */
function belongs(uri: Uri, image: ImageDeclaration, others: readonly ImageDeclaration[]): boolean {
  if (!isInside(uri, image.folder)) return false;
  if (others.some((other) => other.folder !== image.folder && isInside(other.folder, image.folder) && isInside(uri, other.folder))) return false;
  const sharers = others.filter((other) => other.folder === image.folder);
  if (sharers.length === 0) return true;
  return image.role !== "other" && roleOfFile(uri, image.folder) === image.role && sharers.every((other) => other.role !== image.role);
}

/** What the names of the folders between a shared project folder and a file say; the nearest to the file wins. */
function roleOfFile(uri: Uri, folder: Uri): ImageRole | undefined {
  const names = relativePath(folderOf(uri), folder).split("/").reverse();
  if (folderOf(uri) === folder) return undefined;
  for (const name of names) {
    const role = roleFromName(name);
    if (role !== undefined) return role;
  }
  return undefined;
}
