import { BootsmithError } from "../errors";
import { english, text, type Text } from "../text";
import { joined } from "./compare";
import { TransferError } from "./device";
import { RefusedStatus } from "./session-errors";
import { dfuStatus } from "./status";

/** Where a flash run is, so that a failure can say what is on the board. */
export type Reached = "nothing-changed" | "first-erase" | "incomplete" | "written" | "complete";

/** The same error, its next step saying what the board holds now. Anything else passes unchanged. */
export function withBoardState(error: unknown, reached: Reached, verifying: boolean): unknown {
  if (!(error instanceof BootsmithError) || error.kind === "plan-refused") {
    return error;
  }
  // How to connect a board again is part of the state's own sentence; a cause and its cure are not.
  const badLine = error.cause instanceof TransferError && error.cause.failure === "other";
  const cure = badLine || error.kind === "board-refused" || error.kind === "verify-failed" ? error.nextStep : undefined;
  const next = joined(cure, boardState(error, reached, verifying));
  return new BootsmithError(error.kind, error.what, next, { cause: error });
}

function boardState(error: BootsmithError, reached: Reached, verifying: boolean): Text {
  switch (reached) {
    case "nothing-changed":
      return error.kind === "verify-failed"
        ? text("Nothing was changed in this run, yet the board differs from what was read before: flash again.")
        : text("Nothing on the board was changed. Start its bootloader (connect it again if need be) and retry.");
    case "first-erase":
      return isOutrightRefusal(error)
        ? text("The board holds, as far as it tells, what it held before: it refused the first erase of this run.")
        : incomplete;
    case "incomplete":
      return incomplete;
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

/** Refused for what was asked, not for how it went: read protection, or an address that is not its own. */
function isOutrightRefusal({ cause }: BootsmithError): boolean {
  const { errVendor, errTarget, errAddress } = dfuStatus;
  return cause instanceof RefusedStatus && [errVendor, errTarget, errAddress].some((one) => one === cause.status);
}

const incomplete = text(
  "The board now holds an incomplete image that will not start; its DFU bootloader was not touched. Start that (connect the board again if need be) and flash again.",
);

/** A flash that ends while the board is read for its plan has to say so too: the board is as it was. */
export async function onlyReading<T>(work: () => Promise<T>): Promise<T> {
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
