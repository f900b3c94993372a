import { readdir, readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { URI, Utils } from "vscode-uri";
import { throwIfCancelled, type Cancellation } from "../core/cancellation";
import { ignoredFolders, maximumFileSize, type SourceTree } from "../core/project/source-tree";
import type { Uri } from "../core/project/snapshot";

const maximumFiles = 50_000;
const maximumDepth = 16;

/** The file system of the command line as a {@link SourceTree}. */
export class NodeSourceTree implements SourceTree {
  readonly roots: readonly Uri[];

  /** @param paths absolute paths of folders */
  constructor(paths: readonly string[]) {
    this.roots = paths.map((path) => URI.file(path).toString());
  }

  async list(signal?: Cancellation): Promise<readonly Uri[]> {
    const files: Uri[] = [];
    for (const root of this.roots) await this.walk(URI.parse(root), 0, files, signal);
    return [...new Set(files)].sort();
  }

  private async walk(folder: URI, depth: number, files: Uri[], signal: Cancellation | undefined): Promise<void> {
    throwIfCancelled(signal);
    const entries = await readdir(folder.fsPath, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (files.length >= maximumFiles) return;
      const uri = Utils.joinPath(folder, entry.name);
      if (entry.isFile()) files.push(uri.toString());
      else if (entry.isDirectory() && depth < maximumDepth && !ignoredFolders.includes(entry.name))
        await this.walk(uri, depth + 1, files, signal);
    }
  }

  async readText(uri: Uri): Promise<string | { readonly absent: string }> {
    const bytes = await this.readBytes(uri);
    return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : bytes;
  }

  async readBytes(uri: Uri): Promise<Uint8Array | { readonly absent: string }> {
    const path = URI.parse(uri).fsPath;
    try {
      const { size } = await stat(path);
      if (size > maximumFileSize) return { absent: `${basename(path)} is larger than 16 MiB` };
      return new Uint8Array(await readFile(path));
    } catch (error) {
      return { absent: error instanceof Error ? error.message : String(error) };
    }
  }

  async changedAt(uri: Uri): Promise<number | null> {
    return stat(URI.parse(uri).fsPath).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
  }
}
