import type { BoardInfo, FlashOutcome } from "../core/dfu/board-service";
import type { FlashPlan } from "../core/dfu/plan/flash-plan";
import { boardAgain } from "../core/dfu/board-return";
import { describePlan, planWarnings } from "../core/dfu/plan/describe-plan";
import { boardDevices, sameChip } from "../core/dfu/plan/same-chip";
import { prepareFlash, type PrepareOptions } from "../core/dfu/plan/prepare-flash";
import { BootsmithError } from "../core/errors";
import type { FirmwareImage } from "../core/image/firmware-image";
import type { Device } from "../core/mcu/device";
import { english, text } from "../core/text";
import { realClock } from "../transport/clocks";
import type { LocalBoardService } from "../transport/create-board-service";
import type { FlashOptions } from "./board-options";
import { alternateOf } from "./board-session";
import type { Protection } from "./flash-protection";
import { progressTo, unitWord } from "./flash-report";
import { refuseOtherChip } from "./other-chip";
import { savePreserved } from "./preserved-bytes";

/** One image on its way to boards. */
export interface FlashJob {
  readonly file: string;
  readonly image: FirmwareImage;
  readonly options: FlashOptions;
  /** Chips the person, else the project says. */
  readonly devices: readonly Device[];
  readonly protection: Protection;
  readonly signal: AbortSignal;
}

/** What became of a job on one board. */
export interface FlashResult {
  readonly board: BoardInfo;
  readonly plan: FlashPlan;
  /** What its chip's family calls an erase unit. */
  readonly word: ReturnType<typeof unitWord>;
  /** null: only planned. */
  readonly outcome: FlashOutcome | null;
  /** File with bytes of others that were kept. */
  readonly preservedIn: string | null;
}

/**
 * Plans, and flashes unless only the plan was asked for.
 * @param say a line of progress or a warning about this board
 * @throws BootsmithError as prepareFlash and {@link LocalBoardService.flash}
 */
export async function flashBoard(
  service: LocalBoardService,
  board: BoardInfo,
  job: FlashJob,
  say: (line: string) => void,
): Promise<FlashResult> {
  const { devices, options, signal } = job;
  refuseOtherChip(board, devices);
  if (devices.length > 0 && sameChip(board, devices) === "unknown") {
    say(`${board.name} does not say what chip it carries; it is taken for the one that is meant.`);
  }
  refuseVoltage(board, job);
  const wanted = prepareOptions(service, board, job);
  const plan = await prepareFlash(service, board, job.image, wanted, progressTo(say), signal);
  planWarnings(board, plan, wanted).forEach((warning) => say(english(warning)));
  const word = unitWord(board, devices);
  if (options.plan === true) return { board, plan, word, outcome: null, preservedIn: null };
  say(english(describePlan(plan, word)));
  const preservedIn = await savePreserved(job.file, board, plan, options);
  if (preservedIn !== null) say(`Bytes of others are kept; they are saved in ${preservedIn}.`);
  // A board that vanished while it was read may be back under another id.
  const outcome = await service.flash(plan.board, plan, progressTo(say), signal);
  return { board, plan, word, outcome, preservedIn };
}

function prepareOptions(service: LocalBoardService, board: BoardInfo, job: FlashJob): PrepareOptions {
  const { options, devices, protection } = job;
  const { as, voltage, eraseRange, massErase, preserve, preserveTo } = options;
  return {
    ...alternateOf(options),
    ...(as === undefined ? {} : { as }),
    ...(voltage === undefined ? {} : { parallelism: voltage }),
    ...(protection.region === null ? {} : { region: protection.region }),
    ...(holdsTable(job) ? { vectorTable: protection.vectors ?? 0 } : {}),
    devices,
    protect: protection.ranges,
    strategy: options.strategy,
    preserve: preserve === true || preserveTo !== undefined,
    eraseRanges: eraseRange,
    massErase: massErase === true,
    verify: options.verify,
    leave: options.leave ?? "where-known",
    awaitBoard: () => boardAgain(service, board, realClock, job.signal),
  };
}

/** The project's place of the vector table counts where the image has bytes there. */
function holdsTable({ image, protection: { vectors } }: FlashJob): boolean {
  return (
    vectors !== null &&
    image.segments.some(({ address, data }) => vectors >= address && vectors < address + data.length)
  );
}

/** Families whose ROM takes a voltage range (AN2606, "Device Feature"; dfu-protocol §2.7). */
const voltageFamilies: readonly string[] = ["STM32F2", "STM32F4", "STM32F7"];

/** @throws BootsmithError `bad-usage` */
function refuseVoltage(board: BoardInfo, { devices, options }: FlashJob): void {
  const families = new Set(boardDevices(board, devices).map(({ family }) => family));
  if (options.voltage === undefined || families.size === 0 || voltageFamilies.some((one) => families.has(one))) {
    return;
  }
  throw new BootsmithError(
    "bad-usage",
    text("{0} has no voltage ranges; only F2, F4 and F7 have.", board.name),
    text("Leave --voltage out."),
  );
}
