import { BootsmithError } from "../../errors";
import type { AddressRange, Device } from "../../mcu/device";
import { hex } from "../../notation";
import { text } from "../../text";
import type { BoardInfo } from "../board-service";
import type { FlashPlan, PlannedUnit } from "../flash-plan";
import { endOfSegment, isProgramMemory, unitsIn } from "../layout-units";
import type { ProtectedRange } from "../plan-flash";

export interface EraseOptions {
  readonly alternate?: number;
  readonly devices?: readonly Device[];
  /** `all`: unit by unit; `mass`: at once. */
  readonly ranges: readonly AddressRange[] | "all" | "mass";
  readonly protect?: readonly ProtectedRange[];
  readonly as?: "bootloader" | "application";
  readonly verify: boolean;
}

/** Erases whole units and writes nothing. @throws BootsmithError `plan-refused` */
export function planErase(board: BoardInfo, options: EraseOptions): FlashPlan {
  const alternate = board.alternates
    .filter(isProgramMemory)
    .find(({ number }) => options.alternate === undefined || number === options.alternate);
  const layout = alternate?.layout;
  if (alternate === undefined || layout === undefined || layout === null) {
    throw refused(text("{0} has no memory to erase there.", board.name));
  }
  const { ranges } = options;
  const whole = layout.segments.map((segment) => ({ base: segment.base, size: endOfSegment(segment) - segment.base }));
  const wanted = typeof ranges === "string" ? whole : ranges;
  const units = wanted.flatMap(({ base, size }): PlannedUnit[] => {
    const inside = unitsIn(layout, base, base + size);
    const covered = inside.reduce((sum, unit) => sum + unit.size, 0);
    if (inside[0]?.base !== base || covered !== size) {
      throw refused(text("{0} to {1} are no whole erase units.", hex(base), hex(base + size - 1)));
    }
    return inside.map((unit) => ({
      base: unit.base,
      size: unit.size,
      action: "erase",
      reason: "named",
      imageBytes: 0,
    }));
  });
  for (const { base, size, what, role = "bootloader" } of options.protect ?? []) {
    if (role === "bootloader" && options.as === "bootloader") continue;
    if (units.some((unit) => unit.base < base + size && base < unit.base + unit.size)) {
      throw refused(text("{0} ({1} to {2}) would be erased.", what, hex(base), hex(base + size - 1)));
    }
  }
  return {
    board: board.id,
    alternate: alternate.number,
    protocol: "dfuse",
    units,
    massErase: ranges === "mass",
    parallelism: null,
    blocks: [],
    image: [],
    verify: [],
    preserved: [],
    leaveAt: null,
    estimate: null,
  };
}

function refused(what: ReturnType<typeof text>): BootsmithError {
  return new BootsmithError("plan-refused", what, text("Look at the board's erase units with the command boards."));
}
