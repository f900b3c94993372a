import { hex } from "../notation";
import { throwIfCancelled, type Cancellation } from "../cancellation";
import { BootsmithError } from "../errors";
import { text } from "../text";
import { TransferError, type Clock } from "./device";
import {
  addressCommand,
  blocksPerPointer,
  dfuRequest,
  dfuSeCommand,
  dfuSetup,
  firstDataBlock,
  type DfuPort,
} from "./requests";
import { refusal, stayedBusy, transferFault, type Step } from "./session-errors";
import { dfuState, parseStatus, stateName, type DfuStatusReport } from "./status";
import type { WaitPolicy } from "./waits";

/** Milliseconds. A ROM may hold GETSTATUS back for a whole sector erase: up to 4 s, with room (dfu-timing §5). */
const eraseTimeout = 35_000;
const transferTimeout = 5_000;
/** Rounds of GETSTATUS and CLRSTATUS or ABORT on the way to dfuIDLE. */
const recoveryRounds = 8;
/** How often a board that stalls GETSTATUS while busy is asked again (L43x: dfu-util ticket 40). */
const stallsWhileBusy = 3;
/** Milliseconds in which a board that leaves DFU mode drops off the bus, and between two looks. */
const leaveWindow = 2_000;
const leavePoll = 20;

/** Called after each block, with its bytes. */
export type BlockListener = (address: number, bytes: number) => void;

/**
 * One conversation with a DfuSe board on an open interface. Methods reject with a BootsmithError: `board-lost`,
 * `board-refused` (with the status in words) or `cancelled`; cancellation is looked at between commands.
 */
export class DfuSeSession {
  private uploading = false;

  constructor(
    private readonly port: DfuPort,
    /** Bytes per block. */
    private readonly transferSize: number,
    private readonly clock: Clock,
    private readonly waits: WaitPolicy,
    private readonly signal?: Cancellation,
  ) {}

  /** Selects an alternate setting and brings the board to dfuIDLE from whatever state it was left in. */
  async begin(alternate: number): Promise<void> {
    const step: Step = { what: "start", address: null };
    try {
      await this.port.device.selectAlternate(this.port.interfaceNumber, alternate);
    } catch (error) {
      throw transferFault(step, error);
    }
    await this.recover(step);
  }

