import { hex } from "../core/notation";
import type { Cancellation } from "../core/cancellation";
import type { BoardInfo, BoardService, ProgressListener } from "../core/dfu/board-service";
import { refuseClosed } from "../core/dfu/closed-board";
import type { FlashPlan } from "../core/dfu/plan/flash-plan";
import {
  holdsVectorTable,
  placeOfBin,
  protectedRanges,
  type BinPlace,
  type GuardedImage,
} from "../core/dfu/plan/image-choice";
import { BootsmithError } from "../core/errors";
import { piecesIn, type FirmwareImage, type ImageSegment } from "../core/image/firmware-image";
import { needsAddress, readImage } from "../core/image/read-image";
import type { AddressRange, Device } from "../core/mcu/device";
import type { Parallelism } from "../core/mcu/flash-timing";
import type { ImageRole } from "../core/project/image-set";
import type { Uri } from "../core/project/snapshot";
import { text, type Text } from "../core/text";
import { boardTitle, type UsbState } from "./board-choice";
import { boardAgain } from "../core/dfu/board-return";
import { describePlan, describeUnits, planWarnings, stayNote } from "../core/dfu/plan/describe-plan";
import { planVerify } from "../core/dfu/plan/plan-verify";
import { sameChip } from "../core/dfu/plan/same-chip";
import { prepareFlash, type PrepareOptions } from "../core/dfu/plan/prepare-flash";
import type { ExpectedWork } from "./progress";

/** What a command or a task wants done with one image file. Plain data. */
export interface FlashJob {
  readonly action: "flash" | "verify";
  /** What the image is called: its name in the layout, or the file's. */
  readonly name: string;
  /** null for a file that belongs to no known image. */
  readonly role: ImageRole | null;
  readonly file: Uri;
  /** The file for a person, relative to its folder. */
  readonly fileName: string;
  /** Address of a raw binary, where somebody said it. */
  readonly address: number | null;
  /** Addresses of a raw binary that the layout allows. */
  readonly places: readonly BinPlace[];
  readonly vectors: number | null;
  /** Chips the workspace says the image is for; empty = not known. */
  readonly devices: readonly Device[];
  readonly guarded: readonly GuardedImage[];
  /** Which board; null = the only one. */
  readonly board: string | null;
  /** `bootloader`: its range may be written. */
  readonly as: "bootloader" | "application" | null;
  readonly leave: boolean | "where-known";
  /** From start to end of the image's own slot; null = not known. */
  readonly region: AddressRange | null;
  readonly strategy: "changed" | "full";
  /** File that takes the bytes of others in shared erase units before they are erased; null = such units are refused. */
  readonly preserve: Uri | null;
  /** Bytes per write that the board's supply allows; null = as the ROM has it. */
  readonly parallelism: Parallelism | null;
  readonly verify: boolean;
  /** Every board of one layout. */
  readonly all: boolean;
  /** Seconds to wait for the board, Infinity for no limit; null = it must be there. */
  readonly wait: number | null;
  /** A board that runs its application is brought into DFU mode first. */
  readonly detach: boolean;
}

/** What jobs need from outside. */
export interface FlashTools {
  readonly boards: BoardService;
  /** Contents of a file; rejects with a BootsmithError that names it. */
  readonly read: (file: Uri) => Promise<Uint8Array>;
  /** Writes a file; rejects with a BootsmithError that names it. */
  readonly write: (file: Uri, bytes: Uint8Array) => Promise<void>;
  readonly usbState: () => UsbState;
}

/** A plan with what a person should see of it before it runs. */
export interface PreparedFlash {
  readonly plan: FlashPlan;
  readonly summary: Text;
  /** One line per run of erase units that fare alike, by address. */
  readonly details: readonly Text[];
  /** What to do afterwards; null: nothing. */
  readonly after: Text | null;
  readonly warnings: readonly Text[];
}

/** The machine's time. */
const clock = { now: Date.now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };

/** Callbacks of one operation on a board. */
export interface Watch {
  readonly onProgress: ProgressListener;
  readonly signal: Cancellation;
}

/**
 * Reads the image of a job.
 * @throws BootsmithError when the file is not a sound image, or a raw binary whose address is not evident
 */
export async function loadImage(job: FlashJob, tools: Pick<FlashTools, "read">): Promise<FirmwareImage> {
  const bytes = await tools.read(job.file);
  if (!needsAddress(job.fileName, bytes)) {
    return readImage(job.fileName, bytes, job.address === null ? {} : { address: job.address });
  }
  const address = job.address ?? addressOfBin(job, bytes);
  // Without one only a board that takes none (plain DFU) can be flashed: the plan says so for any other.
  return readImage(job.fileName, bytes, address === null ? { stream: true } : { address });
}

/** Address of a raw binary, as its own vector table tells among the layout's addresses; null = not evident. */
export function addressOfBin(job: FlashJob, bytes: Uint8Array): number | null {
  return placeOfBin(bytes, job.places)?.address ?? null;
}

/** Bootloaders that an image would write over. */
export function bootloadersUnder(
  segments: readonly ImageSegment[],
  guarded: readonly GuardedImage[],
): readonly GuardedImage[] {
  return guarded.filter(
    ({ role, range }) =>
      role === "bootloader" && range !== null && piecesIn(segments, range.base, range.base + range.size).length > 0,
  );
}

