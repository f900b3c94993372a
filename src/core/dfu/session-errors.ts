import { hex } from "../notation";
import { BootsmithError } from "../errors";
import { english, text, type Text } from "../text";
import { TransferError } from "./device";
import { dfuState, dfuStatus, stateName, statusSentence, type DfuStatusReport } from "./status";

/** What the host was about to do, in DFU's words, and where. */
export interface Step {
  readonly what:
    | "start"
    | "get commands"
    | "set address"
    | "erase"
    | "mass erase"
    | "write"
    | "finish"
    | "read"
    | "abort"
    | "voltage range"
    | "read unprotect"
    | "detach"
    | "leave";
  readonly address: number | null;
}

const reconnect = text("Connect it again, start its bootloader, and retry.");

/** What is lost between host and board: cable, port, hub; some ROMs lose packets on fast hosts (dfu-protocol §1.6). */
const badLink = text(
  "Something between computer and board loses data: try another cable and another port, and a USB 2 hub in between (STM32F07x, F030 and L07x need one on some computers). Then start its bootloader again and retry.",
);

/** `write @ 0x08004000`. */
function named(step: Step): string {
  return step.address === null ? step.what : `${step.what} @ ${hex(step.address)}`;
}

/** The board answered, and the answer is no. */
export function refusal(step: Step, report: DfuStatusReport): BootsmithError {
  if (report.state !== dfuState.error) {
    return new BootsmithError(
      "board-refused",
      text("The board is in state {0} where DFU expects another ({1}).", stateName(report.state), named(step)),
      reconnect,
    );
  }
  return new BootsmithError(
    "board-refused",
    text("The board refused ({0}): {1}.", named(step), english(statusSentence(report.status))),
    nextStepAfter(step, report.status),
    { cause: new RefusedStatus(report.status) },
  );
}

/** Behind a refusal: the status code the board gave for it. */
export class RefusedStatus extends Error {
  override readonly name = "RefusedStatus";

  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

/** Under RDP level 1 a ROM refuses to read, erase and write, and says no more than errVENDOR (dfu-protocol §2.4). */
function nextStepAfter(step: Step, status: number): Text {
  switch (status) {
    case dfuStatus.errVendor:
      return text(
        "The chip looks read-protected (RDP level 1). Remove that first: `bootsmith unprotect`, or Read Unprotect in the Boards view. It erases the whole flash.",
      );
    case dfuStatus.errTarget:
    case dfuStatus.errAddress:
      return text("Check that image and board belong together, then retry.");
    default:
      return step.what === "erase" || step.what === "write"
        ? text("Check the board's supply, and whether the memory is write-protected (WRP), then retry.")
        : text("Check that image and board belong together, then retry.");
  }
}

/** A board that takes no more requests in the state it is in. */
export function notInDfuMode(): BootsmithError {
  return new BootsmithError(
    "board-refused",
    text("The board runs its application; it is not in DFU mode."),
    text(
      "Bring it there: `bootsmith detach`, or Detach to DFU in the Boards view, or start its bootloader by hand (BOOT0 high and reset, or its own way).",
    ),
  );
}

/** The board says that it works, and goes on saying so. */
export function stayedBusy(step: Step, timeout: number): BootsmithError {
  return new BootsmithError(
    "board-refused",
    text("The board still says that it is busy after {0} s ({1}).", Math.round(timeout / 1000), named(step)),
    reconnect,
  );
}

/** What a failed transfer means; anything that is not a transfer's failure passes unchanged. */
export function transferFault(step: Step, error: unknown): unknown {
  if (!(error instanceof TransferError)) {
    return error;
  }
  switch (error.failure) {
    case "disconnected":
      return new BootsmithError("board-lost", text("The board vanished ({0}).", named(step)), reconnect, {
        cause: error,
      });
    case "timeout":
      return new BootsmithError(
        "board-lost",
        text("The board does not answer any more ({0}).", named(step)),
        reconnect,
        {
          cause: error,
        },
      );
    case "stall":
      return new BootsmithError("board-refused", text("The board refused a request ({0}).", named(step)), reconnect, {
        cause: error,
      });
    case "unsupported":
    case "other":
      return new BootsmithError(
        "board-lost",
        text("The USB transfer failed ({0}): {1}.", named(step), error.message),
        badLink,
        { cause: error },
      );
  }
}
