import { TransferError, type Clock, type ControlSetup, type DfuDevice } from "../core/dfu/device";
import { dfuRequest, dfuSeCommand, firstDataBlock } from "../core/dfu/requests";
import { dfuState, dfuStatus } from "../core/dfu/status";
import type { ImageSegment } from "../core/image/firmware-image";
import type { BoardModel } from "./board-model";
import { descriptorBytes } from "./descriptor-bytes";
import { SimulatedMemory, type MemoryResult } from "./simulated-memory";

/** USB cost, milliseconds (dfu-timing §3 and §4): a short control transfer, and per byte of data out and in. */
const controlTime = 0.3;
const timePerByteOut = 2.5 / 2048;
const timePerByteIn = 2.1 / 1024;

/** Work that a download stored and GETSTATUS starts. */
interface Operation {
  readonly kind: "set-address" | "erase" | "program";
  readonly duration: number;
  readonly poll: number;
  /** Does it, or the first part of it (power went away). */
  readonly run: (part: number) => MemoryResult;
}

/** Looked at before each transfer, with its number counted from 0; may unplug the board. */
export type TransferHook = (index: number) => void;

/**
 * A board in its DfuSe bootloader: the state machine of DFU 1.1 appendix A with the commands of AN3156, over a flash
 * that erases, takes writes and takes time as the real one does. Its contents live as long as the object.
 */
export class SimulatedBoard implements DfuDevice {
  /** Control transfers since it was made. */
  transfers = 0;
  beforeTransfer: TransferHook | undefined;

  private readonly memory: SimulatedMemory;
  private state: number = dfuState.dfuIdle;
  private status: number = dfuStatus.ok;
  private pointer = 0;
  private pending: Operation | null = null;
  private running: (Operation & { readonly until: number; readonly from: number }) | null = null;
  private plugged = true;
  private leaving = false;
  /** Where it was told to start when it last left DFU mode; null before. */
  startedAt: number | null = null;

  constructor(
    readonly model: BoardModel,
    private readonly clock: Clock,
  ) {
    this.memory = new SimulatedMemory(model);
    this.restart();
  }

  get connected(): boolean {
    return this.plugged;
  }

  /** What its memories hold, erased stretches left out. */
  contents(): ImageSegment[] {
    return this.memory.contents();
  }

  restore(segments: readonly ImageSegment[]): void {
    this.memory.restore(segments);
  }

  /** Pulls the cable: power goes, and what it was doing is left half done. */
  unplug(): void {
    if (this.running !== null) {
      const { from, until, run } = this.running;
      run(until <= from ? 1 : Math.min(1, (this.clock.now() - from) / (until - from)));
    }
    this.plugged = false;
    this.restart();
  }

  /** Puts it back on the bus in its bootloader: BOOT0 is high. */
  replug(): void {
    this.plugged = true;
    this.restart();
  }

  /** A simulated board answers to any interface number it has: there is one. */
  async selectAlternate(interfaceNumber: number, alternate: number): Promise<void> {
    await this.begin(0);
    if (interfaceNumber !== 0 || alternate < 0 || alternate >= this.model.alternates.length) {
      throw stall("SET_INTERFACE");
    }
  }

  /** A port reset: a board that runs its ROM starts it anew. */
  async reset(): Promise<void> {
    await this.begin(0);
    this.restart();
  }

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array> {
    await this.begin(0);
    if (setup.requestType === "standard") {
      const bytes = setup.request === 6 ? descriptorBytes(this.model, setup.value) : null;
      if (bytes === null) throw stall("GET_DESCRIPTOR");
      return bytes.slice(0, length);
    }
    switch (setup.request) {
      case dfuRequest.getStatus:
        return this.getStatus(timeoutMs);
      case dfuRequest.getState:
        return Uint8Array.of(this.state);
      case dfuRequest.upload:
        return this.upload(setup.value, length);
      default:
        throw this.refuse();
    }
  }

  async controlOut(setup: ControlSetup, data: Uint8Array): Promise<void> {
    await this.begin(data.length * timePerByteOut);
    if (setup.requestType === "standard") {
      return;
    }
    switch (setup.request) {
      case dfuRequest.download:
        this.download(setup.value, data.slice());
        return;
      case dfuRequest.clearStatus:
        if (this.state !== dfuState.error) throw this.refuse();
        this.enter(dfuState.dfuIdle);
        return;
      case dfuRequest.abort:
        this.abort();
        return;
      default:
        throw this.refuse();
    }
  }

  private async begin(dataTime: number): Promise<void> {
    this.beforeTransfer?.(this.transfers);
    this.transfers++;
    this.checkPlugged();
    await this.clock.sleep(controlTime + dataTime);
    this.checkPlugged();
  }

  private checkPlugged(): void {
    if (!this.plugged) throw new TransferError("disconnected", "the simulated board is not connected");
  }

  private download(block: number, data: Uint8Array): void {
    if (this.state !== dfuState.dfuIdle && this.state !== dfuState.downloadIdle) throw this.refuse();
    if (data.length > this.model.transferSize || block === 1) throw this.refuse();
    if (data.length === 0) {
      this.leaving = true;
      this.enter(dfuState.manifestSync);
      return;
    }
    const operation = block === 0 ? this.commandOf(data) : this.programOf(block, data);
    if (operation === null) throw this.refuse();
    this.pending = operation;
    this.enter(dfuState.downloadSync);
  }

