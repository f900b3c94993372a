import { hex } from "../notation";
import { throwIfCancelled, type Cancellation } from "../cancellation";
import { BootsmithError } from "../errors";
import type { AddressRange } from "../mcu/device";
import { english, text, type Text } from "../text";
import type { BoardInfo, FlashOutcome, FlashPhase, Mismatch, ProgressListener } from "./board-service";
import { checkPlan } from "./check-plan";
import type { Clock } from "./device";
import type { FlashPlan, PlannedBlock } from "./flash-plan";
import { covers, unitAt } from "./layout-units";
import type { DfuPort } from "./requests";
import { DfuSeSession } from "./session";
import { waitPolicyOf } from "./waits";

/** A board whose DFU interface is open, with what is known of it. */
export interface OpenBoard {
  readonly port: DfuPort;
  readonly info: BoardInfo;
  readonly clock: Clock;
}

/** Where a flash run is, so that a failure can say what is on the board. */
type Reached = "nothing-changed" | "incomplete" | "written" | "complete";

/**
 * Executes exactly the plan: erases, writes, verifies, leaves.
 * @throws BootsmithError whose next step says what is on the board; `verify-failed` where it reads back differently
 */
export async function runFlash(
  board: OpenBoard,
  plan: FlashPlan,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<FlashOutcome> {
  checkPlan(plan, board.info);
  const started = board.clock.now();
  const session = sessionOn(board, signal);
  let reached: Reached = "nothing-changed";
  try {
    await session.begin(plan.alternate);
    const erase = plan.units.filter(({ action }) => action === "erase" || action === "erase-and-program");
    const eraseProgress = phaseProgress("erase", total(erase), onProgress);
    for (const unit of erase) {
      throwIfCancelled(signal);
      reached = "incomplete";
      await session.erase(unit.base);
      eraseProgress(unit.base, unit.size);
    }
    const writeProgress = phaseProgress("write", totalData(plan.blocks), onProgress);
    for (const { address, data } of plan.blocks) {
      throwIfCancelled(signal);
      reached = "incomplete";
      await session.write(address, data, writeProgress);
    }
    reached = reached === "nothing-changed" ? reached : "written";
    const verifiedBytes = plan.verify.length > 0 ? await verifyImage(session, board.info, plan, onProgress) : 0;
    reached = "complete";
    const left = plan.leaveAt !== null && (await leaveWith(session, plan.leaveAt, onProgress));
    return {
      erasedUnits: erase.length,
      skippedUnits: plan.units.filter(({ action }) => action === "skip").length,
      writtenBytes: totalData(plan.blocks),
      verifiedBytes,
      left,
      elapsed: board.clock.now() - started,
    };
  } catch (error) {
    throw withBoardState(error, reached, plan.verify.length > 0);
  }
}

/** Compares the plan's image with the board: at most one mismatch per erase unit, lowest address first. */
export async function runVerify(
  board: OpenBoard,
  plan: FlashPlan,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<Mismatch[]> {
  const ranges = plan.image.map(({ address, data }) => ({ base: address, size: data.length }));
  checkReadable(board.info, plan.alternate, ranges);
  const session = sessionOn(board, signal);
  return onlyReading(async () => {
    await session.begin(plan.alternate);
    return compare(session, board.info, plan, onProgress);
  });
}

/** Reads a range of one alternate setting. */
export async function runRead(
  board: OpenBoard,
  alternate: number,
  range: AddressRange,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<Uint8Array> {
  checkReadable(board.info, alternate, [range]);
  const session = sessionOn(board, signal);
  return onlyReading(async () => {
    await session.begin(alternate);
    return session.read(range.base, range.size, phaseProgress("read", range.size, onProgress));
  });
}

/** Leaves DFU mode. @returns true when the board dropped off the bus */
export async function runLeave(board: OpenBoard, alternate: number, address: number): Promise<boolean> {
  const session = sessionOn(board);
  await session.begin(alternate);
  return session.leave(address);
}

function sessionOn(board: OpenBoard, signal?: Cancellation): DfuSeSession {
  return new DfuSeSession(board.port, board.info.transferSize, board.clock, waitPolicyOf(board.info), signal);
}

async function verifyImage(
  session: DfuSeSession,
  info: BoardInfo,
  plan: FlashPlan,
  onProgress?: ProgressListener,
): Promise<number> {
  const mismatches = await compare(session, info, plan, onProgress);
  const first = mismatches[0];
  if (first !== undefined) {
    throw new BootsmithError(
      "verify-failed",
      text(
        "The board does not hold what was written: {0} erase units differ, first at {1} ({2} instead of {3}).",
        mismatches.length,
        hex(first.address),
        byteHex(first.found),
        byteHex(first.expected),
      ),
    );
  }
  return totalData(plan.image);
}

async function compare(
  session: DfuSeSession,
  info: BoardInfo,
  plan: FlashPlan,
  onProgress?: ProgressListener,
): Promise<Mismatch[]> {
  const layout = info.alternates.find(({ number }) => number === plan.alternate)?.layout ?? null;
  const progress = phaseProgress("verify", totalData(plan.image), onProgress);
  const mismatches = new Map<number, Mismatch>();
  for (const { address, data } of plan.image) {
    const found = await session.read(address, data.length, progress);
    for (const [index, expected] of data.entries()) {
      const byte = found[index] ?? -1;
      if (byte !== expected) {
        const at = address + index;
        const unit = layout === null ? 0 : (unitAt(layout, at)?.base ?? 0);
        if (!mismatches.has(unit)) mismatches.set(unit, { address: at, expected, found: byte });
      }
    }
  }
  return [...mismatches.values()].sort((a, b) => a.address - b.address);
}

async function leaveWith(session: DfuSeSession, address: number, onProgress?: ProgressListener): Promise<boolean> {
  onProgress?.({ phase: "leave", done: 0, total: 1, address });
  const left = await session.leave(address);
  onProgress?.({ phase: "leave", done: 1, total: 1, address });
  return left;
}

/** Reading needs no program memory, only a readable one: option bytes may be looked at. */
function checkReadable(info: BoardInfo, alternate: number, ranges: readonly AddressRange[]): void {
  const setting = info.alternates.find(({ number }) => number === alternate);
  if (!info.canUpload || setting === undefined || setting.layout === null) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} cannot be read through alternate setting {1}.", info.name, alternate),
      text("Choose a readable alternate setting of this board."),
    );
  }
  const { layout } = setting;
  const outside = ranges.find(
    ({ base, size }) => size <= 0 || !covers(layout, base, base + size, (one) => one.readable),
  );
  if (outside !== undefined) {
    const what = text(
      "{0} to {1} is not readable memory of {2}.",
      hex(outside.base),
      hex(outside.base + outside.size - 1),
      setting.name,
    );
    throw new BootsmithError("bad-usage", what, text("Choose a range inside the board's memory."));
  }
}

