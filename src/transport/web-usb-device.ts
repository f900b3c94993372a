import { TransferError, type ControlSetup, type DfuDevice, type TransferFailure } from "../core/dfu/device";

/** What came back from a control transfer, as WebUSB has it. */
interface TransferResult {
  readonly status?: string | undefined;
}

/** The part of a WebUSB device, as package `usb` 3.x gives it, that is used here. */
export interface WebUsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly deviceClass: number;
  readonly bus: string;
  readonly address: number;
  readonly ports: readonly number[];
  readonly productName?: string | null | undefined;
  readonly serialNumber?: string | null | undefined;
  readonly opened: boolean;
  open(): Promise<void>;
  close(): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  releaseInterface(interfaceNumber: number): Promise<void>;
  reset(): Promise<void>;
  selectAlternateInterface(interfaceNumber: number, alternate: number): Promise<void>;
  /** The third parameter is `usb`'s own: milliseconds, 1000 when left out. */
  controlTransferIn(
    setup: ControlSetup,
    length: number,
    timeout?: number,
  ): Promise<TransferResult & { readonly data?: DataView | undefined }>;
  controlTransferOut(
    setup: ControlSetup,
    data: Uint8Array<ArrayBuffer>,
    timeout?: number,
  ): Promise<TransferResult & { readonly bytesWritten: number }>;
}

/** A {@link DfuDevice} on an open WebUSB device. */
export class WebUsbDfuDevice implements DfuDevice {
  constructor(private readonly device: WebUsbDevice) {}

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array> {
    const result = await transfer(() => this.device.controlTransferIn(setup, length, timeoutMs));
    if (result.status !== "ok" || result.data === undefined) {
      throw new TransferError("stall", `controlTransferIn: ${result.status ?? "no data"}`);
    }
    const { buffer, byteOffset, byteLength } = result.data;
    return new Uint8Array(buffer, byteOffset, Math.min(byteLength, length)).slice();
  }

  async controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<void> {
    // `usb` 3.1 reads `data.buffer` even where WebUSB allows no data at all: an empty array, never undefined.
    const result = await transfer(() => this.device.controlTransferOut(setup, new Uint8Array(data), timeoutMs));
    if (result.status !== "ok") {
      throw new TransferError("stall", `controlTransferOut: ${result.status ?? "no status"}`);
    }
    if (result.bytesWritten !== data.length) {
      throw new TransferError("other", `controlTransferOut: ${result.bytesWritten} of ${data.length} bytes`);
    }
  }

  async selectAlternate(interfaceNumber: number, alternate: number): Promise<void> {
    await transfer(() => this.device.selectAlternateInterface(interfaceNumber, alternate));
  }

  async reset(): Promise<void> {
    await transfer(() => this.device.reset());
  }
}

async function transfer<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const message = messageOf(error);
    throw new TransferError(failureOf(message), message, { cause: error });
  }
}

/**
 * The binding (node-usb-rs on nusb) rejects with a sentence, not a code: `controlTransferIn error: endpoint stalled`,
 * `… device disconnected`, `… transfer was cancelled` (its timeout).
 */
const failureWords: readonly (readonly [TransferFailure, RegExp])[] = [
  ["stall", /stall|\bpipe\b/i],
  // What is not found may also be an interface or an alternate setting: that is no lost board.
  ["disconnected", /disconnect|no such device|no device|device not found|errno 19\b/i],
  ["timeout", /cancelled|timed? ?out/i],
];

export function failureOf(message: string): TransferFailure {
  return failureWords.find(([, words]) => words.test(message))?.[0] ?? "other";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
