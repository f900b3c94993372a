import * as vscode from "vscode";

/** False, with a message, where the workspace is not trusted: nothing there may choose what a board is flashed with. */
export function trusted(): boolean {
  if (vscode.workspace.isTrusted) {
    return true;
  }
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const message = vscode.l10n.t(
    "Boards are not touched in Restricted Mode: the files of this folder would decide what is flashed.",
  );
  void vscode.window.showWarningMessage(message, manage).then((choice) => {
    if (choice === manage) {
      void vscode.commands.executeCommand("workbench.trust.manage");
    }
  });
  return false;
}
