import { hex } from "../notation";
import { throwIfCancelled, type Cancellation } from "../cancellation";
import { BootsmithError } from "../errors";
import type { Parallelism } from "../mcu/flash-timing";
import { text } from "../text";
import { TransferError, type Clock } from "./device";
import { DfuLink, transferTimeout, type Patience } from "./dfu-link";
import type { Quirks } from "./quirks";
import {
  addressCommand,
  blocksPerPointer,
  commandBlock,
  dfuRequest,
  dfuSeCommand,
  firstDataBlock,
  type DfuPort,
} from "./requests";
import { refusal, stayedBusy, type Step } from "./session-errors";
import { dfuState } from "./status";

const command: Patience = { status: transferTimeout, busy: transferTimeout };

/** The longest erase of a unit up to 256 KiB, milliseconds (dfu-timing §1.1, maximum of F2, F4, F7 and H74x). */
const longestErase = 4_000;
const longestEraseSize = 0x4_0000;
/** An unknown board that says "busy" is believed so long (dfu-peers §2, fwupd). */
const longestBusy = 35_000;

/** 1.5 × the longest operation + 2 s (dfu-timing §5). */
function erasePatience(unitSize: number): Patience {
  const status = 1.5 * longestErase * Math.max(1, unitSize / longestEraseSize) + 2_000;
  return { status, busy: Math.max(longestBusy, status) };
}

/** At x8 32 s per MiB, which F405 announces as 100 ms; 40 s is the least that any board gets (dfu-protocol §2.6). */
function massErasePatience(flashSize: number): Patience {
  const time = Math.max(40_000, 1.5 * 32_000 * (flashSize / 0x10_0000) + 2_000);
  return { status: time, busy: time };
}

/** "Device Feature" of F2, F4 and F7: voltage ranges 2.1-2.7 V (x16) and 2.7-3.6 V (x32); never 4, which needs 9 V (AN2606). */
const voltageRange: Readonly<Record<Parallelism, number>> = { 1: 0x00, 2: 0x02, 4: 0x03 };
const featureAddress = 0xffff_0000;

/** Called after each block, with its bytes. */
export type BlockListener = (address: number, bytes: number) => void;

/**
 * One conversation with a DfuSe board on an open interface (AN3156). Methods reject with a BootsmithError: `board-lost`,
 * `board-refused` (with the status in words) or `cancelled`; cancellation is looked at between commands.
 */
export class DfuSeSession {
  private readonly link: DfuLink;
  private uploading = false;
  /** Where an upload would go on, and with which block; null: it needs a pointer. */
  private reading: { readonly next: number; readonly block: number } | null = null;

  constructor(
    port: DfuPort,
    /** Bytes per block. */
    private readonly transferSize: number,
    private readonly clock: Clock,
    private readonly quirks: Quirks,
    private readonly signal?: Cancellation,
  ) {
    this.link = new DfuLink(port, clock, quirks);
  }

  /** Selects an alternate setting (null: there is only one) and brings the board to dfuIDLE. */
  begin(alternate: number | null): Promise<void> {
    this.uploading = false;
    this.reading = null;
    return this.link.begin(alternate);
  }

  /**
   * The commands this bootloader says that it has: `00 21 41 92` on most.
   * @returns null where the answer is none
   */
  async commands(): Promise<readonly number[] | null> {
    const step: Step = { what: "get commands", address: null };
    try {
      const bytes = await this.link.receive(step, dfuRequest.upload, commandBlock, 16);
      const known = bytes[0] === 0x00 && bytes.includes(dfuSeCommand.setAddress);
      await this.link.recover(step);
      return known ? [...bytes] : null;
    } catch (error) {
      if (!(error instanceof BootsmithError) || error.kind === "board-lost") throw error;
      await this.link.recover(step);
      return null;
    }
  }

  /** Moves the address pointer; touches no memory. */
  async setAddress(address: number): Promise<void> {
    await this.download(
      { what: "set address", address },
      commandBlock,
      addressCommand(dfuSeCommand.setAddress, address),
      command,
    );
  }

  /**
   * Erases the erase unit that holds `address`.
   * @param size of that unit, bytes
   */
  async erase(address: number, size = 0): Promise<void> {
    const step: Step = { what: "erase", address };
    const { clearWhenStuck, slowErase } = this.quirks;
    const patience = erasePatience(size);
    const started = this.clock.now();
    const finished = await this.download(
      step,
      commandBlock,
      addressCommand(dfuSeCommand.erase, address),
      clearWhenStuck ? { ...patience, busy: patience.status } : patience,
      clearWhenStuck,
    );
    if (!finished) {
      await this.unstick(step, patience.status, address, size);
    } else if (slowErase !== null && address >= slowErase.from) {
      await this.clock.sleep(Math.max(0, started + slowErase.time - this.clock.now()));
    }
  }

