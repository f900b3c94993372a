import * as vscode from "vscode";
import type { BootLayout } from "../core/layout/boot-layout";
import { workspaceChips } from "../core/layout/workspace-chips";
import type { Device } from "../core/mcu/device";
import { allParts } from "../core/mcu/find-device";
import type { SnippetEntry, SnippetFlavour } from "../core/snippets/request";
import { writeSnippet } from "../core/snippets/write-snippet";
import type { Text } from "../core/text";
import { commands } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize, localizeError } from "../workspace/l10n";
import { fitToEditor, onOwnLines, type EditorStyle } from "./fit-to-editor";

/** What the snippets feature is given. */
export interface SnippetDeps {
  readonly analysis: Pick<AnalysisService, "settled">;
  readonly log: vscode.LogOutputChannel;
}

/** A quick pick item that carries what it stands for; a separator carries nothing. */
interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/** Registers the command that inserts code which jumps into ST's ROM bootloader. */
export function registerSnippets(deps: SnippetDeps): vscode.Disposable {
  return vscode.commands.registerCommand(commands.insertSystemBootloaderJump, async () => {
    try {
      await insertJump(deps);
    } catch (error) {
      const { message, nextStep } = localizeError(error);
      deps.log.error(error instanceof Error ? error : message);
      void vscode.window.showErrorMessage([message, nextStep ?? ""].join(" ").trim());
    }
  });
}

async function insertJump(deps: SnippetDeps): Promise<void> {
  const title = vscode.l10n.t("Insert Jump to System Bootloader");
  const device = await pickChip(deps, title);
  const flavour = device === undefined ? undefined : await pickFlavour(title);
  const entry = flavour === undefined ? undefined : await pickEntry(title);
  if (device === undefined || flavour === undefined || entry === undefined) {
    return;
  }
  const snippet = writeSnippet({ kind: "system-bootloader", device, flavour, entry });
  if ("refused" in snippet) {
    const detail = localize(snippet.instead);
    void vscode.window.showWarningMessage(localize(snippet.refused), { modal: true, detail });
    return;
  }
  await insert(snippet.code);
  showNotes(deps, typeof device === "string" ? device : device.part, snippet.notes);
}

/**
 * Asks for the chip: those of the workspace first, then every part; any other name may be typed.
 * @returns a chip of the workspace, or the name of a part
 */
async function pickChip(deps: SnippetDeps, title: string): Promise<Device | string | undefined> {
  const items = chipItems((await deps.analysis.settled())?.layouts ?? []);
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Choice<Device | string>>();
    pick.title = title;
    pick.placeholder = vscode.l10n.t("Chip: choose one, or type a part number");
    pick.matchOnDescription = true;
    pick.items = items;
    pick.onDidChangeValue((typed) => {
      const part = typed.trim().toUpperCase();
      const listed = items.some(({ label }) => label.toUpperCase().includes(part));
      const own = { label: part, description: vscode.l10n.t("as typed"), value: part, alwaysShow: true };
      pick.items = listed ? items : [own, ...items];
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function chipItems(layouts: readonly BootLayout[]): Choice<Device | string>[] {
  const own = workspaceChips(layouts);
  const heading = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    ...(own.length > 0 ? [heading(vscode.l10n.t("Chips of this workspace"))] : []),
    ...own.map(({ device, sets, from }) => ({
      label: device.part,
      description: from === null ? sets.join(", ") : vscode.l10n.t("{0} (named by {1})", sets.join(", "), from),
      value: device,
    })),
    heading(vscode.l10n.t("All chips")),
    ...allParts().map(({ part, family }) => ({ label: part, description: family, value: part })),
  ];
}

async function pickFlavour(title: string): Promise<SnippetFlavour | undefined> {
  const items: Choice<SnippetFlavour>[] = [
    {
      label: vscode.l10n.t("STM32Cube HAL"),
      detail: vscode.l10n.t(
        "For projects made with STM32CubeMX: includes the HAL header and lets HAL functions clean up.",
      ),
      value: "hal",
    },
    {
      label: vscode.l10n.t("CMSIS registers"),
      detail: vscode.l10n.t("For everything else: needs only the device header and writes the registers itself."),
      value: "cmsis",
    },
  ];
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Library") }))?.value;
}

async function pickEntry(title: string): Promise<SnippetEntry | undefined> {
  const items: Choice<SnippetEntry>[] = [
    {
      label: vscode.l10n.t("Through a reset"),
      description: vscode.l10n.t("recommended"),
      detail: vscode.l10n.t(
        "Leaves a mark in RAM, resets the chip and jumps first thing after it: every peripheral is in its reset state.",
      ),
      value: "reset",
    },
    {
      label: vscode.l10n.t("At once"),
      detail: vscode.l10n.t(
        "Jumps from the running program after undoing clocks and interrupts: no start-up code has to change.",
      ),
      value: "direct",
    },
  ];
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Way in") }))?.value;
}

/** Inserts at the cursor, in the editor's manner; into a new C file where no editor takes it. */
async function insert(code: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  // The output panel counts as an editor too; it has no column, and takes no code.
  if (editor?.viewColumn !== undefined && (await insertInto(editor, code))) {
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: "c", content: "" });
  await insertInto(await vscode.window.showTextDocument(document), code);
}

/** @returns false where the editor cannot be changed */
async function insertInto(editor: vscode.TextEditor, code: string): Promise<boolean> {
  const { document, selection } = editor;
  const style = styleOf(editor);
  const cursor = selection.active;
  const line = document.lineAt(cursor.line).text;
  const fitted = fitToEditor(code, style);
  const inserted = onOwnLines(fitted, line.slice(0, cursor.character), line.slice(cursor.character), style.eol);
  const done = await editor.edit((edit) => edit.insert(cursor, inserted));
  if (done) {
    editor.revealRange(new vscode.Range(cursor, cursor), vscode.TextEditorRevealType.AtTop);
  }
  return done;
}

function styleOf({ options, document }: vscode.TextEditor): EditorStyle {
  return {
    insertSpaces: options.insertSpaces !== false,
    tabSize: typeof options.tabSize === "number" ? options.tabSize : 4,
    eol: document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n",
  };
}

/** All notes go to the log; the message holds what fits. */
function showNotes({ log }: SnippetDeps, part: string, notes: readonly Text[]): void {
  const sentences = notes.map(localize);
  const [first] = sentences;
  const inserted = vscode.l10n.t("The jump into the system bootloader of {0} is inserted.", part);
  [inserted, ...sentences].forEach((sentence) => log.info(sentence));
  if (first === undefined) {
    void vscode.window.showInformationMessage(inserted);
    return;
  }
  const all = vscode.l10n.t("Show All Notes");
  const more = sentences.length > 1 ? [all] : [];
  const shown = [inserted, first].join(" ");
  void vscode.window.showInformationMessage(shown, ...more).then((choice) => {
    if (choice === all) {
      log.show();
    }
  });
}
