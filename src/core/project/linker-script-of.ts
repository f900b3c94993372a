import type { LinkerScript, LinkerScriptOptions } from "../linker/linker-script";
import { isPreprocessed } from "../linker/preprocessor-tokens";
import { readAnyScript } from "../linker/read-any-script";
import { remembered } from "./remembered";
import type { SnapshotReader, Uri } from "./snapshot";

/** {@link readAnyScript}, remembered for as long as the script and its includes stay the same. */
export function linkerScriptOf(uri: Uri, files: SnapshotReader, options: LinkerScriptOptions): LinkerScript {
  const file = files.text(uri);
  if (file === undefined) return readAnyScript(uri, files, options);
  const symbols = Object.entries(options.defsyms).map(([name, value]) => [name, String(value)]);
  const given = isPlain(file.text, options) ? [] : [options.defines, options.includePaths];
  const key = `linker script ${JSON.stringify([symbols, ...given])}`;
  return remembered(file, key, files, (recording) => readAnyScript(uri, recording, options));
}

/** Neither a macro nor a folder of includes reaches the script: it reads the same whatever those are. */
function isPlain(text: string, { defines }: LinkerScriptOptions): boolean {
  return (
    !isPreprocessed(text) && !text.includes("INCLUDE") && !Object.keys(defines).some((name) => text.includes(name))
  );
}
