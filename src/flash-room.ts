import * as vscode from "vscode";
import { BootsmithError } from "./core/errors";
import { text } from "./core/text";
import { FlashFeature } from "./flash/flash-feature";
import type { FlashRoom } from "./flash/register";
import { configurationSection, settings } from "./manifest";
import { simulatedBoardModels } from "./simulator/board-model";
import { fastClock } from "./transport/clocks";
import { createBoardService, type LocalBoardService } from "./transport/create-board-service";
import { localizeError } from "./workspace/l10n";
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
  try {
    boards.simulate(simulatedParts(configured));
  } catch (error) {
    const { message, nextStep = "" } = localizeError(error);
    const name = `${configurationSection}.${settings.simulatedBoards}`;
    const sentence = vscode.l10n.t("Setting {0}: {1}", name, `${message} ${nextStep}`.trim());
    log.error(sentence);
    void vscode.window.showErrorMessage(sentence);
  }
}

/** @throws BootsmithError for anything but a list of names, which somebody may well write into settings.json */
function simulatedParts(configured: unknown): readonly string[] {
  if (Array.isArray(configured) && configured.every((part) => typeof part === "string")) return configured;
  throw new BootsmithError(
    "bad-usage",
    text("It must be a list of part numbers."),
    text("For example {0}.", '["STM32F407VG"]'),
  );
}
