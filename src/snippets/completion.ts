import * as vscode from "vscode";
import type { SnippetFlavour, SnippetLanguage, WrittenSnippet } from "../core/snippets/request";
import { writeSnippet } from "../core/snippets/write-snippet";
import { localize } from "../workspace/l10n";
import { proposedAddresses } from "./application-address";
import { chipNames } from "./chip-names";
import { takesFunctions } from "./completion-place";
import { entryPoints, type EntryPoint } from "./entry-points";
import { contextOf, type FileContext } from "./file-context";
import { textAt } from "./fit-to-editor";
import { languageOf } from "./flavour-choice";
import { openFile, type SnippetDeps } from "./flow";
import { placeOf, styleOfDocument } from "./insert";

/** An item, and what its documentation is made from. */
class SnippetItem extends vscode.CompletionItem {
  constructor(
    label: vscode.CompletionItemLabel,
    readonly snippet: WrittenSnippet,
  ) {
    super(label, vscode.CompletionItemKind.Snippet);
  }
}

/** Code of these lengths is not searched for the block the cursor is in. */
const longFile = 1_000_000;

/**
 * Offers each entry point as a completion where whole functions can stand and the file's chip is known. VS Code takes
 * the inserted text from the first answer, and only the code tells whether there is any for the chip: it takes about a
 * millisecond. The documentation is made when an item is looked at.
 */
export class SnippetCompletions implements vscode.CompletionItemProvider {
  constructor(private readonly analysis: SnippetDeps["analysis"]) {}

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    const language = languageOf({ name: document.uri.path, language: document.languageId });
    const { current } = this.analysis;
    if (language === undefined || current === undefined || !isPlace(document, position, language)) {
      return [];
    }
    const context = contextOf(openFile(document), current);
    const chips = chipsOf(context);
    const flavour = context.flavours[0] ?? fallback(language);
    return chips.flatMap((part) =>
      entryPoints.flatMap((point, i) => {
        const snippet = written(point, part, flavour, context);
        return snippet === undefined ? [] : [itemOf(point, part, snippet, i, document, position)];
      }),
    );
  }

  resolveCompletionItem(item: vscode.CompletionItem): vscode.CompletionItem {
    if (item instanceof SnippetItem) {
      item.documentation = documentation(item.snippet);
    }
    return item;
  }
}

function isPlace(document: vscode.TextDocument, position: vscode.Position, language: SnippetLanguage): boolean {
  const text = document.getText(new vscode.Range(new vscode.Position(0, 0), position));
  // Of a long file only the margin is trusted, as its last line alone tells.
  return takesFunctions(text.length > longFile ? text.slice(text.lastIndexOf("\n") + 1) : text, language);
}

/** The chips that the file is built for; of a file that belongs to no image, the only one of the workspace. */
function chipsOf({ own, layouts }: FileContext): readonly string[] {
  const names = chipNames(own.length > 0 ? own : layouts);
  return own.length > 0 || names.length === 1 ? names : [];
}

function written(
  { kind, entry }: EntryPoint,
  device: string,
  flavour: SnippetFlavour,
  { own, layouts }: FileContext,
): WrittenSnippet | undefined {
  const address = proposedAddresses(own.length > 0 ? own : layouts, device)[0]?.address;
  if (kind !== "system-bootloader" && address === undefined) {
    return undefined;
  }
  const snippet = writeSnippet({
    kind,
    device,
    flavour,
    ...(entry === undefined ? {} : { entry }),
    ...(address === undefined ? {} : { address }),
  });
  return "refused" in snippet ? undefined : snippet;
}

function fallback(language: SnippetLanguage): SnippetFlavour {
  return language === "rust" ? "rust" : "cmsis";
}

function itemOf(
  { name, short }: EntryPoint,
  part: string,
  snippet: WrittenSnippet,
  rank: number,
  document: vscode.TextDocument,
  position: vscode.Position,
): SnippetItem {
  const line = document.lineAt(position.line).text.slice(0, position.character);
  const typed = /[A-Za-z0-9_]*$/.exec(line)?.[0].length ?? 0;
  const item = new SnippetItem({ label: name, description: part }, snippet);
  item.filterText = `${name} ${short}`;
  // Behind what the language itself offers.
  item.sortText = `~${rank}`;
  item.range = new vscode.Range(position.translate(0, -typed), position);
  item.insertText = textAt(
    snippet.code,
    snippet.language,
    placeOf(document, position, typed),
    styleOfDocument(document, snippet.language),
  );
  // The code has the indentation of its place already; VS Code would also indent the preprocessor's lines.
  item.keepWhitespace = true;
  return item;
}

/** The conditions, then the code. What comes from files and tables is shown as text, never read as Markdown. */
function documentation({ code, conditions, language }: WrittenSnippet): vscode.MarkdownString {
  const page = new vscode.MarkdownString();
  for (const condition of conditions) {
    page.appendText(`${localize(condition)}\n`);
  }
  return page.appendCodeblock(code, language);
}
