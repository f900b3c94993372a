import type { ImageDeclaration, ImageRole } from "./image-set";
import { folderOf, isInside, relativePath } from "./paths";
import { roleFromName } from "./roles";
import type { Uri } from "./snapshot";
import type { WorkspaceIndex } from "./workspace-index";

/** A workspace with more sources than this in one image is searched only so far. */
const maximumSources = 400;

/** Where so many programs were built, which of them is the image nobody can tell. */
const maximumLinked = 200;

/** What discovery knows of the files around an image. */
export type ImageFiles = Required<
  Pick<ImageDeclaration, "sources" | "artifacts" | "linked" | "buildFiles" | "assembly" | "rust">
>;

type Kind = "sources" | "artifacts" | "linked" | "buildFiles" | "assembly" | "rust";

/** Whose each file of the workspace is, for all images at once: one pass over the listing. */
export class FileOwners {
  private readonly byFolder = new Map<Uri, ImageDeclaration[]>();
  /** By kind and image; under the kind alone what is nobody's. */
  private readonly files = new Map<string, Uri[]>();

  constructor(
    images: readonly ImageDeclaration[],
    private readonly index: WorkspaceIndex,
  ) {
    for (const image of images) this.byFolder.set(image.folder, [...(this.byFolder.get(image.folder) ?? []), image]);
    for (const kind of ["sources", "artifacts", "linked", "buildFiles", "assembly", "rust"] as const)
      for (const uri of index[kind]) this.assign(kind, uri);
  }

  private assign(kind: Kind, uri: Uri): void {
    const owner = this.ownerOf(uri);
    const key = owner === undefined ? kind : keyOf(kind, owner);
    const files = this.files.get(key);
    if (files === undefined) this.files.set(key, [uri]);
    else files.push(uri);
  }

  /** The image whose folder is the nearest above. Where several share it, the folders' names below say whose a file is; else it is nobody's. */
  private ownerOf(uri: Uri): ImageDeclaration | undefined {
    for (let folder = folderOf(uri), above = ""; folder !== above; above = folder, folder = folderOf(folder)) {
      const [image, ...others] = this.byFolder.get(folder) ?? [];
      if (image === undefined) continue;
      if (others.length === 0) return image;
      const role = roleOfFile(uri, folder);
      const [named, second] = [image, ...others].filter((one) => one.role === role && role !== "other");
      return second === undefined ? named : undefined;
    }
    return undefined;
  }

  /** The files of an image of a set; headers that belong to no image of the set's folder are shared by all. */
  filesOf(image: ImageDeclaration, setFolder: Uri): ImageFiles {
    const own = (kind: Kind): readonly Uri[] => this.files.get(keyOf(kind, image)) ?? [];
    const shared = (kind: Kind): Uri[] => (this.files.get(kind) ?? []).filter((uri) => isInside(uri, setFolder));
    const artifacts = own("artifacts");
    return {
      sources: [...own("sources"), ...shared("sources").filter((uri) => /\.h(pp)?$/.test(uri))].slice(
        0,
        maximumSources,
      ),
      artifacts: [...artifacts.filter((uri) => /\.hex$/i.test(uri)), ...artifacts.filter((uri) => /\.bin$/i.test(uri))],
      linked: own("linked").slice(0, maximumLinked),
      buildFiles: this.buildFilesOf(image, own("buildFiles"), shared("buildFiles")),
      assembly: own("assembly"),
      rust: own("rust"),
    };
  }

  private buildFilesOf(
    image: ImageDeclaration,
    inFolder: readonly Uri[],
    shared: readonly Uri[],
  ): ImageFiles["buildFiles"] {
    const { folder, linkerScript } = image;
    const alone = this.byFolder.get(folder)?.length === 1;
    const besideScript =
      alone && linkerScript !== undefined
        ? this.index.buildFiles.filter((uri) => folderOf(uri) === folderOf(linkerScript))
        : [];
    const own = [...new Set([...inFolder, ...besideScript])];
    const above = this.index.buildFiles.filter((uri) => isInside(folder, folderOf(uri)));
    return { own, shared: [...new Set([...shared, ...above])].filter((uri) => !own.includes(uri)) };
  }
}

/** Images are told apart by what they are made from: their ids may still change. */
function keyOf(kind: Kind, { folder, linkerScript = "", mbedConfig = "", name }: ImageDeclaration): string {
  return [kind, folder, linkerScript, mbedConfig, name].join("\n");
}

/** What the names of the folders between a shared project folder and a file say; the nearest to the file wins. */
function roleOfFile(uri: Uri, folder: Uri): ImageRole | undefined {
  const own = folderOf(uri);
  const names = own === folder ? [] : relativePath(own, folder).split("/").reverse();
  for (const name of names) {
    const role = roleFromName(name);
    if (role !== undefined) return role;
  }
  return undefined;
}
