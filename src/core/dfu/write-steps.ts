import { piecesIn } from "../image/firmware-image";
import type { AddressRange } from "../mcu/device";
import type { FlashPlan, PlannedBlock } from "./plan/flash-plan";
import { common, endOf, joinedRanges, overlaps, without } from "./plan/ranges";

/** What is written, and then compared before anything else is written. */
export interface WriteStep {
  readonly write: readonly PlannedBlock[];
  readonly verify: readonly PlannedBlock[];
}

/**
 * Bytes per step, for a board that has the bus for itself and for one of several. Each step costs two pointers; short
 * ones let boards on one bus read while others are busy with their flash (bench:dfu, "8 boards").
 */
export const stepSizes = { alone: 0x2_0000, shared: 0x4000 } as const;

/**
 * A plan's writing in steps by address, and last of all what a boot decision reads: that is there only once all the
 * rest was found right.
 * @param transferSize bytes; steps end at multiples of it, so that none cuts a transfer in two
 * @param stepSize bytes, about
 */
export function writeSteps(plan: FlashPlan, transferSize: number, stepSize: number): WriteStep[] {
  const step = Math.max(1, Math.floor(stepSize / transferSize)) * transferSize;
  const stretches = stretchesOf(plan, step);
  const isBoot = ({ address, data }: PlannedBlock) =>
    plan.boot.some((range) => overlaps(range, { base: address, size: data.length }));
  const body = plan.blocks.filter((block) => !isBoot(block));
  const steps = stretches.map((stretch) => ({
    write: body.flatMap((block) => piecesIn([block], stretch.base, endOf(stretch))),
    verify: piecesIn(plan.verify, stretch.base, endOf(stretch)).flatMap((piece) => outside(piece, plan.boot)),
  }));
  const last = {
    write: plan.blocks.filter(isBoot),
    verify: plan.boot.flatMap(({ base, size }) => piecesIn(plan.verify, base, base + size)),
  };
  return [...steps, last].filter(({ write, verify }) => write.length > 0 || verify.length > 0);
}

/** The touched units as unbroken stretches, cut to steps. */
function stretchesOf(plan: FlashPlan, step: number): AddressRange[] {
  const touched = joinedRanges(plan.units.filter(({ action }) => action !== "skip"));
  return touched.flatMap(({ base, size }) => {
    const first = base - (base % step);
    const parts = Array.from({ length: Math.ceil((base + size - first) / step) }, (_, index) => first + index * step);
    return parts.flatMap((start) => common({ base, size }, { base: start, size: step }));
  });
}

/** A piece less some ranges. */
function outside(piece: PlannedBlock, ranges: readonly AddressRange[]): PlannedBlock[] {
  return without({ base: piece.address, size: piece.data.length }, ranges).flatMap((range) =>
    piecesIn([piece], range.base, endOf(range)),
  );
}
