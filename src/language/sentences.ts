import * as vscode from "vscode";
import type { Text } from "../core/text";
import { localize } from "../workspace/l10n";

/** Adds each sentence as a paragraph. Names from files in them are text, never Markdown. */
export function addSentences(words: vscode.MarkdownString, sentences: readonly Text[]): vscode.MarkdownString {
  for (const sentence of sentences) addParagraph(words, localize(sentence));
  return words;
}

/** `appendText` would make every space one that breaks no line. */
export function addParagraph(words: vscode.MarkdownString, paragraph: string): vscode.MarkdownString {
  return words.appendMarkdown(`${paragraph.replace(/&/g, "&amp;").replace(/[\\`*_{}[\]()#+\-!~<>|]/g, "\\$&")}\n\n`);
}