  /** AN3156 §4: set address pointer, erase one unit, erase all. Read unprotect and the like are not simulated. */
  private commandOf(data: Uint8Array): Operation | null {
    const { poll, eraseTime, massEraseTime } = this.model;
    const [command, a = 0, b = 0, c = 0, d = 0] = data;
    const address = a + b * 0x100 + c * 0x1_0000 + d * 0x100_0000;
    if (command === dfuSeCommand.setAddress && data.length === 5) {
      const run = (): MemoryResult => {
        if (!this.memory.isMapped(address)) return "bad-address";
        this.pointer = address;
        return "ok";
      };
      return { kind: "set-address", duration: 0, poll: poll.program, run };
    }
    if (command === dfuSeCommand.erase && data.length === 5) {
      const size = this.memory.eraseUnit(address)?.size ?? 0;
      const duration = size === 0 ? 0 : eraseTime(size);
      return { kind: "erase", duration, poll: poll.erase, run: (part) => this.memory.erase(address, part) };
    }
    if (command === dfuSeCommand.erase && data.length === 1) {
      const run = (part: number): MemoryResult => {
        if (part >= 1) this.memory.eraseAll();
        return "ok";
      };
      return { kind: "erase", duration: massEraseTime, poll: poll.erase, run };
    }
    return null;
  }

  private programOf(block: number, data: Uint8Array): Operation {
    const address = this.pointer + (block - firstDataBlock) * this.model.transferSize;
    const run = (part: number) => this.memory.program(address, data.subarray(0, Math.floor(data.length * part)));
    return { kind: "program", duration: this.model.programTime(data.length), poll: this.model.poll.program, run };
  }

  private async getStatus(timeoutMs: number): Promise<Uint8Array> {
    let poll = 0;
    if (this.state === dfuState.downloadSync && this.pending !== null) {
      const from = this.clock.now();
      poll = this.pending.poll;
      this.running = { ...this.pending, from, until: from + this.pending.duration };
      this.pending = null;
      this.state = dfuState.downloadBusy;
    } else if (this.state === dfuState.downloadBusy && this.running !== null) {
      poll = await this.finish(this.running, timeoutMs);
    } else if (this.state === dfuState.manifestSync && this.leaving) {
      this.leave();
      return statusBytes(dfuStatus.ok, 0, dfuState.manifest);
    }
    return statusBytes(this.status, poll, this.state);
  }

  /** @returns the poll time to report */
  private async finish(operation: Operation & { readonly until: number }, timeoutMs: number): Promise<number> {
    const left = operation.until - this.clock.now();
    if (left > 0 && this.model.earlyStatus === "busy") {
      return Math.ceil(left);
    }
    if (left > timeoutMs) {
      await this.clock.sleep(timeoutMs);
      throw new TransferError("timeout", "GETSTATUS was held back");
    }
    await this.clock.sleep(left);
    this.checkPlugged();
    this.running = null;
    const result = operation.run(1);
    if (result === "ok") {
      this.enter(dfuState.downloadIdle);
    } else {
      this.fail(result === "bad-address" ? dfuStatus.errTarget : dfuStatus.errProg);
    }
    return 0;
  }

  private async upload(block: number, length: number): Promise<Uint8Array> {
    const legal = this.state === dfuState.dfuIdle || this.state === dfuState.uploadIdle;
    if (!legal || length > this.model.transferSize || block === 1) throw this.refuse();
    if (block === 0) {
      this.enter(dfuState.dfuIdle);
      return Uint8Array.of(0x00, dfuSeCommand.setAddress, dfuSeCommand.erase).slice(0, length);
    }
    const bytes = this.memory.read(this.pointer + (block - firstDataBlock) * this.model.transferSize, length);
    if (bytes === null) {
      this.fail(dfuStatus.errTarget);
      throw stall("UPLOAD");
    }
    await this.clock.sleep(length * timePerByteIn);
    this.checkPlugged();
    this.enter(length < this.model.transferSize ? dfuState.dfuIdle : dfuState.uploadIdle);
    return bytes;
  }

  private abort(): void {
    const idle: readonly number[] = [
      dfuState.dfuIdle,
      dfuState.downloadSync,
      dfuState.downloadIdle,
      dfuState.manifestSync,
      dfuState.uploadIdle,
    ];
    if (!idle.includes(this.state)) throw this.refuse();
    this.pending = null;
    this.leaving = false;
    this.enter(dfuState.dfuIdle);
  }

  /** AN3156 §4.4: it answers dfuMANIFEST, drops off the bus and starts the application. */
  private leave(): void {
    this.startedAt = this.pointer;
    this.plugged = false;
    this.restart();
  }

  private restart(): void {
    this.pending = null;
    this.running = null;
    this.leaving = false;
    this.pointer = 0;
    this.state = this.model.startsInError ? dfuState.error : dfuState.dfuIdle;
    this.status = this.model.startsInError ? dfuStatus.errFirmware : dfuStatus.ok;
  }

  private enter(state: number): void {
    this.state = state;
    this.status = dfuStatus.ok;
  }

  private fail(status: number): void {
    this.state = dfuState.error;
    this.status = status;
    this.pending = null;
    this.running = null;
  }

  /** A request the state does not allow: the device stalls and goes to dfuERROR (DFU 1.1 §A.1). */
  private refuse(): TransferError {
    this.fail(dfuStatus.errStalledPacket);
    return stall("request");
  }
}

function statusBytes(status: number, poll: number, state: number): Uint8Array {
  return Uint8Array.of(status, poll & 0xff, (poll >>> 8) & 0xff, (poll >>> 16) & 0xff, state, 0);
}

function stall(what: string): TransferError {
  return new TransferError("stall", `${what} stalled`);
}
