import * as vscode from "vscode";
import { registerDiagnostics } from "./diagnostics/register";
import { commands, contextKeys, outputChannelName } from "./manifest";
import { AnalysisService } from "./workspace/analysis-service";
import { VscodeSourceTree } from "./workspace/vscode-source-tree";

/** Composition root: builds the objects and wires them, nothing else. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel(outputChannelName, { log: true });
  const analysis = new AnalysisService(new VscodeSourceTree(), log);
  context.subscriptions.push(
    log,
    analysis,
    analysis.onDidChange(() => void vscode.commands.executeCommand("setContext", contextKeys.hasLayout, analysis.layouts.length > 0)),
    registerDiagnostics(analysis, context.extensionUri),
    vscode.commands.registerCommand(commands.showLog, () => log.show()),
  );
}
