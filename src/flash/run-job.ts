import type { BoardProgress } from "../core/dfu/board-service";
import { text, type Text } from "../core/text";
import { boardTitle, theOneBoard } from "./board-choice";
import { loadImage, prepare, type FlashJob, type FlashTools, type Watch, workOf } from "./flash-job";
import { describeFlash, describeVerify } from "./outcome";
import { ProgressMeter, quarterFilter } from "./progress";

/** Where a job without a person in front of it tells what it does. */
export interface JobLog {
  readonly print: (line: Text) => void;
  /** Milliseconds, for rates. */
  readonly now: () => number;
  readonly signal: Watch["signal"];
}

/**
 * Runs a job from beginning to end without asking anything: the plan is printed, then done.
 * @returns exit code: 0 = done, 1 = the board does not hold the image
 * @throws BootsmithError whatever kept it from being done
 */
export async function runJob(job: FlashJob, tools: FlashTools, log: JobLog): Promise<0 | 1> {
  const image = await loadImage(job, tools);
  const board = theOneBoard(await tools.boards.list(), job.board, tools.usbState());
  log.print(text("Image: {0} ({1})", job.name, job.fileName));
  log.print(text("Board: {0}", boardTitle(board)));
  const prepared = await prepare(job, image, board, tools.boards, watch(new ProgressMeter({}, log.now), log));
  prepared.warnings.forEach(log.print);
  const running = watch(new ProgressMeter(workOf(job.action, prepared.plan), log.now), log);
  if (job.action === "verify") {
    const { onProgress, signal } = running;
    const differences = await tools.boards.verify(board.id, prepared.plan, onProgress, signal);
    log.print(describeVerify(job.name, board, differences));
    return differences.length === 0 ? 0 : 1;
  }
  log.print(prepared.summary);
  prepared.details.forEach(log.print);
  const outcome = await tools.boards.flash(board.id, prepared.plan, running.onProgress, running.signal);
  describeFlash(job.name, board, prepared.plan, outcome).forEach(log.print);
  return 0;
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
