import { runFlash, runSurvey } from "../../../src/core/dfu/flash-run";
import type { BoardInfo } from "../../../src/core/dfu/board-service";
import type { FlashPlan, SurveyRange } from "../../../src/core/dfu/plan/flash-plan";
import { prepareFlash } from "../../../src/core/dfu/plan/prepare-flash";
import { BootsmithError } from "../../../src/core/errors";
import type { FirmwareImage, ImageSegment } from "../../../src/core/image/firmware-image";
import type { FaultKind } from "../../../src/simulator/faults";
import { rig, type Rig } from "./board-rig";

/** A whole flash of one image over another. */
export interface FaultCase {
  readonly name: string;
  readonly part: string;
  readonly before: FirmwareImage;
  readonly after: FirmwareImage;
}

/** `torn`: the cable comes off in the middle of what the board is doing. */
export type Trouble = FaultKind | "torn";

/** Everything that must never happen, one sentence each; empty where all is well. */
export interface FaultResult {
  /** False where the flash is over before this transfer. */
  readonly reached: boolean;
  readonly succeeded: boolean;
  readonly violations: readonly string[];
}

/** Milliseconds into the operation that a torn cable interrupts: an erase or a block of any of these boards is longer. */
const tearAfter = 2;

/** Bytes that are nobody's business: settings above the image, option bytes, OTP. */
const bystanders: readonly ImageSegment[] = [
  { address: 0x0802_ff00, data: new Uint8Array(64).fill(0x24) },
  { address: 0x0801_f800, data: new Uint8Array(64).fill(0x42) },
];

/** Flashes with one fault at a transfer counted from the flash's first, then once more without. */
export async function runWithFault(
  one: FaultCase,
  trouble: Trouble | null,
  at: number,
  remembers: boolean,
): Promise<FaultResult> {
  const made = await rig(one.part, [...one.before.segments, ...bystanders]);
  const { board } = made;
  const first = board.transfers;
  const reached = trouble === null ? () => true : arm(made, trouble, first + at);
  const plans: FlashPlan[] = [];
  const failure = await flash(made, made.info, one.after, (plan) => plans.push(plan));
  const violations = [...afterFirst(made, one, failure, plans)];
  if (violations.length === 0 && failure !== null) {
    violations.push(...(await secondFlash(made, one, remembers && failure.kind !== "plan-refused")));
  }
  return { reached: reached(), succeeded: failure === null, violations };
}

function arm({ board, clock }: Rig, trouble: Trouble, at: number): () => boolean {
  if (trouble !== "torn") {
    board.injectFault({ kind: trouble, at });
  } else {
    board.beforeTransfer = (index) => {
      if (index !== at) return;
      void clock.sleep(tearAfter);
      board.unplug();
    };
  }
  return () => board.transfers > at;
}

/** @returns the failure that was reported, null for success */
async function flash(
  made: Rig,
  info: BoardInfo,
  image: FirmwareImage,
  planned: (plan: FlashPlan) => void,
): Promise<BootsmithError | null> {
  const { board, open } = made;
  const awaitBoard = () => {
    if (!board.connected) board.replug();
    return Promise.resolve({ ...info, interrupted: true });
  };
  const options = { strategy: "changed", verify: true, leave: true, awaitBoard } as const;
  const survey = (_: string, alternate: number, ranges: readonly SurveyRange[]) => runSurvey(open, alternate, ranges);
  try {
    const plan = await prepareFlash({ survey }, info, image, options);
    planned(plan);
    await runFlash(open, plan);
    return null;
  } catch (error) {
    if (!(error instanceof BootsmithError)) throw error;
    return error;
  }
}

function* afterFirst(
  { board }: Rig,
  { before, after }: FaultCase,
  failure: BootsmithError | null,
  plans: readonly FlashPlan[],
): Generator<string> {
  if (board.settingsWrites > 0) yield "settings were written";
  const touched = plans.flatMap(({ units }) => units.filter(({ action }) => action !== "skip"));
  const inside = (address: number, length: number) =>
    touched.some(({ base, size }) => address >= base && address + length <= base + size);
  const pages = board.writes.filter(({ address, length }) => !coveredBy(inside, address, length));
  if (pages.length > 0) yield `written outside the plan: 0x${(pages[0]?.address ?? 0).toString(16)}`;
  if (failure === null && !holds(board, after)) yield "success with wrong contents";
  if (boots(board, after) && !holds(board, after) && !holds(board, before)) yield "half an image that would boot";
}

/** A block may lie over several units; the smallest unit of these boards is 128 bytes. */
function coveredBy(inside: (address: number, length: number) => boolean, address: number, length: number): boolean {
  for (let at = address; at < address + length;) {
    const end = Math.min(address + length, (Math.floor(at / 128) + 1) * 128);
    if (!inside(at, end - at)) return false;
    at = end;
  }
  return true;
}

async function secondFlash(made: Rig, one: FaultCase, interrupted: boolean): Promise<string[]> {
  const { board, info } = made;
  board.clearFaults();
  board.beforeTransfer = undefined;
  board.writeProtected = false;
  board.unplug();
  board.replug();
  const failure = await flash(made, { ...info, interrupted }, one.after, () => undefined);
  if (failure !== null) return [`second flash failed: ${failure.kind}: ${failure.message}`];
  return holds(board, one.after) ? [] : ["second flash: success with wrong contents"];
}

function holds(board: Rig["board"], image: FirmwareImage): boolean {
  return image.segments.every(({ address, data }) => same(board.held(address, data.length), data));
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** What a bootloader looks at: a stack pointer into RAM, an odd address behind it that lies in the image. */
function boots(board: Rig["board"], image: FirmwareImage): boolean {
  const [segment] = image.segments;
  if (segment === undefined) return false;
  const head = board.held(segment.address, 8);
  const view = new DataView(head.buffer);
  const [stack, start] = [view.getUint32(0, true), view.getUint32(4, true)];
  const inImage = start >= segment.address && start < segment.address + segment.data.length;
  return stack >>> 20 === 0x200 && stack % 4 === 0 && inImage && start % 2 === 1;
}
