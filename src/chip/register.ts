import * as vscode from "vscode";
import { commands } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize } from "../workspace/l10n";
import { chipStatus, layoutsOfFile } from "./chip-status";

/** What the chip feature is given. */
export interface ChipDeps {
  readonly analysis: Pick<AnalysisService, "settled" | "layouts" | "onDidChange">;
  readonly log: vscode.LogOutputChannel;
}

/** The status bar entry with the chip of the active editor's images, and the command that changes it. */
export function registerChip(deps: ChipDeps): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("chip", vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t("Bootsmith Chip");
  item.command = commands.selectDevice;
  const update = (): void => show(item, deps.analysis);
  update();
  return vscode.Disposable.from(
    item,
    deps.analysis.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.commands.registerCommand(commands.selectDevice, async () => {
      const { selectChip } = await import("./select-chip");
      await selectChip(deps);
    }),
  );
}

function show(item: vscode.StatusBarItem, { layouts }: Pick<AnalysisService, "layouts">): void {
  const status = chipStatus(layoutsOfFile(layouts, vscode.window.activeTextEditor?.document.uri.toString()));
  if (status === undefined) {
    item.hide();
    return;
  }
  const warning = status.doubtful ? " $(warning)" : "";
  item.text = `$(circuit-board) ${localize(status.label)}${warning}`;
  item.tooltip = status.tooltip.map(localize).join("\n");
  item.accessibilityInformation = { label: vscode.l10n.t("Chip: {0}", localize(status.label)) };
  item.show();
}
