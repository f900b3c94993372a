import { dirname, isAbsolute, relative, resolve } from "node:path";
import { URI } from "vscode-uri";
import { analyse } from "../core/analysis";
import { guardedForFile, imageChoices, protectedRanges, type GuardedImage } from "../core/dfu/image-choice";
import type { ProtectedRange } from "../core/dfu/plan-flash";
import { BootsmithError } from "../core/errors";
import type { ImageRole } from "../core/project/image-set";
import { settle, takeSnapshot } from "../core/project/source-tree";
import { text, type Text } from "../core/text";
import { nearestFolderWith } from "./nearest-folder";
import { NodeSourceTree } from "./node-source-tree";

/** What the project around an image file says must stay on the board when it is flashed. */
export interface Protection {
  readonly ranges: readonly ProtectedRange[];
  readonly warnings: readonly Text[];
}

/**
 * Reads the project around an image file, as the editor does: the other images of its set are kept, and for a file that
 * belongs to no image every bootloader is.
 * @param as what the person says the image is
 * @throws BootsmithError `plan-refused` where the file is a bootloader and nobody said so
 */
export async function protectionFor(
  file: string,
  as: "bootloader" | "application" | undefined,
  signal: AbortSignal,
): Promise<Protection> {
  const path = resolve(file);
  const tree = new NodeSourceTree([await projectOf(path)]);
  const { value } = await settle(tree, await takeSnapshot(tree, signal), (snapshot) => analyse(snapshot, {}), signal);
  const uri = URI.file(path).toString();
  const choice = imageChoices(value.layouts).find(({ artifacts }) => artifacts.includes(uri));
  if (choice?.role === "bootloader" && as !== "bootloader") {
    throw new BootsmithError(
      "plan-refused",
      text("{0} is a bootloader ({1} of {2}).", file, choice.name, choice.setName),
      text("To write it, say so: --as bootloader, and --yes when the plan is right."),
    );
  }
  const guarded = choice?.guarded ?? guardedForFile(value.layouts, uri);
  return { ranges: protectedRanges(guarded), warnings: warningsOf(choice?.role ?? null, guarded) };
}

function warningsOf(role: ImageRole | null, guarded: readonly GuardedImage[]): readonly Text[] {
  if (role === null && guarded.length === 0) {
    return [text("No bootloader of this project is known, so none is protected.")];
  }
  return guarded
    .filter((image) => image.role === "bootloader" && image.range === null)
    .map(({ name }) => text("Where {0} starts or ends is not known, so it is not protected.", name));
}

/**
 * The folder whose files say what belongs together: the nearest one with a bootsmith.json, else with a repository, else
 * the one the command runs in, if it holds the file; else the file's own.
 */
async function projectOf(path: string): Promise<string> {
  const own = dirname(path);
  const marked = (await nearestFolderWith("bootsmith.json", own)) ?? (await nearestFolderWith(".git", own));
  if (marked !== undefined) {
    return marked;
  }
  const fromHere = relative(process.cwd(), own);
  return fromHere.startsWith("..") || isAbsolute(fromHere) ? own : process.cwd();
}
