import type { BootLayout } from "../core/layout/boot-layout";
import { partsOf } from "../core/layout/device-choice";
import type { DeclaredPlace, StatedImage, StatedSet } from "../core/project/edit-bootsmith-json";
import type { ImageDeclaration, ImageRole, ImageSet } from "../core/project/image-set";
import { baseName, folderOf, isInside, join, relativePath } from "../core/project/paths";
import type { Uri } from "../core/project/snapshot";

/** An image with the set it is in now. */
export interface Member {
  readonly layout: BootLayout;
  readonly image: ImageDeclaration;
}

/** Every image of these layouts, each once. */
export function membersOf(layouts: readonly BootLayout[]): readonly Member[] {
  const seen = new Set<string>();
  return layouts.flatMap((layout) => {
    if (seen.has(layout.set.id)) return [];
    seen.add(layout.set.id);
    return layout.set.images.map((image) => ({ layout, image }));
  });
}

/**
 * The `bootsmith.json` that these images are declared in, or would be: that of their set, else the one of the
 * workspace folder that holds them all; undefined where no folder does.
 */
export function declarationFor(members: readonly Member[], roots: readonly Uri[]): Uri | undefined {
  const declared = [...new Set(members.flatMap(({ layout }) => declaredIn(layout.set)?.uri ?? []))];
  if (declared.length > 1) return undefined;
  const inside = (folder: Uri): boolean => members.every(({ image }) => isInside(image.folder, folder));
  const [file] = declared;
  if (file !== undefined) return inside(folderOf(file)) ? file : undefined;
  const root = roots.find(inside);
  return root === undefined ? undefined : join(root, "bootsmith.json");
}

/** Where a declared set stands; undefined for an evident one. Its id tells (core/project/bootsmith-json.ts). */
export function declaredIn({ id, origin }: ImageSet): { readonly uri: Uri; readonly index: number } | undefined {
  const match = origin === "declared" ? /^(.*)#(\d+)$/.exec(id) : null;
  return match?.[1] === undefined ? undefined : { uri: match[1], index: Number(match[2]) };
}

/** Where an image is declared; undefined where it is not. */
export function placeOf({ layout: { set }, image }: Member): DeclaredPlace | undefined {
  const at = declaredIn(set);
  return at === undefined ? undefined : { set: at.index, image: set.images.indexOf(image) };
}

/**
 * What `bootsmith.json` says of a set of these images. The chip is written down where the files leave no doubt about it.
 * @param file the `bootsmith.json`, which paths are relative to
 */
export function statedSet(name: string, members: readonly Member[], file: Uri): StatedSet {
  const parts = new Set(members.flatMap(({ layout }) => partsOf(layout.device)));
  const [part, second] = parts;
  const names = uniqueNames(members.map(({ image }) => image));
  return {
    name,
    ...(part !== undefined && second === undefined && { device: part }),
    images: members.map(({ image }, index) => statedImage(image, names[index] ?? image.name, folderOf(file))),
  };
}

function statedImage(image: ImageDeclaration, name: string, base: Uri): StatedImage {
  const path = (uri: Uri): string => (uri === base ? "." : relativePath(uri, base));
  const stated = image.linkerScript ?? image.mbedConfig;
  return {
    name,
    role: image.role,
    ...(stated !== undefined && folderOf(stated) === image.folder ? {} : { folder: path(image.folder) }),
    ...(image.linkerScript !== undefined && { linkerScript: path(image.linkerScript) }),
    ...(image.mbedConfig !== undefined && { mbedConfig: path(image.mbedConfig) }),
    ...(image.core !== undefined && { core: image.core }),
  };
}

/** Inside a set a name tells an image apart: one that is taken gets the name of its folder. */
function uniqueNames(images: readonly ImageDeclaration[]): readonly string[] {
  const taken = new Set<string>();
  return images.map(({ name, folder }) => {
    const candidates = [name, baseName(folder), `${baseName(folder)}-${name}`];
    const free = candidates.find((one) => !taken.has(one)) ?? `${name}-${taken.size + 1}`;
    taken.add(free);
    return free;
  });
}

/** The same set with another role for one of its images. */
export function withOtherRole(members: readonly Member[], image: ImageDeclaration, role: ImageRole): readonly Member[] {
  return members.map((one) => (one.image.id === image.id ? { ...one, image: { ...one.image, role } } : one));
}
