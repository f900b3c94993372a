import * as vscode from "vscode";
import type { BoardInfo, FlashOutcome } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import type { FirmwareImage } from "../core/image/firmware-image";
import type { Text } from "../core/text";
import { localize, localizeError } from "../workspace/l10n";
import { boardTitle } from "./board-choice";
import { tell, toolsOf, withBoardProgress, type FlashDeps } from "./dialogs";
import { bootloadersUnder, chipWarning, prepare, workOf, type FlashJob, type PreparedFlash } from "./flash-job";
import { describeFlash } from "./outcome";
import { savePreserved } from "./run-job";

/** Most lines of a plan that the confirmation shows; the log has all. */
const shownLines = 16;

/** A job that may write a bootloader, and what the person must then agree to by name. */
export interface NamedJob {
  readonly job: FlashJob;
  readonly bootloader: string | null;
}

/** One image for one board. */
export interface ImageForBoard {
  readonly job: FlashJob;
  readonly image: FirmwareImage;
  readonly board: BoardInfo;
}

/**
 * Flashes one board with somebody in front of it: brings it into DFU mode, reads, shows the plan, does it.
 * @param show false: a plan that writes no bootloader is only logged, since the same was agreed to before
 * @returns false when the person backs out
 */
export async function flashBoard(deps: FlashDeps, wanted: ImageForBoard, show: boolean): Promise<boolean> {
  const board = await inDfuMode(deps, wanted.board);
  const agreed = await agreeOnChip(wanted.job, board);
  const prepared = agreed === undefined ? undefined : await prepareNamed(deps, { ...wanted, job: agreed, board });
  if (prepared === undefined) {
    return false;
  }
  const { named, plan } = prepared;
  const { job } = named;
  logPlan(deps, job, board, plan);
  if ((show || named.bootloader !== null || plan.warnings.length > 0) && !(await confirm(named, plan, board))) {
    return false;
  }
  await savePreserved(job, plan.plan, toolsOf(deps));
  if (plan.plan.preserved.length > 0 && job.preserve !== null) {
    // Whatever happens to the board now, this says where they are.
    deps.log.info(vscode.l10n.t("Bytes that stay on the board were saved to {0}.", job.preserve));
  }
  const outcome = await runPlan(deps, job, board, plan);
  tell(deps.log, describeFlash(job.name, board, plan.plan, outcome));
  return true;
}

/** Brings a board that runs its application into DFU mode. */
async function inDfuMode(deps: FlashDeps, board: BoardInfo): Promise<BoardInfo> {
  if (board.mode === "dfu") {
    return board;
  }
  const title = vscode.l10n.t("Bringing {0} into DFU mode", boardTitle(board));
  return withBoardProgress(deps, board, title, {}, ({ signal }) => deps.boards.detach(board.id, signal));
}

/** Asks before a board of another chip is flashed; the plan then goes by the board alone. */
async function agreeOnChip(job: FlashJob, board: BoardInfo): Promise<FlashJob | undefined> {
  const [warning] = chipWarning(job, board);
  if (warning === undefined) {
    return job;
  }
  const anyway = vscode.l10n.t("Flash Anyway");
  const detail = vscode.l10n.t(
    "An image of another chip does not run, and may be written to the wrong place. Connect the right board, or correct the chip of the workspace.",
  );
  const choice = await vscode.window.showWarningMessage(localize(warning), { modal: true, detail }, anyway);
  return choice === anyway ? { ...job, devices: [] } : undefined;
}

/** The plan; where it would take bytes of others along, only after a file was named that keeps them. */
async function prepareNamed(
  deps: FlashDeps,
  wanted: ImageForBoard,
): Promise<{ readonly named: NamedJob; readonly plan: PreparedFlash } | undefined> {
  const named = asBootloader(wanted);
  const make = (job: FlashJob) =>
    withBoardProgress(deps, wanted.board, vscode.l10n.t("Reading {0}", boardTitle(wanted.board)), {}, (watch) =>
      prepare(job, wanted.image, wanted.board, deps.boards, watch),
    );
  try {
    return { named, plan: await make(named.job) };
  } catch (refusal) {
    if (!(refusal instanceof BootsmithError) || refusal.kind !== "plan-refused") {
      throw refusal;
    }
    const preserving = await askPreserve(deps, named.job, wanted, refusal);
    return preserving === undefined
      ? undefined
      : { named: { ...named, job: preserving }, plan: await make(preserving) };
  }
}

