import * as vscode from "vscode";
import { foldsOf, type Fold } from "../core/language/folding";
import { formattingEdits } from "../core/language/formatting";
import { hintsOf } from "../core/language/inlay-hints";
import { outlineOf, type OutlineItem } from "../core/language/outline";
import type { ScriptViews } from "./script-views";

const symbolKinds: Readonly<Record<OutlineItem["kind"], vscode.SymbolKind>> = {
  region: vscode.SymbolKind.Struct,
  section: vscode.SymbolKind.Module,
  symbol: vscode.SymbolKind.Variable,
};

const foldKinds: Readonly<Record<Fold["kind"], vscode.FoldingRangeKind | undefined>> = {
  block: undefined,
  comment: vscode.FoldingRangeKind.Comment,
  condition: vscode.FoldingRangeKind.Region,
};

/** The outline: regions, output sections, symbols. */
export async function outlineOfScript(
  views: ScriptViews,
  document: vscode.TextDocument,
): Promise<vscode.DocumentSymbol[]> {
  const [view] = await views.of(document);
  const range = (start: number, end: number): vscode.Range =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  const symbol = ({
    name,
    detail,
    kind,
    start,
    end,
    nameStart,
    nameEnd,
    children,
  }: OutlineItem): vscode.DocumentSymbol => {
    const made = new vscode.DocumentSymbol(
      name,
      detail,
      symbolKinds[kind],
      range(start, end),
      range(nameStart, nameEnd),
    );
    made.children = children.map(symbol);
    return made;
  };
  return view === undefined ? [] : outlineOf(view.script, document.uri.toString()).map(symbol);
}

export function foldsOfScript(document: vscode.TextDocument): vscode.FoldingRange[] {
  return foldsOf(document.getText()).map(
    ({ start, end, kind }) => new vscode.FoldingRange(start, end, foldKinds[kind]),
  );
}

/** Formats a script, or the lines of a range. */
export function formatScript(
  document: vscode.TextDocument,
  { tabSize, insertSpaces }: vscode.FormattingOptions,
  range?: vscode.Range,
): vscode.TextEdit[] {
  return formattingEdits(document.getText(), { tabSize, insertSpaces })
    .map(({ start, end, text }) => {
      const place = new vscode.Range(document.positionAt(start), document.positionAt(end));
      return vscode.TextEdit.replace(place, text);
    })
    .filter((edit) => range === undefined || touches(range, edit.range.start.line));
}

/** Whether a line is in a selection; one that ends at the beginning of a line leaves that line out. */
function touches({ start, end }: vscode.Range, line: number): boolean {
  return (
    line >= start.line && (line < end.line || (line === end.line && (end.character > 0 || start.line === end.line)))
  );
}

/** Values behind expressions. */
export async function hintsInScript(
  views: ScriptViews,
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<vscode.InlayHint[]> {
  const [view] = await views.of(document);
  if (view === undefined) return [];
  return hintsOf(view.script, { uri: document.uri.toString(), text: document.getText() }).flatMap(
    ({ at, label, missing }) => {
      const position = document.positionAt(at);
      if (!range.contains(position)) return [];
      const hint = new vscode.InlayHint(position, label);
      hint.paddingLeft = true;
      if (missing.length > 0) {
        hint.tooltip = vscode.l10n.t("Not known here: {0}. A setting may give it.", missing.join(", "));
      }
      return [hint];
    },
  );
}
