import type { BootLayout } from "../core/layout/boot-layout";
import { folderOf, isInside, relativePath } from "../core/project/paths";
import type { Uri } from "../core/project/snapshot";
import type { SnippetKind } from "../core/snippets/request";

/** A folder that new files may go into, and why. */
export interface ProposedFolder {
  readonly folder: Uri;
  /** The file beside which, or the image whose sources lie there. */
  readonly why: string;
}

/** The folder of the image's sources: the one with the most of them, the first of equals. */
export function sourceFolders(
  layouts: readonly BootLayout[],
  kind: SnippetKind,
  listing: readonly Uri[],
): readonly ProposedFolder[] {
  const found = new Map<Uri, ProposedFolder>();
  // What starts an application belongs into the bootloader; what asks for the system bootloader into the application.
  const first = kind === "system-bootloader" ? "application" : "bootloader";
  const images = layouts.flatMap(({ images, set }) =>
    images.filter(({ factory }) => !factory).map((image) => ({ image, why: `${set.name}: ${image.name}` })),
  );
  for (const { image, why } of images.sort((a, b) => Number(b.image.role === first) - Number(a.image.role === first))) {
    const folder = fullest(image.folder, listing);
    if (folder !== undefined && !found.has(folder)) {
      found.set(folder, { folder, why });
    }
  }
  return [...found.values()];
}

function fullest(folder: Uri, listing: readonly Uri[]): Uri | undefined {
  const counts = new Map<Uri, number>();
  for (const file of listing) {
    if (isInside(file, folder) && /\.(c|cc|cpp|cxx|rs|ino)$/.test(file) && !isVendor(relativePath(file, folder))) {
      counts.set(folderOf(file), (counts.get(folderOf(file)) ?? 0) + 1);
    }
  }
  return [...counts].reduce<readonly [Uri, number] | undefined>(
    (most, one) => (most === undefined || one[1] > most[1] ? one : most),
    undefined,
  )?.[0];
}

/** What others wrote, or a build made. */
function isVendor(path: string): boolean {
  return /(^|\/)(drivers|middlewares|cmsis|libraries|third_party|libopencm3|mbed-os|build|target|cmake-build-[^/]*)\//i.test(
    path,
  );
}
