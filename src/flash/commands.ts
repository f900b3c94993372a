import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import { refuseClosed } from "../core/dfu/closed-board";
import { localize } from "../workspace/l10n";
import { ask } from "./ask";
import { boardTitle, noBoard } from "./board-choice";
import { compareBoard } from "./compare";
import { tell, withBoardProgress, type FlashDeps } from "./dialogs";
import { eraseBoard } from "./erase";
import { prepare } from "./flash-job";
import { flashBoard } from "./flash-one";
import { describeVerify } from "./outcome";
import { boardItems, choose, type Choice } from "./picks";
import { readBack } from "./read-back";

/** Asks for an image and a board, shows the plan, and flashes. */
export async function flash(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const wanted = await ask(deps, vscode.l10n.t("Flash Image to Board"), "flash", given);
  if (wanted !== undefined) {
    await flashBoard(deps, wanted, true);
  }
}

/** Compares a board with an image, and says whether it holds it. */
export async function verify(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const wanted = await ask(deps, vscode.l10n.t("Verify Board Against Image"), "verify", given);
  if (wanted === undefined) {
    return;
  }
  const { job, image, board } = wanted;
  const title = vscode.l10n.t("Comparing {0} with {1}", boardTitle(board), job.name);
  const differences = await withBoardProgress(deps, board, title, {}, async (watch) => {
    const { plan } = await prepare(job, image, board, deps.boards, watch);
    return deps.boards.verify(board.id, plan, watch.onProgress, watch.signal);
  });
  tell(deps.log, [describeVerify(job.name, board, differences)], differences.length === 0 ? "done" : "differs");
}

/** Shows the boards, and what can be done with one. */
export async function listBoards(deps: FlashDeps): Promise<void> {
  const title = vscode.l10n.t("DFU Boards");
  const boards = await deps.boards.list();
  if (boards.length === 0) {
    throw noBoard(boards, deps.usbState());
  }
  const usb = deps.usbState();
  const placeHolder = usb.reason === undefined ? vscode.l10n.t("Choose a board to work with it") : localize(usb.reason);
  const board = await choose(title, placeHolder, boardItems(boards));
  if (board === undefined) {
    return;
  }
  refuseClosed(board);
  type Action = (own: FlashDeps, given: BoardInfo) => Promise<void>;
  const flashing: Choice<Action> = { label: vscode.l10n.t("Flash Image…"), value: flash };
  const inDfu: Choice<Action>[] = [
    { label: vscode.l10n.t("Verify Against Image…"), value: verify },
    { label: vscode.l10n.t("Compare with Image…"), value: compareBoard },
    { label: vscode.l10n.t("Read Back to File…"), value: readBack },
    { label: vscode.l10n.t("Erase…"), value: eraseBoard },
  ];
  const actions = board.mode === "dfu" ? [flashing, ...inDfu] : [flashing];
  const action = await choose(boardTitle(board), vscode.l10n.t("What to do with it"), actions);
  await action?.(deps, board);
}
