import * as vscode from "vscode";
import type { BoardInfo } from "../core/dfu/board-service";
import type { FirmwareImage } from "../core/image/firmware-image";
import { commands } from "../manifest";
import { localize } from "../workspace/l10n";
import { boardTitle, noBoard } from "./board-choice";
import { guarded, tell, toolsOf, trusted, withBoardProgress, type FlashDeps } from "./dialogs";
import { bootloadersUnder, loadImage, prepare, workOf, type FlashJob, type PreparedFlash } from "./flash-job";
import { describeFlash, describeVerify } from "./outcome";
import { boardItems, choose, pickBoard, pickImage, titleFor, withAddress, type Choice } from "./picks";
import { readBack } from "./read-back";

export type { FlashDeps } from "./dialogs";

/** Most lines of a plan that the confirmation shows; the log has all. */
const shownLines = 16;

/** Registers the commands that flash, verify, read back and list boards. */
export function registerFlash(deps: FlashDeps): vscode.Disposable {
  const register = (id: string, run: (deps: FlashDeps) => Promise<void>) =>
    vscode.commands.registerCommand(id, async () => {
      if (trusted()) {
        await guarded(deps.log, () => run(deps));
      }
    });
  return vscode.Disposable.from(
    register(commands.flash, (own) => flash(own)),
    register(commands.verify, (own) => verify(own)),
    register(commands.readBack, (own) => readBack(own)),
    register(commands.listBoards, listBoards),
  );
}

/** What both flash and verify need first; undefined when the person backs out of a question. */
interface Wanted {
  readonly job: FlashJob;
  readonly image: FirmwareImage;
  readonly board: BoardInfo;
}

async function ask(deps: FlashDeps, action: FlashJob["action"], given?: BoardInfo): Promise<Wanted | undefined> {
  const tools = toolsOf(deps);
  const title =
    action === "flash" ? vscode.l10n.t("Flash Image to Board") : vscode.l10n.t("Verify Board Against Image");
  const picked = await pickImage(deps, title, action);
  const job = picked === undefined ? undefined : await withAddress(picked, tools, titleFor(picked));
  if (job === undefined) {
    return undefined;
  }
  const image = await loadImage(job, tools);
  const board = given ?? (await pickBoard(deps, titleFor(job)));
  return board === undefined ? undefined : { job, image, board };
}

async function flash(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const wanted = await ask(deps, "flash", given);
  if (wanted === undefined) {
    return;
  }
  const { image, board } = wanted;
  const named = asBootloader(wanted);
  const reading = vscode.l10n.t("Reading {0}", boardTitle(board));
  const prepared = await withBoardProgress(reading, {}, (watch) =>
    prepare(named.job, image, board, deps.boards, watch),
  );
  logPlan(deps, named.job, board, prepared);
  if (!(await confirm(named, prepared, board))) {
    return;
  }
  const title = vscode.l10n.t("Flashing {0} to {1}", named.job.name, boardTitle(board));
  const outcome = await withBoardProgress(title, workOf("flash", prepared.plan), ({ onProgress, signal }) =>
    deps.boards.flash(board.id, prepared.plan, onProgress, signal),
  );
  tell(deps.log, describeFlash(named.job.name, board, prepared.plan, outcome));
}

/** A job that may write a bootloader, and what the person must then agree to by name. */
interface NamedJob {
  readonly job: FlashJob;
  readonly bootloader: string | null;
}

/**
 * Only an image that is the bootloader, or a file that nobody knows, may be taken as one: an application that reaches
 * into the bootloader is a mistake in the layout, and the plan refuses it.
 */
function asBootloader({ job, image }: Wanted): NamedJob {
  if (job.role === "bootloader") {
    return { job: { ...job, as: "bootloader" }, bootloader: job.name };
  }
  const [under] = job.role === null ? bootloadersUnder(image.segments, job.guarded) : [];
  return under === undefined
    ? { job, bootloader: null }
    : { job: { ...job, as: "bootloader" }, bootloader: under.name };
}

function logPlan(deps: FlashDeps, job: FlashJob, board: BoardInfo, prepared: PreparedFlash): void {
  deps.log.info(vscode.l10n.t("Plan for {0} on {1}:", job.fileName, boardTitle(board)));
  prepared.warnings.forEach((warning) => deps.log.warn(localize(warning)));
  [prepared.summary, ...prepared.details].forEach((line) => deps.log.info(localize(line)));
}

/** Shows the plan; nothing has been changed yet. */
async function confirm({ job, bootloader }: NamedJob, prepared: PreparedFlash, board: BoardInfo): Promise<boolean> {
  const title = vscode.l10n.t("Flash {0} to {1}?", job.name, boardTitle(board));
  const lines = prepared.details.map(localize);
  const more = lines.length - shownLines;
  const detail = [
    ...prepared.warnings.map((warning) => `⚠ ${localize(warning)}`),
    ...(bootloader === null
      ? []
      : [
          `⚠ ${vscode.l10n.t("This writes a bootloader ({0}). If it is interrupted, only the ROM bootloader still starts.", bootloader)}`,
        ]),
    localize(prepared.summary),
    "",
    ...lines.slice(0, shownLines),
    ...(more > 0 ? [vscode.l10n.t("… and {0} more lines, in the log", more)] : []),
  ].join("\n");
  const go = bootloader === null ? vscode.l10n.t("Flash") : vscode.l10n.t("Write the Bootloader");
  return (await vscode.window.showWarningMessage(title, { modal: true, detail }, go)) === go;
}

async function verify(deps: FlashDeps, given?: BoardInfo): Promise<void> {
  const wanted = await ask(deps, "verify", given);
  if (wanted === undefined) {
    return;
  }
  const { job, image, board } = wanted;
  const title = vscode.l10n.t("Comparing {0} with {1}", boardTitle(board), job.name);
  const differences = await withBoardProgress(title, {}, async (watch) => {
    const { plan } = await prepare(job, image, board, deps.boards, watch);
    return deps.boards.verify(board.id, plan, watch.onProgress, watch.signal);
  });
  tell(deps.log, [describeVerify(job.name, board, differences)], differences.length === 0 ? "done" : "differs");
}

async function listBoards(deps: FlashDeps): Promise<void> {
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
  if (board.mode !== "dfu") {
    throw noBoard([board], deps.usbState());
  }
  const actions: Choice<(own: FlashDeps, given: BoardInfo) => Promise<void>>[] = [
    { label: vscode.l10n.t("Flash Image…"), value: flash },
    { label: vscode.l10n.t("Verify Against Image…"), value: verify },
    { label: vscode.l10n.t("Read Back to File…"), value: readBack },
  ];
  const action = await choose(boardTitle(board), vscode.l10n.t("What to do with it"), actions);
  await action?.(deps, board);
}
