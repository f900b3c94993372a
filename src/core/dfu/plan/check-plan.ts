import { hex } from "../../notation";
import { BootsmithError } from "../../errors";
import { text } from "../../text";
import type { AlternateSetting, BoardInfo } from "../board-service";
import type { FlashPlan, PlannedBlock, PlannedUnit } from "./flash-plan";
import { covers, endOfSegment, isProgramMemory, unitAt, unitsIn } from "../layout-units";
import type { MemoryLayout } from "../memory-layout";
import { hasDeviceFeature } from "./choices";
import { streamAlternate } from "./plan-stream";

/**
 * The last gate before a plan runs: whatever made it, nothing but program memory of this board is erased or written,
 * in whole erase units, and every written byte lies in a unit the plan names for it.
 * @throws BootsmithError `plan-refused`
 */
export function checkPlan(plan: FlashPlan, board: BoardInfo): AlternateSetting {
  const alternate = board.alternates.find(({ number }) => number === plan.alternate);
  if (plan.board !== board.id || alternate === undefined || plan.protocol !== board.protocol) {
    throw otherBoard(board);
  }
  if (plan.protocol === "dfu") {
    return checkStream(plan, board);
  }
  const { layout } = alternate;
  if (layout === null) {
    throw otherBoard(board);
  }
  if (!isProgramMemory(alternate)) {
    throw refused(text("Alternate setting {0} ({1}) is no program memory.", alternate.number, alternate.name));
  }
  plan.units.forEach((unit) => checkUnit(unit, layout, alternate));
  const bases = new Set(plan.units.map(({ base }) => base));
  if (bases.size !== plan.units.length) {
    throw refused(text("The plan has one erase unit twice."));
  }
  checkWritten(plan);
  const touched = plan.units.filter(({ action }) => action !== "skip");
  plan.verify.forEach((block) => checkInside(block, [...touched, ...readOnly(plan)]));
  if (plan.massErase) checkMassErase(plan, layout);
  if (plan.parallelism !== null && !hasDeviceFeature(board)) {
    throw refused(text("{0} cannot be told its supply voltage.", board.name));
  }
  return alternate;
}

/** A plan that only compares has no units; then the image is what is read. */
function readOnly(plan: FlashPlan): readonly Pick<PlannedUnit, "base" | "size">[] {
  return plan.units.length > 0 ? [] : plan.image.map(({ address, data }) => ({ base: address, size: data.length }));
}

function checkStream(plan: FlashPlan, board: BoardInfo): AlternateSetting {
  const alternate = streamAlternate(board, plan.alternate);
  const unitwise = plan.units.length > 0 || plan.massErase || plan.parallelism !== null || plan.preserved.length > 0;
  if (unitwise || plan.blocks.length > 1) {
    throw refused(text("{0} takes one stream and nothing else.", board.name));
  }
  return alternate;
}

function checkUnit({ base, size, action }: PlannedUnit, layout: MemoryLayout, alternate: AlternateSetting): void {
  const unit = unitAt(layout, base);
  if (unit?.base !== base || unit.size !== size) {
    throw refused(text("The plan has a unit at {0} that is no erase unit of {1}.", hex(base), alternate.name));
  }
  if (action !== "skip" && !covers(layout, base, base + size, (one) => one.erasable && one.writable)) {
    throw refused(text("The erase unit at {0} must not be written.", hex(base)));
  }
}

function checkWritten(plan: FlashPlan): void {
  const targets = plan.units.filter(({ action }) => action === "program" || action === "erase-and-program");
  plan.blocks.forEach((block) => checkInside(block, targets));
  const written = plan.blocks.map(({ address, data }) => ({ base: address, size: data.length }));
  for (const [index, { base }] of written.toSorted((a, b) => a.base - b.base).entries()) {
    const before = written.toSorted((a, b) => a.base - b.base)[index - 1];
    if (before !== undefined && before.base + before.size > base) {
      throw refused(text("The plan would write {0} twice.", hex(base)));
    }
  }
  // Bytes that go with the erase and are promised back must be in what is written, byte for byte.
  for (const { address, data } of plan.preserved) {
    const erasing = targets.filter(({ action }) => action === "erase-and-program");
    checkInside({ address, data }, erasing);
    if (!data.every((byte, index) => writtenByte(plan.blocks, address + index, byte))) {
      throw refused(text("The plan would not write back what it preserves at {0}.", hex(address)));
    }
  }
}

/** Erased bytes need not be written, so one that no block has counts as written. */
function writtenByte(blocks: readonly PlannedBlock[], at: number, byte: number): boolean {
  const block = blocks.find(({ address, data }) => at >= address && at < address + data.length);
  return block === undefined ? byte === 0xff || byte === 0 : block.data[at - block.address] === byte;
}

function checkMassErase(plan: FlashPlan, layout: MemoryLayout): void {
  const erased = new Set(
    plan.units.filter(({ action }) => action === "erase" || action === "erase-and-program").map(({ base }) => base),
  );
  const spared = layout.segments
    .flatMap((segment) => unitsIn({ ...layout, segments: [segment] }, segment.base, endOfSegment(segment)))
    .find(({ base }) => !erased.has(base));
  // The chip may have been sold with less flash than its string says; what it has not cannot be spared.
  const last = Math.max(...erased);
  if (plan.preserved.length > 0 || (spared !== undefined && spared.base < last)) {
    throw refused(text("The plan erases everything, and yet would spare something."));
  }
}

function checkInside({ address, data }: PlannedBlock, units: readonly Pick<PlannedUnit, "base" | "size">[]): void {
  let at = address;
  while (at < address + data.length) {
    const unit = units.find(({ base, size }) => at >= base && at < base + size);
    if (unit === undefined) {
      throw refused(text("The plan would write {0}, which is in none of its units.", hex(at)));
    }
    at = unit.base + unit.size;
  }
}

function otherBoard(board: BoardInfo): BootsmithError {
  return refused(text("The plan is for another board or memory than {0}.", board.name));
}

function refused(what: ReturnType<typeof text>): BootsmithError {
  return new BootsmithError("plan-refused", what, text("Make the plan again for this board."));
}
