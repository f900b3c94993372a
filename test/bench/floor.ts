import type { FlashPlan } from "../../src/core/dfu/plan/flash-plan";
import type { BoardModel } from "../../src/simulator/board-model";
import { controlTime } from "../../src/simulator/simulated-bus";

/** Milliseconds of 2 KiB out and 1 KiB in (dfu-timing §4 and §3; reading includes its request). */
const dataTime = (bytes: number) => (bytes * 2.5) / 2048;
const readTime = (bytes: number) => (bytes * 2.1) / 1024;

/**
 * The floor of dfu-timing §4 for what a plan does, without t_connect: what the flash and the wire need if the host never
 * waits for anything else.
 * @param readBefore bytes that were read to make the plan
 */
export function floorOf(
  plan: FlashPlan,
  readBefore: number,
  { transferSize, eraseTime, programTime }: BoardModel,
): number {
  const erase = plan.units
    .filter(({ action }) => action === "erase" || action === "erase-and-program")
    .reduce((sum, { size }) => sum + eraseTime(size, 1), 0);
  const blocks = plan.blocks.flatMap(({ data }) =>
    Array.from({ length: Math.ceil(data.length / transferSize) }, (_, index) =>
      Math.min(transferSize, data.length - index * transferSize),
    ),
  );
  const write = blocks.reduce((sum, bytes) => sum + dataTime(bytes) + programTime(bytes, 1) + 2 * controlTime, 0);
  const pointers = plan.blocks.length * 3 * controlTime;
  const verified = plan.verify.reduce((sum, { data }) => sum + data.length, 0);
  const leave = plan.leaveAt === null ? 0 : 5 * controlTime;
  return erase + write + pointers + readTime(readBefore + verified) + leave;
}
