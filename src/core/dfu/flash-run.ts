import { throwIfCancelled, type Cancellation } from "../cancellation";
import { BootsmithError } from "../errors";
import type { AddressRange } from "../mcu/device";
import type { Parallelism } from "../mcu/flash-timing";
import { hex } from "../notation";
import { text } from "../text";
import { onlyReading, withBoardState, type Reached } from "./board-state";
import type { BoardInfo, FlashOutcome, Mismatch, ProgressListener } from "./board-service";
import { checkPlan } from "./plan/check-plan";
import { differences, verifyFailure, type Difference } from "./compare";
import type { FlashPlan, PlannedBlock, PlannedUnit, SurveyRange } from "./plan/flash-plan";
import { covers } from "./layout-units";
import { selection, type OpenBoard } from "./open-board";
import { endOf, isFilledWith } from "./plan/ranges";
import { runPlainFlash, runPlainRead, runPlainVerify } from "./plain-run";
import { phaseProgress, total, totalData } from "./progress";
import { quirksOf } from "./quirks";
import { DfuSeSession, type BlockListener } from "./session";
import { survey } from "./survey";
import { stepSizes, writeSteps } from "./write-steps";

export type { OpenBoard } from "./open-board";
export { runLeave } from "./mode-run";

/**
 * Executes exactly the plan: erases, writes, verifies, leaves.
 * @param onChange called once, before the first transfer that changes something on the board
 * @throws BootsmithError whose next step says what is on the board; `verify-failed` where it reads back differently
 */
export async function runFlash(
  board: OpenBoard,
  plan: FlashPlan,
  onProgress?: ProgressListener,
  signal?: Cancellation,
  onChange?: () => void,
): Promise<FlashOutcome> {
  checkPlan(plan, board.info);
  if (plan.protocol === "dfu") {
    return runPlainFlash(board, plan, onProgress, signal, onChange);
  }
  const started = board.clock.now();
  const session = sessionOn(board, signal);
  const erase = erasedUnits(plan);
  const changes = erase.length > 0 || plan.massErase || plan.blocks.length > 0;
  let reached: Reached = "nothing-changed";
  try {
    await prepare(session, board.info, plan);
    throwIfCancelled(signal);
    if (changes) onChange?.();
    await eraseUnits(session, plan, board.info, onProgress, (now) => (reached = now));
    const writeProgress = phaseProgress("write", totalData(plan.blocks), onProgress);
    const verifyProgress = phaseProgress("verify", totalData(plan.verify), onProgress);
    const size = board.turns?.isShared === true ? stepSizes.shared : stepSizes.alone;
    const steps = writeSteps(plan, board.info.transferSize, size);
    for (const [index, { write, verify }] of steps.entries()) {
      for (const { address, data } of write) {
        throwIfCancelled(signal);
        reached = "incomplete";
        await session.write(address, data, writeProgress);
      }
      if (changes && index === steps.length - 1) reached = "written";
      const check = () => compare(session, board.info, plan.alternate, verify, verifyProgress);
      const failure = verifyFailure(await (board.turns === undefined ? check() : board.turns.take(check)));
      if (failure !== null) throw failure;
    }
    reached = "complete";
    const left = plan.leaveAt !== null && (await leaveWith(session, plan.leaveAt, onProgress));
    return {
      erasedUnits: erase.length,
      skippedUnits: plan.units.filter(({ action }) => action === "skip").length,
      writtenBytes: totalData(plan.blocks),
      verifiedBytes: totalData(plan.verify),
      left,
      elapsed: board.clock.now() - started,
    };
  } catch (error) {
    throw withBoardState(error, reached, plan.verify.length > 0);
  }
}

/** Selects the memory; before that, where the plan says so, tells the board its supply. */
async function prepare(session: DfuSeSession, info: BoardInfo, plan: FlashPlan): Promise<void> {
  if (plan.parallelism !== null) {
    await session.setParallelism(featureOf(info, plan.parallelism), plan.parallelism);
  }
  await session.begin(selection(info, plan.alternate));
}

/** "Device Feature" of F2, F4 and F7 (AN2606): by name and by address. */
function featureOf(info: BoardInfo, parallelism: Parallelism): number {
  const feature = info.alternates.find(
    ({ layout }) => layout !== null && /device feature/i.test(layout.name) && layout.segments[0]?.base === 0xffff_0000,
  );
  if (feature === undefined) {
    throw new BootsmithError(
      "bad-usage",
      text(
        '{0} cannot be told to write {1} bytes at once: it has no alternate setting "Device Feature".',
        info.name,
        parallelism,
      ),
      text("Flash without stating the supply."),
    );
  }
  return feature.number;
}

function erasedUnits(plan: FlashPlan): PlannedUnit[] {
  return plan.units.filter(({ action }) => action === "erase" || action === "erase-and-program");
}

