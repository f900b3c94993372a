import type { Turns } from "../../src/core/dfu/turns";
import type { Clock, ControlSetup, DfuDevice } from "../../src/core/dfu/device";
import type { FlashPlan, SurveyRange } from "../../src/core/dfu/plan/flash-plan";
import { runFlash, runSurvey, type OpenBoard } from "../../src/core/dfu/flash-run";
import { prepareFlash } from "../../src/core/dfu/plan/prepare-flash";
import { probeDfu } from "../../src/core/dfu/probe";
import { dfuRequest, dfuSeCommand, firstDataBlock } from "../../src/core/dfu/requests";
import type { FirmwareImage } from "../../src/core/image/firmware-image";
import { boardModel } from "../../src/simulator/board-model";
import { SimulatedBoard } from "../../src/simulator/simulated-board";
import type { SimulatedBus } from "../../src/simulator/simulated-bus";

/** A class request as it went over the bus: the word for what it belongs to. */
export type Sort = "data" | "pointer" | "erase" | "read" | "other";

/** A simulated board with a record of its control transfers. */
export interface BenchBoard {
  readonly board: SimulatedBoard;
  readonly open: OpenBoard;
  readonly sorts: Sort[];
  readonly clock: Clock;
}

/** What one flash came to. Times are milliseconds on the board's clock. */
export interface BenchRun {
  readonly plan: FlashPlan;
  readonly total: number;
  /** Bytes that the plan asked to read before it was made. */
  readonly readBefore: number;
  readonly sorts: readonly Sort[];
}

export async function benchBoard(
  part: string,
  clock: Clock,
  filled: FirmwareImage,
  bus?: SimulatedBus,
  turns?: Turns,
): Promise<BenchBoard> {
  const model = boardModel(part);
  const board = new SimulatedBoard(model, clock, bus);
  board.restore(filled.segments);
  const sorts: Sort[] = [];
  const device = recorded(board, sorts);
  const { vendorId, productId, serial, chip } = model;
  const identity = { vendorId, productId, serial, part: chip, id: "bench", name: part, simulated: true, path: null };
  const probed = await probeDfu(device, identity);
  if (probed === null) throw new Error("no DFU interface");
  sorts.length = 0;
  const { info, interfaceNumber } = probed;
  return { board, sorts, clock, open: { port: { device, interfaceNumber }, info, clock, turns } };
}

/** As the command line flashes by default: what differs, verified, and left where that is known to work. */
export async function benchFlash({ open, sorts, clock }: BenchBoard, image: FirmwareImage): Promise<BenchRun> {
  const options = { strategy: "changed", verify: true, leave: true } as const;
  const started = clock.now();
  let readBefore = 0;
  const survey = async (_: string, alternate: number, ranges: readonly SurveyRange[]) => {
    const found = await runSurvey(open, alternate, ranges);
    readBefore = found.reduce((sum, { data }) => sum + data.length, 0);
    return found;
  };
  const plan = await prepareFlash({ survey }, open.info, image, options);
  await runFlash(open, plan);
  return { plan, total: clock.now() - started, readBefore, sorts };
}

function recorded(board: SimulatedBoard, sorts: Sort[]): DfuDevice {
  // A GETSTATUS belongs to the download in front of it.
  let last: Sort = "other";
  const note = (setup: ControlSetup, data: Uint8Array | null) => {
    if (setup.requestType !== "class") return;
    if (setup.request === dfuRequest.download) last = sortOf(setup.value, data);
    else if (setup.request === dfuRequest.upload) last = "read";
    else if (setup.request !== dfuRequest.getStatus) last = "other";
    sorts.push(last);
  };
  return {
    controlIn: (setup, length, timeoutMs) => {
      note(setup, null);
      return board.controlIn(setup, length, timeoutMs);
    },
    controlOut: (setup, data, timeoutMs) => {
      note(setup, data);
      return board.controlOut(setup, data, timeoutMs);
    },
    selectAlternate: (interfaceNumber, alternate) => board.selectAlternate(interfaceNumber, alternate),
    reset: () => board.reset(),
  };
}

function sortOf(block: number, data: Uint8Array | null): Sort {
  if (block >= firstDataBlock && data !== null && data.length > 0) return "data";
  if (data?.[0] === dfuSeCommand.setAddress) return "pointer";
  return data?.[0] === dfuSeCommand.erase ? "erase" : "other";
}
