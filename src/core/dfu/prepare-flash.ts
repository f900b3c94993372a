import type { Cancellation } from "../cancellation";
import { BootsmithError } from "../errors";
import type { FirmwareImage, ImageSegment } from "../image/firmware-image";
import type { AddressRange, Device } from "../mcu/device";
import type { Parallelism } from "../mcu/flash-timing";
import { text } from "../text";
import type { BoardInfo, BoardService, ProgressListener } from "./board-service";
import type { FlashPlan } from "./flash-plan";
import { planFlash, type ProtectedRange } from "./plan-flash";
import { contentsNeeded, targetOf } from "./plan-target";
import { boardDevices } from "./plan/same-chip";

/** What a person, the project and the defaults say of a flash. */
export interface PrepareOptions {
  readonly alternate?: number;
  /** Chips the project says; empty: not known. */
  readonly devices?: readonly Device[];
  readonly strategy: "changed" | "full";
  readonly protect?: readonly ProtectedRange[];
  /** The image's own region, from the start of its slot to its end. */
  readonly region?: AddressRange;
  readonly as?: "bootloader" | "application";
  readonly vectorTable?: number;
  readonly preserve?: boolean;
  readonly eraseRanges?: readonly AddressRange[];
  readonly massErase?: boolean;
  readonly parallelism?: Parallelism;
  readonly verify: boolean;
  readonly leave: boolean | "where-known";
  /** Waits for a board that vanished while it was read; null: it did not come back. */
  readonly awaitBoard?: () => Promise<BoardInfo | null>;
}

/**
 * Reads from the board what a plan needs to know, and makes the plan. Nothing is written.
 * @throws BootsmithError as {@link planFlash} and {@link BoardService.read}
 */
export async function prepareFlash(
  service: Pick<BoardService, "read">,
  board: BoardInfo,
  image: FirmwareImage,
  options: PrepareOptions,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<FlashPlan> {
  const { preserve, eraseRanges = [], massErase, parallelism } = options;
  if (preserve === true || eraseRanges.length > 0 || massErase === true || parallelism !== undefined) {
    throw new BootsmithError("plan-refused", text("A plan with preserved bytes, named ranges or a width is not made."));
  }
  const candidates = boardDevices(board, options.devices);
  const device = candidates.length === 1 ? candidates[0] : undefined;
  const known = { ...options, leave: options.leave !== false, ...(device === undefined ? {} : { device }) };
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
