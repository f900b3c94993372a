import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { MemoryFiles } from "./memory-files";

/** Serves `memfs:/<name>`: a copy in memory of the folder that `BOOTSMITH_MEMFS_SOURCE` names. */
export function activate(context: vscode.ExtensionContext): void {
  const files = new MemoryFiles();
  const { BOOTSMITH_MEMFS_SOURCE: source } = process.env;
  if (source !== undefined) fill(files, source, vscode.Uri.parse("memfs:/workspace"));
  context.subscriptions.push(
    files,
    vscode.workspace.registerFileSystemProvider("memfs", files, { isCaseSensitive: true }),
  );
}

function fill(files: MemoryFiles, folder: string, uri: vscode.Uri): void {
  files.createDirectory(uri);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const child = vscode.Uri.joinPath(uri, entry.name);
    if (entry.isDirectory()) fill(files, path, child);
    else files.writeFile(child, readFileSync(path), { create: true, overwrite: true });
  }
}
