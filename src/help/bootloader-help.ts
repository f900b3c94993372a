import * as vscode from "vscode";
import { layoutsOfFile, partsOf } from "../core/layout/layouts-of-file";
import { bootloaderHelp, helpMarkdown } from "../core/report/bootloader-help";
import { commands, helpScheme } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize } from "../workspace/l10n";

/** Registers the page that says how a chip gets into its bootloader; the command takes the part, or asks. */
export function registerBootloaderHelp(analysis: Pick<AnalysisService, "settled">): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(helpScheme, {
      provideTextDocumentContent: ({ path }) => helpMarkdown(bootloaderHelp(nameIn(path)), localize),
    }),
    vscode.commands.registerCommand(commands.bootloaderHelp, async (given?: unknown) => {
      const name = typeof given === "string" && given.trim() !== "" ? given : await pickChip(analysis);
      if (name !== undefined) await showBootloaderHelp(name);
    }),
  );
}

/** Opens the page of a part number or board name. */
async function showBootloaderHelp(name: string): Promise<void> {
  const path = `/${bootloaderHelp(name).name.replaceAll("/", "-")}.md`;
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.from({ scheme: helpScheme, path }));
}

function nameIn(path: string): string {
  return path.slice(1).replace(/\.md$/, "");
}

/** The chip of the project that the active file belongs to; else the person chooses, or types a name. */
async function pickChip(analysis: Pick<AnalysisService, "settled">): Promise<string | undefined> {
  const layouts = (await analysis.settled())?.layouts ?? [];
  const file = vscode.window.activeTextEditor?.document.uri.toString();
  const parts = partsOf(layoutsOfFile(layouts, file));
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only;
  const other = vscode.l10n.t("Another chip or board…");
  const title = vscode.l10n.t("How Do I Get This Board into the Bootloader?");
  const picked = only === undefined ? other : await vscode.window.showQuickPick([...parts, other], { title });
  return picked === other
    ? vscode.window.showInputBox({ title, prompt: vscode.l10n.t("Part number or board name") })
    : picked;
}
