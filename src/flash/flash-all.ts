import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import { text, type Text } from "../core/text";
import { localize } from "../workspace/l10n";
import { boardTitle, noBoard } from "./board-choice";
import { askImage } from "./ask";
import { logFailure, tell, withBoardProgress, type FlashDeps } from "./dialogs";
import { prepare, type FlashJob, type PreparedFlash } from "./flash-job";
import { asBootloader, bootloaderWarning, logPlan, runPlan } from "./flash-one";
import { boardsForAll } from "../core/dfu/plan/many-boards";
import { boardWord } from "./run-job";

/** What became of one of several boards. */
interface Planned {
  readonly board: BoardInfo;
  readonly prepared: PreparedFlash;
}

/** Flashes every board of one layout at once, each with its own plan; a board that fails does not stop the others. */
export async function flashAll(deps: FlashDeps): Promise<void> {
  const chosen = await askImage(deps, vscode.l10n.t("Flash Image to All Boards"), "flash");
  if (chosen === undefined) {
    return;
  }
  const seen = await deps.boards.list();
  const { boards, left } = boardsForAll(seen, chosen.job.devices);
  if (boards.length === 0) {
    throw noBoard(seen, deps.usbState());
  }
  const { job, bootloader } = asBootloader(chosen);
  const planned = await each(deps, boards, async (board): Promise<Planned> => {
    const prepared = await withBoardProgress(
      deps,
      board,
      vscode.l10n.t("Reading {0}", boardTitle(board)),
      {},
      (watch) => prepare(job, chosen.image, board, deps.boards, watch),
    );
    logPlan(deps, job, board, prepared);
    return { board, prepared };
  });
  if (planned.length === 0 || !(await confirmAll(job, bootloader, planned, left))) {
    return;
  }
  const done = await each(deps, planned, async ({ board, prepared }) => {
    await runPlan(deps, job, board, prepared);
    return board;
  });
  const failed = boards.length - done.length;
  const told = [text("{0} is on {1} of {2} boards.", job.name, done.length, boards.length)];
  tell(
    deps.log,
    failed === 0 ? told : [...told, text("The log says why the others failed.")],
    failed === 0 ? "done" : "differs",
  );
}

/** All at once; what fails is logged and left out of the answer. */
async function each<T, R>({ log }: FlashDeps, items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results = await Promise.allSettled(items.map(run));
  return results.flatMap((result) => {
    if (result.status === "fulfilled") return [result.value];
    logFailure(log, result.reason);
    return [];
  });
}

async function confirmAll(
  job: FlashJob,
  bootloader: string | null,
  planned: readonly Planned[],
  left: readonly { readonly board: BoardInfo; readonly reason: Text }[],
): Promise<boolean> {
  const title = vscode.l10n.t("Flash {0} to {1} boards?", job.name, planned.length);
  const name = (board: BoardInfo): string => `${boardTitle(board)} [${boardWord(board)}]`;
  const detail = [
    ...(bootloader === null ? [] : [bootloaderWarning(bootloader)]),
    ...planned.map(({ board, prepared }) => `${name(board)}: ${localize(prepared.summary)}`),
    ...(left.length === 0 ? [] : ["", vscode.l10n.t("Left alone:")]),
    ...left.map(({ board, reason }) => `${name(board)}: ${localize(reason)}`),
  ].join("\n");
  const go = bootloader === null ? vscode.l10n.t("Flash All") : vscode.l10n.t("Write the Bootloader");
  return (await vscode.window.showWarningMessage(title, { modal: true, detail }, go)) === go;
}
