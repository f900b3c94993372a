import { hex, sizeText } from "../core/notation";
import * as vscode from "vscode";
import type { AlternateSetting, BoardInfo } from "../core/dfu/board-service";
import { refuseClosed } from "../core/dfu/closed-board";
import { imageExtensions } from "../core/image/image-formats";
import { needsAddress } from "../core/image/read-image";
import { relativePath } from "../core/project/paths";
import { BootsmithError } from "../core/errors";
import { text } from "../core/text";
import { configurationSection, settings } from "../manifest";
import { localize } from "../workspace/l10n";
import { boardTitle, inOrder, matchBoards, noBoard, selectorOf, usableBoards } from "./board-choice";
import { layoutsOf, type FlashDeps } from "./dialogs";
import { addressOfBin, type FlashJob, type FlashTools } from "./flash-job";
import { imageChoices, type ImageChoice } from "../core/dfu/plan/image-choice";
import { modeText } from "./view/board-nodes";
import { jobOfChoice, jobOfFreeFile } from "./task-definition";

/** A quick pick item that carries what it stands for; a separator carries nothing. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/** Asks for one of several things; undefined when the person backs out. */
export async function choose<T>(
  title: string,
  placeHolder: string,
  items: readonly Choice<T>[],
): Promise<T | undefined> {
  const options = { title, placeHolder, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.value;
}

/**
 * Asks for an image: those of the workspace first, then any file.
 * @returns the job, or undefined when the person backs out
 */
export async function pickImage(
  deps: FlashDeps,
  title: string,
  action: FlashJob["action"],
): Promise<FlashJob | undefined> {
  const layouts = await layoutsOf(deps);
  const choices = imageChoices(layouts);
  const items: Choice<ImageChoice | "file">[] = choices.flatMap((choice, index) => [
    ...(choices[index - 1]?.setId === choice.setId
      ? []
      : [{ label: choice.setName, kind: vscode.QuickPickItemKind.Separator }]),
    {
      label: `$(file-binary) ${choice.name}`,
      description: relativePath(choice.artifacts[0], choice.folder),
      value: choice,
    },
  ]);
  items.push({ label: "", kind: vscode.QuickPickItemKind.Separator });
  items.push({ label: `$(folder-opened) ${vscode.l10n.t("Choose a file…")}`, value: "file" });
  const chosen = await choose(title, vscode.l10n.t("Image"), items);
  if (chosen !== "file") {
    return chosen === undefined ? undefined : jobOfChoice(chosen, action);
  }
  const files = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t("Choose"),
    filters: { [vscode.l10n.t("Firmware images")]: [...imageExtensions] },
  });
  const file = files?.[0]?.toString();
  if (file === undefined) {
    return undefined;
  }
  const own = choices.find(({ artifacts }) => artifacts.includes(file));
  return own === undefined ? jobOfFreeFile(file, layouts, action) : jobOfChoice(own, action, file);
}

/**
 * The job with an address where its file states none: from the layout, else asked; left empty for a board that takes
 * none. undefined = backed out.
 */
export async function withAddress(job: FlashJob, tools: FlashTools, title: string): Promise<FlashJob | undefined> {
  const bytes = await tools.read(job.file);
  if (!needsAddress(job.fileName, bytes)) {
    return job;
  }
  const evident = addressOfBin(job, bytes);
  if (evident !== null) {
    return { ...job, address: evident };
  }
  const typed = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t(
      "{0} is a raw binary. At which address does its first byte go? Empty: the board takes no address (plain DFU).",
      job.fileName,
    ),
    value: hex(job.places[0]?.address ?? 0x0800_0000),
    validateInput: (value) =>
      value.trim() !== "" && parseAddress(value) === null
        ? vscode.l10n.t("Give a hexadecimal address such as 0x08020000.")
        : undefined,
  });
  return typed === undefined ? undefined : { ...job, address: parseAddress(typed) };
}

function parseAddress(value: string): number | null {
  return /^\s*0x[0-9a-f]{1,8}\s*$/i.test(value) ? Number(value) : null;
}

/** Folder of the workspace that a choice belongs to: the one of this file, else the only one; null without one. */
export function folderUriOf(file?: string): string | null {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const own = file === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(file));
  return (own ?? (folders.length === 1 ? folders[0] : undefined))?.uri.toString() ?? null;
}