  /** CLRSTATUS twice: the first ends in dfuERROR, the second in dfuIDLE. Whether the unit is blank has to be read. */
  private async unstick(step: Step, timeout: number, address: number, size: number): Promise<void> {
    for (let times = 0; times < 2; times++) {
      await this.link.ignoreRefusal(() => this.link.request(dfuRequest.clearStatus));
    }
    const report = await this.link.status(step);
    if (report.state === dfuState.downloadBusy) throw stayedBusy(step, timeout);
    await this.link.recover(step);
    const bytes = await this.read(address, size, () => undefined);
    const first = bytes[0];
    if ((first !== 0xff && first !== 0x00) || bytes.some((byte) => byte !== first)) {
      throw new BootsmithError(
        "board-refused",
        text("The board got stuck while it erased {0}, and that is not blank.", hex(address)),
        text("Unplug it, start its bootloader again, and retry."),
      );
    }
  }

  /**
   * Erases all flash at once (AN3156 §4.3).
   * @param flashSize bytes; the time it may take follows from it
   */
  async massErase(flashSize: number): Promise<void> {
    const step: Step = { what: "mass erase", address: null };
    await this.download(step, commandBlock, Uint8Array.of(dfuSeCommand.erase), massErasePatience(flashSize));
  }

  /**
   * Tells an F2, F4 or F7 its supply, and so how wide it programs. Volatile; to be followed by {@link begin} on the flash.
   * @param feature alternate setting "Device Feature"
   */
  async setParallelism(feature: number, parallelism: Parallelism): Promise<void> {
    const step: Step = { what: "voltage range", address: featureAddress };
    const range = voltageRange[parallelism];
    await this.begin(feature);
    await this.setAddress(featureAddress);
    await this.download(step, firstDataBlock, Uint8Array.of(range, 0xff, 0xff, 0xff), command);
    const [found] = await this.read(featureAddress, 4, () => undefined);
    if (found !== range) {
      throw new BootsmithError(
        "board-refused",
        text("The board did not take the voltage range: it holds {0} instead of {1}.", found ?? -1, range),
        text("Flash without stating the supply."),
      );
    }
  }

  /**
   * Writes bytes to erased memory: one address pointer per run, block numbers counting. A short tail gets a pointer
   * of its own, because implementations differ in which length they multiply with (dfu-protocol §2.1).
   */
  async write(address: number, data: Uint8Array, onBlock: BlockListener): Promise<void> {
    let block = firstDataBlock;
    for (let offset = 0; offset < data.length;) {
      const size = Math.min(this.transferSize, data.length - offset);
      const at = address + offset;
      if (offset === 0 || this.needsPointer(block, size)) {
        await this.setAddress(at);
        block = firstDataBlock;
      }
      await this.download({ what: "write", address: at }, block, data.subarray(offset, offset + size), command);
      onBlock(at, size);
      block++;
      offset += size;
    }
  }

  /** Reads bytes; leaves the board in dfuIDLE. */
  async read(address: number, length: number, onBlock: BlockListener): Promise<Uint8Array> {
    const result = new Uint8Array(length);
    for (let offset = 0; offset < length;) {
      const block = await this.readBlock(address + offset, Math.min(this.transferSize, length - offset));
      result.set(block, offset);
      onBlock(address + offset, block.length);
      offset += block.length;
    }
    await this.endReading();
    return result;
  }

  /**
   * Reads one transfer; one that follows the last needs no pointer of its own. A block that does not come is asked for
   * once more: one lost transfer is no fault of the board. To be ended by {@link endReading}.
   * @param length at most the transfer size
   */
  async readBlock(address: number, length: number): Promise<Uint8Array> {
    for (let failed = false; ; failed = true) {
      throwIfCancelled(this.signal);
      const step: Step = { what: "read", address };
      try {
        if (this.reading?.next !== address || this.needsPointer(this.reading.block, length)) {
          await this.setAddress(address);
          await this.abort(step); // SET_ADDRESS ends in dfuDNLOAD-IDLE; UPLOAD is legal from dfuIDLE.
          this.reading = { next: address, block: firstDataBlock };
        }
        const bytes = await this.upload(step, this.reading.block, length);
        // Block numbers count whole transfers: what follows a shorter one needs a pointer.
        const whole = length === this.transferSize;
        this.reading = whole ? { next: address + length, block: this.reading.block + 1 } : null;
        return bytes;
      } catch (error) {
        this.reading = null;
        if (failed || !mayBeAGlitch(error)) throw error;
        await this.link.recover(step);
        this.uploading = false;
      }
    }
  }

