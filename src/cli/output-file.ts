import { constants } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { BootsmithError } from "../core/errors";
import { text } from "../core/text";

/** Refuses a file that is there already, before a board is touched. @throws BootsmithError `bad-usage` */
export async function refuseExisting(file: string): Promise<void> {
  if (await exists(file)) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} is there already.", file),
      text("Choose another name, or replace it with --force."),
    );
  }
}

export async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a file in one piece: it is complete and on the disk when this resolves, and nothing half is left where it fails.
 * @throws BootsmithError `unreadable-file`
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const half = `${file}.${process.pid}.part`;
  try {
    const handle = await open(half, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(half, { force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    const what = text("{0} cannot be written: {1}.", file, reason);
    throw new BootsmithError("unreadable-file", what, text("Choose a file you may write."), { cause: error });
  }
}

/** The new name itself has to be on the disk too; Windows does not let a folder be opened and needs none of it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
