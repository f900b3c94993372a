import type { FlashWrite } from "./flash-writes";
import type { ImageDeclaration, ImageSet, Upload } from "./image-set";
import { namesOf, plainName } from "./image-names";
import { isInside } from "./paths";
import { roleFromName } from "./roles";
import type { SnapshotReader } from "./snapshot";

/** The sets with what their images' built files are written to, as far as it is evident which image a file is of. */
export function withUploads(
  sets: readonly ImageSet[],
  writes: readonly FlashWrite[],
  files: SnapshotReader,
): readonly ImageSet[] {
  if (writes.length === 0) return sets;
  const images = sets.flatMap((set) => set.images.map((image): Candidate => ({ image, names: undefined })));
  const byImage = new Map<ImageDeclaration, FlashWrite[]>();
  for (const write of writes) {
    const image = imageOf(write, images, files);
    if (image !== undefined) byImage.set(image, [...(byImage.get(image) ?? []), write]);
  }
  return sets.map((set) => ({
    ...set,
    images: set.images.map((image) => {
      const uploads = uploadsOf(byImage.get(image) ?? [], set);
      return uploads.length === 0 ? image : { ...image, uploads: [...(image.uploads ?? []), ...uploads] };
    }),
  }));
}

interface Candidate {
  readonly image: ImageDeclaration;
  names: ReadonlySet<string> | undefined;
}

/** The one image whose built file a write names, undefined where it is not evident. */
export function imageOfWrite(
  write: FlashWrite,
  images: readonly ImageDeclaration[],
  files: SnapshotReader,
): ImageDeclaration | undefined {
  return imageOf(
    write,
    images.map((image) => ({ image, names: undefined })),
    files,
  );
}

/** By folder, and by a name that is the image's own. */
function imageOf(write: FlashWrite, images: Candidate[], files: SnapshotReader): ImageDeclaration | undefined {
  const { folder, base } = write;
  const above = folder === undefined ? [] : images.filter(({ image }) => isInside(folder, image.folder));
  const longest = Math.max(0, ...above.map(({ image }) => image.folder.length));
  const near =
    above.length > 0
      ? above.filter(({ image }) => image.folder.length === longest)
      : images.filter(({ image }) => isInside(image.folder, base) || isInside(base, image.folder));
  const [only, second] = near.filter((one) => isNamed(write, one, files));
  return second === undefined ? only?.image : undefined;
}

/** What is in a folder name of its own as well, so that it says nothing by itself. */
const roleNames = /^(boot(loader)?|bl|app(lication)?|appli|firmware|fw|main|zephyr|output)$/;

function isNamed(write: FlashWrite, candidate: Candidate, files: SnapshotReader): boolean {
  const { image } = candidate;
  if (write.role !== undefined) return write.role === image.role;
  const name = write.path.slice(write.path.lastIndexOf("/") + 1).replace(/(\.ino)?\.bin$/i, "");
  if (/[$<>%]/.test(name)) return false;
  const role = roleFromName(name);
  if (role !== undefined && role !== image.role && (role === "bootloader" || image.role === "bootloader")) return false;
  const plain = plainName(name);
  if (roleNames.test(plain)) return role === undefined || role === image.role || image.role === "other";
  candidate.names ??= namesOf(image, files);
  return candidate.names.has(plain);
}

/** One per place. A file that writes the image to several addresses knows slots or stages that no script tells of. */
function uploadsOf(writes: readonly FlashWrite[], set: ImageSet): Upload[] {
  return writes.flatMap((write): Upload[] => {
    const { address, range, label, path } = write;
    const beside = writes.filter((other) => other.range.uri === range.uri);
    if (beside.some((other) => other.address !== address)) return [];
    if (beside.findIndex((other) => other.range.start === range.start) !== beside.indexOf(write)) return [];
    const upload: Upload = { address, range, base: 0, label, statedBy: "flash-task" };
    if (set.configurations.length < 2) return [upload];
    // Several targets, several builds: a task is of the one whose name its path bears.
    const parts = path.split("/");
    const named = set.configurations.filter(({ id, target }) => parts.includes(id) || parts.includes(target ?? id));
    return named.length === 1 ? named.map(({ id }) => ({ ...upload, configuration: id })) : [];
  });
}
