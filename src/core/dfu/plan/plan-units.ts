import { piecesIn, type ImageSegment } from "../../image/firmware-image";
import type { EraseUnit } from "../../mcu/addresses";
import type { AddressRange } from "../../mcu/device";
import type { PlannedUnit, UnitAction, UnitReason } from "./flash-plan";
import { covers, unitsIn } from "../layout-units";
import type { FlashTarget } from "./plan-target";
import { mayWriteOverBlank } from "./chip-facts";
import { contains, endOf, isFilledWith, knownBytes, overlaps } from "./ranges";
import { staleUnits } from "./unit-owners";

/** Bytes that a boot decision reads. */
export interface BootHead extends AddressRange {
  /** They must not stay while something in here changes. */
  readonly scope: AddressRange;
}

/** What decides the fate of units, beside image and chip. */
interface UnitWishes {
  readonly strategy: "changed" | "full";
  /** What is known of the board's bytes, touching pieces joined. */
  readonly contents: readonly ImageSegment[];
  /** Where the heads are that a boot decision reads. */
  readonly boot: readonly BootHead[];
  readonly region: AddressRange | undefined;
  /** Ranges somebody named to be erased. */
  readonly named: readonly AddressRange[];
  /** All of the memory is erased. */
  readonly everything: boolean;
  /** What stays, whatever region it lies in. */
  readonly kept: readonly AddressRange[];
}

interface Decision {
  readonly action: UnitAction;
  readonly reason: UnitReason;
}

/** Units in the order of erasing: first what the boot decision reads, then by address. */
export function planUnits(target: FlashTarget, wishes: UnitWishes): PlannedUnit[] {
  const ofImage = target.units.map((unit) => planned(unit, target, decide(unit, target, wishes)));
  const changesIn = (scope: AddressRange) => ofImage.some((unit) => unit.action !== "skip" && overlaps(unit, scope));
  const headsIn = (unit: AddressRange) => wishes.boot.filter(({ base }) => base >= unit.base && base < endOf(unit));
  const isBoot = (unit: AddressRange) => headsIn(unit).length > 0;
  const units = ofImage.map((unit): PlannedUnit => {
    const again = unit.action === "skip" && headsIn(unit).some(({ scope }) => changesIn(scope));
    return again ? { ...unit, action: imageAction(unit, target), reason: "boot-decision" } : unit;
  });
  const all = [...units, ...otherUnits(target, wishes)].sort((a, b) => a.base - b.base);
  return [...all.filter(isBoot), ...all.filter((unit) => !isBoot(unit))];
}

function decide(unit: EraseUnit, target: FlashTarget, wishes: UnitWishes): Decision {
  const action = imageAction(unit, target);
  if (wishes.everything || isNamed(unit, wishes)) return { action, reason: "named" };
  if (wishes.strategy === "full") return { action, reason: "unread" };
  const pieces = piecesIn(target.segments, unit.base, endOf(unit));
  if (!pieces.some((piece) => differsFrom(wishes.contents, piece))) {
    const known = pieces.every(({ address, data }) => knownBytes(wishes.contents, address, data.length) !== null);
    return known ? { action: "skip", reason: "same" } : { action, reason: "unread" };
  }
  const found = knownBytes(wishes.contents, unit.base, unit.size);
  const blank = found !== null && isFilledWith(found, target.chip.erased);
  return blank && mayWriteOverBlank(target.chip)
    ? { action: "program", reason: "blank" }
    : { action, reason: "differs" };
}

/** Stale units of the image's region, and those that are named. */
function otherUnits(target: FlashTarget, wishes: UnitWishes): PlannedUnit[] {
  const ofImage = new Set(target.units.map(({ base }) => base));
  const erase = (unit: EraseUnit, reason: UnitReason) => planned(unit, target, { action: "erase", reason });
  const { layout } = target;
  const ranges = wishes.everything
    ? layout.segments.map(({ base, size, count }) => ({ base, size: size * count }))
    : wishes.named;
  const named = ranges
    .flatMap(({ base, size }) => unitsIn(layout, base, base + size))
    .filter(({ base, size }) => covers(layout, base, base + size, (one) => one.erasable && one.writable))
    .filter(({ base }) => !ofImage.has(base));
  const units = new Map(named.map((unit) => [unit.base, erase(unit, "named")]));
  for (const unit of staleUnits(target, wishes.region)) {
    const known = piecesIn(wishes.contents, unit.base, endOf(unit));
    const used = known.some(({ data }) => !isFilledWith(data, target.chip.erased));
    const blank = !used && knownBytes(wishes.contents, unit.base, unit.size) !== null;
    if (blank || units.has(unit.base) || wishes.kept.some((range) => overlaps(range, unit))) continue;
    units.set(unit.base, erase(unit, used ? "stale" : "unread"));
  }
  return [...units.values()];
}

/** Whether a byte that is known of the board is not the image's. */
function differsFrom(contents: readonly ImageSegment[], { address, data }: ImageSegment): boolean {
  return piecesIn(contents, address, address + data.length).some((found) =>
    found.data.some((byte, index) => byte !== data[found.address - address + index]),
  );
}

function isNamed(unit: AddressRange, { named }: UnitWishes): boolean {
  return named.some((range) => contains(range, unit));
}

function planned(unit: EraseUnit, { segments }: FlashTarget, decision: Decision): PlannedUnit {
  const pieces = piecesIn(segments, unit.base, endOf(unit));
  const imageBytes = pieces.reduce((sum, { data }) => sum + data.length, 0);
  return { base: unit.base, size: unit.size, ...decision, imageBytes };
}

/** Where the image has nothing but the erased value, erasing is all. */
function imageAction(unit: AddressRange, { segments, chip }: FlashTarget): UnitAction {
  const pieces = piecesIn(segments, unit.base, endOf(unit));
  return pieces.every(({ data }) => isFilledWith(data, chip.erased)) ? "erase" : "erase-and-program";
}
