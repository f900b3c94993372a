import { hex } from "../core/notation";
import type { Cancellation } from "../core/cancellation";
import type { BoardInfo, BoardService, ProgressListener } from "../core/dfu/board-service";
import type { FlashPlan } from "../core/dfu/flash-plan";
import { describePlan, planFlash } from "../core/dfu/plan-flash";
import { contentsNeeded, targetOf } from "../core/dfu/plan-target";
import { BootsmithError } from "../core/errors";
import { piecesIn, type FirmwareImage, type ImageSegment } from "../core/image/firmware-image";
import { readImage } from "../core/image/read-image";
import type { AddressRange, Device } from "../core/mcu/device";
import { findDevices } from "../core/mcu/find-device";
import type { ImageRole } from "../core/project/image-set";
import type { Uri } from "../core/project/snapshot";
import { text, type Text } from "../core/text";
import type { UsbState } from "./board-choice";
import {
  holdsVectorTable,
  placeOfBin,
  protectedRanges,
  type BinPlace,
  type GuardedImage,
} from "../core/dfu/image-choice";
import { describeUnits } from "./outcome";
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
  readonly leave: boolean;
}

/** What jobs need from outside. */
export interface FlashTools {
  readonly boards: BoardService;
  /** Contents of a file; rejects with a BootsmithError that names it. */
  readonly read: (file: Uri) => Promise<Uint8Array>;
  readonly usbState: () => UsbState;
}

/** A plan with what a person should see of it before it runs. */
export interface PreparedFlash {
  readonly plan: FlashPlan;
  readonly summary: Text;
  /** One line per run of erase units that fare alike, by address. */
  readonly details: readonly Text[];
  readonly warnings: readonly Text[];
}

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
  if (!isRawBinary(job.fileName)) {
    return readImage(job.fileName, bytes, job.address === null ? {} : { address: job.address });
  }
  const address = job.address ?? addressOfBin(job, bytes);
  if (address === null) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} is a raw binary, and where it belongs is not evident.", job.fileName),
      text("Give the address of its first byte as “address”, or use the HEX file."),
    );
  }
  return readImage(job.fileName, bytes, { address });
}

/** A raw binary states no address. */
export function isRawBinary(fileName: string): boolean {
  return /\.bin$/i.test(fileName);
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
 * @throws BootsmithError: the image does not fit, something would be overwritten, or the board failed
 */
export async function prepare(
  job: FlashJob,
  image: FirmwareImage,
  board: BoardInfo,
  boards: BoardService,
  watch: Watch,
): Promise<PreparedFlash> {
  const device = deviceOf(job, board);
  const target = { ...(device === undefined ? {} : { device }) };
  const { alternate, segments } = targetOf(image, board, target);
  const vectorTable = vectorsIn(segments, job.vectors);
  const common = { ...target, ...(vectorTable === null ? {} : { vectorTable }), verify: true };
  if (job.action === "verify") {
    return present(job, board, planFlash(image, board, { ...common, strategy: "full", leave: false }));
  }
  refuseBootloader(job, segments);
  const ranges = contentsNeeded(image, board, { ...target, strategy: "changed" });
  const contents = await readRanges(boards, board, alternate.number, ranges, watch);
  const plan = planFlash(image, board, {
    ...common,
    strategy: "changed",
    contents,
    protect: protectedRanges(job.guarded),
    ...(job.as === null ? {} : { as: job.as }),
    leave: job.leave,
  });
  return present(job, board, plan);
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

/** Chip facts where exactly one chip is meant: the board's own part number, else what the workspace says. */
function deviceOf(job: FlashJob, board: BoardInfo): Device | undefined {
  const candidates = board.part === null ? job.devices : findDevices(board.part).candidates;
  const [first] = candidates;
  return candidates.every(({ part }) => part === first?.part) ? first : undefined;
}

/** The layout's vector table, if the image really holds one there; null = look for it in the image. */
function vectorsIn(segments: readonly ImageSegment[], vectors: number | null): number | null {
  const held = segments.some(({ address, data }) => vectors !== null && holdsVectorTable(data, address, vectors));
  return held ? vectors : null;
}

async function readRanges(
  boards: BoardService,
  board: BoardInfo,
  alternate: number,
  ranges: readonly AddressRange[],
  { onProgress, signal }: Watch,
): Promise<ImageSegment[]> {
  const total = ranges.reduce((sum, { size }) => sum + size, 0);
  const segments: ImageSegment[] = [];
  let before = 0;
  for (const range of ranges) {
    const done = before;
    const listener: ProgressListener = (progress) => onProgress({ ...progress, done: done + progress.done, total });
    segments.push({ address: range.base, data: await boards.read(board.id, alternate, range, listener, signal) });
    before += range.size;
  }
  return segments;
}

function present(job: FlashJob, board: BoardInfo, plan: FlashPlan): PreparedFlash {
  return {
    plan,
    summary: describePlan(plan),
    details: [...describeUnits(plan), ...(job.action === "flash" ? keptImages(job) : [])],
    warnings: job.action === "verify" ? chipWarning(job, board) : warningsOf(job, board, plan),
  };
}

/** What the plan was made around: ranges of other images that stay as they are. */
function keptImages({ guarded, as }: FlashJob): readonly Text[] {
  return guarded.flatMap(({ name, role, range }) =>
    range === null || (as === "bootloader" && role === "bootloader")
      ? []
      : [text("{0}–{1}: {2}, kept", hex(range.base), hex(range.base + range.size - 1), name)],
  );
}

function warningsOf(job: FlashJob, board: BoardInfo, plan: FlashPlan): readonly Text[] {
  const warnings = [...chipWarning(job, board)];
  for (const { name, role, range } of job.guarded) {
    if (role === "bootloader" && range === null) {
      warnings.push(text("Where {0} starts or ends is not known, so it is not protected.", name));
    }
  }
  if (job.role === null && job.guarded.length === 0) {
    warnings.push(text("No bootloader of this workspace is known, so none is protected."));
  }
  if (!board.canUpload) {
    warnings.push(text("This board cannot be read: everything is written and nothing is verified."));
  }
  if (job.leave && plan.leaveAt === null) {
    warnings.push(text("No vector table was found in the image, so the board stays in DFU mode."));
  }
  return warnings;
}

function chipWarning(job: FlashJob, board: BoardInfo): readonly Text[] {
  const parts = new Set(job.devices.map(({ part }) => part));
  const onBoard = board.part === null ? [] : findDevices(board.part).parts;
  if (parts.size === 0 || onBoard.length === 0 || onBoard.some((part) => parts.has(part))) {
    return [];
  }
  return [
    text(
      "The workspace says that {0} is for {1}; the board is {2}.",
      job.name,
      [...parts].join(", "),
      board.part ?? "",
    ),
  ];
}

/** Bytes each phase of a job will take. */
export function workOf(action: FlashJob["action"], plan: FlashPlan): ExpectedWork {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const verify = sum(plan.image.map(({ data }) => data.length));
  if (action === "verify") {
    return { verify };
  }
  const erased = plan.units.filter(({ action: fate }) => fate === "erase" || fate === "erase-and-program");
  return {
    erase: sum(erased.map(({ size }) => size)),
    write: sum(plan.blocks.map(({ data }) => data.length)),
    ...(plan.verify ? { verify } : {}),
  };
}