/** Which board belongs to a folder: what the setting says must be obeyed, what was chosen before is a habit. */
export function boardOfFolder(
  { memory }: Pick<FlashDeps, "memory">,
  folder: string | null,
): { readonly selector: string | null; readonly binding: boolean } {
  const scope = folder === null ? undefined : vscode.Uri.parse(folder);
  const set = vscode.workspace.getConfiguration(configurationSection, scope).get<unknown>(settings.board);
  const binding = typeof set === "string" && set.trim() !== "";
  return { selector: binding ? set : memory.get("board", folder), binding };
}

/**
 * The board to work with: the remembered one, the only one, or the one that is chosen now and remembered.
 * @param folder whose board it is; null for none
 * @param detach boards that run their application will do too
 * @returns undefined when the person backs out
 * @throws BootsmithError `no-board` or `no-usb` when there is none, `permission` or `board-busy` when it cannot be
 *   opened, saying what to do
 */
export async function pickBoard(
  deps: FlashDeps,
  title: string,
  folder: string | null,
  detach = false,
): Promise<BoardInfo | undefined> {
  const boards = await deps.boards.list();
  const usable = usableBoards(boards, detach);
  if (usable.length === 0) {
    throw noBoard(boards, deps.usbState());
  }
  return chooseBoard(deps, title, folder, usable);
}

/** As {@link pickBoard}, among these boards. */
export async function chooseBoard(
  deps: FlashDeps,
  title: string,
  folder: string | null,
  usable: readonly BoardInfo[],
): Promise<BoardInfo | undefined> {
  const { selector, binding } = boardOfFolder(deps, folder);
  const matching = selector === null ? usable : matchBoards(usable, selector);
  if (binding && matching.length === 0) {
    throw new BootsmithError(
      "no-board",
      text("The setting “bootsmith.board” names “{0}”, which is not connected.", selector ?? ""),
      text("Connect that board in DFU mode, or change the setting."),
    );
  }
  const candidates = matching.length > 0 ? matching : usable;
  const [only, ...others] = selector !== null && matching.length === 0 ? [undefined, ...usable] : candidates;
  if (only !== undefined && others.length === 0) {
    refuseClosed(only);
    return only;
  }
  const board = await choose(title, vscode.l10n.t("Board"), boardItems(candidates));
  if (board === undefined) {
    return undefined;
  }
  refuseClosed(board);
  await deps.memory.set("board", folder, selectorOf(board, usable));
  return board;
}

/** Boards as a quick pick shows them: real ones first, simulated ones under a heading of their own. */
export function boardItems(boards: readonly BoardInfo[]): Choice<BoardInfo>[] {
  const item = (board: BoardInfo): Choice<BoardInfo> => ({
    label: `${board.simulated ? "$(beaker)" : "$(circuit-board)"} ${boardTitle(board)}`,
    description: [
      localize(modeText(board)),
      ...(board.serial === null ? [] : [vscode.l10n.t("serial {0}", board.serial)]),
      ...(board.path === null ? [] : [vscode.l10n.t("USB path {0}", board.path)]),
    ].join(" · "),
    // The first alternate setting is the flash; all of them would not fit a line.
    detail: board.alternates.slice(0, 1).map(alternateText).join(""),
    value: board,
  });
  const real = inOrder(boards).filter(({ simulated }) => !simulated);
  const simulated = inOrder(boards).filter((board) => board.simulated);
  const heading = (label: string): Choice<BoardInfo> => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    ...(real.length > 0 ? [heading(vscode.l10n.t("Boards")), ...real.map(item)] : []),
    ...(simulated.length > 0 ? [heading(vscode.l10n.t("Simulated boards")), ...simulated.map(item)] : []),
  ];
}

/** `Internal Flash 0x08000000: 4 × 16 KiB, 1 × 64 KiB, 7 × 128 KiB`. */
function alternateText({ name, layout }: AlternateSetting): string {
  if (layout === null) {
    return name;
  }
  const runs = layout.segments.map(({ size, count }) => `${count} × ${sizeText(size)}`).join(", ");
  return `${layout.name} ${hex(layout.segments[0]?.base ?? 0)}: ${runs}`;
}

/** The title of a question about an image, once it is known. */
export function titleFor(job: FlashJob): string {
  return job.action === "flash" ? localize(text("Flash {0}", job.name)) : localize(text("Verify {0}", job.name));
}
