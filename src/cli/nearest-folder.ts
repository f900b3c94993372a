import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The nearest folder, from `folder` upwards, that holds a file or folder of this name; undefined where none does. */
export async function nearestFolderWith(mark: string, folder: string): Promise<string | undefined> {
  const found = await stat(join(folder, mark)).catch(() => undefined);
  if (found !== undefined) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : nearestFolderWith(mark, above);
}
