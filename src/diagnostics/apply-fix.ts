import * as vscode from "vscode";
import type { Edit, Fix } from "../core/rules/finding";
import { localize } from "../workspace/l10n";

/**
 * Applies all edits of a fix in one step that one undo takes back, or none: every place must still say what the fix
 * was made for.
 */
export async function applyFix(fix: Fix): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const one of fix.edits) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(one.range.uri, true));
    const range = new vscode.Range(document.positionAt(one.range.start), document.positionAt(one.range.end));
    if (document.getText(range) !== one.current) {
      const message = vscode.l10n.t(
        "Nothing was changed: {0} has been edited since. Open the quick fix again.",
        nameOf(one),
      );
      void vscode.window.showWarningMessage(message);
      return;
    }
    edit.replace(document.uri, range, one.replacement);
  }
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) {
    const message = vscode.l10n.t("Nothing was changed: VS Code refused the edit. Is a file read-only?");
    void vscode.window.showErrorMessage(message);
    return;
  }
  if (fix.afterwards !== undefined) void vscode.window.showInformationMessage(localize(fix.afterwards));
}

function nameOf(edit: Edit): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(edit.range.uri, true));
}
