import * as vscode from "vscode";
import { throwIfCancelled, type Cancellation } from "../core/cancellation";
import { ignoredFolders, maximumFileSize, type SourceTree } from "../core/project/source-tree";
import type { Uri } from "../core/project/snapshot";

const maximumFiles = 50_000;
const maximumDepth = 16;

/**
 * The workspace as a {@link SourceTree}: whatever file system VS Code can read, unsaved text first.
 * Walks with `readDirectory`: `findFiles` has no answer on virtual file systems.
 */
export class VscodeSourceTree implements SourceTree {
  /** @param folders the roots as they are now; default: those of the workspace */
  constructor(
    private readonly folders: () => readonly vscode.Uri[] = () =>
      (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri),
  ) {}

  get roots(): readonly Uri[] {
    return this.folders().map((folder) => folder.toString());
  }

  async list(signal?: Cancellation): Promise<readonly Uri[]> {
    const files: Uri[] = [];
    for (const folder of this.folders()) await this.walk(folder, 0, files, signal);
    return [...new Set(files)].sort();
  }

  private async walk(folder: vscode.Uri, depth: number, files: Uri[], signal: Cancellation | undefined): Promise<void> {
    throwIfCancelled(signal);
    const entries = await entriesOf(folder);
    const folders: vscode.Uri[] = [];
    for (const [name, type] of entries) {
      if (files.length >= maximumFiles) return;
      const uri = vscode.Uri.joinPath(folder, name);
      if (type === vscode.FileType.File) files.push(uri.toString());
      else if (type === vscode.FileType.Directory && depth < maximumDepth && !ignoredFolders.includes(name))
        folders.push(uri);
    }
    await Promise.all(folders.map((one) => this.walk(one, depth + 1, files, signal)));
  }

  async readText(uri: Uri): Promise<string | { readonly absent: string }> {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
    if (open !== undefined) return open.getText();
    const bytes = await this.readBytes(uri);
    return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : bytes;
  }

  async readBytes(uri: Uri): Promise<Uint8Array | { readonly absent: string }> {
    const parsed = vscode.Uri.parse(uri, true);
    try {
      const { size } = await vscode.workspace.fs.stat(parsed);
      if (size > maximumFileSize) return { absent: `${parsed.path} is larger than 16 MiB` };
      return await vscode.workspace.fs.readFile(parsed);
    } catch (error) {
      return { absent: error instanceof Error ? error.message : String(error) };
    }
  }

  changedAt(uri: Uri): Promise<number | null> {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
    return open?.isDirty === true ? Promise.resolve(Infinity) : timeOf(vscode.Uri.parse(uri, true));
  }
}

/** Time of the last change on disk. */
async function timeOf(uri: vscode.Uri): Promise<number | null> {
  try {
    return (await vscode.workspace.fs.stat(uri)).mtime;
  } catch {
    return null;
  }
}

/** A folder that vanished or may not be read holds nothing. */
async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