/** A flash that ends while the board is read for its plan has to say so too: the board is as it was. */
async function onlyReading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BootsmithError)) {
      throw error;
    }
    const next =
      error.nextStep === undefined
        ? text("Nothing on the board was changed.")
        : text("Nothing on the board was changed. {0}", english(error.nextStep));
    throw new BootsmithError(error.kind, error.what, next, { cause: error });
  }
}

/** The same error, its next step saying what the board holds now. Anything else passes unchanged. */
function withBoardState(error: unknown, reached: Reached, verifying: boolean): unknown {
  if (!(error instanceof BootsmithError) || error.kind === "plan-refused") {
    return error;
  }
  return new BootsmithError(error.kind, error.what, boardState(error, reached, verifying), { cause: error });
}

function boardState(error: BootsmithError, reached: Reached, verifying: boolean): Text {
  switch (reached) {
    case "nothing-changed":
      return error.kind === "verify-failed"
        ? text("Nothing was changed in this run, yet the board differs from what was read before: flash again.")
        : text("Nothing on the board was changed. Start its bootloader (connect it again if need be) and retry.");
    case "incomplete":
      return text(
        "The board now holds an incomplete image that will not start; its DFU bootloader was not touched. Start that (connect the board again if need be) and flash again.",
      );
    case "written":
      return error.kind === "verify-failed"
        ? text("The board holds a faulty image. Flash it again; if the same place fails, look for write protection.")
        : verifying
          ? text("The whole image was written, but not checked. Verify it, or flash again.")
          : text("The whole image was written.");
    case "complete":
      return text("The image is on the board as planned. Reset it (BOOT0 low) to start the application.");
  }
}

function phaseProgress(phase: FlashPhase, all: number, onProgress?: ProgressListener) {
  let done = 0;
  return (address: number, bytes: number): void => {
    done += bytes;
    onProgress?.({ phase, done, total: all, address });
  };
}

function total(ranges: readonly AddressRange[]): number {
  return ranges.reduce((sum, { size }) => sum + size, 0);
}

function totalData(blocks: readonly PlannedBlock[]): number {
  return blocks.reduce((sum, { data }) => sum + data.length, 0);
}

function byteHex(byte: number): string {
  return `0x${(byte & 0xff).toString(16).toUpperCase().padStart(2, "0")}`;
}
