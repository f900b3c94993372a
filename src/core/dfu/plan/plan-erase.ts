import type { AddressRange, Device } from "../../mcu/device";
import { BootsmithError } from "../../errors";
import { text } from "../../text";
import type { BoardInfo } from "../board-service";
import type { FlashPlan, PlannedUnit } from "./flash-plan";
import { covers, unitsIn } from "../layout-units";
import { chooseAlternate, clampedLayout, devicesFor } from "./plan-target";
import { quirksOf } from "../quirks";
import { chipFacts } from "./chip-facts";
import { checkMassErase, checkWholeUnits } from "./choices";
import { estimateOf } from "./estimate";
import { physicalRanges } from "./same-chip";
import { boardProtection, sharedUnit, standingProtection, type ProtectedRange } from "./protection";
import { endOf, joinedPieces, overlaps } from "./ranges";

export interface EraseOptions {
  readonly alternate?: number;
  /** Chips the project says. */
  readonly devices?: readonly Device[];
  /** Whole erase units; `all`: each one by one; `mass`: by the board's own command, where it has one that works. */
  readonly ranges: readonly AddressRange[] | "all" | "mass";
  readonly protect?: readonly ProtectedRange[];
  /** A bootloader's ranges may go. */
  readonly as?: "bootloader" | "application";
  /** Read back that it is blank. */
  readonly verify: boolean;
}

/**
 * A plan that only erases.
 * @throws BootsmithError `plan-refused` for ranges that are protected, cut units or are no memory of the board
 */
export function planErase(board: BoardInfo, options: EraseOptions): FlashPlan {
  if (board.protocol === "dfu") {
    throw new BootsmithError(
      "plan-refused",
      text("{0} has no command to erase (plain DFU).", board.name),
      text("Flash an image; the board then erases what it needs."),
    );
  }
  const { ranges } = options;
  const alternate = chooseAlternate([], board, options.alternate);
  const layout = clampedLayout(alternate, board, options);
  const chip = chipFacts(devicesFor(board, options));
  const protect = physicalRanges(chip.devices, options.protect ?? []);
  const standing = standingProtection([...protect, ...boardProtection(board)], options.as);
  if (typeof ranges !== "string") ranges.forEach((range) => checkWholeUnits(range, layout));
  if (ranges === "mass") checkMassErase(layout, standing, false);
  const memory = layout.segments.map(({ base, size, count }) => ({ base, size: size * count }));
  const wanted = typeof ranges === "string" ? memory : ranges;
  const found = wanted
    .flatMap(({ base, size }) => unitsIn(layout, base, base + size))
    .filter(({ base, size }) => covers(layout, base, base + size, (one) => one.erasable && one.writable))
    .map(({ base, size }): PlannedUnit => ({ base, size, action: "erase", reason: "named", imageBytes: 0 }));
  const units = [...new Map(found.map((unit) => [unit.base, unit])).values()].sort((a, b) => a.base - b.base);
  units.forEach((unit) => checkKept(unit, standing));
  const { erased } = chip;
  const blank =
    erased === null || !options.verify || !board.canUpload
      ? []
      : units
          .filter((unit) => covers(layout, unit.base, endOf(unit), ({ readable }) => readable))
          .map(({ base, size }) => ({ address: base, data: new Uint8Array(size).fill(erased) }));
  const whole = alternate.layout?.segments.every(({ erasable, writable }) => erasable && writable) === true;
  const quirks = quirksOf(board);
  const plan = {
    board: board.id,
    alternate: alternate.number,
    protocol: "dfuse" as const,
    units,
    massErase: ranges === "mass" && whole && quirks.massErase,
    parallelism: null,
    blocks: [],
    image: [],
    verify: joinedPieces(blank),
    preserved: [],
    boot: [],
    leaveAt: null,
  };
  return { ...plan, estimate: estimateOf(plan, board.transferSize, chip.families, quirks.slowErase) };
}

function checkKept(unit: AddressRange, standing: readonly ProtectedRange[]): void {
  const kept = standing.find((range) => overlaps(range, unit));
  if (kept === undefined) return;
  throw sharedUnit(unit, kept, text("Erase only units that nothing else uses; a bootloader has to be named as one."));
}
