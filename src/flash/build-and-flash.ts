import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import { imageChoices } from "../core/dfu/plan/image-choice";
import { bootloaderHelp, wayIn } from "../core/report/bootloader-help";
import { commands } from "../manifest";
import { localize } from "../workspace/l10n";
import { matchBoards, selectorOf, usableBoards } from "./board-choice";
import { buildFolder } from "./build";
import { layoutsOf, sleep, toolsOf, type FlashDeps } from "./dialogs";
import { loadImage, type FlashJob } from "./flash-job";
import { flashBoard } from "./flash-one";
import { boardOfFolder, choose, chooseBoard, pickImage, withAddress, type Choice } from "./picks";
import { imageWord, jobOfChoice, layoutsIn } from "./task-definition";
import { waitForBoards } from "./wait-for-board";

/**
 * One key: builds the folder, waits for a board, brings it into DFU mode, plans, flashes, verifies, leaves. What was
 * chosen once is not asked for again; the plan is shown the first time, and whenever it warns or writes a bootloader.
 */
export async function buildAndFlash(deps: FlashDeps): Promise<void> {
  const folder = await pickFolder();
  if (folder === undefined || !(await buildFolder(deps, folder.uri.toString()))) {
    return;
  }
  const uri = folder.uri.toString();
  const job = await imageOf(deps, folder);
  if (job === undefined) {
    return;
  }
  const image = await loadImage(job, toolsOf(deps));
  const board = await awaitBoard(deps, job, uri);
  if (board === undefined) {
    return;
  }
  // Agreed to before: this image on this board.
  const pair = `${job.file} → ${selectorOf(board, [board])}`;
  const known = deps.memory.get("image", uri) === pair;
  if (await flashBoard(deps, { job, image, board }, !known)) {
    await deps.memory.set("image", uri, pair);
  }
}

/** The folder of the active file, else the only one, else asked. */
async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (own !== undefined || folders.length === 1) {
    return own ?? folders[0];
  }
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a folder first: its build task is run."));
    return undefined;
  }
  return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t("Folder to build and flash") });
}

/** The image of the folder: the one flashed before, the only application, or asked. */
async function imageOf(deps: FlashDeps, folder: vscode.WorkspaceFolder): Promise<FlashJob | undefined> {
  const title = vscode.l10n.t("Build and Flash");
  const choices = imageChoices(layoutsIn({ uri: folder.uri.toString(), name: folder.name }, await layoutsOf(deps)));
  const before = deps.memory.get("image", folder.uri.toString())?.split(" → ")[0];
  const known = choices.find(({ artifacts }) => artifacts[0] === before);
  const applications = choices.filter(({ role }) => role === "application");
  const [only, ...others] = known === undefined ? applications : [known];
  const tools = toolsOf(deps);
  if (only !== undefined && others.length === 0) {
    return withAddress(jobOfChoice(only, "flash"), tools, title);
  }
  if (choices.length === 0) {
    const picked = await pickImage(deps, title, "flash");
    return picked === undefined ? undefined : withAddress(picked, tools, title);
  }
  const items = choices.map((choice): Choice<(typeof choices)[number]> => ({
    label: `$(file-binary) ${imageWord(choice, choices)}`,
    value: choice,
  }));
  const chosen = await choose(title, vscode.l10n.t("Image; it is remembered for this folder"), items);
  return chosen === undefined ? undefined : withAddress(jobOfChoice(chosen, "flash"), tools, title);
}

/** The board of the folder; while there is none, waits and says how this chip gets into its bootloader. */
async function awaitBoard(deps: FlashDeps, job: FlashJob, folder: string): Promise<BoardInfo | undefined> {
  const { selector, binding } = boardOfFolder(deps, folder);
  const wanted = (boards: readonly BoardInfo[]): readonly BoardInfo[] =>
    usableBoards(binding && selector !== null ? matchBoards(boards, selector) : boards, true);
  const now = wanted(await deps.boards.list());
  const found = now.length > 0 ? now : await waitShowingTheWay(deps, job, wanted);
  return chooseBoard(deps, vscode.l10n.t("Build and Flash"), folder, found);
}

async function waitShowingTheWay(
  deps: FlashDeps,
  job: FlashJob,
  wanted: (boards: readonly BoardInfo[]) => readonly BoardInfo[],
): Promise<readonly BoardInfo[]> {
  const part = job.devices[0]?.part;
  const way = part === undefined ? [] : wayIn(bootloaderHelp(part), localize);
  const title = part === undefined ? vscode.l10n.t("Waiting for a board") : vscode.l10n.t("Waiting for {0}", part);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (notification, token) => {
    const signal = { aborted: false };
    token.onCancellationRequested(() => (signal.aborted = true));
    notification.report({
      message: way.length > 0 ? way.map((line) => line.trim()).join(" ") : vscode.l10n.t("connect it in DFU mode"),
    });
    offerTheWholePage(part);
    return waitForBoards(wanted, Infinity, { boards: deps.boards, now: Date.now, sleep, signal });
  });
}

function offerTheWholePage(part: string | undefined): void {
  const show = vscode.l10n.t("Show Way into Bootloader");
  const message = vscode.l10n.t("No board is connected yet. Flashing goes on as soon as one is.");
  void vscode.window.showInformationMessage(message, show).then((choice) => {
    if (choice === show) void vscode.commands.executeCommand(commands.bootloaderHelp, part);
  });
}
