import { throwIfCancelled, type Cancellation } from "../cancellation";
import { BootsmithError } from "../errors";
import { TransferError } from "./device";
import { DfuLink, type Patience } from "./dfu-link";
import { dfuRequest } from "./requests";
import { refusal, stayedBusy, transferFault, type Step } from "./session-errors";
import { dfuState } from "./status";

/** Milliseconds a block or the manifestation may take: fwupd gives a busy device as long (dfu-peers §2). */
const longestWork = 120_000;
const blockPatience: Patience = { status: 20_000, busy: longestWork };
/** Block numbers are 16 bits wide and start anew behind 65535 (DFU 1.1 §6.1.1). */
const blockNumbers = 0x1_0000;
/** Milliseconds from which on a device that is manifesting is asked again, whatever it announces. */
const leastPoll = 10;

/** Called after each block, with its offset in the stream and its bytes. */
export type StreamListener = (offset: number, bytes: number) => void;

/** What became of the manifestation: usable as before, waiting for a reset, or off the bus already. */
export type Manifestation = "idle" | "wait-reset" | "gone";

/**
 * One conversation with a board that speaks DFU 1.0 or 1.1 without ST's additions: one stream per alternate setting,
 * whose place the board decides. Methods reject with a BootsmithError: `board-lost`, `board-refused` or `cancelled`.
 */
export class PlainDfuSession {
  constructor(
    private readonly link: DfuLink,
    /** Bytes per block. */
    private readonly transferSize: number,
    private readonly signal?: Cancellation,
  ) {}

  /** Selects an alternate setting (null: there is only one) and brings the board to dfuIDLE. */
  begin(alternate: number | null): Promise<void> {
    return this.link.begin(alternate);
  }

  /** Sends the stream (DFU 1.1 §6.1.1); the board is in dfuDNLOAD-IDLE then and waits for its end. */
  async download(data: Uint8Array, onBlock: StreamListener): Promise<void> {
    for (let offset = 0, block = 0; offset < data.length; block++) {
      throwIfCancelled(this.signal);
      const step: Step = { what: "write", address: offset };
      const bytes = data.subarray(offset, offset + this.transferSize);
      await this.link.send(step, dfuRequest.download, block % blockNumbers, bytes);
      const report = await this.link.settled(step, blockPatience);
      if (report.state !== dfuState.downloadIdle) {
        throw report.state === dfuState.error ? await this.link.refused(step, report) : refusal(step, report);
      }
      onBlock(offset, bytes.length);
      offset += bytes.length;
    }
  }

  /**
   * Ends the download: a block of no bytes, then the device puts its new firmware in force (DFU 1.1 §7).
   * @param blocks how many were sent
   * @param tolerant bitManifestationTolerant: it goes on answering; another device may fall silent, which is no fault
   */
  async manifest(blocks: number, tolerant: boolean): Promise<Manifestation> {
    const step: Step = { what: "finish", address: null };
    await this.link.send(step, dfuRequest.download, blocks % blockNumbers);
    const { clock } = this.link;
    for (const started = clock.now(); ;) {
      const report = await this.manifestStatus(step, tolerant);
      if (typeof report === "string") return report;
      switch (report.state) {
        case dfuState.dfuIdle:
          return "idle";
        case dfuState.manifestWaitReset:
          return "wait-reset";
        case dfuState.appIdle:
          return "gone";
        case dfuState.manifestSync:
        case dfuState.manifest:
          break;
        default:
          throw report.state === dfuState.error ? await this.link.refused(step, report) : refusal(step, report);
      }
      const left = started + longestWork - clock.now();
      if (left < 0) throw stayedBusy(step, longestWork);
      await clock.sleep(Math.max(Math.min(report.pollTimeout, left), leastPoll));
    }
  }

  private async manifestStatus(step: Step, tolerant: boolean) {
    try {
      return await this.link.status(step, blockPatience.status);
    } catch (error) {
      const cause = error instanceof BootsmithError ? error.cause : undefined;
      if (tolerant || !(cause instanceof TransferError)) throw error;
      return cause.failure === "disconnected" ? ("gone" as const) : ("wait-reset" as const);
    }
  }

  /**
   * Reads the stream back (DFU 1.1 §6.2) up to its end, which is a short block, or up to `limit` bytes.
   * @returns what came: fewer bytes than `limit` where the stream is shorter
   */
  async upload(limit: number, onBlock: StreamListener): Promise<Uint8Array> {
    const result = new Uint8Array(limit);
    let offset = 0;
    let ended = false;
    for (let block = 0; offset < limit && !ended; block++) {
      throwIfCancelled(this.signal);
      const step: Step = { what: "read", address: offset };
      // Whole blocks: a device may take a request for less than its transfer size as one of another size.
      const bytes = await this.link.receive(step, dfuRequest.upload, block % blockNumbers, this.transferSize);
      const wanted = bytes.subarray(0, limit - offset);
      result.set(wanted, offset);
      onBlock(offset, wanted.length);
      offset += wanted.length;
      ended = bytes.length < this.transferSize;
    }
    if (!ended) {
      await this.link.send({ what: "abort", address: null }, dfuRequest.abort, 0);
    }
    return result.subarray(0, offset);
  }

  /**
   * Resets the port, which starts the new firmware of a device that waits for it (DFU 1.1 §7).
   * @returns true when it left DFU mode; false where this platform cannot reset a port, or the device is still there
   */
  async reset(): Promise<boolean> {
    try {
      await this.link.port.device.reset();
    } catch (error) {
      if (error instanceof TransferError && error.failure === "unsupported") return false;
      if (error instanceof TransferError && error.failure === "disconnected") return true;
      throw transferFault({ what: "leave", address: null }, error);
    }
    return this.link.hasLeft();
  }
}
