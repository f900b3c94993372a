import type { BoardInfo } from "../core/dfu/board-service";
import { boardsForAll } from "../core/dfu/plan/many-boards";
import { BootsmithError, explain } from "../core/errors";
import { english, text } from "../core/text";
import type { LocalBoardService } from "../transport/create-board-service";
import { fittingBoards } from "./board-choice";
import type { FlashOptions, VerbContext } from "./board-options";
import { devicesNamed, withService } from "./board-session";
import { awaitBoards, takeBoard } from "./board-wait";
import { note, print, printJson } from "./console";
import { flashBoard, type FlashJob, type FlashResult } from "./flash-job";
import { protectionFor } from "./flash-protection";
import { outcomeLine, planJson, planLines } from "./flash-report";
import { loadImage } from "./image-file";
import { checkPreserveTo } from "./preserved-bytes";

/** Flashes an image to one board, or to all of one layout. */
export async function flash(file: string, options: FlashOptions, context: VerbContext): Promise<number> {
  refuseUnconfirmed(file, options);
  await checkPreserveTo(options);
  const named = devicesNamed(options.device);
  const image = await loadImage(file, options);
  const protection = await protectionFor(file, options.as, context.signal);
  const devices = named.length > 0 ? named : protection.devices;
  const job: FlashJob = { file, image, options, devices, protection, signal: context.signal };
  return withService(options, context, (service) =>
    options.all === true ? flashAll(service, job) : flashOne(service, job),
  );
}

/** @throws BootsmithError `bad-usage` where something that is hard to undo was not confirmed */
function refuseUnconfirmed(file: string, { as, massErase, yes, plan }: FlashOptions): void {
  if (yes === true || plan === true) return;
  if (as === "bootloader" || massErase === true) {
    throw new BootsmithError(
      "bad-usage",
      as === "bootloader"
        ? text("{0} would be written as a bootloader; a faulty one can make the board hard to reach.", file)
        : text("All of the flash would be erased, bootloaders in it too."),
      text("Look at --plan, then add --yes to confirm."),
    );
  }
}

async function flashOne(service: LocalBoardService, job: FlashJob): Promise<number> {
  const { options, protection, signal } = job;
  const board = await takeBoard(service, options, signal, wanted(job));
  protection.warnings.forEach((warning) => note(english(warning)));
  const result = await flashBoard(service, board, job, note);
  if (options.format === "json") printJson(resultJson(result));
  else resultLines(result).forEach(print);
  return 0;
}

/** Every board at once, each with its own plan; what fails on one leaves the others alone. */
async function flashAll(service: LocalBoardService, job: FlashJob): Promise<number> {
  const { options, devices, protection, signal } = job;
  const there = fittingBoards(await awaitBoards(service, options, signal, wanted(job)), options.board);
  const { boards, left } = boardsForAll(there, devices);
  boards.forEach((board) => note(`Is meant: ${board.id} (${board.name})`));
  left.forEach(({ board, reason }) => note(`Is left out: ${board.id}. ${english(reason)}`));
  if (boards.length === 0) {
    throw new BootsmithError(
      "no-board",
      text("No board in DFU mode is meant."),
      text("Connect boards in DFU mode, or say which with --board."),
    );
  }
  protection.warnings.forEach((warning) => note(english(warning)));
  const results = await Promise.all(boards.map((board) => flashOneOfAll(service, board, job)));
  if (options.format === "json") {
    printJson({
      boards: results.map(({ board, result, error }) => ({
        ...(result === null ? { board: board.id, plan: null, outcome: null, preservedIn: null } : resultJson(result)),
        error,
      })),
      left: left.map(({ board, reason }) => ({ board: board.id, reason: english(reason) })),
    });
  } else {
    for (const { board, result } of results) {
      if (result !== null) resultLines(result).forEach((line) => print(`[${board.id}] ${line}`));
    }
  }
  return results.some(({ error }) => error !== null) ? 1 : 0;
}

interface OneOfAll {
  readonly board: BoardInfo;
  readonly result: FlashResult | null;
  readonly error: string | null;
}

async function flashOneOfAll(service: LocalBoardService, board: BoardInfo, job: FlashJob): Promise<OneOfAll> {
  const say = (line: string) => note(`[${board.id}] ${line}`);
  try {
    return { board, result: await flashBoard(service, board, job, say), error: null };
  } catch (error) {
    say(explain(error));
    return { board, result: null, error: explain(error) };
  }
}

/** A plan touches nothing, so a running board is not brought into DFU mode for one; nor for many boards at once. */
function wanted({ options, devices }: FlashJob) {
  const parts = new Set(devices.map(({ part }) => part));
  const chip = options.device ?? (parts.size === 1 ? devices[0]?.part : undefined);
  return { mode: "dfu", detach: options.plan !== true && options.all !== true, chip } as const;
}

function resultJson({ board, plan, word, outcome, preservedIn }: FlashResult): object {
  return { board: board.id, plan: planJson(plan, word), outcome, preservedIn };
}

function resultLines({ board, plan, word, outcome }: FlashResult): string[] {
  return outcome === null ? planLines(plan, word) : [outcomeLine(board, plan, outcome)];
}
