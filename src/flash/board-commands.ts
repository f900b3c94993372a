import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import { isProgramMemory } from "../core/dfu/layout-units";
import { BootsmithError } from "../core/errors";
import { text } from "../core/text";
import { configurationSection, settings } from "../manifest";
import { boardTitle, usableBoards } from "./board-choice";
import { confirmationWord, isConfirmed } from "./confirm-words";
import { tell, withBoardProgress, type FlashDeps } from "./dialogs";
import { boardItems, choose, folderUriOf, pickBoard } from "./picks";

/** Starts what is on a board: through the vector table of its flash (AN3156 §7). */
export async function leaveDfu(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const board = given ?? (await pickBoard(deps, vscode.l10n.t("Leave DFU Mode"), folderUriOf()));
  if (board === undefined) {
    return;
  }
  const flash = board.alternates.find(isProgramMemory) ?? board.alternates[0];
  const start = flash?.layout?.segments[0]?.base ?? 0;
  const address = flash === undefined ? undefined : await askAddress(start, flash.layout === null);
  if (flash === undefined || address === undefined) {
    return;
  }
  await deps.boards.leave(board.id, flash.number, address);
  tell(deps.log, [
    text("{0} has left DFU mode. Whether its application runs cannot be seen from here.", boardTitle(board)),
  ]);
}

/** Where the vector table is that the ROM starts; plain DFU has no addresses. */
async function askAddress(start: number, plain: boolean): Promise<number | undefined> {
  if (plain) {
    return start;
  }
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Leave DFU Mode"),
    prompt: vscode.l10n.t("Address of the vector table that is started"),
    value: `0x${start.toString(16).toUpperCase().padStart(8, "0")}`,
    validateInput: (value) =>
      /^\s*0x[0-9a-f]{1,8}\s*$/i.test(value)
        ? undefined
        : vscode.l10n.t("Give a hexadecimal address such as 0x08020000."),
  });
  return typed === undefined ? undefined : Number(typed);
}

/** Brings a board that runs its application into DFU mode. */
export async function detachBoard(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const title = vscode.l10n.t("Detach to DFU");
  const running = given === undefined ? (await deps.boards.list()).filter(({ mode }) => mode === "runtime") : [given];
  const [only, ...others] = running;
  if (only === undefined) {
    throw new BootsmithError(
      "no-board",
      text("No board runs an application that can be told to enter DFU mode."),
      text("Boards of ST’s ROM bootloader enter it by BOOT0 and reset, or from software."),
    );
  }
  const board = others.length === 0 ? only : await choose(title, vscode.l10n.t("Board"), boardItems(running));
  if (board === undefined) {
    return;
  }
  const doing = vscode.l10n.t("Bringing {0} into DFU mode", boardTitle(board));
  const now = await withBoardProgress(deps, board, doing, {}, ({ signal }) => deps.boards.detach(board.id, signal));
  tell(deps.log, [text("{0} is in DFU mode.", boardTitle(now))]);
}

/** Removes read protection, which erases the chip; the person types what it is. */
export async function unprotectBoard(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const title = vscode.l10n.t("Remove Read Protection");
  const board = given ?? (await pickBoard(deps, title, folderUriOf()));
  if (board === undefined) {
    return;
  }
  const consequence = vscode.l10n.t("The chip erases all its flash, bootloaders included, and resets (AN3156 §4.6).");
  if (!(await typedConfirmation(board, title, consequence))) {
    return;
  }
  await withBoardProgress(
    deps,
    board,
    vscode.l10n.t("Removing the read protection of {0}", boardTitle(board)),
    {},
    () => deps.boards.unprotect(board.id),
    false,
  );
  tell(deps.log, [
    text("{0} was told to remove its read protection; it erases its flash and resets.", boardTitle(board)),
  ]);
}

/** Asks somebody to type which board loses everything. */
export async function typedConfirmation(board: BoardInfo, title: string, consequence: string): Promise<boolean> {
  const word = confirmationWord(board);
  const typed = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("{0} Type “{1}” to go on.", consequence, word),
    placeHolder: word,
    ignoreFocusOut: true,
    validateInput: (value) =>
      isConfirmed(value, board) ? undefined : vscode.l10n.t("Type “{0}”, or press Escape.", word),
  });
  return typed !== undefined && isConfirmed(typed, board);
}

/** Puts the serial number or the bus path into the clipboard. */
export function copyWord(what: "serial" | "path") {
  return async (deps: FlashDeps, given?: BoardInfo): Promise<void> => {
    const boards = given === undefined ? usableBoards(await deps.boards.list(), true) : [given];
    const title = what === "serial" ? vscode.l10n.t("Copy Serial Number") : vscode.l10n.t("Copy USB Path");
    const having = boards.filter((board) => board[what] !== null);
    const board = having.length <= 1 ? having[0] : await choose(title, vscode.l10n.t("Board"), boardItems(having));
    const word = board?.[what] ?? null;
    if (word !== null) await vscode.env.clipboard.writeText(word);
  };
}

/** Forgets which board, image and build task were chosen in a folder. */
export async function forgetBoard({ memory, log }: FlashDeps): Promise<void> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
  for (const folder of [null, ...folders]) {
    await memory.forget(folder);
  }
  tell(log, [text("Board, image and build task will be asked for again.")]);
}

/** Adds a simulated board to the setting; the second one of a part is a board of its own. @param parts that can be simulated */
export function simulateBoard(parts: readonly string[]) {
  return async (): Promise<void> => {
    const title = vscode.l10n.t("Simulate a Board");
    const items = parts.map((part) => ({ label: `$(beaker) ${part}`, value: part }));
    const part = await choose(title, vscode.l10n.t("A model with its own flash; nothing is plugged in"), items);
    if (part === undefined) {
      return;
    }
    const configuration = vscode.workspace.getConfiguration(configurationSection);
    const now = configuration.get<unknown>(settings.simulatedBoards);
    const before = Array.isArray(now) ? now.filter((each) => typeof each === "string") : [];
    const wider = vscode.workspace.workspaceFolders === undefined;
    const target = wider ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
    await configuration.update(settings.simulatedBoards, [...before, part], target);
  };
}
