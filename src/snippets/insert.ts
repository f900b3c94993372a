import * as vscode from "vscode";
import type { SnippetLanguage } from "../core/snippets/request";
import { textAt, type EditorStyle, type Place } from "./fit-to-editor";
import { languageOf } from "./flavour-choice";
import { SnippetPreview } from "./preview";

/** Where code can go: enough to find the editor again once other windows have been open. */
export interface Target {
  readonly document: vscode.TextDocument;
  readonly column: vscode.ViewColumn;
  readonly style: EditorStyle;
  readonly place: Place;
}

/** The editor, if code of this language can stand in it. The output panel counts as an editor too; it has no column. */
export function targetOf(editor: vscode.TextEditor | undefined, language: SnippetLanguage): Target | undefined {
  if (editor?.viewColumn === undefined || !takesCode(editor.document, language)) {
    return undefined;
  }
  const { document, viewColumn, selection } = editor;
  return { document, column: viewColumn, style: styleOf(editor), place: placeOf(document, selection.active) };
}

function takesCode({ uri, languageId, isUntitled }: vscode.TextDocument, language: SnippetLanguage): boolean {
  if (uri.scheme === SnippetPreview.scheme || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) {
    return false;
  }
  const own = languageOf({ name: uri.path, language: languageId });
  const isNote = isUntitled && languageId === "plaintext";
  return own === language || (own === "cpp" && language === "c") || isNote;
}

/** Inserts at the cursor of the target, as one step to undo. Into a new file where there is no target, or it is read-only. */
export async function insertCode(code: string, language: SnippetLanguage, target: Target | undefined): Promise<void> {
  if (target !== undefined) {
    const editor = await vscode.window.showTextDocument(target.document, { viewColumn: target.column });
    if (await insertInto(editor, code, language)) {
      return;
    }
  }
  const document = await vscode.workspace.openTextDocument({ language, content: "" });
  await insertInto(await vscode.window.showTextDocument(document), code, language);
}

/** @returns false where the editor cannot be changed */
async function insertInto(editor: vscode.TextEditor, code: string, language: SnippetLanguage): Promise<boolean> {
  const cursor = editor.selection.active;
  const text = textAt(code, language, placeOf(editor.document, cursor), styleOf(editor));
  const done = await editor.edit((edit) => edit.insert(cursor, text));
  if (done) {
    editor.selection = new vscode.Selection(cursor, cursor);
    editor.revealRange(new vscode.Range(cursor, cursor), vscode.TextEditorRevealType.AtTop);
  }
  return done;
}

/** @param ignored characters in front of the position that will be replaced */
export function placeOf(document: vscode.TextDocument, position: vscode.Position, ignored = 0): Place {
  const line = document.lineAt(position.line).text;
  const before = line.slice(0, position.character - ignored);
  const above = document.getText(new vscode.Range(0, 0, position.line, 0));
  return { before, after: line.slice(position.character), atTop: (above + before).trim() === "" };
}

/** How a new file will be written. */
export function styleOfNewFile(languageId: SnippetLanguage): EditorStyle {
  const editor = vscode.workspace.getConfiguration("editor", { languageId });
  const eol = vscode.workspace.getConfiguration("files", { languageId }).get<unknown>("eol");
  return {
    insertSpaces: editor.get<unknown>("insertSpaces") !== false,
    tabSize: columns(editor.get<unknown>("tabSize")),
    eol: eol === "\r\n" ? "\r\n" : "\n",
  };
}

/** A setting may hold anything. */
function columns(setting: unknown): number {
  return typeof setting === "number" && setting > 0 ? setting : 4;
}

/** The style of the editor that shows a document. */
export function styleOfDocument(document: vscode.TextDocument, language: SnippetLanguage): EditorStyle {
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  return editor === undefined ? styleOfNewFile(language) : styleOf(editor);
}

function styleOf({ options, document }: vscode.TextEditor): EditorStyle {
  return {
    insertSpaces: options.insertSpaces !== false,
    tabSize: columns(options.tabSize),
    eol: document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n",
  };
}
