import * as vscode from "vscode";
import { registerChip } from "./chip/register";
import { explain } from "./core/errors";
import { registerDiagnostics } from "./diagnostics/register";
import { registerFlash } from "./flash/commands";
import { registerFlashTasks } from "./flash/task-provider";
import { registerBootloaderHelp } from "./help/bootloader-help";
import { registerLanguage } from "./language/register";
import { commands, configurationSection, contextKeys, outputChannelName, settings } from "./manifest";
import { registerMemoryMap } from "./memory-map/panel";
import { registerSnippets } from "./snippets/commands";
import { fastClock } from "./transport/clocks";
import { createBoardService, type LocalBoardService } from "./transport/create-board-service";
import { AnalysisService } from "./workspace/analysis-service";
import { VscodeSourceTree } from "./workspace/vscode-source-tree";

/** A simulated board is this much faster than a real one: to be watched, not waited for. */
const simulationSpeed = 4;

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
  const boards = createBoardService({
    usb: true,
    simulate: [],
    log: (line) => log.info(line),
    clock: fastClock(simulationSpeed),
  });
  const flashing = { boards, usbState: () => boards.usbState(), analysis, log };
  simulateConfigured(boards, log);
  context.subscriptions.push(
    log,
    analysis,
    boards,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${configurationSection}.${settings.simulatedBoards}`))
        simulateConfigured(boards, log);
    }),
    analysis.onDidChange(
      () => void vscode.commands.executeCommand("setContext", contextKeys.hasLayout, analysis.layouts.length > 0),
    ),
    registerDiagnostics(analysis, context.extensionUri),
    registerMemoryMap({
      extensionUri: context.extensionUri,
      layouts: { current: () => analysis.layouts, onDidChange: analysis.onDidChange },
      log,
    }),
    registerFlash(flashing),
    registerFlashTasks(flashing),
    registerSnippets({ analysis, log }),
    registerChip({ analysis, log }),
    registerLanguage(analysis),
    registerBootloaderHelp(analysis),
    vscode.commands.registerCommand(commands.showLog, () => log.show()),
  );
  return { activationTime: performance.now() - started };
}

function simulateConfigured(boards: LocalBoardService, log: vscode.LogOutputChannel): void {
  const configured = vscode.workspace.getConfiguration(configurationSection).get<unknown>(settings.simulatedBoards);
  const parts = Array.isArray(configured) ? configured.filter((part) => typeof part === "string") : [];
  try {
    boards.simulate(parts);
  } catch (error) {
    log.error(explain(error));
    void vscode.window.showErrorMessage(
      vscode.l10n.t("Setting {0}: {1}", `${configurationSection}.${settings.simulatedBoards}`, explain(error)),
    );
  }
}
