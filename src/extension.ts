import * as vscode from "vscode";
import { commands, outputChannelName } from "./manifest";

/** Composition root: builds the objects and wires them, nothing else. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel(outputChannelName, { log: true });
  context.subscriptions.push(log, vscode.commands.registerCommand(commands.showLog, () => log.show()));
}
