import { TransferError, type ControlSetup, type DfuDevice } from "../../src/core/dfu/device";
import { urbStatus, type DeviceRecord, type UrbCommand } from "./usbip-messages";

/** A board that can be put on the bus of the guest. `SimulatedBoard` is one; so is any model that answers like a device. */
export interface BoardOnBus extends DfuDevice {
  /** False once it has dropped off the bus. */
  readonly connected: boolean;
}

export interface Answer {
  readonly status: number;
  readonly actualLength: number;
  readonly data: Uint8Array;
}

type Submit = Extract<UrbCommand, { kind: "submit" }>;

/** Chapter 9 requests (USB 2.0 table 9-4). */
const standard = {
  getStatus: 0,
  clearFeature: 1,
  setFeature: 3,
  getDescriptor: 6,
  getConfiguration: 8,
  setConfiguration: 9,
  getInterface: 10,
  setInterface: 11,
} as const;

/** Linux asks for 64 bytes of the device descriptor at the beginning of an enumeration, and only then. */
const enumerationLength = 64;

/** The guest's kernel has its own timeouts and unlinks what takes too long: the board's answer may take any time. */
const noTimeout = Number.MAX_SAFE_INTEGER;

/** Control transfers as they come over USB/IP, given to a board; one at a time, because endpoint 0 is one pipe. */
export class ExportedBoard {
  /** Class requests that reached the board: what a flash consists of. */
  classTransfers = 0;
  /** Milliseconds the board took for them. */
  boardTime = 0;
  private configuration = 0;
  private readonly alternates = new Map<number, number>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(readonly board: BoardOnBus) {}

  /** It is plugged into a host that knows nothing of it yet. */
  plugIn(): void {
    this.configuration = 0;
    this.alternates.clear();
  }

  /** What the list of exported devices says of it. */
  async record(busId: string, deviceNumber: number): Promise<DeviceRecord> {
    const descriptor = (type: number, length: number) =>
      this.inTurn(() => this.board.controlIn(setupOf(standard.getDescriptor, type * 0x100), length, noTimeout));
    const deviceDescriptor = await descriptor(1, 18);
    return {
      busId,
      busNumber: 1,
      deviceNumber,
      deviceDescriptor,
      interfaces: interfacesOf(await descriptor(2, 4096)),
    };
  }

  /**
   * Does one transfer, after those before it. Rejects when the board is not on the bus any more.
   * @param abandoned true when the host has taken the transfer back meanwhile: one that has not begun is left out
   */
  answer(submit: Submit, abandoned: () => boolean): Promise<Answer> {
    return this.inTurn(async () => {
      if (abandoned()) return stalled;
      try {
        return await this.transfer(submit);
      } catch (error) {
        if (error instanceof TransferError && error.failure !== "disconnected") return stalled;
        throw error;
      }
    });
  }

  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.last.then(action);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async transfer(submit: Submit): Promise<Answer> {
    const { setup: bytes, length, data } = submit;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const type = view.getUint8(0);
    const [request, value, index] = [view.getUint8(1), view.getUint16(2, true), view.getUint16(4, true)];
    if (submit.endpoint !== 0) return stalled;
    if ((type & 0x60) === 0) return this.standardRequest(request, value, index, length);
    const setup: ControlSetup = {
      requestType: (type & 0x60) === 0x20 ? "class" : "vendor",
      recipient: (type & 0x1f) === 1 ? "interface" : "device",
      request,
      value,
      index,
    };
    this.classTransfers++;
    const begun = performance.now();
    try {
      if (submit.isIn) return ofData(await this.board.controlIn(setup, length, noTimeout), length);
      await this.board.controlOut(setup, data, noTimeout);
      return { ...done, actualLength: data.length };
    } finally {
      this.boardTime += performance.now() - begun;
    }
  }

  private async standardRequest(request: number, value: number, index: number, length: number): Promise<Answer> {
    switch (request) {
      case standard.getDescriptor:
        if (value >>> 8 === 1 && length === enumerationLength && this.configuration !== 0) await this.reset();
        return ofData(await this.board.controlIn(setupOf(request, value, index), length, noTimeout), length);
      case standard.setConfiguration:
        this.configuration = value & 0xff;
        this.alternates.clear();
        return done;
      case standard.setInterface:
        await this.board.selectAlternate(index, value);
        this.alternates.set(index, value);
        return done;
      case standard.getStatus:
        return ofData(Uint8Array.of(0, 0), length);
      case standard.getConfiguration:
        return ofData(Uint8Array.of(this.configuration), length);
      case standard.getInterface:
        return ofData(Uint8Array.of(this.alternates.get(index) ?? 0), length);
      case standard.clearFeature:
      case standard.setFeature:
        return done;
      default:
        return stalled;
    }
  }

  /** USB/IP has no message for a port reset; a second enumeration of a configured board can only be one. */
  private async reset(): Promise<void> {
    this.plugIn();
    await this.board.reset();
  }
}

const done: Answer = { status: urbStatus.ok, actualLength: 0, data: new Uint8Array() };
const stalled: Answer = { status: urbStatus.stalled, actualLength: 0, data: new Uint8Array() };

function ofData(bytes: Uint8Array, most: number): Answer {
  const data = bytes.subarray(0, most);
  return { status: urbStatus.ok, actualLength: data.length, data };
}

function setupOf(request: number, value: number, index = 0): ControlSetup {
  return { requestType: "standard", recipient: "device", request, value, index };
}

/** The first alternate setting of each interface in a configuration descriptor. */
function interfacesOf(configuration: Uint8Array): DeviceRecord["interfaces"] {
  const interfaces = new Map<number, DeviceRecord["interfaces"][number]>();
  for (let at = 0; at + 1 < configuration.length; at += Math.max(2, configuration[at] ?? 0)) {
    const [, type, number = 0, , , class_ = 0, subclass = 0, protocol = 0] = configuration.subarray(at);
    if (type === 4 && !interfaces.has(number)) interfaces.set(number, { class: class_, subclass, protocol });
  }
  return [...interfaces.values()];
}
