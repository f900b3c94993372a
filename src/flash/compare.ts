import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import { text } from "../core/text";
import { compareScheme } from "../manifest";
import { localize } from "../workspace/l10n";
import { boardTitle } from "./board-choice";
import { ask } from "./ask";
import { compareMarkdown, comparedUnits } from "./compare-report";
import { withBoardProgress, type FlashDeps } from "./dialogs";
import { prepare } from "./flash-job";

/** Comparisons of this window, as pages; the newest of a board and an image replaces the one before. */
export class ComparePages implements vscode.TextDocumentContentProvider {
  private readonly pages = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.pages.get(path) ?? "";
  }

  /** Opens a page. @param name of the page, without an extension */
  async show(name: string, markdown: string): Promise<void> {
    const path = `/${name.replace(/[/\\:*?"<>|]/g, "-")}.md`;
    const uri = vscode.Uri.from({ scheme: compareScheme, path });
    this.pages.set(path, markdown);
    this.changed.fire(uri);
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }
}

/** Reads what an image covers, and opens a page that says which erase units differ and where. */
export async function compareBoard(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const wanted = await ask(deps, vscode.l10n.t("Compare Board with Image"), "verify", given);
  if (wanted === undefined) {
    return;
  }
  const { job, image, board } = wanted;
  const title = vscode.l10n.t("Comparing {0} with {1}", boardTitle(board), job.name);
  const units = await withBoardProgress(deps, board, title, {}, async (watch) => {
    const { plan } = await prepare(job, image, board, deps.boards, watch);
    const mismatches = await deps.boards.verify(board.id, plan, watch.onProgress, watch.signal);
    return comparedUnits(board, plan, mismatches);
  });
  const page = compareMarkdown(text("{0} and {1}", boardTitle(board), job.name), units, localize);
  await deps.pages.show(`${job.name} – ${boardTitle(board)}`, page);
}
