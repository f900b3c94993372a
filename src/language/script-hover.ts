import * as vscode from "vscode";
import { hoverAt } from "../core/language/hover";
import { linkerSymbols } from "../core/language/c-symbols";
import { layoutsOfFile } from "../core/layout/layouts-of-file";
import { baseName } from "../core/project/paths";
import { languageId } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { addParagraph, addSentences } from "./sentences";
import { locationOf, type DocumentView, type ScriptViews } from "./script-views";

/** Hover in a linker script: once, or once per image where these differ. */
export async function hoverInScript(
  views: ScriptViews,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const open = { uri: document.uri.toString(), text: document.getText() };
  const offset = document.offsetAt(position);
  const told = new Map<string, { readonly words: vscode.MarkdownString; readonly images: string[] }>();
  let range: vscode.Range | undefined;
  for (const view of await views.of(document)) {
    const hover = hoverAt(view, open, offset);
    if (hover === undefined) continue;
    range = new vscode.Range(document.positionAt(hover.start), document.positionAt(hover.end));
    const words = new vscode.MarkdownString().appendCodeblock(hover.code, languageId);
    addSentences(words, hover.sentences);
    const same = told.get(words.value);
    if (same === undefined) told.set(words.value, { words, images: named(view) });
    else same.images.push(...named(view));
  }
  return range === undefined
    ? undefined
    : new vscode.Hover(
        [...told.values()].map((one) => withImages(one, told.size)),
        range,
      );
}

function named({ image }: DocumentView): string[] {
  return image === undefined ? [] : [image];
}

function withImages(
  { words, images }: { readonly words: vscode.MarkdownString; readonly images: readonly string[] },
  different: number,
): vscode.MarkdownString {
  return different > 1 && images.length > 0 ? addParagraph(words, vscode.l10n.t("In {0}.", images.join(", "))) : words;
}

/** Hover on a linker symbol in a source: its value, and where the script defines it. */
export function hoverOnLinkerSymbol(
  analysis: Pick<AnalysisService, "layouts" | "current">,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const range = document.getWordRangeAtPosition(position, /[A-Za-z_$.][\w$.]*/);
  if (range === undefined) return undefined;
  const uri = document.uri.toString();
  const images = layoutsOfFile(analysis.layouts, uri).flatMap((layout) => layout.images);
  const name = document.getText(range);
  const found = linkerSymbols(name, { uri, source: document.getText() }, images);
  const texts = analysis.current?.snapshot.texts;
  const parts = found.map(({ sentences, definition }) => {
    const words = addSentences(new vscode.MarkdownString(), sentences);
    const file = texts?.get(definition.uri);
    const place = locationOf(definition, () => (file !== undefined && "text" in file ? file.text : undefined));
    const line = place.range.start.line + 1;
    const target = place.uri.with({ fragment: `L${line},${place.range.start.character + 1}` });
    const label = vscode.l10n.t("Defined in {0}, line {1}", baseName(definition.uri), line);
    return words.appendMarkdown(`[${label.replace(/[\\[\]]/g, "\\$&")}](${target.toString()})`);
  });
  return parts.length === 0 ? undefined : new vscode.Hover(parts, range);
}
