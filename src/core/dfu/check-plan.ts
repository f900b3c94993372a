import { hex } from "../notation";
import { BootsmithError } from "../errors";
import { text } from "../text";
import type { AlternateSetting, BoardInfo } from "./board-service";
import type { FlashPlan } from "./flash-plan";
import { covers, isProgramMemory, unitAt } from "./layout-units";

/**
 * The last gate before a plan runs: whatever made it, nothing but program memory of this board is erased or written,
 * in whole erase units, and every written byte lies in a unit the plan names for it.
 * @throws BootsmithError `plan-refused`
 */
export function checkPlan(plan: FlashPlan, board: BoardInfo): AlternateSetting {
  const alternate = board.alternates.find(({ number }) => number === plan.alternate);
  if (plan.protocol === "dfu" && board.protocol === "dfu" && plan.board === board.id && alternate !== undefined) {
    return alternate; // One stream; the board alone decides where it goes.
  }
  const layout = alternate?.layout;
  if (plan.board !== board.id || alternate === undefined || layout === undefined || layout === null) {
    throw refused(text("The plan is for another board or memory than {0}.", board.name));
  }
  if (!isProgramMemory(alternate)) {
    throw refused(text("Alternate setting {0} ({1}) is no program memory.", alternate.number, alternate.name));
  }
  for (const { base, size, action } of plan.units) {
    const unit = unitAt(layout, base);
    if (unit?.base !== base || unit.size !== size) {
      throw refused(text("The plan has a unit at {0} that is no erase unit of {1}.", hex(base), alternate.name));
    }
    if (action !== "skip" && !covers(layout, base, base + size, (one) => one.erasable && one.writable)) {
      throw refused(text("The erase unit at {0} must not be written.", hex(base)));
    }
  }
  const targets = plan.units.filter(({ action }) => action === "program" || action === "erase-and-program");
  for (const { address, data } of plan.blocks) {
    let at = address;
    while (at < address + data.length) {
      const unit = targets.find(({ base, size }) => at >= base && at < base + size);
      if (unit === undefined) {
        throw refused(text("The plan would write {0}, which is in none of its units.", hex(at)));
      }
      at = unit.base + unit.size;
    }
  }
  return alternate;
}

function refused(what: ReturnType<typeof text>): BootsmithError {
  return new BootsmithError("plan-refused", what, text("Make the plan again for this board."));
}
