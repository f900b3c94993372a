import { BootsmithError } from "../../errors";
import { imageSpan, piecesIn, type FirmwareImage, type ImageSegment } from "../../image/firmware-image";
import { findVectorTable } from "../../image/vector-table";
import type { Parallelism } from "../../mcu/flash-timing";
import type { AddressRange } from "../../mcu/device";
import { text } from "../../text";
import type { BoardInfo } from "../board-service";
import type { FlashPlan, PlannedBlock, PlannedUnit } from "./flash-plan";
import { covers } from "../layout-units";
import { blocksOf, bootRangeSize } from "./plan-blocks";
import { devicesFor, targetOf, type FlashStrategy, type FlashTarget, type TargetOptions } from "./plan-target";
import { quirksOf } from "../quirks";
import { checkMassErase, checkParallelism, checkWholeUnits } from "./choices";
import { estimateOf } from "./estimate";
import { planStream } from "./plan-stream";
import { planUnits, type BootHead } from "./plan-units";
import { boardProtection, bytesOfOthers, checkOverwrites, standingProtection, type ProtectedRange } from "./protection";
import { endOf, joinedPieces } from "./ranges";
import { physicalIn, physicalRanges } from "./same-chip";
import { ownRanges } from "./unit-owners";

export { describePlan } from "./describe-plan";
export type { ProtectedRange } from "./protection";

export interface PlanOptions extends TargetOptions {
  readonly strategy: FlashStrategy;
  /** What the board holds now, read after `contentsNeeded`; what is missing counts as unread. */
  readonly contents?: readonly ImageSegment[];
  readonly protect?: readonly ProtectedRange[];
  /** What the person says the image is. */
  readonly as?: "bootloader" | "application";
  /** Where the image's vector table is; left out: found in the image. */
  readonly vectorTable?: number;
  /** Write bytes of others in the units back instead of refusing. */
  readonly preserve?: boolean;
  /** Whole erase units that are erased whatever they hold, but a bootloader. */
  readonly eraseRanges?: readonly AddressRange[];
  /** Erase all of the memory: at once where the board is known to do that, else unit by unit. */
  readonly massErase?: boolean;
  /** Bytes per write that the board's supply allows; F2, F4 and F7 only. */
  readonly parallelism?: Parallelism;
  /** Read what was touched back afterwards; not possible where the board cannot be read. */
  readonly verify: boolean;
  /** Leave DFU mode afterwards, through the image's vector table; `where-known`: only where that is known to work. */
  readonly leave: boolean | "where-known";
}

/**
 * Decides what a flash run does, without doing it. All erases come first. If any unit changes, the units that the
 * boot decision reads (image header, vector table) are erased first and their first bytes are written last, so that
 * an interrupted run leaves nothing that starts.
 * @throws BootsmithError `plan-refused` with addresses, or `bad-usage`
 */
export function planFlash(image: FirmwareImage, board: BoardInfo, options: PlanOptions): FlashPlan {
  const span = imageSpan(image);
  if (span === null) {
    throw new BootsmithError("plan-refused", text("{0} holds no bytes.", image.name), text("Build the image again."));
  }
  const quirks = quirksOf(board);
  const leave = options.leave === "where-known" ? quirks.leave === "works" : options.leave;
  const protect = physicalRanges(devicesFor(board, options), options.protect ?? []);
  const standing = standingProtection([...protect, ...boardProtection(board)], options.as);
  if (board.protocol === "dfu") {
    return planStream(image, board, { ...options, leave, standing });
  }
  const target = targetOf(image, board, options);
  checkParallelism(board, target.chip, options.parallelism);
  (options.eraseRanges ?? []).forEach((range) => checkWholeUnits(range, target.layout));
  checkOverwrites(target.segments, standing);
  if (options.massErase === true) checkMassErase(target.layout, standing, options.preserve === true);
  const vectors = vectorsOf(image, target, options);
  const heads = bootHeadsOf(target, vectors);
  const boot = heads.map(({ base, size }) => ({ base, size }));
  const { units, preserved } = unitsAndOthers(target, board, heads, standing, { ...options, protect });
  const written = joinedPieces([...target.segments, ...preserved]);
  const plan = {
    board: board.id,
    alternate: target.alternate.number,
    protocol: "dfuse" as const,
    units,
    massErase: options.massErase === true && quirks.massErase && allWritable(target),
    parallelism: options.parallelism ?? null,
    blocks: blocksOf(written, units, boot, {
      erased: target.chip.erased,
      transferSize: board.transferSize,
      granule: bootRangeSize,
    }),
    boot: boot.filter(({ base }) =>
      units.some((unit) => unit.action !== "skip" && base >= unit.base && base < endOf(unit)),
    ),
    image: target.segments,
    verify: options.verify ? verifiedPieces(units, written, target, board) : [],
    preserved,
    leaveAt: leave ? vectors : null,
  };
  return { ...plan, estimate: estimateOf(plan, board.transferSize, target.chip.families, quirks.slowErase) };
}

