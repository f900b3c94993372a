import { hex, sizeText } from "../core/notation";
import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import type { AddressRange } from "../core/mcu/device";
import { text } from "../core/text";
import { boardTitle } from "./board-choice";
import { tell, toolsOf, withBoardProgress, type FlashDeps } from "./dialogs";
import { fileContents, readableMemories, type ReadableMemory } from "./memory-ranges";
import { choose, folderUriOf, pickBoard, type Choice } from "./picks";

/** Memory that somebody pointed at: an alternate setting, or a range in it. */
export interface BoardMemory {
  readonly alternate: number;
  readonly range?: AddressRange;
}

/** Reads memory of a board into a file: a whole memory, or a range of its erase units. */
export async function readBack(deps: FlashDeps, given?: BoardInfo, pointed?: BoardMemory): Promise<void> {
  const title = vscode.l10n.t("Read Back to File");
  const board = given ?? (await pickBoard(deps, title, folderUriOf()));
  const place = board === undefined ? undefined : await pickPlace(board, title, pointed);
  if (board === undefined || place === undefined) {
    return;
  }
  const { alternate, range } = place;
  const target = await vscode.window.showSaveDialog({
    title,
    ...defaultUri(`${hex(range.base)}.bin`),
    filters: { [vscode.l10n.t("Raw binary")]: ["bin"], [vscode.l10n.t("Intel HEX")]: ["hex"] },
  });
  if (target === undefined) {
    return;
  }
  const reading = vscode.l10n.t("Reading {0}", boardTitle(board));
  const data = await withBoardProgress(
    deps,
    board,
    reading,
    { bytes: { read: range.size } },
    ({ onProgress, signal }) => deps.boards.read(board.id, alternate, range, onProgress, signal),
  );
  await toolsOf(deps).write(target.toString(), fileContents(target.path, range.base, data));
  const file = vscode.workspace.asRelativePath(target);
  tell(deps.log, [
    text("{0} of {1}, from {2}, are in {3}.", sizeText(range.size), boardTitle(board), hex(range.base), file),
  ]);
}

function defaultUri(name: string): Pick<vscode.SaveDialogOptions, "defaultUri"> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, name) };
}

async function pickPlace(
  board: BoardInfo,
  title: string,
  pointed: BoardMemory | undefined,
): Promise<Required<BoardMemory> | undefined> {
  if (pointed?.range !== undefined) {
    return { alternate: pointed.alternate, range: pointed.range };
  }
  const memory = await pickMemory(board, title, pointed?.alternate);
  const range = memory === undefined ? undefined : await pickRange(memory, title);
  return memory === undefined || range === undefined ? undefined : { alternate: memory.alternate, range };
}

async function pickMemory(
  board: BoardInfo,
  title: string,
  alternate: number | undefined,
): Promise<ReadableMemory | undefined> {
  const readable = board.canUpload ? readableMemories(board) : [];
  const memories = readable.filter((memory) => alternate === undefined || memory.alternate === alternate);
  const [only, ...others] = memories;
  if (only === undefined) {
    throw new BootsmithError(
      "board-refused",
      text("{0} has no memory that can be read over DFU.", boardTitle(board)),
      text("If the chip is read-protected, its contents cannot be read; it can still be erased and flashed."),
    );
  }
  const item = (memory: ReadableMemory): Choice<ReadableMemory> => ({
    label: memory.name,
    description: rangeText(memory),
    value: memory,
  });
  return others.length === 0 ? only : choose(title, vscode.l10n.t("Memory"), memories.map(item));
}

async function pickRange(memory: ReadableMemory, title: string): Promise<AddressRange | undefined> {
  const whole: Choice<"whole" | "part"> = {
    label: vscode.l10n.t("All of {0}", memory.name),
    description: rangeText(memory),
    value: "whole",
  };
  const part: Choice<"whole" | "part"> = { label: vscode.l10n.t("A range of erase units…"), value: "part" };
  const extent = await choose(title, vscode.l10n.t("What to read"), [whole, part]);
  if (extent !== "part") {
    return extent === undefined ? undefined : { base: memory.base, size: memory.size };
  }
  const first = await choose(title, vscode.l10n.t("First erase unit"), memory.units.map(unitItem));
  if (first === undefined) {
    return undefined;
  }
  const rest = memory.units.filter(({ base }) => base >= first.base);
  const last = await choose(title, vscode.l10n.t("Last erase unit"), rest.map(unitItem));
  return last === undefined ? undefined : { base: first.base, size: last.base + last.size - first.base };
}

function unitItem(unit: AddressRange): Choice<AddressRange> {
  return { label: hex(unit.base), description: sizeText(unit.size), value: unit };
}

function rangeText({ base, size }: AddressRange): string {
  return `${hex(base)}–${hex(base + size - 1)}, ${sizeText(size)}`;
}
