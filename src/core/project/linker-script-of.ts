import type { LinkerScript, LinkerScriptOptions } from "../linker/linker-script";
import { readLinkerScript } from "../linker/read-linker-script";
import { remembered } from "./remembered";
import type { SnapshotReader, Uri } from "./snapshot";

/** {@link readLinkerScript}, remembered for as long as the script and its includes stay the same. */
export function linkerScriptOf(uri: Uri, files: SnapshotReader, options: LinkerScriptOptions): LinkerScript {
  const file = files.text(uri);
  if (file === undefined) return readLinkerScript(uri, files, options);
  const { defines, includePaths } = options;
  const symbols = Object.entries(options.defsyms).map(([name, value]) => [name, String(value)]);
  const key = `linker script ${JSON.stringify([defines, symbols, includePaths])}`;
  return remembered(file, key, files, (recording) => readLinkerScript(uri, recording, options));
}
