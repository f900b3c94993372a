import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { FirmwareImage } from "../../src/core/image/firmware-image";
import { Turns } from "../../src/core/dfu/turns";
import { stepSizes, writeSteps } from "../../src/core/dfu/write-steps";
import { SimulatedBus } from "../../src/simulator/simulated-bus";
import { SharedVirtualClock, VirtualClock } from "../../src/simulator/virtual-clock";
import { firmware } from "../unit/simulator/board-rig";
import { benchBoard, benchFlash, type BenchBoard, type BenchRun } from "./bench-board";
import { dfuUtilFlash } from "./dfu-util-sequence";
import { floorOf } from "./floor";
import { budget, printTable, seconds, type Row } from "./table";

const part = "STM32F407VG";
const address = 0x0800_0000;
const size = 512 * 1024;
/** Sector 6 of F405/F407: 128 KiB in the middle of the image. */
const changedSector = { offset: 0x4_0000, size: 0x2_0000 };

const image = firmware(address, size, 1);
const another = firmware(address, size, 6);

function withOneSectorOf(one: FirmwareImage, other: FirmwareImage): FirmwareImage {
  const [mine, theirs] = [one.segments[0], other.segments[0]];
  if (mine === undefined || theirs === undefined) throw new Error("no bytes");
  const data = mine.data.slice();
  const { offset, size: length } = changedSector;
  data.set(theirs.data.subarray(offset, offset + length), offset);
  return { ...one, segments: [{ address, data }] };
}

/** Every table of the benchmark that needs no guest. @returns false where a budget is missed */
export async function benchInProcess(): Promise<boolean> {
  const rows: Row[] = [];
  const fresh = (filled: FirmwareImage) => benchBoard(part, new VirtualClock(), filled);
  const theirs = await dfuUtilFlash(await fresh(another), image);
  rows.push({ what: "dfu-util's sequence (no verify)", figure: seconds(theirs) });
  const runs: readonly (readonly [string, FirmwareImage])[] = [
    ["whole image", another],
    ["one changed 128 KiB sector", withOneSectorOf(image, another)],
    ["nothing changed", image],
  ];
  for (const [what, filled] of runs) {
    const made = await fresh(filled);
    const run = await benchFlash(made, image);
    const floor = floorOf(run.plan, run.readBefore, made.board.model);
    rows.push({ what, figure: seconds(run.total), note: `${(theirs / run.total).toFixed(1)} times as fast` });
    const limit = filled === another ? 1.05 : null;
    rows.push({ what: `${what}: time / floor`, ...budget(run.total / floor, limit), note: `floor ${seconds(floor)}` });
    if (filled === another) rows.push(...transferRows(run, made));
  }
  rows.push(await eightBoards());
  rows.push(memory());
  printTable(`512 KiB on a simulated ${part}, verified; virtual time`, rows);
  return rows.every(({ met }) => met !== false);
}

function transferRows({ plan, sorts, readBefore }: BenchRun, { board }: BenchBoard): Row[] {
  const count = (sort: string) => sorts.filter((one) => one === sort).length;
  const { transferSize } = board.model;
  const blocks = plan.blocks.reduce((sum, { data }) => sum + Math.ceil(data.length / transferSize), 0);
  const transfers = (bytes: number) => Math.ceil(bytes / transferSize);
  const steps = writeSteps(plan, transferSize, stepSizes.alone).flatMap(({ verify }) => verify);
  // What a boot decision reads is looked at once more, when it was erased.
  const perPass = steps.reduce(
    (sum, { data }) => sum + transfers(data.length),
    transfers(readBefore) + plan.boot.length,
  );
  return [
    {
      what: "transfers per block, write phase",
      ...budget(count("data") / blocks, 3),
      note: `${blocks} blocks; ${count("pointer")} transfers for pointers besides, reading included`,
    },
    { what: "transfers per block and read pass", ...budget(count("read") / perPass, 1) },
  ];
}

/** Eight boards on one full-speed bus against one. */
async function eightBoards(): Promise<Row> {
  const elapsed = async (count: number): Promise<number> => {
    const clock = new SharedVirtualClock(setImmediate);
    const bus = new SimulatedBus(clock);
    const turns = new Turns();
    const boards = await Promise.all(Array.from({ length: count }, () => benchBoard(part, clock, another, bus, turns)));
    const started = clock.now();
    await Promise.all(boards.map((one) => turns.share(() => benchFlash(one, image))));
    return clock.now() - started;
  };
  const [one, eight] = [await elapsed(1), await elapsed(8)];
  return {
    what: "8 boards on one full-speed bus / one board",
    ...budget(eight / one, 1.15),
    note: `${seconds(eight)} against ${seconds(one)}`,
  };
}

/** A process of its own, so that nothing else counts. */
function memory(): Row {
  const main = join(import.meta.dirname, "main.ts");
  const printed = execFileSync(process.execPath, ["--import", "tsx", main, "memory"], { encoding: "utf8" });
  return { what: "memory for a 2 MiB image, MiB above idle", ...budget(Number(printed), 64) };
}
