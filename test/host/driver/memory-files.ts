import * as vscode from "vscode";

type Entry = { readonly kind: "folder" } | { readonly kind: "file"; data: Uint8Array };

/** A file system in memory, keyed by path. */
export class MemoryFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly entries = new Map<string, { readonly entry: Entry; readonly mtime: number }>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  dispose(): void {
    this.changed.dispose();
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { entry, mtime } = this.get(uri);
    const type = entry.kind === "folder" ? vscode.FileType.Directory : vscode.FileType.File;
    return { type, ctime: mtime, mtime, size: entry.kind === "file" ? entry.data.length : 0 };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    this.get(uri);
    const prefix = uri.path.endsWith("/") ? uri.path : `${uri.path}/`;
    const found: [string, vscode.FileType][] = [];
    for (const [path, { entry }] of this.entries) {
      const name = path.slice(prefix.length);
      if (!path.startsWith(prefix) || name === "" || name.includes("/")) continue;
      found.push([name, entry.kind === "folder" ? vscode.FileType.Directory : vscode.FileType.File]);
    }
    return found;
  }

  createDirectory(uri: vscode.Uri): void {
    this.set(uri, { kind: "folder" }, vscode.FileChangeType.Created);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const { entry } = this.get(uri);
    if (entry.kind === "folder") throw vscode.FileSystemError.FileIsADirectory(uri);
    return entry.data;
  }

  writeFile(uri: vscode.Uri, data: Uint8Array, options: { create: boolean; overwrite: boolean }): void {
    const exists = this.entries.has(uri.path);
    if (!exists && !options.create) throw vscode.FileSystemError.FileNotFound(uri);
    if (exists && !options.overwrite) throw vscode.FileSystemError.FileExists(uri);
    this.set(uri, { kind: "file", data }, exists ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created);
  }

  delete(uri: vscode.Uri): void {
    this.get(uri);
    for (const path of [...this.entries.keys()]) {
      if (path === uri.path || path.startsWith(`${uri.path}/`)) this.entries.delete(path);
    }
    this.changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  rename(from: vscode.Uri, to: vscode.Uri, options: { overwrite: boolean }): void {
    this.writeFile(to, this.readFile(from), { create: true, overwrite: options.overwrite });
    this.delete(from);
  }

  private get(uri: vscode.Uri): { readonly entry: Entry; readonly mtime: number } {
    const found = this.entries.get(uri.path);
    if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  }

  private set(uri: vscode.Uri, entry: Entry, type: vscode.FileChangeType): void {
    this.entries.set(uri.path, { entry, mtime: Date.now() });
    this.changed.fire([{ type, uri }]);
  }
}
