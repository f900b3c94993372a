import * as vscode from "vscode";
import type { Fix } from "../core/rules/finding";
import { localize } from "../workspace/l10n";

const scheme = "bootsmith-fix";

/**
 * Shows what a fix would do to every file, side by side, and asks once: all or none. (VS Code's own refactor preview
 * would let single edits be left out, and a fix that is half applied is the mistake it mends.)
 */
export class FixPreview implements vscode.TextDocumentContentProvider {
  private readonly after = new Map<string, string>();
  private count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.after.get(uri.toString()) ?? "";
  }

  /** True when the person wants it. */
  async confirm(fix: Fix): Promise<boolean> {
    const uris = [...new Set(fix.edits.map((edit) => edit.range.uri))];
    const title = localize(fix.title);
    const run = String(++this.count);
    const resources = await Promise.all(
      uris.map(async (uri) => {
        const file = vscode.Uri.parse(uri, true);
        const changed = file.with({ scheme, authority: "", query: run });
        this.after.set(changed.toString(), patched(await vscode.workspace.openTextDocument(file), fix));
        return [file, file, changed] as const;
      }),
    );
    await vscode.commands.executeCommand("vscode.changes", title, resources);
    const apply = vscode.l10n.t("Apply");
    const question =
      uris.length === 1
        ? vscode.l10n.t("{0}?", title)
        : vscode.l10n.t("{0}? {1} files change together.", title, uris.length);
    const answer = await vscode.window.showInformationMessage(question, apply, vscode.l10n.t("Discard"));
    await vscode.window.tabGroups.close(previewTabs(title));
    for (const [, , changed] of resources) this.after.delete(changed.toString());
    return answer === apply;
  }

  static readonly scheme = scheme;
}

/** VS Code adds the number of files to the title. */
function previewTabs(title: string): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter((tab) => tab.label === title || tab.label.startsWith(`${title} (`));
}

function patched(document: vscode.TextDocument, fix: Fix): string {
  const own = fix.edits.filter((edit) => edit.range.uri === document.uri.toString());
  return own
    .sort((a, b) => b.range.start - a.range.start)
    .reduce(
      (text, { range, replacement }) => text.slice(0, range.start) + replacement + text.slice(range.end),
      document.getText(),
    );
}
