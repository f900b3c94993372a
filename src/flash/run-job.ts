import type { BoardInfo, BoardProgress } from "../core/dfu/board-service";
import type { FlashPlan } from "../core/dfu/plan/flash-plan";
import { BootsmithError } from "../core/errors";
import type { FirmwareImage } from "../core/image/firmware-image";
import { writeIntelHex } from "../core/image/intel-hex";
import { text, type Text } from "../core/text";
import { boardTitle, howToConnect, matchBoards, noneForAll, theOneBoard, usableBoards } from "./board-choice";
import { loadImage, prepare, refuseOtherChip, workOf, type FlashJob, type FlashTools, type Watch } from "./flash-job";
import { describeFlash, describeVerify } from "./outcome";
import { boardsForAll } from "../core/dfu/plan/many-boards";
import { ProgressMeter, quarterFilter } from "./progress";
import { waitForBoards } from "./wait-for-board";

/** Where a job without a person in front of it tells what it does. */
export interface JobLog {
  /** @param of one word for the board a line is about, where there are several */
  readonly print: (line: Text, of?: string) => void;
  /** Milliseconds, for rates. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: Watch["signal"];
}

/**
 * Runs a job from beginning to end without asking anything: the plan is printed, then done.
 * @returns exit code: 0 = done, 1 = the board does not hold the image, or one of several boards failed
 * @throws BootsmithError whatever kept it from being done
 */
export async function runJob(job: FlashJob, tools: FlashTools, log: JobLog): Promise<0 | 1> {
  const image = await loadImage(job, tools);
  log.print(text("Image: {0} ({1})", job.name, job.fileName));
  const seen = await seenBoards(job, tools, log);
  if (job.all) {
    return runOnAll(job, image, seen, tools, log);
  }
  return runOn(job, image, theOneBoard(seen, job.board, tools.usbState(), job.detach), tools, log);
}

/** The boards that are there; with `wait`, once one that will do is. */
async function seenBoards(job: FlashJob, tools: FlashTools, log: JobLog): Promise<readonly BoardInfo[]> {
  const wanted = (boards: readonly BoardInfo[]) =>
    usableBoards(job.board === null ? boards : matchBoards(boards, job.board), job.detach && !job.all);
  const boards = await tools.boards.list();
  if (job.wait === null || wanted(boards).length > 0) {
    return boards;
  }
  log.print(text("Waiting for a board."));
  log.print(howToConnect);
  return waitForBoards(wanted, job.wait, { boards: tools.boards, ...log });
}

async function runOnAll(
  job: FlashJob,
  image: FirmwareImage,
  seen: readonly BoardInfo[],
  tools: FlashTools,
  log: JobLog,
): Promise<0 | 1> {
  const { boards, left } = boardsForAll(job.board === null ? seen : matchBoards(seen, job.board), job.devices);
  left.forEach(({ board, reason }) => log.print(reason, boardWord(board)));
  if (boards.length === 0) {
    throw noneForAll(seen, left, tools.usbState());
  }
  const codes = await Promise.all(
    boards.map(async (board) => {
      const print = (line: Text) => log.print(line, boardWord(board));
      try {
        return await runOn(job, image, board, tools, { ...log, print });
      } catch (error) {
        if (!(error instanceof BootsmithError)) throw error;
        print(error.what);
        if (error.nextStep !== undefined) print(error.nextStep);
        return 1;
      }
    }),
  );
  return codes.every((code) => code === 0) ? 0 : 1;
}

/** One word for a board among its like; simulated ones of one part share their serial number. */
export function boardWord({ serial, path, id, simulated }: BoardInfo): string {
  return path ?? (simulated ? id : (serial ?? id));
}

async function runOn(
  job: FlashJob,
  image: FirmwareImage,
  found: BoardInfo,
  tools: FlashTools,
  log: JobLog,
): Promise<0 | 1> {
  log.print(text("Board: {0}", boardTitle(found)));
  const board = found.mode === "runtime" ? await detached(found, tools, log) : found;
  if (job.action === "flash") refuseOtherChip(job, board);
  const prepared = await prepare(job, image, board, tools.boards, watch(new ProgressMeter({}, log.now), log));
  prepared.warnings.forEach((line) => log.print(line));
  const running = watch(new ProgressMeter(workOf(job.action, prepared.plan), log.now), log);
  if (job.action === "verify") {
    const { onProgress, signal } = running;
    const differences = await tools.boards.verify(board.id, prepared.plan, onProgress, signal);
    log.print(describeVerify(job.name, board, differences));
    return differences.length === 0 ? 0 : 1;
  }
  log.print(prepared.summary);
  prepared.details.forEach((line) => log.print(line));
  if (prepared.after !== null) log.print(prepared.after);
  await savePreserved(job, prepared.plan, tools);
  const outcome = await tools.boards.flash(prepared.plan.board, prepared.plan, running.onProgress, running.signal);
  describeFlash(job.name, board, prepared.plan, outcome).forEach((line) => log.print(line));
  return 0;
}

async function detached(board: BoardInfo, { boards }: FlashTools, { print, signal }: JobLog): Promise<BoardInfo> {
  print(text("It runs its application; bringing it into DFU mode."));
  return boards.detach(board.id, signal);
}

/** Writes what the plan must give back to others into the job's file, before anything is erased. */
export async function savePreserved(
  job: FlashJob,
  plan: FlashPlan,
  { write }: Pick<FlashTools, "write">,
): Promise<void> {
  if (plan.preserved.length === 0) return;
  if (job.preserve === null) {
    throw new BootsmithError(
      "plan-refused",
      text("The plan overwrites bytes of others, and no file was named that takes them."),
    );
  }
  await write(job.preserve, new TextEncoder().encode(writeIntelHex(plan.preserved)));
}

/** Prints a few lines per phase, not one per transfer. */
function watch(meter: ProgressMeter, { print, signal }: JobLog): Watch {
  const worthALine = quarterFilter();
  return {
    signal,
    onProgress: (progress: BoardProgress) => {
      const news = meter.add(progress);
      if (worthALine(progress)) {
        print(news.sentence);
      }
    },
  };
}
