import * as vscode from "vscode";
import { explain } from "./core/errors";
import { FlashFeature } from "./flash/flash-feature";
import type { FlashRoom } from "./flash/register";
import { configurationSection, settings } from "./manifest";
import { simulatedBoardModels } from "./simulator/board-model";
import { fastClock } from "./transport/clocks";
import { createBoardService, type LocalBoardService } from "./transport/create-board-service";
import type { AnalysisService } from "./workspace/analysis-service";

/** A simulated board is this much faster than a real one: to be watched, not waited for. */
const simulationSpeed = 4;

/** What the room takes from the composition root. */
export interface FlashRoomDeps {
  readonly analysis: Pick<AnalysisService, "settled">;
  readonly log: vscode.LogOutputChannel;
  readonly context: Pick<vscode.ExtensionContext, "workspaceState" | "extension">;
}

/**
 * The second composition root: boards, and the feature that works with them. A bundle of its own, so that neither
 * activation nor a window without boards pays for it.
 */
export function openFlashRoom({ analysis, log, context }: FlashRoomDeps): FlashRoom {
  const boards = createBoardService({
    usb: true,
    simulate: [],
    log: (line) => log.info(line),
    clock: fastClock(simulationSpeed),
  });
  simulateConfigured(boards, log);
  const feature = new FlashFeature({
    boards,
    usbState: () => boards.usbState(),
    analysis,
    log,
    store: context.workspaceState,
    extension: context.extension,
    simulatedParts: simulatedBoardModels.map(({ part }) => part),
  });
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(`${configurationSection}.${settings.simulatedBoards}`)) return;
    simulateConfigured(boards, log);
    feature.tree.refresh();
  });
  return {
    run: (command, given) => feature.run(command, given),
    tasks: feature.tasks,
    tree: feature.tree,
    pages: feature.pages,
    dispose: () => {
      listening.dispose();
      feature.dispose();
      boards.dispose();
    },
  };
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