/**
 * Asks whether bytes of others in shared erase units are to be saved and written back.
 * @throws the refusal itself, where that would not help
 */
async function askPreserve(
  { boards }: FlashDeps,
  job: FlashJob,
  { image, board }: ImageForBoard,
  refusal: BootsmithError,
): Promise<FlashJob | undefined> {
  const possible = { ...job, preserve: "" };
  try {
    const silent = { onProgress: () => undefined, signal: { aborted: false } };
    const { plan } = await prepare(possible, image, board, boards, silent);
    if (plan.preserved.length === 0) throw refusal;
  } catch {
    throw refusal;
  }
  const save = vscode.l10n.t("Save Them and Go On…");
  const detail = vscode.l10n.t(
    "The old bytes can be saved to a file first; then they are written back with the image.",
  );
  const { message } = localizeError(refusal);
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, save)) !== save) {
    return undefined;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Save Bytes That Stay on the Board"),
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, `${job.name}-preserved.hex`) }),
    filters: { [vscode.l10n.t("Intel HEX")]: ["hex"] },
  });
  return target === undefined ? undefined : { ...job, preserve: target.toString() };
}

/**
 * Only an image that is the bootloader, or a file that nobody knows, may be taken as one: an application that reaches
 * into the bootloader is a mistake in the layout, and the plan refuses it.
 */
export function asBootloader({ job, image }: Pick<ImageForBoard, "job" | "image">): NamedJob {
  if (job.role === "bootloader") {
    return { job: { ...job, as: "bootloader" }, bootloader: job.name };
  }
  const [under] = job.role === null ? bootloadersUnder(image.segments, job.guarded) : [];
  return under === undefined
    ? { job, bootloader: null }
    : { job: { ...job, as: "bootloader" }, bootloader: under.name };
}

/** Does what a plan says, under a notification. */
export function runPlan(
  deps: FlashDeps,
  job: FlashJob,
  board: BoardInfo,
  { plan }: Pick<PreparedFlash, "plan">,
): Promise<FlashOutcome> {
  const title = vscode.l10n.t("Flashing {0} to {1}", job.name, boardTitle(board));
  return withBoardProgress(deps, board, title, workOf("flash", plan), ({ onProgress, signal }) =>
    deps.boards.flash(plan.board, plan, onProgress, signal),
  );
}

/** Writes the whole plan into the log. */
export function logPlan({ log }: FlashDeps, job: FlashJob, board: BoardInfo, prepared: PreparedFlash): void {
  log.info(vscode.l10n.t("Plan for {0} on {1}:", job.fileName, boardTitle(board)));
  prepared.warnings.forEach((warning) => log.warn(localize(warning)));
  [prepared.summary, ...prepared.details, ...afterwards(prepared)].forEach((line) => log.info(localize(line)));
}

/** What a person does once it is done, as lines. */
function afterwards({ after }: PreparedFlash): readonly Text[] {
  return after === null ? [] : [after];
}

/** Shows the plan; nothing has been changed yet. */
async function confirm({ job, bootloader }: NamedJob, prepared: PreparedFlash, board: BoardInfo): Promise<boolean> {
  const title = vscode.l10n.t("Flash {0} to {1}?", job.name, boardTitle(board));
  const lines = prepared.details.map(localize);
  const more = lines.length - shownLines;
  const detail = [
    ...prepared.warnings.map((warning) => `⚠ ${localize(warning)}`),
    ...(bootloader === null ? [] : [bootloaderWarning(bootloader)]),
    ...[prepared.summary, ...afterwards(prepared)].map(localize),
    "",
    ...lines.slice(0, shownLines),
    ...(more > 0 ? [vscode.l10n.t("… and {0} more lines, in the log", more)] : []),
  ].join("\n");
  const go = bootloader === null ? vscode.l10n.t("Flash") : vscode.l10n.t("Write the Bootloader");
  return (await vscode.window.showWarningMessage(title, { modal: true, detail }, go)) === go;
}

/** What somebody must know before a bootloader is written. */
export function bootloaderWarning(name: string): string {
  return `⚠ ${vscode.l10n.t("This writes a bootloader ({0}). If it is interrupted, only the ROM bootloader still starts.", name)}`;
}
