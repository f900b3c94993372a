import { hex } from "../notation";
import { BootsmithError } from "../errors";
import { imageSpan, piecesIn, type FirmwareImage, type ImageSegment } from "../image/firmware-image";
import { physical, stretchAt, type EraseUnit } from "../mcu/addresses";
import type { AddressRange, Device } from "../mcu/device";
import { text } from "../text";
import type { AlternateSetting, BoardInfo } from "./board-service";
import { covers, isProgramMemory, segmentAt, unitsIn } from "./layout-units";
import type { MemoryLayout } from "./memory-layout";

export interface TargetOptions {
  /** Alternate setting; left out: the lowest one that takes the whole image. */
  readonly alternate?: number;
  /** Chip facts where the chip is known: aliases, program unit, rewrite rule, real end of flash. */
  readonly device?: Device;
}

/** The part of a board an image goes to, and the erase units it touches, lowest address first. */
export interface FlashTarget {
  readonly alternate: AlternateSetting;
  readonly layout: MemoryLayout;
  /** The image at physical addresses. */
  readonly segments: readonly ImageSegment[];
  readonly units: readonly EraseUnit[];
}

/**
 * Finds where on a board an image goes.
 * @throws BootsmithError `plan-refused` with the addresses that do not fit, or `bad-usage` for a wrong alternate
 */
export function targetOf(image: FirmwareImage, board: BoardInfo, options: TargetOptions): FlashTarget {
  const { device } = options;
  const segments = device === undefined ? image.segments : physicalSegments(image, device);
  const alternate = chooseAlternate(segments, board, options.alternate);
  const { layout } = alternate;
  if (layout === null) {
    throw noLayout(board);
  }
  for (const segment of segments) {
    checkSegment(segment, alternate, layout, device);
  }
  const units = new Map<number, EraseUnit>();
  for (const { address, data } of segments) {
    for (const unit of unitsIn(layout, address, address + data.length)) {
      units.set(unit.base, unit);
    }
  }
  return { alternate, layout, segments, units: [...units.values()].sort((a, b) => a.base - b.base) };
}

/** Aliases change the order, and two of them may name one place. */
function physicalSegments(image: FirmwareImage, device: Device): readonly ImageSegment[] {
  const segments = image.segments
    .map(({ address, data }) => ({ address: physical(device, address), data }))
    .toSorted((a, b) => a.address - b.address);
  const twice = segments.find(({ address }, index) => {
    const before = segments[index - 1];
    return before !== undefined && address < before.address + before.data.length;
  });
  if (twice !== undefined) {
    throw new BootsmithError(
      "plan-refused",
      text("{0} states the byte at {1} twice, through two addresses of one memory.", image.name, hex(twice.address)),
      text("Link all of the image to the same view of the flash of {0}.", device.part),
    );
  }
  return segments;
}

function chooseAlternate(
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

function checkSegment(
  { address, data }: ImageSegment,
  alternate: AlternateSetting,
  layout: MemoryLayout,
  device: Device | undefined,
): void {
  const end = address + data.length;
  if (!fits(layout, address, end)) {
    const first = firstOutside(layout, address, end);
    const readOnly = segmentAt(layout, first) !== undefined;
    throw new BootsmithError(
      "plan-refused",
      readOnly
        ? text("The image has bytes at {0}, which {1} does not let be written.", hex(first), alternate.name)
        : text("The image has bytes at {0}, outside {1}.", hex(first), alternate.name),
      text("Check the start address of the image ({0} to {1}) and the board.", hex(address), hex(end - 1)),
    );
  }
  // ROM strings describe the die, not the part that was sold (flash-geometry §6): the chip's own end counts.
  const flash = device?.memories.find(({ kind }) => kind === "flash");
  if (device === undefined || flash === undefined || !sameRegion(address, flash.base)) {
    return;
  }
  const stretch = stretchAt(device, address);
  if (stretch === undefined || end > stretch.base + stretch.size) {
    throw new BootsmithError(
      "plan-refused",
      text("The image ({0} to {1}) does not fit the flash of {2}.", hex(address), hex(end - 1), device.part),
      text("Check the chip's name and the size of the image."),
    );
  }
}

/** Internal flash and what is beside it, as against external memories, by the top bits of the address. */
function sameRegion(a: number, b: number): boolean {
  return Math.floor(a / 0x800_0000) === Math.floor(b / 0x800_0000);
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

/**
 * The ranges of the board to read before {@link planFlash}: with strategy `changed` every unit the image touches,
 * else only what lies before the image in its first unit. Empty where the board cannot be read.
 */
export function contentsNeeded(
  image: FirmwareImage,
  board: BoardInfo,
  options: TargetOptions & { readonly strategy: FlashStrategy },
): AddressRange[] {
  const { layout, segments, units } = targetOf(image, board, options);
  const readable = ({ base, size }: AddressRange) =>
    board.canUpload && covers(layout, base, base + size, (segment) => segment.readable);
  const span = imageSpan({ ...image, segments });
  const first = units[0];
  if (options.strategy === "full") {
    const before =
      first === undefined || span === null || span.base === first.base
        ? []
        : [{ base: first.base, size: span.base - first.base }];
    return before.filter(readable);
  }
  const ranges: { base: number; size: number }[] = [];
  for (const unit of units.filter(readable)) {
    const last = ranges.at(-1);
    if (last !== undefined && last.base + last.size === unit.base) {
      last.size += unit.size;
    } else {
      ranges.push({ base: unit.base, size: unit.size });
    }
  }
  return ranges;
}

/** What is known of the bytes in [base, base + size); null where not all of them are known. */
export function knownBytes(contents: readonly ImageSegment[], base: number, size: number): Uint8Array | null {
  const [piece] = piecesIn(contents, base, base + size);
  return piece?.address === base && piece.data.length === size ? piece.data : null;
}
