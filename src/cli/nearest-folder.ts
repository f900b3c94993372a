import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { URI } from "vscode-uri";
import { compiledFolder, isLinkerScript } from "../core/project/workspace-index";

const builtFile = /\.(elf|axf|out|hex|bin|srec|s19|s28|s37|mot|map)$/i;
const projectFile = /^(Makefile|makefile|CMakeLists\.txt|platformio\.ini|mbed_app\.json5?)$|\.ioc$/;

/** The nearest folder, from `folder` upwards, that holds a file or folder of this name; undefined where none does. */
export async function nearestFolderWith(mark: string, folder: string): Promise<string | undefined> {
  const found = await stat(join(folder, mark)).catch(() => undefined);
  if (found !== undefined) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : nearestFolderWith(mark, above);
}

/** Whether a path or URI has the name of a built image or a map. */
export function isBuiltFile(path: string): boolean {
  return builtFile.test(path);
}

/** The project that a built file or map is of: above its build folder, where a linker script or project file stands; undefined for other files. */
export async function projectOfBuilt(path: string): Promise<string | undefined> {
  if (!isBuiltFile(path)) return undefined;
  let folder = URI.parse(compiledFolder(URI.file(path).toString(), [])).fsPath;
  for (let above = ""; folder !== above; above = folder, folder = dirname(folder)) {
    const names = await readdir(folder).catch(() => []);
    if (names.some((name) => projectFile.test(name) || isLinkerScript(name))) return folder;
  }
  return undefined;
}
