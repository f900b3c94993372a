import * as vscode from "vscode";
import { completionsAt, type CompletionKind } from "../core/language/completion";
import { localize } from "../workspace/l10n";
import type { ScriptViews } from "./script-views";

const kinds: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  region: vscode.CompletionItemKind.Struct,
  symbol: vscode.CompletionItemKind.Variable,
  section: vscode.CompletionItemKind.Module,
  macro: vscode.CompletionItemKind.Constant,
  keyword: vscode.CompletionItemKind.Keyword,
  function: vscode.CompletionItemKind.Function,
  snippet: vscode.CompletionItemKind.Snippet,
};

/** What can be written at the cursor of a linker script; names of the script first. */
export async function completionsInScript(
  views: ScriptViews,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const [view] = await views.of(document);
  if (view === undefined) return [];
  const { start, items } = completionsAt(view.script, document.getText(), document.offsetAt(position));
  const range = new vscode.Range(document.positionAt(start), position);
  return items.map(({ kind, label, snippet, detail, help }, index) => {
    const item = new vscode.CompletionItem(detail === "" ? label : { label, description: detail }, kinds[kind]);
    item.insertText = new vscode.SnippetString(snippet);
    item.range = range;
    item.sortText = String(index).padStart(5, "0");
    if (help !== undefined) item.documentation = localize(help);
    return item;
  });
}
