import * as vscode from "vscode";
import { freeName, snippetFiles } from "../core/snippets/file-pair";
import type { WrittenSnippet } from "../core/snippets/request";
import { heading, plain, type Choice } from "./questions";
import type { ProposedFolder } from "./source-folders";

/** Asks for the folder: the proposed ones first, or any other. Undefined: given up. */
export async function askFolder(proposed: readonly ProposedFolder[], title: string): Promise<vscode.Uri | undefined> {
  const [first] = proposed;
  if (first === undefined) {
    return browse(undefined);
  }
  const items: Choice<vscode.Uri | "other">[] = proposed.map(({ folder, why }) => {
    const value = vscode.Uri.parse(folder, true);
    return { label: plain(pathOf(value)), description: plain(why), value };
  });
  const other: Choice<vscode.Uri | "other"> = { label: vscode.l10n.t("Another Folder…"), value: "other" };
  const placeHolder = vscode.l10n.t("Folder for the new files");
  const all: Choice<vscode.Uri | "other">[] = [...items, heading(""), other];
  const picked = await vscode.window.showQuickPick(all, { title, placeHolder });
  return picked?.value === "other" ? browse(vscode.Uri.parse(first.folder, true)) : picked?.value;
}

async function browse(from: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: vscode.l10n.t("Put Files Here"),
    ...(from === undefined ? {} : { defaultUri: from }),
  });
  return chosen?.[0];
}

/** Makes the files in a folder, under a name that nothing there has yet, and opens the first. Returns their names. */
export async function createFiles(
  snippet: WrittenSnippet,
  name: string,
  folder: vscode.Uri,
  style: (code: string) => string,
): Promise<readonly string[] | undefined> {
  const taken = new Set((await entriesOf(folder)).map(([entry]) => entry.toLowerCase()));
  // Not every file system tells capitals apart.
  const free = freeName(name, (one) => snippetFiles(snippet, one).some((file) => taken.has(file.name.toLowerCase())));
  const files = snippetFiles(snippet, free, style);
  const edit = new vscode.WorkspaceEdit();
  for (const file of files) {
    // Should the file appear meanwhile, the edit fails: nothing is overwritten.
    edit.createFile(vscode.Uri.joinPath(folder, file.name), { contents: new TextEncoder().encode(file.text) });
  }
  if (!(await vscode.workspace.applyEdit(edit))) {
    return undefined;
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, files[0].name), { preview: false });
  return files.map((file) => file.name);
}

/** A folder that cannot be read holds no name that is known; the edit then fails with the reason. */
async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

/** The folder as the workspace shows it; its own name for the workspace's root. */
function pathOf(folder: vscode.Uri): string {
  const path = vscode.workspace.asRelativePath(folder);
  return path === folder.fsPath || path === "" ? folder.path.slice(folder.path.lastIndexOf("/") + 1) : path;
}
