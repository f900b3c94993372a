import type { Cancellation } from "../cancellation";
import type { FirmwareImage, ImageSegment } from "../image/firmware-image";
import type { Device } from "../mcu/device";
import { findDevices } from "../mcu/find-device";
import type { BoardInfo, BoardService, ProgressListener } from "./board-service";
import type { FlashPlan } from "./flash-plan";
import { planFlash, type PlanOptions } from "./plan-flash";
import { contentsNeeded, targetOf } from "./plan-target";

/** The chip on a board, where its part is known and has one flash layout only. */
export function deviceOf(board: BoardInfo): Device | undefined {
  const candidates = board.part === null ? [] : findDevices(board.part).candidates;
  return candidates.length === 1 ? candidates[0] : undefined;
}

/**
 * Reads from the board what a plan needs to know, and makes the plan. Nothing is written.
 * @throws BootsmithError as {@link planFlash} and {@link BoardService.read}
 */
export async function prepareFlash(
  service: Pick<BoardService, "read">,
  board: BoardInfo,
  image: FirmwareImage,
  options: Omit<PlanOptions, "contents">,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<FlashPlan> {
  const device = options.device ?? deviceOf(board);
  const known = { ...options, ...(device === undefined ? {} : { device }) };
  const ranges = contentsNeeded(image, board, known);
  const total = ranges.reduce((sum, { size }) => sum + size, 0);
  const alternate = targetOf(image, board, known).alternate.number;
  const contents: ImageSegment[] = [];
  let before = 0;
  for (const range of ranges) {
    const done = before;
    const report: ProgressListener = (progress) =>
      onProgress?.({ ...progress, phase: "read", done: done + progress.done, total });
    contents.push({ address: range.base, data: await service.read(board.id, alternate, range, report, signal) });
    before += range.size;
  }
  return planFlash(image, board, { ...known, contents });
}
