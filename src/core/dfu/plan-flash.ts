import { hex } from "../notation";
import { BootsmithError } from "../errors";
import { imageSpan, piecesIn, type FirmwareImage, type ImageSegment } from "../image/firmware-image";
import { findVectorTable } from "../image/vector-table";
import type { EraseUnit } from "../mcu/addresses";
import type { AddressRange, Device } from "../mcu/device";
import { text, type Text } from "../text";
import type { BoardInfo } from "./board-service";
import type { FlashPlan, PlannedUnit, UnitAction } from "./flash-plan";
import { blocksOf, bootRangeSize } from "./plan-blocks";
import { knownBytes, targetOf, type FlashStrategy, type FlashTarget, type TargetOptions } from "./plan-target";

/** Memory that is somebody else's. */
export interface ProtectedRange extends AddressRange {
  /** What lives there, for people: `bootloader`, `Portenta's own bootloader`. */
  readonly what: string;
  /** `bootloader` may be written by an image that is named as one; any other image may not. Default `bootloader`. */
  readonly role?: "bootloader" | "other";
}

export interface PlanOptions extends TargetOptions {
  readonly strategy: FlashStrategy;
  /** What the board holds now, read after {@link contentsNeeded}; without it every unit is erased and written. */
  readonly contents?: readonly ImageSegment[];
  readonly protect?: readonly ProtectedRange[];
  /** What the person says the image is. */
  readonly as?: "bootloader" | "application";
  /** Where the image's vector table is; left out: found in the image. */
  readonly vectorTable?: number;
  /** Read everything back afterwards; not possible where the board cannot be read. */
  readonly verify: boolean;
  /** Leave DFU mode afterwards, through the image's vector table. */
  readonly leave: boolean;
}

/**
 * Decides what a flash run does, without doing it. All erases come first. If any unit changes, the units that the
 * boot decision reads (image header, vector table) are erased first and their first bytes are written last, so that
 * an interrupted run leaves nothing that starts.
 * @throws BootsmithError `plan-refused` with addresses, or `bad-usage`
 */
export function planFlash(image: FirmwareImage, board: BoardInfo, options: PlanOptions): FlashPlan {
  const target = targetOf(image, board, options);
  const span = imageSpan({ ...image, segments: target.segments });
  if (span === null) {
    throw new BootsmithError("plan-refused", text("{0} holds no bytes.", image.name), text("Build the image again."));
  }
  const vectors = options.vectorTable ?? findVectorTable(target.segments);
  const erased = options.device?.erased ?? 0xff;
  // The header is read by the bootloader before the vector table is, so it is the very last.
  const bootRanges = [vectors ?? span.base, ...(vectors === null || vectors === span.base ? [] : [span.base])].map(
    (address) => ({ base: address - (address % bootRangeSize), size: bootRangeSize }),
  );
  const units = planUnits(target, bootRanges, erased, options);
  const touched = units.filter(({ action }) => action !== "skip");
  checkProtected(target.segments, touched, options);
  checkStrayBytes(touched, span.base, erased, options.contents ?? []);
  return {
    board: board.id,
    alternate: target.alternate.number,
    protocol: "dfuse",
    massErase: false,
    parallelism: null,
    preserved: [],
    estimate: null,
    units,
    blocks: blocksOf(target.segments, touched, bootRanges, {
      erased,
      transferSize: board.transferSize,
      granule: bootRangeSize,
    }),
    image: target.segments,
    leaveAt: options.leave ? vectors : null,
    verify: options.verify && board.canUpload ? target.segments : [],
  };
}

/** Units in the order of erasing: first what the boot decision reads, then by address. */
function planUnits(
  target: FlashTarget,
  bootRanges: readonly AddressRange[],
  erased: number,
  options: PlanOptions,
): PlannedUnit[] {
  const actions = new Map(target.units.map((unit) => [unit.base, actionFor(unit, target.segments, erased, options)]));
  const isBoot = (unit: EraseUnit) => bootRanges.some(({ base }) => base >= unit.base && base < unit.base + unit.size);
  const changes = [...actions.values()].some((action) => action !== "skip");
  const plan = (unit: EraseUnit): PlannedUnit => {
    const decided = actions.get(unit.base) ?? "skip";
    const action = decided === "skip" && changes && isBoot(unit) ? "erase-and-program" : decided;
    const pieces = piecesIn(target.segments, unit.base, unit.base + unit.size);
    return {
      base: unit.base,
      size: unit.size,
      action,
      reason: action === "skip" ? "same" : "differs",
      imageBytes: pieces.reduce((sum, { data }) => sum + data.length, 0),
    };
  };
  return [...target.units.filter(isBoot), ...target.units.filter((unit) => !isBoot(unit))].map(plan);
}