  /** Back to dfuIDLE. */
  async endReading(): Promise<void> {
    await this.endUpload();
  }

  private needsPointer(block: number, size: number): boolean {
    return block - firstDataBlock >= blocksPerPointer || size !== this.transferSize;
  }

  private async upload(step: Step, block: number, length: number): Promise<Uint8Array> {
    this.uploading = true;
    const bytes = await this.link.receive(step, dfuRequest.upload, block, length);
    if (bytes.length !== length) {
      throw new BootsmithError(
        "board-refused",
        text("The board gave {0} of {1} bytes at {2}.", bytes.length, length, hex(step.address ?? 0)),
        text("It may be read-protected. Try again without reading (strategy full, no verify)."),
      );
    }
    return bytes;
  }

  /** Ends a download or upload: back to dfuIDLE. */
  async abort(step: Step = { what: "abort", address: null }): Promise<void> {
    await this.link.send(step, dfuRequest.abort, 0);
    this.uploading = false;
    this.reading = null;
  }

  /**
   * Makes the board leave DFU mode and start at the vector table at `address` (AN3156 §4.4).
   * @returns true when it dropped off the bus; that the application runs is not known
   */
  async leave(address: number): Promise<boolean> {
    const step: Step = { what: "leave", address };
    await this.setAddress(address);
    await this.farewell(step, new Uint8Array(0));
    return this.link.hasLeft();
  }

  /**
   * Removes read protection: flash and RAM are erased and the chip resets (AN3156 §4.6).
   * @param flashSize bytes; the time it may take follows from it
   * @returns true when it dropped off the bus
   */
  async readUnprotect(flashSize: number): Promise<boolean> {
    const step: Step = { what: "read unprotect", address: null };
    const known = await this.commands();
    if (known !== null && !known.includes(dfuSeCommand.readUnprotect)) {
      throw new BootsmithError(
        "board-refused",
        text("This bootloader has no command to remove read protection."),
        text("Use a debug probe."),
      );
    }
    const report = await this.farewell(step, Uint8Array.of(dfuSeCommand.readUnprotect));
    if (report === dfuState.error) {
      throw await this.link.refused(step, await this.link.status(step));
    }
    return this.link.hasLeft(massErasePatience(flashSize).busy);
  }

  /**
   * The last DNLOAD: the ROM may drop off the bus before it answers, so a fault here is what success looks like.
   * @returns the state it names, null where none came
   */
  private async farewell(step: Step, data: Uint8Array): Promise<number | null> {
    try {
      await this.endUpload();
      this.reading = null;
      await this.link.send(step, dfuRequest.download, commandBlock, data);
      return (await this.link.status(step)).state;
    } catch (error) {
      if (!(error instanceof BootsmithError)) throw error;
      return null;
    }
  }

  /**
   * DNLOAD stores it, the first GETSTATUS starts it, a later one tells the result (AN3156 §4).
   * @returns false where it is still busy at the end and `mayStick`
   */
  private async download(
    step: Step,
    block: number,
    data: Uint8Array,
    patience: Patience,
    mayStick = false,
  ): Promise<boolean> {
    throwIfCancelled(this.signal);
    await this.endUpload();
    this.reading = null;
    const asksAtOnce = this.link.asksAtOnce;
    await this.link.send(step, dfuRequest.download, block, data);
    const report = mayStick ? await this.link.settle(step, patience) : await this.link.settled(step, patience);
    if (report !== null && report.state !== dfuState.downloadIdle) {
      const isError = report.state === dfuState.error;
      // Asked too early, a strict device drops the command (DFU 1.1 §A.2.5); an address or an erase may be sent again.
      if (isError && asksAtOnce && !this.link.asksAtOnce && block === commandBlock) {
        await this.link.recover(step);
        return this.download(step, block, data, patience, mayStick);
      }
      throw isError ? await this.link.refused(step, report) : refusal(step, report);
    }
    return report !== null;
  }

  /** DNLOAD is not legal in dfuUPLOAD-IDLE. */
  private async endUpload(): Promise<void> {
    if (this.uploading) {
      await this.abort({ what: "read", address: null });
    }
  }
}

/** A board that vanished does not come back by asking again; any other failure of one transfer may be a passing one. */
function mayBeAGlitch(error: unknown): boolean {
  if (!(error instanceof BootsmithError)) return false;
  const gone = error.cause instanceof TransferError && error.cause.failure === "disconnected";
  return error.kind !== "cancelled" && !gone;
}
