import { TransferError, type Clock, type ControlSetup, type DfuDevice } from "../core/dfu/device";
import { dfuRequest } from "../core/dfu/requests";
import type { ImageSegment } from "../core/image/firmware-image";
import type { Parallelism } from "../core/mcu/flash-timing";
import type { BoardModel, BusIdentity } from "./board-model";
import { descriptorBytes } from "./descriptor-bytes";
import { DfuMachine, stall, type Drop } from "./dfu-machine";
import type { Fault, FaultKind } from "./faults";
import { RuntimeMachine } from "./runtime-machine";
import { SimulatedBus } from "./simulated-bus";
import { SimulatedMemory, type MemoryWrite } from "./simulated-memory";

/** Looked at before each transfer, with its number counted from 0; may unplug the board. */
export type TransferHook = (index: number) => void;

export type BoardMode = "dfu" | "runtime";

/**
 * A board on the bus: in its bootloader, over a flash that erases, takes writes and takes time as the real one does, or
 * running its application. Its contents live as long as the object.
 */
export class SimulatedBoard implements DfuDevice {
  /** Control transfers since it was made. */
  transfers = 0;
  /** Milliseconds its transfers took on the bus. */
  busTime = 0;
  beforeTransfer: TransferHook | undefined;
  /** Where it was told to start when it last left DFU mode; null before. */
  startedAt: number | null = null;
  /** It was told to start and hangs: only a reset helps (STM32H563, dfu-protocol §2.5). */
  lockedUp = false;

  private readonly memory: SimulatedMemory;
  private readonly dfu: DfuMachine;
  private readonly runtime: RuntimeMachine | null;
  private readonly faults = new Map<number, FaultKind>();
  private plugged = true;
  private timesPlugged = 0;
  private mode: BoardMode;
  private comesBack: { readonly at: number; readonly mode: BoardMode } | null = null;
  private lastUpload: Uint8Array = new Uint8Array();

  /** @param bus shared with other boards; left out: one of its own */
  constructor(
    readonly model: BoardModel,
    private readonly clock: Clock,
    private readonly bus: SimulatedBus = new SimulatedBus(clock),
  ) {
    this.memory = new SimulatedMemory(model);
    this.mode = model.startsIn;
    this.dfu = new DfuMachine(model, this.memory, clock, (drop) => this.drop(drop));
    this.runtime = model.runtime === null ? null : new RuntimeMachine(model.runtime, clock, () => this.leaveBus("dfu"));
  }

  get connected(): boolean {
    this.comeBack();
    return this.plugged;
  }

  private comeBack(): void {
    if (!this.plugged && this.comesBack !== null && this.clock.now() >= this.comesBack.at) {
      this.plugIn(this.comesBack.mode);
    }
  }

  /** Counts how often it came up on the bus: what was open before is not this device any more. */
  get enumeration(): number {
    this.comeBack();
    return this.timesPlugged;
  }

  /** When it is back on the bus by itself, on its clock; null: it is there, or somebody has to see to it. */
  get returnsAt(): number | null {
    return this.connected ? null : (this.comesBack?.at ?? null);
  }

  /** What it is on the bus now, or was last. */
  get identity(): BusIdentity & { readonly mode: BoardMode; readonly serial: string } {
    this.comeBack();
    const { model, mode } = this;
    const { vendorId, productId, deviceVersion, product } = mode === "runtime" ? (model.runtime ?? model) : model;
    return { vendorId, productId, deviceVersion, product, mode, serial: model.serial };
  }

  /** What its memories hold, erased stretches left out. */
  contents(): ImageSegment[] {
    this.dfu.settle(true);
    return this.memory.contents();
  }

  /** What is in the cells of a range, whoever may read them. */
  held(address: number, length: number): Uint8Array {
    this.dfu.settle(true);
    return this.memory.held(address, length);
  }

  restore(segments: readonly ImageSegment[]): void {
    this.memory.restore(segments);
  }

  /** Every erase and write that its flash was told to do. */
  get writes(): readonly MemoryWrite[] {
    return this.memory.writes;
  }

  /** Writes to option bytes and OTP. */
  get settingsWrites(): number {
    return this.memory.settingsWrites;
  }

  get parallelism(): Parallelism {
    return this.memory.parallelism;
  }

  /** RDP level 1: no reading, no erasing, no writing. */
  get readProtected(): boolean {
    return this.dfu.readProtected;
  }

  set readProtected(on: boolean) {
    this.dfu.readProtected = on;
  }

  /** Write protection that the bootloader does not report. */
  set writeProtected(on: boolean) {
    this.memory.protectedSilently = on;
  }

  injectFault({ kind, at }: Fault): void {
    this.faults.set(at, kind);
  }

  clearFaults(): void {
    this.faults.clear();
  }

  /** Pulls the cable: power goes, and what it was doing is left half done. */
  unplug(): void {
    this.dfu.powerOff();
    this.plugged = false;
    this.comesBack = null;
  }

  /** Puts it back on the bus: in its bootloader (BOOT0 is high, or its own way), or with its application. */
  replug(mode: BoardMode = "dfu"): void {
    this.plugIn(mode);
  }

  private plugIn(mode: BoardMode): void {
    this.comesBack = null;
    this.plugged = true;
    this.mode = this.runtime === null ? "dfu" : mode;
    this.lockedUp = false;
    this.timesPlugged++;
    this.dfu.restart();
    this.runtime?.restart();
  }

