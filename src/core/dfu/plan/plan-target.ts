import { hex } from "../../notation";
import { BootsmithError } from "../../errors";
import { addressMissing } from "../../image/bin";
import { piecesIn, type FirmwareImage, type ImageSegment } from "../../image/firmware-image";
import type { EraseUnit } from "../../mcu/addresses";
import type { AddressRange, Device } from "../../mcu/device";
import { text } from "../../text";
import type { AlternateSetting, BoardInfo } from "../board-service";
import type { SurveyRange } from "./flash-plan";
import { covers, isProgramMemory, segmentAt, unitsIn } from "../layout-units";
import type { MemoryLayout } from "../memory-layout";
import { chipFacts, mayWriteOverBlank, type ChipFacts } from "./chip-facts";
import { clampLayout } from "./clamp-layout";
import { checkImageIds } from "./image-ids";
import { boardDevices, namedDevices, physicalIn } from "./same-chip";
import { foreignRanges, ownRanges, staleUnits } from "./unit-owners";

export interface TargetOptions {
  /** Alternate setting; left out: the lowest one that takes the whole image. */
  readonly alternate?: number;
  /** The chip, where the caller is sure of it. */
  readonly device?: Device;
  /** Chips that the project says; they narrow down what the board says. Empty or left out: not known. */
  readonly devices?: readonly Device[];
  /** The image's own region, slot start to end. */
  readonly region?: AddressRange;
}

/** The part of a board an image goes to, and the erase units it touches, lowest address first. */
export interface FlashTarget {
  readonly alternate: AlternateSetting;
  /** The board's layout, cut to what the chip has. */
  readonly layout: MemoryLayout;
  /** The image at physical addresses. */
  readonly segments: readonly ImageSegment[];
  readonly units: readonly EraseUnit[];
  readonly chip: ChipFacts;
}

/**
 * Finds where on a board an image goes.
 * @throws BootsmithError `plan-refused` with the addresses that do not fit, or `bad-usage` for a wrong alternate
 */
export function targetOf(image: FirmwareImage, board: BoardInfo, options: TargetOptions): FlashTarget {
  if (image.addressed === false) throw addressMissing(image.name);
  if (image.ids !== undefined) checkImageIds(image.ids, board);
  const chip = chipFacts(devicesFor(board, options));
  const segments = physicalSegments(image, chip.devices);
  const alternate = chooseAlternate(segments, board, alternateFor(image, options.alternate));
  const layout = clampedLayout(alternate, board, options);
  for (const segment of segments) {
    checkSegment(segment, alternate, layout);
  }
  const units = new Map<number, EraseUnit>();
  for (const { address, data } of segments) {
    for (const unit of unitsIn(layout, address, address + data.length)) {
      units.set(unit.base, unit);
    }
  }
  return { alternate, layout, segments, units: [...units.values()].sort((a, b) => a.base - b.base), chip };
}

/** A DfuSe file names the alternate setting that its bytes are for; somebody may say the same, but nothing else. */
function alternateFor({ name, alternate }: FirmwareImage, wanted: number | undefined): number | undefined {
  if (alternate !== undefined && wanted !== undefined && alternate !== wanted) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} is for alternate setting {1}, not for {2}.", name, alternate, wanted),
      text("Leave the choice of an alternate setting out."),
    );
  }
  return wanted ?? alternate;
}

/** The chips to plan for. */
export function devicesFor(board: BoardInfo, { device, devices }: TargetOptions): readonly Device[] {
  return device === undefined ? boardDevices(board, devices) : [device];
}

/**
 * The layout of an alternate setting, cut to what the chip has.
 * @throws BootsmithError `plan-refused` where it has none
 */
export function clampedLayout(alternate: AlternateSetting, board: BoardInfo, options: TargetOptions): MemoryLayout {
  if (alternate.layout === null) {
    throw noLayout(board);
  }
  const { device, devices } = options;
  return clampLayout(alternate.layout, device === undefined ? namedDevices(board, devices) : [device]);
}

/** Aliases change the order, and two of them may name one place. */
function physicalSegments(image: FirmwareImage, devices: readonly Device[]): readonly ImageSegment[] {
  const segments = image.segments
    .map(({ address, data }) => ({ address: physicalIn(devices, address), data }))
    .toSorted((a, b) => a.address - b.address);
  const twice = segments.find(({ address }, index) => {
    const before = segments[index - 1];
    return before !== undefined && address < before.address + before.data.length;
  });
  if (twice !== undefined) {
    throw new BootsmithError(
      "plan-refused",
      text("{0} states the byte at {1} twice, through two addresses of one memory.", image.name, hex(twice.address)),
      text("Link all of the image to the same view of the flash."),
    );
  }
  return segments;
}

/**
 * The alternate setting that takes these bytes: the one wanted, else the lowest that takes all of them.
 * @throws BootsmithError `plan-refused`, or `bad-usage` for a number the board has not
 */
