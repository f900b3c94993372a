import * as vscode from "vscode";
import { layoutsOfFile, partsOf } from "../core/layout/layouts-of-file";
import { addressHover } from "../core/report/address-hover";
import { icfLanguageId, languageId, scatterLanguageId } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize } from "../workspace/l10n";

/** Where an address may be written. Assembler and Arduino have no language of VS Code's own. */
const selector: vscode.DocumentSelector = [
  { language: "c" },
  { language: "cpp" },
  { language: "rust" },
  { language: languageId },
  { language: icfLanguageId },
  { language: scatterLanguageId },
  { pattern: "**/*.{s,S,asm,ino}" },
];

/** What the editor tells of a text while one reads it. */
export function registerLanguage(analysis: Pick<AnalysisService, "layouts">): vscode.Disposable {
  return vscode.languages.registerHoverProvider(selector, {
    provideHover: (document, position) => hoverOf(document, position, analysis),
  });
}

function hoverOf(
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
