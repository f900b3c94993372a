import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Files } from "./memory-tree";

export const workspacesFolder = fileURLToPath(new URL("../fixtures/workspaces", import.meta.url));

export interface Planted {
  readonly workspace: string;
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly why: string;
}

export const planted = JSON.parse(readFileSync(join(workspacesFolder, "planted.json"), "utf8")) as readonly Planted[];

export function workspaceNames(): string[] {
  return readdirSync(workspacesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Every file of a sample workspace; images as bytes. */
export function sampleFiles(workspace: string): Files {
  const folder = join(workspacesFolder, workspace);
  const files: Record<string, string | Uint8Array> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    files[relative(folder, path).replace(/\\/g, "/")] = /\.(bin|elf)$/.test(path)
      ? new Uint8Array(bytes)
      : bytes.toString("utf8");
  }
  return files;
}
