import { BootsmithError } from "../../errors";
import { piecesIn, type ImageSegment } from "../../image/firmware-image";
import type { AddressRange } from "../../mcu/device";
import { hex } from "../../notation";
import { text, type Text } from "../../text";
import type { BoardInfo } from "../board-service";
import type { PlannedBlock, PlannedUnit } from "./flash-plan";
import {
  common,
  contains,
  endOf,
  isFilledWith,
  joinedPieces,
  joinedRanges,
  knownBytes,
  overlaps,
  without,
} from "./ranges";
import { knownBoards } from "./same-chip";
import { foreignRanges } from "./unit-owners";

/** Memory that is somebody else's. */
export interface ProtectedRange extends AddressRange {
  /** What lives there, for people: `bootloader`, `Portenta's own bootloader`. */
  readonly what: string;
  /** `bootloader` may be written by an image that is named as one; any other image may not. Default `bootloader`. */
  readonly role?: "bootloader" | "other";
}

/** What a board has from its maker: Arduino's H747 boards keep 256 KiB for bootloader and MCUboot header. */
export function boardProtection(board: BoardInfo): ProtectedRange[] {
  const own = knownBoards(board).flatMap(({ target, bootloader }) =>
    bootloader === null ? [] : [{ base: bootloader.base, size: bootloader.size, what: `bootloader (${target})` }],
  );
  return [...new Map(own.map((range) => [`${range.base}+${range.size}`, range])).values()];
}

/** What is left to protect from an image of this kind. */
export function standingProtection(
  ranges: readonly ProtectedRange[],
  as: "bootloader" | "application" | undefined,
): readonly ProtectedRange[] {
  return ranges.filter(({ role = "bootloader" }) => role !== "bootloader" || as !== "bootloader");
}

/** @throws BootsmithError `plan-refused` where the image has bytes in a protected range */
export function checkOverwrites(segments: readonly ImageSegment[], standing: readonly ProtectedRange[]): void {
  for (const { base, size, what, role = "bootloader" } of standing) {
    const [piece] = piecesIn(segments, base, base + size);
    if (piece === undefined) continue;
    throw new BootsmithError(
      "plan-refused",
      text("The image would overwrite {0} ({1} to {2}).", what, hex(base), hex(base + size - 1)),
      role === "bootloader"
        ? text(
            "If the image is a bootloader, say so (--as bootloader on the command line, “as” in a task); else check its start address {0}.",
            hex(piece.address),
          )
        : text("Check the start address of the image ({0}).", hex(piece.address)),
    );
  }
}

/** What a plan is to do about bytes of others in the units it erases. */
interface SharingWishes {
  readonly standing: readonly ProtectedRange[];
  /** The image's own bytes and what is behind them; and, for a bootloader, the ranges of the old one. */
  readonly own: readonly AddressRange[];
  readonly contents: readonly ImageSegment[];
  readonly erased: number | null;
  readonly preserve: boolean;
  /** Ranges somebody named to be erased, whatever is in them, but a bootloader. */
  readonly named: readonly AddressRange[];
}

/**
 * The bytes of others in the units that are erased: refused, or given back to be written again.
 * @throws BootsmithError `plan-refused` with whose they are and the ways out
 */
export function bytesOfOthers(
  units: readonly PlannedUnit[],
  segments: readonly ImageSegment[],
  wishes: SharingWishes,
): PlannedBlock[] {
  const preserved: PlannedBlock[] = [];
  for (const unit of units.filter(({ action }) => action !== "skip")) {
    const named = wishes.named.some((range) => contains(range, unit));
    const protectedHere = wishes.standing.filter(
      (range) => overlaps(range, unit) && !(named && range.role === "other" && !wishes.preserve),
    );
    if (unit.reason === "stale" || (unit.reason === "unread" && unit.imageBytes === 0)) continue;
    if (!wishes.preserve) {
      const [first] = protectedHere;
      if (first !== undefined) throw shared(unit, first);
      if (!named) checkStrayBytes(unit, wishes);
      continue;
    }
    const image = segments.map(({ address, data }) => ({ base: address, size: data.length }));
    const foreign = [
      ...foreignRanges(unit, named ? [...wishes.own, unit] : wishes.own),
      ...protectedHere.flatMap((range) => common(range, unit)),
    ];
    const others = joinedRanges(foreign).flatMap((range) => without(range, image));
    for (const range of others) preserved.push(...preservedIn(range, unit, wishes));
  }
  return joinedPieces(preserved);
}

function preservedIn(range: AddressRange, unit: PlannedUnit, wishes: SharingWishes): PlannedBlock[] {
  const found = knownBytes(wishes.contents, range.base, range.size);
  if (found === null) throw unreadBytes(range, unit);
  return isFilledWith(found, wishes.erased) ? [] : [{ address: range.base, data: found.slice() }];
}

/** Bytes that are not the image's belong to nobody the plan knows: erasing them is refused, known or not. */
function checkStrayBytes(unit: PlannedUnit, { own, contents, erased }: SharingWishes): void {
  if (unit.imageBytes === 0) return;
  for (const range of foreignRanges(unit, own)) {
    const found = knownBytes(contents, range.base, range.size);
    if (found === null) throw unreadBytes(range, unit);
    const first = found.findIndex((byte) => byte !== erased);
    if (first < 0) continue;
    throw new BootsmithError(
      "plan-refused",
      text(
        "The board holds bytes at {0} that are not the image's, in the erase unit {1} that it would erase.",
        hex(range.base + first),
        hex(unit.base),
      ),
      text(
        "Flash an image that contains them (merge bootloader, header and application), have them preserved, or name {0} to {1} as a range to erase.",
        hex(unit.base),
        hex(endOf(unit) - 1),
      ),
    );
  }
}

function unreadBytes(range: AddressRange, unit: PlannedUnit): BootsmithError {
  return new BootsmithError(
    "plan-refused",
    text(
      "The erase unit {0} also has {1} to {2}, which is not the image's, and what is there could not be read.",
      hex(unit.base),
      hex(range.base),
      hex(endOf(range) - 1),
    ),
    text("If nothing there is needed, name {0} to {1} as a range to erase.", hex(unit.base), hex(endOf(unit) - 1)),
  );
}

function shared(unit: PlannedUnit, range: ProtectedRange): BootsmithError {
  return sharedUnit(
    unit,
    range,
    text(
      "Let the image start at the beginning of an erase unit that nothing else uses, or have these bytes preserved.",
    ),
  );
}

/** An erase unit cannot be erased because of what else is in it. */
export function sharedUnit(unit: AddressRange, range: ProtectedRange, nextStep: Text): BootsmithError {
  return new BootsmithError(
    "plan-refused",
    text(
      "The erase unit {0} to {1} also holds {2} ({3} to {4}); erasing it would destroy that.",
      hex(unit.base),
      hex(endOf(unit) - 1),
      range.what,
      hex(range.base),
      hex(endOf(range) - 1),
    ),
    nextStep,
  );
}
