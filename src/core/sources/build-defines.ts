import type { Define } from "../linker/linker-script";
import type { TextFile } from "../project/snapshot";

/** `-DNAME` and `-DNAME=VALUE` as build files write them; a value with variables in it is left out. */
export function buildDefines(file: TextFile | undefined): Record<string, Define> {
  const defines: Record<string, Define> = {};
  for (const match of file?.text.matchAll(/(?:^|[\s"'])-D\s*([A-Za-z_]\w*)(?:=(\\?["']?)([^\s"'\\$)]*)\2)?/gm) ?? []) {
    const [whole, name = "", , value] = match;
    if (file === undefined || value === "") continue;
    const start = match.index + whole.length - (value?.length ?? 0);
    const plain = value === undefined ? undefined : { uri: file.uri, start, end: start + value.length };
    defines[name] = plain === undefined || whole.endsWith('"') ? { text: value ?? "1" } : { text: value ?? "1", source: plain };
  }
  return defines;
}
