import * as vscode from "vscode";
import { BootsmithError } from "../core/errors";
import { emptyDeclaration } from "../core/project/edit-bootsmith-json";
import { text } from "../core/text";

/**
 * Changes a `bootsmith.json`, or makes it. One undo takes it back; a file without unsaved text is saved, as the
 * declaration is meant for the command line, too.
 * @param change from the text that stands there to the one that shall
 * @throws BootsmithError `unreadable-file` where VS Code refuses the edit
 */
export async function editDeclaration(uri: vscode.Uri, change: (text: string) => string): Promise<void> {
  if (!(await exists(uri))) {
    const made = change(emptyDeclaration);
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uri, { contents: new TextEncoder().encode(made) });
    await apply(uri, edit);
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const before = document.getText();
  const after = change(before);
  if (after === before) return;
  const { isDirty } = document;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(before.length)), after);
  await apply(uri, edit);
  if (!isDirty) await document.save();
}

async function apply(uri: vscode.Uri, edit: vscode.WorkspaceEdit): Promise<void> {
  if (await vscode.workspace.applyEdit(edit)) return;
  throw new BootsmithError(
    "unreadable-file",
    text("{0} was not changed: VS Code refused the edit.", vscode.workspace.asRelativePath(uri)),
    text("Is the file read-only?"),
  );
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
