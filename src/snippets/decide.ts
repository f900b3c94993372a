import * as vscode from "vscode";
import { english, type Text } from "../core/text";
import { localize } from "../workspace/l10n";
import { heading, plain, type Choice } from "./questions";

/** What becomes of previewed code. */
export type Decision = "insert" | "files" | "help" | "keep" | "cancel";

/** What is decided on. */
export interface Previewed {
  readonly title: string;
  readonly editor: vscode.TextEditor;
  readonly conditions: readonly Text[];
  /** Name of the file that takes the code at its cursor; undefined: a new one. */
  readonly target: string | undefined;
  /** Names of the new files. */
  readonly files: string;
}

type Row = Choice<Decision | { readonly line: number }>;

/**
 * Asks what becomes of the code that is shown: nothing is written before. The conditions stand above the actions; going
 * to one, or choosing it, shows it in the code.
 */
export function decide(previewed: Previewed): Promise<Decision> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Row>();
    pick.title = previewed.title;
    pick.placeholder = vscode.l10n.t("Nothing is written yet. What shall become of this code?");
    // The code may be scrolled and read meanwhile.
    pick.ignoreFocusOut = true;
    pick.items = [...conditionRows(previewed), ...actionRows(previewed)];
    pick.activeItems = pick.items.filter(({ value }) => value === "insert");
    pick.onDidChangeActive(([row]) => reveal(previewed.editor, row));
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      if (typeof value === "string") {
        resolve(value);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      resolve("cancel");
      pick.dispose();
    });
    pick.show();
  });
}

function conditionRows({ conditions, editor }: Previewed): Row[] {
  const rows = conditions.map((condition): Row => {
    const line = lineOf(editor.document, condition);
    const [label, detail] = twoLines(localize(condition));
    return { label: `$(warning) ${plain(label)}`, detail: plain(detail), alwaysShow: true, value: { line } };
  });
  return rows.length === 0 ? [] : [heading(vscode.l10n.t("Conditions")), ...rows];
}

/** Characters that fit on a row of a pick list. */
const rowWidth = 70;

/** A row that is too long is cut off, and conditions are there to be read. */
function twoLines(sentence: string): readonly [string, string] {
  const space = sentence.length <= rowWidth ? -1 : sentence.lastIndexOf(" ", rowWidth);
  return space < 0 ? [sentence, ""] : [sentence.slice(0, space), sentence.slice(space + 1)];
}

function actionRows({ target, files }: Previewed): Row[] {
  return [
    heading(vscode.l10n.t("Actions")),
    target === undefined
      ? { label: `$(file-code) ${vscode.l10n.t("Open as New File")}`, value: "insert" }
      : { label: `$(insert) ${vscode.l10n.t("Insert at Cursor")}`, description: plain(target), value: "insert" },
    { label: `$(new-file) ${vscode.l10n.t("Save as Files of Its Own…")}`, description: files, value: "files" },
    { label: `$(question) ${vscode.l10n.t("How Do I Get This Board into the Bootloader?")}`, value: "help" },
    { label: `$(open-preview) ${vscode.l10n.t("Keep the Preview Open")}`, value: "keep" },
    { label: `$(close) ${vscode.l10n.t("Cancel")}`, value: "cancel" },
  ];
}

/** The code names its conditions in English; long ones are broken over several lines. */
function lineOf(document: vscode.TextDocument, condition: Text): number {
  const start = `- ${english(condition)}`.slice(0, 40);
  const at = document.getText().indexOf(start);
  return at < 0 ? 0 : document.positionAt(at).line;
}

function reveal(editor: vscode.TextEditor, row: Row | undefined): void {
  if (typeof row?.value === "object") {
    const range = editor.document.lineAt(row.value.line).range;
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
