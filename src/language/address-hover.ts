import * as vscode from "vscode";
import { layoutsOfFile, partsOf } from "../core/layout/layouts-of-file";
import { addressHover } from "../core/report/address-hover";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize } from "../workspace/l10n";

/** What an address around system memory is, in any source. */
export function hoverOnAddress(
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
  analysis: Pick<AnalysisService, "layouts">,
): vscode.Hover | undefined {
  const parts = partsOf(layoutsOfFile(analysis.layouts, document.uri.toString()));
  const hover = addressHover(document.lineAt(line).text, character, parts);
  if (hover === undefined) return undefined;
  const words = new vscode.MarkdownString(`\`${hover.address}\`\n\n`);
  for (const sentence of hover.sentences) words.appendText(localize(sentence)).appendMarkdown("\n\n");
  return new vscode.Hover(words, new vscode.Range(line, hover.start, line, hover.end));
}
