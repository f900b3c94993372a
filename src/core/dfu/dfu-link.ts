import { BootsmithError } from "../errors";
import { text } from "../text";
import { TransferError, type Clock } from "./device";
import type { Quirks } from "./quirks";
import { dfuRequest, dfuSetup, type DfuPort } from "./requests";
import { notInDfuMode, refusal, stayedBusy, transferFault, type Step } from "./session-errors";
import { dfuState, parseStatus, stateName, type DfuStatusReport } from "./status";

/** Milliseconds for a transfer that touches no memory, or writes one block of it. */
export const transferTimeout = 5_000;
/** Milliseconds in which a board that leaves DFU mode drops off the bus, between two looks, and for one look. */
const leaveWindow = 2_000;
const leavePoll = 20;
const lookTimeout = 500;
/** Rounds of CLRSTATUS or ABORT on the way to dfuIDLE. */
const recoveryRounds = 8;
/** Milliseconds a board may go on with an erase that an earlier program left it in; and between two looks, at least. */
const longestLeftover = 35_000;
const leftoverPoll = 10;

/** How long an operation may take, milliseconds. */
export interface Patience {
  /** For one GETSTATUS, which a ROM may hold back until the work is done. */
  readonly status: number;
  /** Until a board that goes on saying "busy" is given up. */
  readonly busy: number;
}

/**
 * The requests of DFU 1.1 on one open interface, with their failures in words. Both sessions, DfuSe and plain, speak
 * through it. Methods reject with a BootsmithError `board-lost` or `board-refused`.
 */
export class DfuLink {
  /** GETSTATUS is asked again at once; no longer once the board stalled one that came early, whatever its kind does. */
  asksAtOnce: boolean;

  constructor(
    readonly port: DfuPort,
    readonly clock: Clock,
    readonly quirks: Quirks,
  ) {
    this.asksAtOnce = quirks.statusBlocks;
  }

  /**
   * Selects an alternate setting and brings the board to dfuIDLE from whatever state it was left in.
   * @param alternate null where the interface has only one: some devices stall a SET_INTERFACE without a choice
   */
  async begin(alternate: number | null): Promise<void> {
    const step: Step = { what: "start", address: null };
    if (alternate !== null) {
      try {
        await this.port.device.selectAlternate(this.port.interfaceNumber, alternate);
      } catch (error) {
        throw transferFault(step, error);
      }
    }
    await this.recover(step);
  }

  /** To dfuIDLE (dfu-protocol §1.7). CLRSTATUS only in dfuERROR: STM32C5 stalls it elsewhere. */
  async recover(step: Step): Promise<void> {
    let report = await this.status(step);
    const started = this.clock.now();
    for (let round = 0; round < recoveryRounds && report.state !== dfuState.dfuIdle;) {
      switch (report.state) {
        case dfuState.downloadBusy:
        case dfuState.manifest:
          if (this.clock.now() - started >= longestLeftover) throw stayedBusy(step, longestLeftover);
          await this.clock.sleep(Math.max(Math.min(report.pollTimeout, transferTimeout), leftoverPoll));
          break;
        case dfuState.appIdle:
        case dfuState.appDetach:
          throw notInDfuMode();
        default:
          round++;
          await this.send(step, report.state === dfuState.error ? dfuRequest.clearStatus : dfuRequest.abort, 0);
      }
      report = await this.status(step);
    }
    if (report.state !== dfuState.dfuIdle) {
      throw new BootsmithError(
        "board-refused",
        text("The board stays in state {0} and does not become idle.", stateName(report.state)),
        text("Unplug it, start its bootloader again, and retry."),
      );
    }
  }

  /**
   * After a DNLOAD: asks for the status until the board is no longer busy. No wait outlives the patience: bwPollTimeout
   * has 24 bits, and a board in trouble may announce hours.
   * @returns what it says then, or null where it is still busy at the end
   */
  async settle(step: Step, patience: Patience): Promise<DfuStatusReport | null> {
    const started = this.clock.now();
    let report = await this.status(step, patience.status);
    for (let asked = 0; isBusy(report); asked++) {
      const left = started + patience.busy - this.clock.now();
      if (left <= 0) {
        return null;
      }
      if (!(this.asksAtOnce && asked === 0)) {
        await this.clock.sleep(Math.max(Math.min(report.pollTimeout, left), asked === 0 ? 0 : 1));
      }
      report = await this.statusWhileBusy(step, patience.status, report.pollTimeout);
    }
    return report;
  }

