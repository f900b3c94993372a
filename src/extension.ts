import * as vscode from "vscode";
import { registerBuild } from "./build/register";
import { registerChip } from "./chip/register";
import { registerDiagnostics } from "./diagnostics/register";
import { registerFlash } from "./flash/register";
import { registerBootloaderHelp } from "./help/bootloader-help";
import { registerImageSets } from "./image-sets/register";
import { registerLanguage } from "./language/register";
import { commands, contextKeys, outputChannelName } from "./manifest";
import { registerMemoryMap } from "./memory-map/panel";
import { registerSnippets } from "./snippets/commands";
import { AnalysisService } from "./workspace/analysis-service";
import { VscodeSourceTree } from "./workspace/vscode-source-tree";

/** What `activate` returns: for the tests that measure it. */
export interface ExtensionApi {
  /** Milliseconds inside `activate`. */
  readonly activationTime: number;
}

/** Composition root: builds the objects and wires them, nothing else. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const started = performance.now();
  const log = vscode.window.createOutputChannel(outputChannelName, { log: true });
  const analysis = new AnalysisService(new VscodeSourceTree(), log);
  context.subscriptions.push(
    log,
    analysis,
    analysis.onDidChange(
      () => void vscode.commands.executeCommand("setContext", contextKeys.hasLayout, analysis.layouts.length > 0),
    ),
    registerDiagnostics(analysis, context.extensionUri),
    registerBuild(analysis),
    registerMemoryMap({
      extensionUri: context.extensionUri,
      layouts: { current: () => analysis.layouts, onDidChange: analysis.onDidChange },
      log,
    }),
    registerFlash(async () => (await import("./flash-room")).openFlashRoom({ analysis, log, context })),
    registerSnippets({ analysis, log }),
    registerChip({ analysis, log }),
    registerImageSets(analysis),
    registerLanguage(analysis),
    registerBootloaderHelp(analysis),
    vscode.commands.registerCommand(commands.showLog, () => log.show()),
  );
  return { activationTime: performance.now() - started };
}
