import * as vscode from "vscode";
import type { FlashDeps } from "./dialogs";
import { udevCommand, usbHelpPage } from "./usb-access";

/** Opens the page on what keeps boards from being seen or opened on this machine. */
export async function showUsbHelp({ extension }: Pick<FlashDeps, "extension">): Promise<void> {
  const page = usbHelpPage(process.platform, inRemoteHost(extension));
  const uri = vscode.Uri.joinPath(extension.extensionUri, "media", "help", `${page}.md`);
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

/**
 * Puts the one command that installs the udev rule into a terminal, not run: it needs root, so the person presses
 * Enter. In a remote window the terminal is another machine's, and the command is only copied.
 */
export async function addUdevRule({ extension }: Pick<FlashDeps, "extension">): Promise<void> {
  if (process.platform !== "linux") {
    await showUsbHelp({ extension });
    return;
  }
  const rule = vscode.Uri.joinPath(extension.extensionUri, "media", "udev", "70-bootsmith-dfu.rules");
  const command = udevCommand(rule.fsPath);
  const elsewhere = vscode.env.remoteName !== undefined && extension.extensionKind === vscode.ExtensionKind.UI;
  const open = vscode.l10n.t("Open Terminal");
  const copy = vscode.l10n.t("Copy Command");
  const show = vscode.l10n.t("Show Rule");
  const detail = vscode.l10n.t(
    "The rule lets whoever sits at this computer open boards in DFU mode. Installing it takes one command as root: it is put into a terminal, and runs when you press Enter. Then connect the board again.",
  );
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t("Add a udev rule for boards in DFU mode?"),
    { modal: true, detail },
    ...(elsewhere ? [] : [open]),
    copy,
    show,
  );
  if (choice === open) {
    const terminal = vscode.window.createTerminal({ name: vscode.l10n.t("Bootsmith: udev rule") });
    terminal.show();
    terminal.sendText(command, false);
  } else if (choice === copy) {
    await vscode.env.clipboard.writeText(command);
  } else if (choice === show) {
    await vscode.window.showTextDocument(rule);
  }
}

/** The extension host is not on the machine in front of the person. */
function inRemoteHost({ extensionKind }: FlashDeps["extension"]): boolean {
  return vscode.env.remoteName !== undefined && extensionKind === vscode.ExtensionKind.Workspace;
}
