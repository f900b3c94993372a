import type { BoardInfo } from "../core/dfu/board-service";
import type { FirmwareImage } from "../core/image/firmware-image";
import { toolsOf, type FlashDeps } from "./dialogs";
import { loadImage, type FlashJob } from "./flash-job";
import { folderUriOf, pickBoard, pickImage, titleFor, withAddress } from "./picks";

/** What flash, verify and compare need first. */
export interface Wanted {
  readonly job: FlashJob;
  readonly image: FirmwareImage;
  readonly board: BoardInfo;
}

/** Asks for image and board; undefined when the person backs out of a question. */
export async function ask(
  deps: FlashDeps,
  title: string,
  action: FlashJob["action"],
  given?: BoardInfo,
): Promise<Wanted | undefined> {
  const chosen = await askImage(deps, title, action);
  if (chosen === undefined) {
    return undefined;
  }
  const { job, image } = chosen;
  const board = given ?? (await pickBoard(deps, titleFor(job), folderUriOf(job.file), action === "flash"));
  return board === undefined ? undefined : { job, image, board };
}

/** Asks for an image alone. */
export async function askImage(
  deps: FlashDeps,
  title: string,
  action: FlashJob["action"],
): Promise<Omit<Wanted, "board"> | undefined> {
  const tools = toolsOf(deps);
  const picked = await pickImage(deps, title, action);
  const job = picked === undefined ? undefined : await withAddress(picked, tools, titleFor(picked));
  return job === undefined ? undefined : { job, image: await loadImage(job, tools) };
}