  private async recover(step: Step): Promise<void> {
    let report = await this.status(step);
    for (let round = 0; round < recoveryRounds && report.state !== dfuState.dfuIdle; round++) {
      switch (report.state) {
        case dfuState.error:
          await this.send(step, dfuRequest.clearStatus, 0);
          break;
        case dfuState.downloadBusy:
        case dfuState.manifest:
          await this.clock.sleep(Math.min(report.pollTimeout, transferTimeout));
          break;
        case dfuState.appIdle:
        case dfuState.appDetach:
          throw new BootsmithError(
            "board-refused",
            text("The board runs its application; it is not in DFU mode."),
            text("Start its bootloader (BOOT0 high and reset, or its own way), then try again."),
          );
        default:
          await this.send(step, dfuRequest.abort, 0);
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

  /** Moves the address pointer; touches no memory. */
  async setAddress(address: number): Promise<void> {
    const step: Step = { what: "set address", address };
    await this.command(step, 0, addressCommand(dfuSeCommand.setAddress, address), transferTimeout);
  }

  /** Erases the erase unit that holds `address`. */
  async erase(address: number): Promise<void> {
    const step: Step = { what: "erase", address };
    await this.command(step, 0, addressCommand(dfuSeCommand.erase, address), eraseTimeout);
  }

  /**
   * Writes bytes to erased memory: one address pointer per run, block numbers counting. A short tail gets a pointer
   * of its own, because implementations differ in which length they multiply with (dfu-protocol §2.1).
   */
  async write(address: number, data: Uint8Array, onBlock: BlockListener): Promise<void> {
    await this.inRuns(address, data.length, async (at, offset, length, block) => {
      await this.command(
        { what: "write", address: at },
        block,
        data.subarray(offset, offset + length),
        transferTimeout,
      );
      onBlock(at, length);
    });
  }

  /** Reads bytes; leaves the board in dfuIDLE. */
  async read(address: number, length: number, onBlock: BlockListener): Promise<Uint8Array> {
    const result = new Uint8Array(length);
    await this.inRuns(address, length, async (at, offset, wanted, block) => {
      const step: Step = { what: "read", address: at };
      if (block === firstDataBlock) {
        await this.abort(step); // SET_ADDRESS ends in dfuDNLOAD-IDLE; UPLOAD is legal from dfuIDLE.
      }
      const bytes = await this.upload(step, block, wanted);
      if (bytes.length !== wanted) {
        throw new BootsmithError(
          "board-refused",
          text("The board gave {0} of {1} bytes at {2}.", bytes.length, wanted, hex(at)),
          text("It may be read-protected. Try again without reading (strategy full, no verify)."),
        );
      }
      result.set(bytes, offset);
      onBlock(at, wanted);
    });
    await this.endUpload();
    return result;
  }

  /** Ends a download or upload: back to dfuIDLE. */
  async abort(step: Step = { what: "abort", address: null }): Promise<void> {
    await this.send(step, dfuRequest.abort, 0);
    this.uploading = false;
  }

  /**
   * Makes the board leave DFU mode and start at the vector table at `address` (AN3156 §4.4).
   * @returns true when it dropped off the bus; that the application runs is not known
   */
  async leave(address: number): Promise<boolean> {
    const step: Step = { what: "leave", address };
    await this.setAddress(address);
    try {
      await this.send(step, dfuRequest.download, 0);
      await this.status(step);
    } catch (error) {
      // The ROM may drop off the bus before it answers: a fault here is what leaving looks like from the host.
      if (!(error instanceof BootsmithError)) throw error;
    }
    return this.isGone();
  }

  /** True once the board has dropped off the bus; false when it still answers at the end of the window. */
  private async isGone(): Promise<boolean> {
    for (let waited = 0; waited < leaveWindow; waited += leavePoll) {
      try {
        await this.port.device.controlIn(this.setup(dfuRequest.getState, 0), 1, transferTimeout);
      } catch (error) {
        if (!(error instanceof TransferError)) throw error;
        if (error.failure !== "stall") return true;
      }
      await this.clock.sleep(leavePoll);
    }
    return false;
  }

  /** Cuts [address, address + length) into blocks and pointers. */
  private async inRuns(
    address: number,
    length: number,
    transfer: (at: number, offset: number, length: number, block: number) => Promise<void>,
  ): Promise<void> {
    let block = firstDataBlock;
    for (let offset = 0; offset < length;) {
      const size = Math.min(this.transferSize, length - offset);
      const at = address + offset;
      const full = block - firstDataBlock < blocksPerPointer && size === this.transferSize;
      if (offset === 0 || !full) {
        await this.setAddress(at);
        block = firstDataBlock;
      }
      throwIfCancelled(this.signal);
      await transfer(at, offset, size, block);
      block++;
      offset += size;
    }
  }

  /**
   * DNLOAD stores it, the first GETSTATUS starts it, a later one tells the result (AN3156 §4). No wait outlives the
   * timeout: bwPollTimeout has 24 bits, and a board in trouble may announce hours.
   */
  private async command(step: Step, block: number, data: Uint8Array, timeout: number): Promise<void> {
    throwIfCancelled(this.signal);
    await this.endUpload();
    await this.send(step, dfuRequest.download, block, data);
    const started = this.clock.now();
    let report = await this.status(step, timeout);
    let asked = 0;
    while (report.state === dfuState.downloadBusy || report.state === dfuState.downloadSync) {
      if (this.clock.now() - started > timeout) {
        throw stayedBusy(step, timeout);
      }
      if (!(this.waits.statusBlocks && asked === 0)) {
        const left = Math.max(0, started + timeout - this.clock.now());
        await this.clock.sleep(Math.max(Math.min(report.pollTimeout, left), asked === 0 ? 0 : 1));
      }
      asked++;
      report = await this.statusWhileBusy(step, timeout, report.pollTimeout);
    }
    if (report.state !== dfuState.downloadIdle) {
      throw refusal(step, report);
    }
  }

  /** GETSTATUS to a board that may stall it while it works. */
  private async statusWhileBusy(step: Step, timeout: number, pollTimeout: number): Promise<DfuStatusReport> {
    for (let stalls = 0; ; stalls++) {
      try {
        return await this.requestStatus(timeout);
      } catch (error) {
        const stalled = error instanceof TransferError && error.failure === "stall" && stalls < stallsWhileBusy;
        if (!stalled) {
          throw transferFault(step, error);
        }
        await this.clock.sleep(Math.max(Math.min(pollTimeout, timeout), 1));
      }
    }
  }

  private async status(step: Step, timeout = transferTimeout): Promise<DfuStatusReport> {
    try {
      return await this.requestStatus(timeout);
    } catch (error) {
      throw transferFault(step, error);
    }
  }

  private async requestStatus(timeout: number): Promise<DfuStatusReport> {
    const bytes = await this.port.device.controlIn(this.setup(dfuRequest.getStatus, 0), 6, timeout);
    const report = parseStatus(bytes);
    if (report === null) {
      throw new TransferError("other", `GETSTATUS answered ${bytes.length} of 6 bytes`);
    }
    return report;
  }

  /** DNLOAD is not legal in dfuUPLOAD-IDLE. */
  private async endUpload(): Promise<void> {
    if (this.uploading) {
      await this.abort({ what: "read", address: null });
    }
  }

  private async upload(step: Step, block: number, length: number): Promise<Uint8Array> {
    this.uploading = true;
    try {
      return await this.port.device.controlIn(this.setup(dfuRequest.upload, block), length, transferTimeout);
    } catch (error) {
      throw await this.reasonOf(step, error);
    }
  }

  private async send(step: Step, request: number, value: number, data: Uint8Array = new Uint8Array(0)): Promise<void> {
    try {
      await this.port.device.controlOut(this.setup(request, value), data, transferTimeout);
    } catch (error) {
      throw await this.reasonOf(step, error);
    }
  }

  /** A stalled request leaves its reason in the status. */
  private async reasonOf(step: Step, error: unknown): Promise<unknown> {
    if (error instanceof TransferError && error.failure === "stall") {
      const report = await this.status(step);
      return refusal(step, report);
    }
    return transferFault(step, error);
  }

  private setup(request: number, value: number) {
    return dfuSetup(request, value, this.port.interfaceNumber);
  }
}
