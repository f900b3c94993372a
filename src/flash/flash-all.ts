import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import { text, type Text } from "../core/text";
import { localize, localizeError } from "../workspace/l10n";
import { boardTitle, noneForAll } from "./board-choice";
import { askImage } from "./ask";
import { logFailure, tell, withBoardProgress, type FlashDeps } from "./dialogs";
import { prepare, type FlashJob, type PreparedFlash } from "./flash-job";
import { asBootloader, bootloaderWarning, logPlan, runPlan } from "./flash-one";
import { boardsForAll } from "../core/dfu/plan/many-boards";
import { boardWord } from "./run-job";

/** A board with its own plan. */
interface Planned {
  readonly board: BoardInfo;
  readonly prepared: PreparedFlash;
}

/** A board that could not be done, or is not to be, and why. */
interface LeftOut {
  readonly board: BoardInfo;
  readonly reason: string;
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
    throw noneForAll(seen, left, deps.usbState());
  }
  const { job, bootloader } = asBootloader(chosen);
  const found = boards.map((board) => ({ board }));
  const plans = await each(deps, found, async ({ board }): Promise<Planned> => {
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
  const planned = plans.done;
  if (planned.length === 0) {
    tell(deps.log, [text("None of {0} boards can be flashed.", boards.length), ...reasons(plans.failed)], "differs");
    return;
  }
  const others = left.map(({ board, reason }) => ({ board, reason: localize(reason) }));
  if (!(await confirmAll(job, bootloader, planned, [...plans.failed, ...others]))) {
    return;
  }
  const flashed = await each(deps, planned, ({ board, prepared }) => runPlan(deps, job, board, prepared));
  const failed = [...plans.failed, ...flashed.failed];
  const told = text("{0} is on {1} of {2} boards.", job.name, flashed.done.length, boards.length);
  tell(deps.log, [told, ...reasons(failed)], failed.length === 0 ? "done" : "differs");
}

/** All at once; what fails is logged, and does not stop the others. */
async function each<T extends { readonly board: BoardInfo }, R>(
  { log }: FlashDeps,
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<{ readonly done: readonly R[]; readonly failed: readonly LeftOut[] }> {
  const results = await Promise.allSettled(items.map(run));
  const failed = items.flatMap(({ board }, index): LeftOut[] => {
    const result = results[index];
    if (result?.status !== "rejected") return [];
    logFailure(log, result.reason);
    const { message, nextStep } = localizeError(result.reason);
    return [{ board, reason: nextStep === undefined ? message : `${message} ${nextStep}` }];
  });
  return { done: results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])), failed };
}

/** Why boards failed, and what they hold now. */
function reasons(failed: readonly LeftOut[]): readonly Text[] {
  return failed.map(({ board, reason }) => text("{0}: {1}", boardWord(board), reason));
}

async function confirmAll(
  job: FlashJob,
  bootloader: string | null,
  planned: readonly Planned[],
  left: readonly LeftOut[],
): Promise<boolean> {
  const title =
    planned.length === 1
      ? vscode.l10n.t("Flash {0} to 1 board?", job.name)
      : vscode.l10n.t("Flash {0} to {1} boards?", job.name, planned.length);
  // Simulated boards are told apart by their names.
  const name = (board: BoardInfo): string =>
    board.simulated ? boardTitle(board) : `${boardTitle(board)} [${boardWord(board)}]`;
  const detail = [
    ...(bootloader === null ? [] : [bootloaderWarning(bootloader)]),
    ...planned.flatMap(({ board, prepared: { warnings, summary } }) => [
      `${name(board)}: ${localize(summary)}`,
      ...warnings.map((warning) => `⚠ ${localize(warning)}`),
    ]),
    ...(left.length === 0 ? [] : ["", vscode.l10n.t("Left alone:")]),
    ...left.map(({ board, reason }) => (board.simulated ? reason : `${boardWord(board)}: ${reason}`)),
  ].join("\n");
  const go = bootloader === null ? vscode.l10n.t("Flash All") : vscode.l10n.t("Write the Bootloader");
  return (await vscode.window.showWarningMessage(title, { modal: true, detail }, go)) === go;
}
