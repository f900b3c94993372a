import { hex } from "../../src/core/notation";
import { firmware } from "../unit/simulator/board-rig";
import type { Cable } from "./cable";
import { endedWith, sameBytes } from "./expect";
import { guestCli } from "./initramfs";
import type { JobResult } from "./job-link";
import { Rig } from "./rig";

/** One program on one board, from start to end of its process. Times are milliseconds. */
export interface GuestRun {
  readonly name: string;
  /** By the guest's clock. */
  readonly wall: number;
  /** What the program itself says its flashing took; null where it does not say. */
  readonly reported: number | null;
  /** What the board needed for its transfers: erasing, programming, and the data over the bus. */
  readonly board: number;
  readonly transfers: number;
}

/** Runs of ours, and how many times faster than `dfu-util` each has to be. */
export interface GuestBench {
  readonly dfuUtil: GuestRun;
  readonly ours: readonly (GuestRun & { readonly required: number })[];
  /** Node's own start, and ours up to the first line of a command. */
  readonly nodeStart: number;
  readonly cliStart: number;
}

const part = "STM32F407VG";
const flashBase = 0x0800_0000;
const imageSize = 512 * 1024;
/** Sector 6 of F405/F407: 128 KiB in the middle of the image. */
const changedSector = { offset: 0x4_0000, size: 0x2_0000 };
/** Short runs are repeated, and the median is taken. */
const repeats = 3;
const lifetime = 20 * 60_000;

const image = bytesOf(1);
const another = bytesOf(6);
const oneSectorOff = image.slice();
oneSectorOff.set(
  another.subarray(changedSector.offset, changedSector.offset + changedSector.size),
  changedSector.offset,
);

/** `dfu-util` and the packaged command line write the same image to the same simulated board, in the same guest. */
export async function benchInGuest(): Promise<GuestBench> {
  const rig = await Rig.start(lifetime);
  try {
    const file = await rig.guest.put("image.bin", image);
    const cable = rig.board(part, "BENCH");
    await cable.plug();
    const nodeStart = await median(() => rig.guest.run("node -e 0"));
    const cliStart = await median(() => rig.bootsmith("--version"));
    const theirs = () => rig.dfuUtil("-a 0", `-s ${hex(flashBase)}`, "-D", file);
    const dfuUtil = await measured("dfu-util -D", cable, another, theirs);
    const ours = (): Promise<JobResult> =>
      rig.bootsmith("flash", file, "--address", hex(flashBase), "--format", "json");
    return {
      dfuUtil,
      ours: [
        { ...(await measured("bootsmith flash, all of it", cable, another, ours)), required: 3 },
        { ...(await middle("… one 128 KiB sector changed", cable, oneSectorOff, ours)), required: 8 },
        { ...(await middle("… nothing changed", cable, image, ours)), required: 20 },
      ],
      nodeStart,
      cliStart,
    };
  } finally {
    await rig.stop();
  }
}

/** The table of a bench, and for each figure that was missed what the time went to. */
export function guestTable({ dfuUtil, ours, nodeStart, cliStart }: GuestBench): string[] {
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  const row = (...cells: readonly string[]) =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(30) : cell.padStart(10))).join("");
  const rows = [{ ...dfuUtil, required: 1 }, ...ours].map((run) => {
    const { name, wall, reported, board, transfers, required } = run;
    const times = [seconds(wall), reported === null ? "–" : seconds(reported), seconds(board)];
    return row(name, ...times, String(transfers), `${(dfuUtil.wall / wall).toFixed(1)}×`, `${required}×`);
  });
  const missed = ours.filter(({ wall, required }) => dfuUtil.wall / wall < required);
  return [
    `512 KiB to an ${part} that holds another image, default settings, in a guest without KVM; times in seconds`,
    row("", "wall", "reported", "board", "transfers", "ratio", "required"),
    ...rows,
    `Node's start ${seconds(nodeStart)} s (node -e 0), with the command line's own ${seconds(cliStart)} s (${guestCli} --version).`,
    ...missed.map(({ name, wall, board, transfers, required }) => {
      const rest = wall - board - cliStart;
      return (
        `Missed: ${name} may take ${seconds(dfuUtil.wall / required)} s and takes ${seconds(wall)} s: ${seconds(cliStart)} s start, ` +
        `${seconds(board)} s the board, ${seconds(rest)} s everything else (${(rest / transfers).toFixed(2)} ms per transfer).`
      );
    }),
  ];
}

async function measured(
  name: string,
  cable: Cable,
  contents: Uint8Array,
  program: () => Promise<JobResult>,
): Promise<GuestRun> {
  if (!cable.board.connected) {
    await cable.waitUntilGone();
    await cable.plug();
  }
  cable.fill({ address: flashBase, data: contents });
  const before = cable.use();
  const result = await program();
  const after = cable.use();
  endedWith(0, result);
  sameBytes(name, cable.held(flashBase, image.length), image);
  return {
    name,
    wall: result.elapsed,
    reported: reportedBy(result),
    board: after.boardTime - before.boardTime,
    transfers: after.transfers - before.transfers,
  };
}

async function middle(...run: Parameters<typeof measured>): Promise<GuestRun> {
  const runs: GuestRun[] = [];
  for (let times = 0; times < repeats; times++) runs.push(await measured(...run));
  runs.sort((a, b) => a.wall - b.wall);
  return runs[Math.floor(repeats / 2)] ?? measured(...run);
}

async function median(program: () => Promise<JobResult>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < repeats; run++) times.push((await program()).elapsed);
  return times.sort((a, b) => a - b)[Math.floor(repeats / 2)] ?? 0;
}

function reportedBy({ stdout }: JobResult): number | null {
  if (!stdout.startsWith("{")) return null;
  const { outcome } = JSON.parse(stdout) as { outcome?: { elapsed?: unknown } };
  return typeof outcome?.elapsed === "number" ? outcome.elapsed : null;
}

function bytesOf(seed: number): Uint8Array {
  return firmware(flashBase, imageSize, seed).segments[0]?.data ?? new Uint8Array();
}