function actionFor(
  unit: EraseUnit,
  segments: readonly ImageSegment[],
  erased: number,
  options: PlanOptions,
): UnitAction {
  const pieces = piecesIn(segments, unit.base, unit.base + unit.size);
  const blankImage = pieces.every(({ data }) => data.every((byte) => byte === erased));
  if (options.strategy === "full") {
    return blankImage ? "erase" : "erase-and-program";
  }
  const contents = options.contents ?? [];
  const identical = pieces.every(({ address, data }) => {
    const found = knownBytes(contents, address, data.length);
    return found !== null && data.every((byte, index) => byte === found[index]);
  });
  if (identical) {
    return "skip";
  }
  const found = knownBytes(contents, unit.base, unit.size);
  const blank = found !== null && found.every((byte) => byte === erased);
  if (blank && mayWriteOverBlank(options.device)) {
    return "program";
  }
  return blankImage ? "erase" : "erase-and-program";
}

/** On flash with ECC, reading the erased value does not prove that a granule is free (flash-geometry §5). */
function mayWriteOverBlank(device: Device | undefined): boolean {
  return device?.rewrite === "bits-1-to-0" || device?.rewrite === "erased-or-zero";
}

function checkProtected(
  segments: readonly ImageSegment[],
  touched: readonly PlannedUnit[],
  options: PlanOptions,
): void {
  for (const range of options.protect ?? []) {
    const { base, size, what, role = "bootloader" } = range;
    const allowed = role === "bootloader" && options.as === "bootloader";
    if (allowed) {
      continue;
    }
    const [piece] = piecesIn(segments, base, base + size);
    if (piece !== undefined) {
      throw new BootsmithError(
        "plan-refused",
        text("The image would overwrite {0} ({1} to {2}).", what, hex(base), hex(base + size - 1)),
        role === "bootloader"
          ? text(
              "If the image is a bootloader, say so (--as bootloader); else check its start address {0}.",
              hex(piece.address),
            )
          : text("Check the start address of the image ({0}).", hex(piece.address)),
      );
    }
    const shared = touched.find((unit) => unit.base < base + size && base < unit.base + unit.size);
    if (shared !== undefined) {
      throw new BootsmithError(
        "plan-refused",
        text(
          "The erase unit {0} to {1} also holds {2} ({3} to {4}); erasing it would destroy that.",
          hex(shared.base),
          hex(shared.base + shared.size - 1),
          what,
          hex(base),
          hex(base + size - 1),
        ),
        text("Let the image start at the beginning of an erase unit that nothing else uses."),
      );
    }
  }
}

/** Bytes before the image in its first erase unit belong to nobody the plan knows: erasing them is refused. */
function checkStrayBytes(
  touched: readonly PlannedUnit[],
  imageBase: number,
  erased: number,
  contents: readonly ImageSegment[],
): void {
  const unit = touched.find(({ base, size }) => imageBase > base && imageBase < base + size);
  const before = unit === undefined ? null : knownBytes(contents, unit.base, imageBase - unit.base);
  const first = before?.findIndex((byte) => byte !== erased) ?? -1;
  if (unit === undefined || first < 0) {
    return;
  }
  throw new BootsmithError(
    "plan-refused",
    text(
      "The board holds bytes at {0} that are not the image's, in the erase unit {1} that it would erase.",
      hex(unit.base + first),
      hex(unit.base),
    ),
    text("Flash an image that contains them (merge bootloader, header and application), or move the image."),
  );
}

/** One sentence for a person: `3 of 12 erase units change, 61440 bytes are written, 9 are right already.` */
export function describePlan(plan: FlashPlan): Text {
  const total = plan.units.length;
  const skipped = plan.units.filter(({ action }) => action === "skip").length;
  const written = plan.blocks.reduce((sum, { data }) => sum + data.length, 0);
  if (skipped === total) {
    return text("Nothing changes: the board already holds the image ({0} of {0} erase units are right).", total);
  }
  const erased = plan.units.filter(({ action }) => action === "erase" || action === "erase-and-program").length;
  return text(
    "{0} of {1} erase units change ({2} are erased, {3} bytes are written); {4} are right already.",
    total - skipped,
    total,
    erased,
    written,
    skipped,
  );
}