/** The vector table at its physical address; an image linked to an alias is searched as it was linked. */
function vectorsOf(image: FirmwareImage, target: FlashTarget, options: PlanOptions): number | null {
  const found = options.vectorTable ?? findVectorTable(image.segments) ?? findVectorTable(target.segments);
  return found === null ? null : physicalIn(target.chip.devices, found);
}

/**
 * What boot decisions read, in the order of writing: the header is read by the bootloader before the vector table is, so
 * it is the very last. A file may hold several images (two slots, a bootloader and its application): what starts each
 * stretch of it must not stay either while something behind it changes.
 */
function bootHeadsOf(target: FlashTarget, vectors: number | null): BootHead[] {
  const [first, ...others] = ownRanges(target);
  if (first === undefined) return [];
  const end = endOf(others.at(-1) ?? first);
  const whole = { base: first.base, size: end - first.base };
  const heads = others.flatMap((group) => {
    const table = findVectorTable(piecesIn(target.segments, group.base, endOf(group)));
    return [table ?? group.base, group.base].map((address) => headAt(address, group));
  });
  const all = [...heads, headAt(vectors ?? first.base, whole), headAt(first.base, whole)];
  return all.filter(({ base }, index) => all.findLastIndex((one) => one.base === base) === index);
}

function headAt(address: number, scope: AddressRange): BootHead {
  return { base: address - (address % bootRangeSize), size: bootRangeSize, scope };
}

function unitsAndOthers(
  target: FlashTarget,
  board: BoardInfo,
  boot: readonly BootHead[],
  standing: readonly ProtectedRange[],
  options: PlanOptions,
): { readonly units: readonly PlannedUnit[]; readonly preserved: readonly PlannedBlock[] } {
  // Torn granules fault the ROM when they are read, so what an earlier read gave is not asked about either.
  const contents = board.interrupted ? [] : joinedPieces(options.contents ?? []);
  const named = options.eraseRanges ?? [];
  const everything = options.massErase === true;
  const { strategy, region } = options;
  const units = planUnits(target, { strategy, contents, boot, region, named, everything, kept: standing });
  if (everything) return { units, preserved: [] };
  const allowed = (options.protect ?? []).filter((range) => !standing.includes(range));
  const preserved = bytesOfOthers(units, target.segments, {
    standing,
    own: [...ownRanges(target, region), ...allowed],
    contents,
    erased: target.chip.erased,
    preserve: options.preserve === true,
    named,
  });
  // A unit that only had to be erased for the image has bytes to take now.
  const holds = (unit: PlannedUnit) => piecesIn(preserved, unit.base, endOf(unit)).length > 0;
  return {
    units: units.map((unit) =>
      unit.action === "erase" && holds(unit) ? { ...unit, action: "erase-and-program" } : unit,
    ),
    preserved,
  };
}

/** What to compare afterwards: the bytes written to touched units, and that those only erased are blank. */
function verifiedPieces(
  units: readonly PlannedUnit[],
  written: readonly ImageSegment[],
  { layout, chip }: FlashTarget,
  board: BoardInfo,
): PlannedBlock[] {
  const readable = ({ base, size }: AddressRange) =>
    board.canUpload && covers(layout, base, base + size, (segment) => segment.readable);
  const { erased } = chip;
  const pieces = units.filter(readable).flatMap((unit) => {
    if (unit.action === "skip") return [];
    if (unit.action !== "erase") return piecesIn(written, unit.base, endOf(unit));
    return erased === null ? [] : [{ address: unit.base, data: new Uint8Array(unit.size).fill(erased) }];
  });
  return joinedPieces(pieces);
}

function allWritable({ alternate }: FlashTarget): boolean {
  return alternate.layout?.segments.every((segment) => segment.erasable && segment.writable) ?? false;
}
