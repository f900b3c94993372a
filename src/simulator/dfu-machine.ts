import { TransferError, type Clock, type ControlSetup } from "../core/dfu/device";
import { dfuRequest } from "../core/dfu/requests";
import { dfuState, dfuStatus } from "../core/dfu/status";
import type { BoardModel } from "./board-model";
import type { FaultKind } from "./faults";
import {
  blockAddress,
  commandOf,
  programBlock,
  streamBlock,
  type CommandTarget,
  type Operation,
  type OperationResult,
} from "./operations";
import type { SimulatedMemory } from "./simulated-memory";

interface Running extends Operation {
  readonly from: number;
  readonly until: number;
}

/** Why the board drops off the bus by itself. */
export type Drop =
  | { readonly why: "left"; readonly address: number }
  | { readonly why: "reset" }
  /** Reading a torn granule faulted the bootloader. */
  | { readonly why: "fault" };

const tolerant = 4;

/** The state machine of DFU 1.1 appendix A with the commands of AN3156, or plain DFU where the model has streams. */
export class DfuMachine implements CommandTarget {
  pointer = 0;
  readProtected = false;
  private state: number = dfuState.dfuIdle;
  private status: number = dfuStatus.ok;
  private alternate = 0;
  /** Bytes of a plain DFU stream so far. */
  private position = 0;
  private pending: Operation | null = null;
  private running: Running | null = null;
  /** Work that goes on though the host was told that it is done. */
  private background: Running[] = [];
  private leaving = false;
  private manifestedAt = 0;

  /** @param drop takes the board off the bus */
  constructor(
    readonly model: BoardModel,
    readonly memory: SimulatedMemory,
    private readonly clock: Clock,
    private readonly drop: (drop: Drop) => void,
  ) {
    this.restart();
  }

  restart(): void {
    this.pending = null;
    this.running = null;
    this.leaving = false;
    this.pointer = 0;
    this.position = 0;
    this.alternate = 0;
    this.memory.reset();
    this.state = this.model.startsInError ? dfuState.error : dfuState.dfuIdle;
    this.status = this.model.startsInError ? dfuStatus.errFirmware : dfuStatus.ok;
  }

  /** Power goes: what it was doing is left half done. */
  powerOff(): void {
    for (const { from, until, run } of [...this.background, ...(this.running === null ? [] : [this.running])]) {
      run(until <= from ? 1 : Math.min(1, (this.clock.now() - from) / (until - from)));
    }
    this.background = [];
    this.restart();
  }

  /** Lets time pass: what went on behind the host's back may be done. @param all as if it had had all the time it needs */
  settle(all = false): void {
    const now = this.clock.now();
    const done = this.background.filter(({ until }) => all || until <= now);
    this.background = this.background.filter((one) => !done.includes(one));
    for (const { run } of done) run(1);
    if (this.running?.kind === "unprotect" && this.running.until <= now) {
      this.running.run(1);
      this.drop({ why: "reset" });
    }
  }

  /** @returns false where there is no such alternate setting */
  select(alternate: number): boolean {
    this.alternate = alternate;
    return alternate >= 0 && alternate < this.model.alternates.length;
  }

