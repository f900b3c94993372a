import type { LinkerScript } from "../linker/linker-script";
import type { Uri } from "../project/snapshot";

/** The file that an `INCLUDE` of a script led to; undefined where it was not found. */
export function fileOf({ files }: LinkerScript, written: string): Uri | undefined {
  const path = written.replace(/\\/g, "/").replace(/^(?:\.{0,2}\/)+/, "");
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return files.find((uri) => uri.endsWith(`/${encoded}`) || uri.endsWith(`/${path}`));
}
