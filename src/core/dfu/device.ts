/** Setup stage of a control transfer, with WebUSB's names. */
export interface ControlSetup {
  readonly requestType: "standard" | "class" | "vendor";
  readonly recipient: "device" | "interface";
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

/**
 * An open USB device, as far as DFU needs one: control transfers on endpoint 0. Shaped like WebUSB's
 * `controlTransferIn`/`controlTransferOut`, so that a real device, a browser's and a simulated one all serve.
 * Every method rejects with a {@link TransferError}.
 */
export interface DfuDevice {
  /** @returns the bytes that came, at most `length` */
  controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array>;
  controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<void>;
  selectAlternate(interfaceNumber: number, alternate: number): Promise<void>;
  /**
   * Resets the device's port (USB 2.0 §9.1.1.3). It may come back as another device, so this one is not used any more
   * behind it. Rejects with failure `unsupported` where the platform cannot do it (WinUSB).
   */
  reset(): Promise<void>;
}

export type TransferFailure = "stall" | "timeout" | "disconnected" | "unsupported" | "other";

/** A control transfer that did not end well; `message` is the transport's own word for it. */
export class TransferError extends Error {
  override readonly name = "TransferError";

  constructor(
    readonly failure: TransferFailure,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Time in milliseconds: the machine's, or a model's. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}
