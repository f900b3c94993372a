import { hex } from "../notation";
import { BootsmithError } from "../errors";
import { english, text, type Text } from "../text";
import { TransferError } from "./device";
import { dfuState, stateName, statusSentence, type DfuStatusReport } from "./status";

/** What the host was about to do, in DFU's words, and where. */
export interface Step {
  readonly what: "start" | "set address" | "erase" | "write" | "read" | "abort" | "leave";
  readonly address: number | null;
}

const reconnect = text("Connect it again, start its bootloader, and retry.");

/** `write at 0x08004000`. */
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
    nextStepAfter(report.status),
  );
}

function nextStepAfter(status: number): Text {
  return status === 11
    ? text(
        "Check whether the chip is read-protected (RDP level 1); protection must be removed before it can be flashed.",
      )
    : text("Check that image and board belong together, then retry.");
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
        reconnect,
        { cause: error },
      );
  }
}
