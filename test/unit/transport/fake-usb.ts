import { TransferError } from "../../../src/core/dfu/device";
import type { SimulatedBoard } from "../../../src/simulator/simulated-board";
import type { WebUsbDevice } from "../../../src/transport/web-usb-device";

/** What goes wrong on a fake device: sentences as package `usb` 3.1 rejects with. */
export interface FakeFaults {
  open?: string;
  claim?: string;
  /** Opens without a word, and is not open. */
  staysClosed?: boolean;
}

/** A device of package `usb`, as far as it is used, with a simulated board behind it and a record of the calls. */
export function fakeUsbDevice(board: SimulatedBoard, more: Partial<WebUsbDevice> = {}) {
  const calls: string[] = [];
  const faults: FakeFaults = {};
  const timeouts = new Set<number>();
  let opened = false;
  // As `usb` 3.1 does it on Linux: `close()` does not give back what is claimed.
  const claimed = new Set<number>();
  const native = async <T>(name: string, action: () => Promise<T>): Promise<T> => {
    if (!opened) throw new Error(`${name} error: invalid state`);
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      const words = {
        stall: "endpoint stalled",
        disconnected: "device disconnected",
        timeout: "transfer was cancelled",
        unsupported: "not supported",
        other: "unknown error",
      };
      throw new Error(`${name} error: ${words[error.failure]}`);
    }
  };
  const device: WebUsbDevice = {
    vendorId: board.model.vendorId,
    productId: board.model.productId,
    deviceClass: 0,
    bus: "3",
    address: 7,
    ports: [1, 4],
    productName: "STM32  BOOTLOADER",
    serialNumber: "STM32FxSTM32",
    get opened() {
      return opened;
    },
    open() {
      calls.push("open");
      if (faults.open !== undefined) return Promise.reject(new Error(faults.open));
      opened = faults.staysClosed !== true;
      return Promise.resolve();
    },
    close() {
      calls.push("close");
      opened = false;
      return board.connected ? Promise.resolve() : Promise.reject(new Error("close error: device disconnected"));
    },
    reset: () => board.reset(),
    claimInterface(number) {
      calls.push(`claim ${number}`);
      if (faults.claim !== undefined) return Promise.reject(new Error(faults.claim));
      if (claimed.has(number)) return Promise.reject(new Error("claimInterface error: interface is busy (errno 16)"));
      claimed.add(number);
      return Promise.resolve();
    },
    releaseInterface(number) {
      calls.push(`release ${number}`);
      return claimed.delete(number)
        ? Promise.resolve()
        : Promise.reject(new Error("releaseInterface error: not claimed"));
    },
    selectAlternateInterface: (number, alternate) =>
      native("selectAlternateInterface", () => board.selectAlternate(number, alternate)),
    async controlTransferIn(setup, length, timeout) {
      timeouts.add(timeout ?? 1000);
      const bytes = await native("controlTransferIn", () => board.controlIn(setup, length, timeout ?? 1000));
      // A view that does not start where its buffer does: what an adapter may get from any WebUSB.
      const buffer = new Uint8Array(bytes.length + 3);
      buffer.set(bytes, 3);
      return { status: "ok", data: new DataView(buffer.buffer, 3) };
    },
    async controlTransferOut(setup, data) {
      // As `usb` 3.1 does it: no data at all is a TypeError.
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      await native("controlTransferOut", () => board.controlOut(setup, bytes));
      return { status: "ok", bytesWritten: bytes.length };
    },
    ...more,
  };
  return { device, calls, faults, timeouts };
}
