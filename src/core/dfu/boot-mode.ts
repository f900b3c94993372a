import type { DfuInterface } from "./descriptors";
import { TransferError, type DfuDevice } from "./device";
import { dfuRequest, dfuSetup } from "./requests";
import { dfuState, parseStatus } from "./status";

const lookTimeout = 1000;

/** What the descriptors show besides the protocol byte. */
interface Signs {
  /** An interface string is a memory map: a sure sign of DFU mode. */
  readonly hasMap: boolean;
  /** The device has interfaces for ordinary work as well: a sign that it runs. */
  readonly composite: boolean;
}

/**
 * Run time or DFU mode. The protocol byte says so, and some devices lie (dfu-protocol §1.1): where it is neither, or
 * stands against the other signs, the state decides, which is asked without changing anything.
 */
export async function bootMode(device: DfuDevice, found: DfuInterface, signs: Signs): Promise<"runtime" | "dfu"> {
  const protocols = new Set(found.alternates.map(({ protocol }) => protocol));
  if (protocols.has(2)) {
    return "dfu";
  }
  if (protocols.size === 1 && protocols.has(1) && signs.composite && !signs.hasMap) {
    return "runtime";
  }
  const state = await currentState(device, found.number);
  if (state === null) {
    return signs.hasMap ? "dfu" : "runtime";
  }
  return state === dfuState.appIdle || state === dfuState.appDetach ? "runtime" : "dfu";
}

/** GETSTATE has no side effect; GETSTATUS, which more devices answer, none in an idle state. null: no answer. */
async function currentState(device: DfuDevice, interfaceNumber: number): Promise<number | null> {
  const ask = async (request: number, length: number) => {
    try {
      return await device.controlIn(dfuSetup(request, 0, interfaceNumber), length, lookTimeout);
    } catch (error) {
      if (error instanceof TransferError && error.failure !== "disconnected") return new Uint8Array(0);
      throw error;
    }
  };
  const [state] = await ask(dfuRequest.getState, 1);
  return state ?? parseStatus(await ask(dfuRequest.getStatus, 6))?.state ?? null;
}
