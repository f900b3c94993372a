import { flashTiming, type FlashTiming } from "../../mcu/flash-timing";
import type { FlashPlan, PlanEstimate, PlannedUnit } from "./flash-plan";
import type { Quirks } from "../quirks";

/** Full-speed control transfers, ms: a short one, 2 KiB out, 1 KiB in (dfu-timing §3). */
const transfer = 0.3;
const perKibOut = 2.5 / 2;
const perKibIn = 2.1;
/** A command or data block: DNLOAD and two GETSTATUS (AN3156 §4). */
const command = 3 * transfer;

/**
 * What a plan takes by typical times and the cost of USB. Where the board may be of several families, the slowest whose
 * times are known; null: none of them is.
 */
export function estimateOf(
  plan: Pick<FlashPlan, "units" | "blocks" | "verify" | "massErase" | "parallelism">,
  transferSize: number,
  families: readonly string[],
  slowErase: Quirks["slowErase"] = null,
): PlanEstimate | null {
  const estimates = families.flatMap((family) => {
    const timing = flashTiming(family);
    const estimate = timing === null ? null : estimateWith(plan, transferSize, timing, slowErase);
    return estimate === null ? [] : [estimate];
  });
  const [slowest = null] = estimates.toSorted((a, b) => b.erase + b.write - a.erase - a.write);
  return slowest;
}

function estimateWith(
  plan: Pick<FlashPlan, "units" | "blocks" | "verify" | "massErase" | "parallelism">,
  transferSize: number,
  timing: FlashTiming,
  slowErase: Quirks["slowErase"],
): PlanEstimate | null {
  const parallelism = plan.parallelism ?? 1;
  const erased = plan.units.filter(({ action }) => action === "erase" || action === "erase-and-program");
  // What is waited for is never less than what the board needs.
  const waited = (base: number) => (slowErase !== null && base >= slowErase.from ? slowErase.time : 0);
  const unitTime = ({ base, size }: PlannedUnit) => {
    const time = timing.eraseUnit(size, parallelism);
    return time === null ? null : Math.max(time, waited(base));
  };
  const erases = plan.massErase ? [timing.massErase] : erased.map(unitTime);
  const erase = sum(erases.map((time) => (time === null ? null : time + command)));
  const write = sum(
    plan.blocks.map(({ data }) => {
      const flash = timing.program(data.length, parallelism);
      const blocks = Math.ceil(data.length / transferSize);
      return flash === null ? null : flash + (data.length / 1024) * perKibOut + (blocks + 1) * command;
    }),
  );
  // SET_ADDRESS and ABORT before each run; what a block of UPLOAD costs is in the figure per KiB.
  const verify = sum(plan.verify.map(({ data }) => (data.length / 1024) * perKibIn + command + transfer));
  return erase === null || write === null || verify === null ? null : { erase, write, verify };
}

function sum(times: readonly (number | null)[]): number | null {
  return times.reduce((all, time) => (all === null || time === null ? null : all + time), 0);
}
