import type { Cancellation } from "../../cancellation";
import { BootsmithError } from "../../errors";
import type { FirmwareImage } from "../../image/firmware-image";
import type { Device } from "../../mcu/device";
import { findDevices } from "../../mcu/find-device";
import type { BoardInfo, BoardService, ProgressListener } from "../board-service";
import type { FlashPlan } from "./flash-plan";
import { planFlash, type PlanOptions } from "./plan-flash";
import { surveyOf, targetOf } from "./plan-target";

/** What a flash is to do; see {@link PlanOptions}. */
export interface PrepareOptions extends Omit<PlanOptions, "contents"> {
  /** Waits for a board that vanished while it was read; null: it did not come back. */
  readonly awaitBoard?: () => Promise<BoardInfo | null>;
}

/** The chip on a board, where its part is known and has one flash layout only. */
export function deviceOf(board: BoardInfo): Device | undefined {
  const candidates = board.part === null ? [] : findDevices(board.part).candidates;
  return candidates.length === 1 ? candidates[0] : undefined;
}

/**
 * Reads from the board what a plan needs to know, and makes the plan. Nothing is written. Where reading stalls or makes
 * the board vanish (torn ECC granules do that; flash-geometry §5) the plan is made unread: all that the image covers is
 * erased. Then the plan's `board` may be another id than the one given, as it came back.
 * @throws BootsmithError as {@link planFlash}; that of {@link BoardService.survey} where the board stays away
 */
export async function prepareFlash(
  service: Pick<BoardService, "survey">,
  board: BoardInfo,
  image: FirmwareImage,
  options: PrepareOptions,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<FlashPlan> {
  const { awaitBoard, ...known } = options;
  const ranges = surveyOf(image, board, known);
  if (ranges.length === 0) return planFlash(image, board, known);
  const alternate = targetOf(image, board, known).alternate.number;
  try {
    const contents = await service.survey(board.id, alternate, ranges, onProgress, signal);
    return planFlash(image, board, { ...known, contents });
  } catch (error) {
    const back = await boardAfter(error, board, awaitBoard);
    return planFlash(image, back, known);
  }
}

/** The board to go on with, unread, after reading it failed. Anything else that went wrong is thrown again. */
async function boardAfter(
  error: unknown,
  board: BoardInfo,
  awaitBoard: PrepareOptions["awaitBoard"],
): Promise<BoardInfo> {
  if (!(error instanceof BootsmithError) || (error.kind !== "board-refused" && error.kind !== "board-lost")) {
    throw error;
  }
  const back = awaitBoard === undefined ? null : await awaitBoard();
  if (back !== null) return back;
  if (error.kind === "board-lost") throw error;
  return board;
}