/**
 * Reads what the plan depends on, and makes it. Nothing on the board changes.
 * @throws BootsmithError: the image does not fit, something would be overwritten, or the board failed or could not be opened
 */
export async function prepare(
  job: FlashJob,
  image: FirmwareImage,
  board: BoardInfo,
  boards: BoardService,
  { onProgress, signal }: Watch,
): Promise<PreparedFlash> {
  refuseClosed(board);
  if (job.action === "verify") {
    const plan = planVerify(board, image, { devices: job.devices });
    return {
      plan,
      summary: describePlan(plan),
      details: describeUnits(plan),
      after: null,
      warnings: chipWarning(job, board),
    };
  }
  refuseBootloader(job, image.segments);
  const awaitBoard = () => boardAgain(boards, board, clock, signal);
  const options = { ...prepareOptions(job, image), awaitBoard };
  const plan = await prepareFlash(boards, board, image, options, onProgress, signal);
  return {
    plan,
    summary: describePlan(plan),
    details: [...describeUnits(plan), ...keptImages(job)],
    after: stayNote(board, plan, job.leave),
    warnings: [
      ...chipWarning(job, board),
      ...guardWarnings(job),
      // How the application is started is no danger to warn of.
      ...planWarnings(board, plan, { ...options, devices: [], leave: false }),
    ],
  };
}

/** What a job asks of the planner. */
function prepareOptions(job: FlashJob, image: FirmwareImage): PrepareOptions {
  return {
    devices: job.devices,
    strategy: job.strategy,
    protect: protectedRanges(job.guarded),
    preserve: job.preserve !== null,
    verify: job.verify,
    leave: job.leave,
    ...(job.region === null ? {} : { region: job.region }),
    ...(job.as === null ? {} : { as: job.as }),
    ...(job.parallelism === null ? {} : { parallelism: job.parallelism }),
    ...vectorTableOf(job, image),
  };
}

/** The layout's vector table, if the image really holds one there; nothing = look for it in the image. */
function vectorTableOf({ vectors }: FlashJob, { segments }: FirmwareImage): { vectorTable?: number } {
  const held = segments.some(({ address, data }) => vectors !== null && holdsVectorTable(data, address, vectors));
  return held && vectors !== null ? { vectorTable: vectors } : {};
}

/** Said here and not by the planner, whose next step is for the command line. */
function refuseBootloader(job: FlashJob, segments: readonly ImageSegment[]): void {
  const [first] = job.as === "bootloader" ? [] : bootloadersUnder(segments, job.guarded);
  if (first?.range != null) {
    const { base, size } = first.range;
    throw new BootsmithError(
      "plan-refused",
      text("{0} would overwrite {1} ({2} to {3}).", job.fileName, first.name, hex(base), hex(base + size - 1)),
      text(
        'Check the start address of the image. If it is to replace the bootloader, the task must say "as": "bootloader".',
      ),
    );
  }
}

/** What the plan was made around: ranges of other images that stay as they are. */
function keptImages({ guarded, as }: FlashJob): readonly Text[] {
  return guarded.flatMap(({ name, role, range }) =>
    range === null || (as === "bootloader" && role === "bootloader")
      ? []
      : [text("{0}–{1}: {2}, kept", hex(range.base), hex(range.base + range.size - 1), name)],
  );
}

function guardWarnings(job: FlashJob): readonly Text[] {
  const unknown = job.guarded.filter(({ role, range }) => role === "bootloader" && range === null);
  return [
    ...unknown.map(({ name }) => text("Where {0} starts or ends is not known, so it is not protected.", name)),
    ...(job.role === null && job.guarded.length === 0
      ? [text("No bootloader of this workspace is known, so none is protected.")]
      : []),
  ];
}

/** The sentence about a board that is another chip than the workspace says; empty where it is not. */
export function chipWarning(job: Pick<FlashJob, "name" | "devices">, board: BoardInfo): readonly Text[] {
  if (sameChip(board, job.devices) !== "different") {
    return [];
  }
  const parts = [...new Set(job.devices.map(({ part }) => part))].join(", ");
  return [
    text("The workspace says that {0} is for {1}; the board is {2}.", job.name, parts, board.part ?? boardTitle(board)),
  ];
}

/** @throws BootsmithError `plan-refused` for a board of another chip than the workspace says */
export function refuseOtherChip(job: FlashJob, board: BoardInfo): void {
  const [warning] = chipWarning(job, board);
  if (warning !== undefined) {
    throw new BootsmithError(
      "plan-refused",
      warning,
      text("Connect the right board, or correct the chip (setting “bootsmith.device”, or “device” in bootsmith.json)."),
    );
  }
}

/** Bytes each phase of a job will take, and how long that should be. */
export function workOf(action: FlashJob["action"], plan: FlashPlan): ExpectedWork {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  if (action === "verify") {
    return { bytes: { verify: sum(plan.image.map(({ data }) => data.length)) } };
  }
  const erased = plan.units.filter(({ action: fate }) => fate === "erase" || fate === "erase-and-program");
  const bytes = {
    erase: sum(erased.map(({ size }) => size)),
    write: sum(plan.blocks.map(({ data }) => data.length)),
    verify: sum(plan.verify.map(({ data }) => data.length)),
  };
  return { bytes, estimate: plan.estimate };
}