  /** This board as it is now: once it has been off the bus, what is returned here is not connected any more. */
  open(): DfuDevice {
    const opened = this.enumeration;
    const same = async <T>(action: () => Promise<T>): Promise<T> => {
      if (!this.connected || this.enumeration !== opened) throw gone();
      return action();
    };
    return {
      controlIn: (...args) => same(() => this.controlIn(...args)),
      controlOut: (...args) => same(() => this.controlOut(...args)),
      selectAlternate: (...args) => same(() => this.selectAlternate(...args)),
      reset: () => same(() => this.reset()),
    };
  }

  /** A simulated board has one DFU interface. */
  async selectAlternate(interfaceNumber: number, alternate: number): Promise<void> {
    const fault = await this.begin(0, 0, usualTimeout);
    const known = this.mode === "runtime" ? alternate === 0 : this.dfu.select(alternate);
    if (interfaceNumber !== this.interfaceNumber || !known) {
      throw stall("SET_INTERFACE");
    }
    this.end(fault);
  }

  private get interfaceNumber(): number {
    return this.mode === "runtime" ? runtimeInterface : 0;
  }

  /** A port reset. */
  async reset(): Promise<void> {
    const fault = await this.begin(0, 0, usualTimeout);
    if (this.mode === "runtime") {
      this.runtime?.portReset();
    } else {
      this.dfu.portReset();
    }
    this.end(fault);
  }

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array> {
    const uploads = setup.requestType === "class" && setup.request === dfuRequest.upload && this.mode === "dfu";
    const fault = await this.begin(0, uploads ? length : 0, timeoutMs);
    let bytes = await this.answer(setup, length, timeoutMs, fault);
    if (uploads) {
      const before = this.lastUpload;
      this.lastUpload = bytes;
      if (fault === "stale-read") bytes = staleBytes(before, bytes.length);
    }
    if (fault === "wrong-state") bytes = withWrongState(setup, bytes);
    if (fault === "short-read") bytes = bytes.slice(0, bytes.length >> 1);
    this.end(fault);
    return bytes;
  }

  private async answer(
    setup: ControlSetup,
    length: number,
    timeoutMs: number,
    fault: FaultKind | undefined,
  ): Promise<Uint8Array> {
    if (setup.requestType === "standard") {
      const bytes = setup.request === 6 ? descriptorBytes(this.model, this.mode, setup.value) : null;
      if (bytes === null) throw stall("GET_DESCRIPTOR");
      return bytes.slice(0, length);
    }
    if (this.mode === "runtime") {
      return this.runtime?.controlIn(setup) ?? Promise.reject(stall("request"));
    }
    const lies = fault === "error-status" || fault === "ok-status" || fault === "early-return";
    return this.dfu.controlIn(setup, length, timeoutMs, lies ? fault : undefined);
  }

  async controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs = usualTimeout): Promise<void> {
    const fault = await this.begin(data.length, 0, timeoutMs);
    if (setup.requestType === "class") {
      if (this.mode === "runtime") this.runtime?.controlOut(setup);
      else this.dfu.controlOut(setup, data);
    }
    this.end(fault);
  }

  /** Everything in front of the board's own part of a transfer, and the faults that keep it from the board. */
  private async begin(bytesOut: number, bytesIn: number, timeoutMs: number): Promise<FaultKind | undefined> {
    const fault = this.faults.get(this.transfers);
    this.beforeTransfer?.(this.transfers);
    this.transfers++;
    if (fault === "disconnect") this.unplug();
    if (fault === "write-protect") this.memory.protectedSilently = true;
    this.checkPlugged();
    const { enumeration } = this;
    const started = this.clock.now();
    await this.bus.transfer(bytesOut, bytesIn);
    this.busTime += this.clock.now() - started;
    this.checkPlugged();
    if (this.enumeration !== enumeration) throw gone();
    this.dfu.settle();
    this.checkPlugged();
    if (fault === "stall") throw this.mode === "dfu" ? this.dfu.refuse() : stall("request");
    if (fault === "timeout") {
      await this.clock.sleep(timeoutMs);
      throw new TransferError("timeout", "no answer");
    }
    return fault;
  }

  private end(fault: FaultKind | undefined): void {
    if (fault === "answer-lost") throw new TransferError("timeout", "no answer");
  }

  private checkPlugged(): void {
    if (!this.connected) throw gone();
  }

  private drop(drop: Drop): void {
    if (drop.why === "left") {
      this.startedAt = drop.address;
      this.lockedUp = this.model.leave === "locks-up";
      this.leaveBus(this.runtime === null || this.lockedUp ? null : "runtime");
    } else {
      // A bootloader that faulted hangs; one that reset is back with BOOT0 still high.
      this.leaveBus(drop.why === "reset" ? "dfu" : null);
    }
  }

  /** @param mode as which it comes back by itself; null: not */
  private leaveBus(mode: BoardMode | null): void {
    this.plugged = false;
    this.comesBack = mode === null ? null : { at: this.clock.now() + this.model.connectTime, mode };
    this.dfu.restart();
  }
}

/** Behind the application's own two CDC interfaces. */
const runtimeInterface = 2;
/** Milliseconds of a request that names none. */
const usualTimeout = 1000;

function gone(): TransferError {
  return new TransferError("disconnected", "the simulated board is not connected");
}

function staleBytes(before: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(before.subarray(0, length));
  return bytes;
}

/** dfuIDLE where it is busy, dfuDNBUSY where it is not. */
function withWrongState(setup: ControlSetup, bytes: Uint8Array): Uint8Array {
  if (setup.requestType !== "class") return bytes;
  const at = setup.request === dfuRequest.getStatus ? 4 : setup.request === dfuRequest.getState ? 0 : -1;
  return bytes.map((byte, index) => (index !== at ? byte : byte === 4 ? 2 : 4));
}
