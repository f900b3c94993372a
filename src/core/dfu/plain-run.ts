import { BootsmithError } from "../errors";
import type { Cancellation } from "../cancellation";
import { text } from "../text";
import { withBoardState, type Reached } from "./board-state";
import type { FlashOutcome, Mismatch, ProgressListener } from "./board-service";
import { differences, verifyFailure, type Difference } from "./compare";
import { DfuLink } from "./dfu-link";
import type { FlashPlan, PlannedBlock } from "./plan/flash-plan";
import { selection, type OpenBoard } from "./open-board";
import { PlainDfuSession } from "./plain-session";
import { phaseProgress, totalData } from "./progress";
import { quirksOf } from "./quirks";

/**
 * Executes a plan on a board of plain DFU: sends the stream, waits until it is in force, compares where the board goes
 * on answering and gives it back, and resets it where it waits for that.
 */
export async function runPlainFlash(
  board: OpenBoard,
  plan: FlashPlan,
  onProgress?: ProgressListener,
  signal?: Cancellation,
  onChange?: () => void,
): Promise<FlashOutcome> {
  const { info, clock } = board;
  const started = clock.now();
  const session = plainSession(board, signal);
  const stream = streamOf(plan, plan.blocks);
  refuseDeadAlternate(board, plan.alternate);
  let reached: Reached = "nothing-changed";
  try {
    await session.begin(selection(info, plan.alternate));
    onChange?.();
    reached = "incomplete";
    const progress = phaseProgress("write", stream.data.length, onProgress);
    await session.download(stream.data, (offset, bytes) => {
      progress(stream.address + offset, bytes);
    });
    const end = await session.manifest(Math.ceil(stream.data.length / info.transferSize), info.manifestationTolerant);
    reached = "written";
    const readable = end === "idle" && info.canUpload && plan.verify.length > 0;
    if (readable) {
      const failure = verifyFailure(await compareStream(session, board, plan, onProgress));
      if (failure !== null) throw failure;
    }
    reached = "complete";
    const left = end === "gone" || ((end === "wait-reset" || plan.leaveAt !== null) && (await session.reset()));
    return {
      erasedUnits: 0,
      skippedUnits: 0,
      writtenBytes: stream.data.length,
      verifiedBytes: readable ? totalData(plan.verify) : 0,
      left,
      elapsed: clock.now() - started,
    };
  } catch (error) {
    throw withBoardState(error, reached, plan.verify.length > 0);
  }
}

/** As {@link runVerify}, for plain DFU: the stream from its start. */
export async function runPlainVerify(
  board: OpenBoard,
  plan: FlashPlan,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<Mismatch[]> {
  const session = plainSession(board, signal);
  await session.begin(selection(board.info, plan.alternate));
  return (await compareStream(session, board, plan, onProgress)).map(({ mismatch }) => mismatch);
}

/** @returns the stream of an alternate setting from its start, at most `limit` bytes: it may end before */
export async function runPlainRead(
  board: OpenBoard,
  alternate: number,
  limit: number,
  onProgress?: ProgressListener,
  signal?: Cancellation,
): Promise<Uint8Array> {
  const session = plainSession(board, signal);
  await session.begin(selection(board.info, alternate));
  return session.upload(limit, phaseProgress("read", limit, onProgress));
}

function plainSession(board: OpenBoard, signal?: Cancellation): PlainDfuSession {
  const link = new DfuLink(board.port, board.clock, quirksOf(board.info));
  return new PlainDfuSession(link, board.info.transferSize, signal);
}

async function compareStream(
  session: PlainDfuSession,
  board: OpenBoard,
  plan: FlashPlan,
  onProgress?: ProgressListener,
): Promise<Difference[]> {
  const expected = streamOf(plan, plan.image);
  const progress = phaseProgress("verify", expected.data.length, onProgress);
  const read = async (onBlock: (offset: number, bytes: number) => void) => {
    const bytes = await session.upload(expected.data.length, onBlock);
    // A stream that is shorter than the image: what is missing reads as nothing that an image has.
    const result = new Uint8Array(expected.data.length);
    result.set(bytes);
    for (let at = bytes.length; at < result.length; at++) result[at] = ~(expected.data[at] ?? 0) & 0xff;
    return result;
  };
  const found = await read((offset, bytes) => {
    progress(expected.address + offset, bytes);
  });
  let second: Uint8Array | undefined;
  const again = async (address: number, length: number) => {
    // A stream can only be read from its start.
    second ??= await read(() => undefined);
    return second.subarray(address - expected.address, address - expected.address + length);
  };
  return differences(board.info, plan.alternate, expected, found, board.info.transferSize, again);
}

/** The one block that is the stream. */
function streamOf(plan: FlashPlan, blocks: readonly PlannedBlock[]): PlannedBlock {
  const [stream] = blocks;
  if (stream === undefined || blocks.length !== 1 || plan.protocol !== "dfu") {
    throw new BootsmithError(
      "plan-refused",
      text("A board of plain DFU takes one stream; the plan has {0}.", blocks.length),
      text("Make the plan again for this board."),
    );
  }
  return stream;
}

function refuseDeadAlternate(board: OpenBoard, alternate: number): void {
  const name = board.info.alternates.find(({ number }) => number === alternate)?.name ?? "";
  if (quirksOf(board.info).deadAlternate?.test(name) === true) {
    throw new BootsmithError(
      "bad-usage",
      text("Alternate setting {0} ({1}) takes no image.", alternate, name),
      text("Choose another alternate setting of this board."),
    );
  }
}