  /** A port reset: ROMs start anew; behind a manifest it starts the application (DFU 1.1 §A.2.9). */
  portReset(): void {
    if (this.state === dfuState.manifestWaitReset) {
      this.drop({ why: "left", address: this.model.streams?.[this.alternate] ?? 0 });
    } else {
      this.restart();
    }
  }

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number, fault?: FaultKind): Promise<Uint8Array> {
    switch (setup.request) {
      case dfuRequest.getStatus:
        return this.getStatus(timeoutMs, fault);
      case dfuRequest.getState:
        return Uint8Array.of(this.state);
      case dfuRequest.upload:
        return this.upload(setup.value, length);
      default:
        throw this.refuse();
    }
  }

  controlOut(setup: ControlSetup, data: Uint8Array): void {
    switch (setup.request) {
      case dfuRequest.download:
        this.download(setup.value, data.slice());
        return;
      case dfuRequest.clearStatus:
        this.clearStatus();
        return;
      case dfuRequest.abort:
        this.abort();
        return;
      default:
        throw this.refuse();
    }
  }

  private download(block: number, data: Uint8Array): void {
    const plain = this.model.streams !== undefined;
    if (this.state !== dfuState.dfuIdle && this.state !== dfuState.downloadIdle) throw this.refuse();
    if (data.length > this.model.transferSize || (block === 1 && !plain)) throw this.refuse();
    if (data.length === 0) {
      if (plain && this.state === dfuState.dfuIdle) throw this.refuse();
      this.leaving = true;
      this.enter(dfuState.manifestSync);
      return;
    }
    const operation = plain ? this.nextOfStream(data) : this.operationOf(block, data);
    if (operation === null) throw this.refuse();
    this.pending = operation;
    this.enter(dfuState.downloadSync);
  }

  private operationOf(block: number, data: Uint8Array): Operation | null {
    return block === 0 ? commandOf(this, data) : programBlock(this, block, data);
  }

  /** Plain DFU counts bytes, not blocks (DFU 1.1 §6.1.1 leaves wBlockNum to the device). */
  private nextOfStream(data: Uint8Array): Operation {
    if (this.state === dfuState.dfuIdle) this.position = 0;
    const operation = streamBlock(this, this.model.streams?.[this.alternate] ?? null, this.position, data);
    this.position += data.length;
    return operation;
  }

  private async getStatus(timeoutMs: number, fault?: FaultKind): Promise<Uint8Array> {
    let poll = 0;
    if (this.state === dfuState.downloadSync && this.pending !== null) {
      poll = this.start(this.pending);
    } else if (this.state === dfuState.downloadBusy && this.running !== null && fault === undefined) {
      poll = await this.finish(this.running, timeoutMs);
    } else if (this.state === dfuState.manifestSync && this.leaving) {
      return this.manifest();
    } else if (this.state === dfuState.manifest) {
      poll = Math.ceil(this.manifestedAt - this.clock.now());
      if (poll <= 0)
        this.enter((this.model.attributes & tolerant) !== 0 ? dfuState.dfuIdle : dfuState.manifestWaitReset);
    }
    if (fault !== undefined) this.lie(fault);
    return statusBytes(this.status, Math.max(0, poll), this.state);
  }

  private start(operation: Operation): number {
    const from = this.clock.now();
    this.running = { ...operation, from, until: from + operation.duration };
    this.pending = null;
    this.state = dfuState.downloadBusy;
    return operation.poll;
  }

  /** GETSTATUS says something else than what is the case. */
  private lie(fault: FaultKind): void {
    const busy = this.running;
    if (fault === "error-status") {
      if (busy !== null) this.background.push(busy);
      this.fail(dfuStatus.errVendor);
    } else if (busy !== null && fault === "early-return") {
      this.background.push(busy);
      this.running = null;
      this.enter(dfuState.downloadIdle);
    } else if (busy !== null && fault === "ok-status") {
      this.running = null;
      this.enter(dfuState.downloadIdle);
    }
  }

  /** @returns the poll time to report */
  private async finish(operation: Running, timeoutMs: number): Promise<number> {
    const left = operation.until - this.clock.now();
    if (left > 0 && this.model.earlyStatus === "busy") {
      return Math.ceil(left);
    }
    if (left > 0 && this.model.earlyStatus === "stalls") {
      throw stall("GETSTATUS while busy");
    }
    if (left > timeoutMs) {
      await this.clock.sleep(timeoutMs);
      throw new TransferError("timeout", "GETSTATUS was held back");
    }
    await this.clock.sleep(left);
    if (this.running !== operation) throw new TransferError("disconnected", "the board was unplugged meanwhile");
    this.settle();
    if (operation.kind === "unprotect") {
      throw new TransferError("disconnected", "the board resets");
    }
    return this.end(operation);
  }

  private end(operation: Running): number {
    // Flash that is busy takes nothing else.
    const result = this.background.length > 0 && operation.kind !== "set-address" ? "ok" : operation.run(1);
    if (operation.sticks === true && result === "ok") {
      this.running = { ...operation, run: () => "ok" };
      return operation.poll;
    }
    this.running = null;
    if (result === "ok") {
      this.enter(dfuState.downloadIdle);
    } else {
      this.fail(statusOf[result]);
    }
    return 0;
  }

  private async upload(block: number, length: number): Promise<Uint8Array> {
    const legal = this.state === dfuState.dfuIdle || this.state === dfuState.uploadIdle;
    const plain = this.model.streams !== undefined;
    if (!legal || length > this.model.transferSize || (block === 1 && !plain)) throw this.refuse();
    if (block === 0 && !plain) {
      this.enter(dfuState.dfuIdle);
      return Uint8Array.from(this.model.commands).slice(0, length);
    }
    const bytes = plain ? this.readStream(length) : this.readBlock(block, length);
    if (bytes === "torn" && this.model.tornRead === "vanish") {
      this.drop({ why: "fault" });
      throw new TransferError("disconnected", "the bootloader faulted");
    }
    if (!(bytes instanceof Uint8Array)) {
      this.fail(statusOf[bytes]);
      throw stall("UPLOAD");
    }
    this.enter(bytes.length < this.model.transferSize ? dfuState.dfuIdle : dfuState.uploadIdle);
    return Promise.resolve(bytes);
  }

  private readBlock(block: number, length: number): ReturnType<SimulatedMemory["read"]> | "protected" {
    return this.readProtected ? "protected" : this.memory.read(blockAddress(this, block, length), length);
  }

  private readStream(length: number): ReturnType<SimulatedMemory["read"]> {
    const base = this.model.streams?.[this.alternate] ?? null;
    if (base === null) return "bad-address";
    if (this.state === dfuState.dfuIdle) this.position = 0;
    const bytes = this.memory.read(base + this.position, this.memory.readable(base + this.position, length));
    this.position += length;
    return bytes;
  }

  private manifest(): Uint8Array {
    this.leaving = false;
    if (this.model.streams === undefined) {
      // AN3156 §4.4: it answers dfuMANIFEST, drops off the bus and starts the application.
      this.drop({ why: "left", address: this.pointer });
      return statusBytes(dfuStatus.ok, 0, dfuState.manifest);
    }
    const { program } = this.model.poll;
    this.manifestedAt = this.clock.now() + program;
    this.enter(dfuState.manifest);
    return statusBytes(dfuStatus.ok, program, dfuState.manifest);
  }

  private clearStatus(): void {
    if (this.state === dfuState.error) {
      this.enter(dfuState.dfuIdle);
    } else if (this.model.strayClear === "error-state") {
      this.abandon();
      this.fail(dfuStatus.errUnknown);
    } else {
      throw this.refuse();
    }
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

  /** The flash goes on with what it does, whatever becomes of the conversation. */
  private abandon(): void {
    if (this.running !== null) this.background.push(this.running);
    this.running = null;
  }

  /** A request the state does not allow: the device stalls and goes to dfuERROR (DFU 1.1 §A.1). */
  refuse(): TransferError {
    this.abandon();
    this.fail(dfuStatus.errStalledPacket);
    return stall("request");
  }
}

const statusOf: Readonly<Record<Exclude<OperationResult, "ok">, number>> = {
  "bad-address": dfuStatus.errTarget,
  "not-erased": dfuStatus.errProg,
  torn: dfuStatus.errVendor,
  protected: dfuStatus.errVendor,
};

function statusBytes(status: number, poll: number, state: number): Uint8Array {
  return Uint8Array.of(status, poll & 0xff, (poll >>> 8) & 0xff, (poll >>> 16) & 0xff, state, 0);
}

export function stall(what: string): TransferError {
  return new TransferError("stall", `${what} stalled`);
}
