import type { SnapshotReader, Uri } from "../project/snapshot";
import { readIcf } from "./icf/read-icf";
import type { Dialect, LinkerScript, LinkerScriptOptions } from "./linker-script";
import { readLinkerScript } from "./read-linker-script";
import { readScatter } from "./scatter/read-scatter";

/** The language that a script's name stands for: `.icf` is IAR's, `.sct`, `.scf` and `.scat` are Arm's, the rest GNU ld's. */
export function dialectOf(uri: Uri): Dialect {
  if (/\.icf$/i.test(uri)) return "iar";
  return /\.(sct|scf|scat)$/i.test(uri) ? "arm-scatter" : "gnu-ld";
}

/** Reads a script in the language its name stands for. Never throws. */
export function readAnyScript(uri: Uri, files: SnapshotReader, options: LinkerScriptOptions): LinkerScript {
  switch (dialectOf(uri)) {
    case "iar":
      return readIcf(uri, files, options);
    case "arm-scatter":
      return readScatter(uri, files, options);
    case "gnu-ld":
      return readLinkerScript(uri, files, options);
  }
}