export function chooseAlternate(
  segments: readonly ImageSegment[],
  board: BoardInfo,
  wanted: number | undefined,
): AlternateSetting {
  if (board.mode !== "dfu") {
    throw new BootsmithError(
      "plan-refused",
      text("{0} runs its application; it is not in DFU mode.", board.name),
      text("Start its bootloader, then try again."),
    );
  }
  if (wanted !== undefined) {
    const chosen = board.alternates.find((alternate) => alternate.number === wanted);
    if (chosen === undefined) {
      const known = board.alternates.map((alternate) => alternate.number).join(", ");
      throw new BootsmithError(
        "bad-usage",
        text("{0} has no alternate setting {1}; it has {2}.", board.name, wanted, known),
        text("Choose one of these, or leave the choice out."),
      );
    }
    if (chosen.layout !== null && !isProgramMemory(chosen)) {
      throw new BootsmithError(
        "plan-refused",
        text("Alternate setting {0} ({1}) is no program memory.", chosen.number, chosen.name),
        text("Option bytes, OTP and device settings are never written; choose the flash."),
      );
    }
    return chosen;
  }
  const memories = board.alternates.filter(isProgramMemory);
  const fitting = memories.find(({ layout }) =>
    segments.every(({ address, data }) => layout !== null && fits(layout, address, address + data.length)),
  );
  const chosen = fitting ?? memories[0];
  if (chosen === undefined) {
    throw noLayout(board);
  }
  return chosen;
}

function noLayout(board: BoardInfo): BootsmithError {
  return new BootsmithError(
    "plan-refused",
    text("{0} does not say what memory it has, so nothing can be erased safely.", board.name),
    text("Check that its bootloader speaks DfuSe and that it could be opened."),
  );
}

function fits(layout: MemoryLayout, base: number, end: number): boolean {
  return covers(layout, base, end, (segment) => segment.writable && segment.erasable);
}

function checkSegment({ address, data }: ImageSegment, alternate: AlternateSetting, layout: MemoryLayout): void {
  const end = address + data.length;
  if (fits(layout, address, end)) return;
  const first = firstOutside(layout, address, end);
  const check = text("Check the start address of the image ({0} to {1}) and the board.", hex(address), hex(end - 1));
  if (segmentAt(layout, first) !== undefined) {
    throw new BootsmithError(
      "plan-refused",
      text("The image has bytes at {0}, which {1} does not let be written.", hex(first), alternate.name),
      check,
    );
  }
  // ROM strings describe the die, not the part that was sold (flash-geometry §6).
  const cut = alternate.layout !== null && segmentAt(alternate.layout, first) !== undefined;
  throw new BootsmithError(
    "plan-refused",
    cut
      ? text("The image has bytes at {0}, where the chip has no flash, whatever {1} says.", hex(first), alternate.name)
      : text("The image has bytes at {0}, outside {1}.", hex(first), alternate.name),
    check,
  );
}

function firstOutside(layout: MemoryLayout, base: number, end: number): number {
  let at = base;
  while (at < end) {
    const segment = segmentAt(layout, at);
    if (segment === undefined || !segment.writable || !segment.erasable) {
      return at;
    }
    at = segment.base + segment.size * segment.count;
  }
  return at;
}

export type FlashStrategy = "changed" | "full";

export interface ContentsOptions extends TargetOptions {
  readonly strategy: FlashStrategy;
  readonly preserve?: boolean;
  readonly eraseRanges?: readonly AddressRange[];
  readonly massErase?: boolean;
}

/**
 * What of the board to read before planning: with strategy `changed` every unit the image touches, else only what in them
 * is not the image's; and what is behind the image in its own region. Empty where the board cannot be read, or must not
 * be because a flash of it ended half way, or nothing depends on it.
 */
export function surveyOf(image: FirmwareImage, board: BoardInfo, options: ContentsOptions): SurveyRange[] {
  if (board.protocol === "dfu" || !board.canUpload || board.interrupted || options.massErase === true) return [];
  const target = targetOf(image, board, options);
  const { layout, units, chip, segments } = target;
  const own = ownRanges(target, options.region);
  const named = (unit: AddressRange) =>
    (options.eraseRanges ?? []).some(({ base, size }) => base <= unit.base && unit.base + unit.size <= base + size);
  const ofUnits = units.flatMap((unit): SurveyRange[] => {
    const foreign = foreignRanges(unit, own);
    if (options.strategy === "changed" && !named(unit)) {
      const expected = piecesIn(segments, unit.base, unit.base + unit.size);
      const erased = mayWriteOverBlank(chip) ? chip.erased : null;
      return [{ base: unit.base, size: unit.size, expected, erased, whole: foreign.length > 0 }];
    }
    const wanted = named(unit) && options.preserve !== true ? [] : foreign;
    return wanted.map((range) => ({ ...range, expected: [], erased: null, whole: true }));
  });
  const stale = staleUnits(target, options.region).map(({ base, size }): SurveyRange => ({
    base,
    size,
    expected: [],
    erased: chip.erased,
    whole: false,
  }));
  const readable = ({ base, size }: AddressRange) => covers(layout, base, base + size, (segment) => segment.readable);
  const ranges = [...ofUnits, ...stale].filter(readable).sort((a, b) => a.base - b.base);
  return grouped(ranges, board.transferSize);
}

/** Units smaller than a transfer are read together. */
function grouped(ranges: readonly SurveyRange[], transferSize: number): SurveyRange[] {
  const groups: SurveyRange[] = [];
  for (const range of ranges) {
    const last = groups.at(-1);
    const follows = last !== undefined && last.base + last.size === range.base && last.erased === range.erased;
    const alike = follows && last.expected.length > 0 === range.expected.length > 0;
    if (alike && last.size + range.size <= transferSize) {
      const { base, size, expected, erased, whole } = last;
      const together = { size: size + range.size, whole: whole || range.whole };
      groups[groups.length - 1] = { base, erased, expected: [...expected, ...range.expected], ...together };
    } else {
      groups.push(range);
    }
  }
  return groups;
}