  /** The same, where a board that stays busy is a failure. */
  async settled(step: Step, patience: Patience): Promise<DfuStatusReport> {
    const report = await this.settle(step, patience);
    if (report === null) throw stayedBusy(step, patience.busy);
    return report;
  }

  /** GETSTATUS to a board that may stall it while it works (L43x: dfu-util ticket 40). */
  private async statusWhileBusy(step: Step, timeout: number, pollTimeout: number): Promise<DfuStatusReport> {
    for (let stalls = 0; ; stalls++) {
      try {
        return await this.requestStatus(timeout);
      } catch (error) {
        const stalled = error instanceof TransferError && error.failure === "stall" && stalls < this.quirks.busyStalls;
        if (!stalled) {
          throw transferFault(step, error);
        }
        this.asksAtOnce = false;
        await this.clock.sleep(Math.max(Math.min(pollTimeout, timeout), 1));
      }
    }
  }

  async status(step: Step, timeout = transferTimeout): Promise<DfuStatusReport> {
    try {
      return await this.requestStatus(timeout);
    } catch (error) {
      throw transferFault(step, error);
    }
  }

  /** A lost GETSTATUS may be asked again without harm: it either starts what is stored, or tells what became of it. */
  private async requestStatus(timeout: number): Promise<DfuStatusReport> {
    for (let lost = 0; ; lost++) {
      try {
        const bytes = await this.port.device.controlIn(this.setup(dfuRequest.getStatus, 0), 6, timeout);
        const report = parseStatus(bytes);
        if (report === null) throw new TransferError("other", `GETSTATUS answered ${bytes.length} of 6 bytes`);
        return report;
      } catch (error) {
        const again = error instanceof TransferError && error.failure === "other" && lost < this.quirks.statusRetries;
        if (!again) throw error;
      }
    }
  }

  /** @returns the bytes that came, at most `length` */
  async receive(step: Step, request: number, value: number, length: number): Promise<Uint8Array> {
    try {
      return await this.port.device.controlIn(this.setup(request, value), length, transferTimeout);
    } catch (error) {
      throw await this.reasonOf(step, error);
    }
  }

  async send(step: Step, request: number, value: number, data: Uint8Array = new Uint8Array(0)): Promise<void> {
    try {
      await this.port.device.controlOut(this.setup(request, value), data, transferTimeout);
    } catch (error) {
      throw await this.reasonOf(step, error);
    }
  }

  /** What the board refused; its error is cleared, so that it stays in reach. Nothing is sent again. */
  async refused(step: Step, report: DfuStatusReport): Promise<BootsmithError> {
    if (report.state === dfuState.error) {
      await this.ignoreRefusal(() => this.request(dfuRequest.clearStatus));
    }
    return refusal(step, report);
  }

  /** A request whose refusal does not matter. @returns false where it was refused or lost */
  async ignoreRefusal(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      return false;
    }
  }

  /** A bare request without data. Rejects with a TransferError. */
  request(request: number, value = 0): Promise<void> {
    return this.port.device.controlOut(this.setup(request, value), new Uint8Array(0), transferTimeout);
  }

  /**
   * Looks until the board has dropped off the bus, or runs its application.
   * @returns false when it still is in DFU mode, or cannot be told to have left it, at the end of `window` milliseconds
   */
  async hasLeft(window = leaveWindow): Promise<boolean> {
    for (const started = this.clock.now(); this.clock.now() - started < window;) {
      try {
        const [state] = await this.port.device.controlIn(this.setup(dfuRequest.getState, 0), 1, lookTimeout);
        if (state === dfuState.appIdle) return true;
      } catch (error) {
        if (!(error instanceof TransferError)) throw error;
        if (error.failure === "disconnected") return true;
      }
      await this.clock.sleep(leavePoll);
    }
    return false;
  }

  /** A stalled request leaves its reason in the status. */
  private async reasonOf(step: Step, error: unknown): Promise<unknown> {
    if (error instanceof TransferError && error.failure === "stall") {
      return this.refused(step, await this.status(step));
    }
    return transferFault(step, error);
  }

  private setup(request: number, value: number) {
    return dfuSetup(request, value, this.port.interfaceNumber);
  }
}

function isBusy({ state }: DfuStatusReport): boolean {
  return state === dfuState.downloadBusy || state === dfuState.downloadSync;
}