async function eraseUnits(
  session: DfuSeSession,
  plan: FlashPlan,
  info: BoardInfo,
  onProgress: ProgressListener | undefined,
  reach: (reached: Reached) => void,
): Promise<void> {
  const units = erasedUnits(plan);
  const flash = info.alternates.find(({ number }) => number === plan.alternate)?.layout?.segments ?? [];
  const flashSize = flash.reduce((sum, { size, count }) => sum + size * count, 0);
  const size = plan.massErase ? flashSize : total(units);
  const progress = phaseProgress("erase", size, onProgress);
  if (plan.massErase) {
    reach("first-erase");
    await session.massErase(flashSize);
    for (const unit of units) await checkHeadGone(session, info, plan, unit);
    reach("incomplete");
    progress(flash[0]?.base ?? 0, size);
    return;
  }
  for (const [index, unit] of units.entries()) {
    reach(index === 0 ? "first-erase" : "incomplete");
    await session.erase(unit.base, unit.size);
    await checkHeadGone(session, info, plan, unit);
    reach("incomplete");
    progress(unit.base, unit.size);
  }
}

/**
 * A board that reports an erase it did not do (write protection does that) would keep its old vector table, and start
 * with half an image behind it: so what a boot decision reads is looked at before any other unit goes.
 * @throws BootsmithError `verify-failed`
 */
async function checkHeadGone(
  session: DfuSeSession,
  info: BoardInfo,
  { alternate, boot }: FlashPlan,
  unit: PlannedUnit,
): Promise<void> {
  const layout = info.alternates.find(({ number }) => number === alternate)?.layout ?? null;
  const heads = boot.filter(({ base }) => base >= unit.base && base < endOf(unit));
  for (const { base, size } of heads) {
    if (!info.canUpload || layout === null || !covers(layout, base, base + size, (one) => one.readable)) return;
    const look = () => session.read(base, size, () => undefined);
    if (isBlank(await look()) || isBlank(await look())) continue;
    throw new BootsmithError(
      "verify-failed",
      text("The board reports that it erased the unit at {0}, and that is not blank.", hex(unit.base)),
      text("That is what write protection (WRP in the option bytes) looks like. Remove it, then flash again."),
    );
  }
}

/** Erased flash is all 0xFF, or all 0x00 on L0 and L1 (flash-geometry §5). */
function isBlank(bytes: Uint8Array): boolean {
  return isFilledWith(bytes, 0xff) || isFilledWith(bytes, 0x00);
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
  return onlyReading(async () => {
    if (board.info.protocol === "dfu") {
      return runPlainVerify(board, plan, onProgress, signal);
    }
    const session = sessionOn(board, signal);
    await session.begin(selection(board.info, plan.alternate));
    const progress = phaseProgress("verify", totalData(plan.image), onProgress);
    const found = await compare(session, board.info, plan.alternate, plan.image, progress);
    return found.map(({ mismatch }) => mismatch);
  });
}

/**
 * Reads a range of one alternate setting. A board of plain DFU gives its stream from the start: `range.size` bytes of
 * it, or fewer where it ends before.
 */
export async function runRead(
  board: OpenBoard,
  alternate: number,
  range: AddressRange,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<Uint8Array> {
  checkReadable(board.info, alternate, [range]);
  return onlyReading(async () => {
    if (board.info.protocol === "dfu") {
      return runPlainRead(board, alternate, range.size, onProgress, signal);
    }
    const session = sessionOn(board, signal);
    await session.begin(selection(board.info, alternate));
    return session.read(range.base, range.size, phaseProgress("read", range.size, onProgress));
  });
}

/** Reads what a plan depends on; see {@link survey}. */
export async function runSurvey(
  board: OpenBoard,
  alternate: number,
  ranges: readonly SurveyRange[],
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<PlannedBlock[]> {
  checkReadable(board.info, alternate, ranges);
  return onlyReading(async () => {
    const session = sessionOn(board, signal);
    await session.begin(selection(board.info, alternate));
    return survey(session, ranges, board.info.transferSize, onProgress);
  });
}

function sessionOn(board: OpenBoard, signal?: Cancellation): DfuSeSession {
  return new DfuSeSession(board.port, board.info.transferSize, board.clock, quirksOf(board.info), signal);
}

async function compare(
  session: DfuSeSession,
  info: BoardInfo,
  alternate: number,
  blocks: readonly PlannedBlock[],
  progress: BlockListener,
): Promise<Difference[]> {
  const again = (address: number, length: number) => session.read(address, length, () => undefined);
  const units = new Map<number, Difference>();
  for (const block of blocks) {
    const found = await session.read(block.address, block.data.length, progress);
    for (const one of await differences(info, alternate, block, found, info.transferSize, again)) {
      const known = units.get(one.unit);
      if (known === undefined || one.mismatch.address < known.mismatch.address) units.set(one.unit, one);
    }
  }
  return [...units.values()].sort((a, b) => a.mismatch.address - b.mismatch.address);
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
  const stream = info.protocol === "dfu";
  if (!info.canUpload || setting === undefined || (setting.layout === null && !stream)) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} cannot be read through alternate setting {1}.", info.name, alternate),
      text("Choose a readable alternate setting of this board."),
    );
  }
  const { layout } = setting;
  if (stream || layout === null) {
    return; // A stream has no addresses.
  }
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
