import { BootsmithError } from "../errors";
import { text } from "../text";
import { TransferError } from "./device";
import { DfuLink } from "./dfu-link";
import { isProgramMemory } from "./layout-units";
import { selection, type OpenBoard } from "./open-board";
import { total } from "./progress";
import { quirksOf } from "./quirks";
import { dfuRequest, dfuSetup } from "./requests";
import { DfuSeSession } from "./session";
import { transferFault, type Step } from "./session-errors";

/** Milliseconds: what devices ask for at most, where the descriptor says nothing sensible. */
const usualDetachTimeout = 255;
/** 255 with its bytes swapped, as several devices send it (dfu-protocol §1.2). */
const swappedDetachTimeout = 0xff00;
const detachTransferTimeout = 5_000;

/** Leaves DFU mode. @returns true when the board dropped off the bus */
export async function runLeave(board: OpenBoard, alternate: number, address: number): Promise<boolean> {
  if (board.info.protocol === "dfu") {
    try {
      await board.port.device.reset();
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      if (error.failure === "disconnected") return true;
      throw resetFault(error, { what: "leave", address: null });
    }
    return new DfuLink(board.port, board.clock, quirksOf(board.info)).hasLeft();
  }
  const session = sessionOn(board);
  await session.begin(selection(board.info, alternate));
  return session.leave(address);
}

/**
 * Removes read protection: the chip erases all its flash and resets.
 * @returns true when it dropped off the bus
 */
export async function runUnprotect(board: OpenBoard): Promise<boolean> {
  const { info } = board;
  const flash = info.alternates.find(isProgramMemory);
  if (info.protocol !== "dfuse" || flash?.layout == null) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} has no command to remove read protection.", info.name),
      text("Only bootloaders of ST's kind (DfuSe) have one."),
    );
  }
  const session = sessionOn(board);
  await session.begin(selection(info, flash.number));
  return session.readUnprotect(
    total(flash.layout.segments.map(({ base, size, count }) => ({ base, size: size * count }))),
  );
}

/**
 * Sends a running board on its way into DFU mode (DFU 1.1 §5.1): it drops off the bus by itself, or its port is reset
 * before its timer ends. The board has to be looked for on the bus afterwards; this device is not used any more.
 */
export async function runDetach(board: OpenBoard): Promise<void> {
  const step: Step = { what: "detach", address: null };
  const setup = dfuSetup(dfuRequest.detach, detachTimeoutOf(board), board.port.interfaceNumber);
  const { device } = board.port;
  try {
    await device.controlOut(setup, new Uint8Array(0), detachTransferTimeout);
  } catch (error) {
    if (error instanceof TransferError && error.failure === "disconnected") return;
    throw transferFault(step, error);
  }
  if (board.info.willDetach) {
    return;
  }
  try {
    await device.reset();
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    if (error.failure !== "disconnected") throw resetFault(error, step);
  }
}

/** wValue must not be longer than wDetachTimeOut (DFU 1.1 §3.2.1). */
function detachTimeoutOf({ detachTimeout = 0 }: OpenBoard): number {
  return detachTimeout === 0 || detachTimeout === swappedDetachTimeout ? usualDetachTimeout : detachTimeout;
}

function resetFault(error: TransferError, step: Step): unknown {
  if (error.failure !== "unsupported") {
    return transferFault(step, error);
  }
  return new BootsmithError(
    "board-refused",
    text("This computer cannot reset the board's USB port, which the board waits for."),
    text(
      "Unplug the board and connect it again, or press its reset button (Windows never resets a port for a program).",
    ),
    { cause: error },
  );
}

function sessionOn(board: OpenBoard): DfuSeSession {
  return new DfuSeSession(board.port, board.info.transferSize, board.clock, quirksOf(board.info));
}
