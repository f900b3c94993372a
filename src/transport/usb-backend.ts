import type { BoardInfo } from "../core/dfu/board-service";
import { closedReason } from "../core/dfu/closed-board";
import { probeDfu, type DeviceIdentity, type ProbedBoard } from "../core/dfu/probe";
import { BootsmithError, explain } from "../core/errors";
import { english, text, type Text } from "../core/text";
import type { BoardBackend, BoardEntry, BoardHandle } from "./board-backend";
import { realClock } from "./clocks";
import { claim, openDevice, usbId } from "./usb-open";
import { watchBus, type HotplugEvents } from "./usb-watch";
import { messageOf, WebUsbDfuDevice, type WebUsbDevice } from "./web-usb-device";

/** Package `usb`, as far as it is used. */
export interface UsbModule extends HotplugEvents {
  getDevices(): Promise<readonly WebUsbDevice[]>;
}

export interface UsbState {
  readonly available: boolean;
  /** Why there are no boards; set when it is not available. */
  readonly reason?: Text;
}

export interface UsbBackendOptions {
  /** Loads package `usb`; called on first use. */
  readonly load: () => Promise<UsbModule>;
  readonly log: (line: string) => void;
  /** `process.platform`. */
  readonly platform: string;
}

/** Classes of devices that can have a DFU interface: per interface, CDC, miscellaneous (composite), application specific. */
const possibleClasses: ReadonlySet<number> = new Set([0x00, 0x02, 0xef, 0xfe]);

/** Bootloaders by VID:PID: shown even when they cannot be opened, so that the reason can be told (dfu-peers §2.2). */
const knownBootloaders: ReadonlySet<string> = new Set([
  ...["0483:df11", "28e9:0189", "2e3c:df11", "314b:0106", "3997:df11"],
  ...["2341:035b", "2341:0366", "2341:035f", "2341:0364"],
]);

/** Boards on USB, through package `usb`. Nothing of it is loaded before the first list. */
export class UsbBackend implements BoardBackend {
  private loading: Promise<UsbModule> | undefined;
  private current: UsbState = { available: true };
  /** What was read from each device, by bus, address and id: a device that is plugged in again has a new address. */
  private readonly probed = new Map<string, ProbedBoard | null>();

  constructor(private readonly options: UsbBackendOptions) {}

  /** As of the last list. */
  state(): UsbState {
    return this.current;
  }

  async list(inUse: ReadonlySet<string>): Promise<readonly BoardEntry[]> {
    const devices = await this.devices();
    const keys = new Set(devices.map(keyOf));
    for (const key of this.probed.keys()) {
      if (!keys.has(key)) this.probed.delete(key);
    }
    const entries: BoardEntry[] = [];
    for (const device of devices) {
      const known = await this.describe(device, inUse);
      if (known !== null) {
        entries.push({ info: known.info, open: () => this.open(device, known) });
      }
    }
    return entries;
  }

  /** By the package's events where it has them, else by looking. */
  watch(listener: () => void): () => void {
    const usb = async () => {
      const devices = await this.devices();
      return this.current.available ? { events: await this.loading, keys: devices.map(keyOf) } : null;
    };
    return watchBus(usb, listener);
  }

  private async devices(): Promise<readonly WebUsbDevice[]> {
    let usb: UsbModule;
    try {
      this.loading ??= this.options.load();
      usb = await this.loading;
    } catch (error) {
      return this.without(
        text("USB is not available: this package has no binding for {0}.", this.options.platform),
        error,
      );
    }
    try {
      const devices = await usb.getDevices();
      this.current = { available: true };
      return devices.filter((device) => possibleClasses.has(device.deviceClass));
    } catch (error) {
      return this.without(text("There is no USB on this machine."), error);
    }
  }

  /** The sentence is for the person, the binding's own words for the log. */
  private without(reason: Text, error: unknown): readonly WebUsbDevice[] {
    this.options.log(`${english(reason)} ${messageOf(error)}`);
    this.current = { available: false, reason };
    return [];
  }

  private async describe(device: WebUsbDevice, inUse: ReadonlySet<string>): Promise<ProbedBoard | null> {
    const key = keyOf(device);
    const before = this.probed.get(key);
    if (before !== undefined || inUse.has(idOf(device))) {
      return before ?? null;
    }
    try {
      const found = await this.probe(device);
      this.probed.set(key, found);
      return found;
    } catch (error) {
      this.options.log(`USB ${usbId(device)}: ${explain(error)}`);
      return knownBootloaders.has(usbId(device)) ? unopened(identityOf(device), usbId(device), error) : null;
    }
  }

  private async probe(device: WebUsbDevice): Promise<ProbedBoard | null> {
    await openDevice(device, this.options.platform);
    // WinUSB passes control transfers only on behalf of a claimed interface (dfu-protocol §2.10).
    const claimed = this.options.platform === "win32" ? [0] : [];
    try {
      for (const number of claimed) await claim(device, number, this.options.platform);
      return await probeDfu(new WebUsbDfuDevice(device), identityOf(device));
    } finally {
      await this.closeQuietly(device, claimed);
    }
  }

  private async open(device: WebUsbDevice, known: ProbedBoard): Promise<BoardHandle> {
    await openDevice(device, this.options.platform);
    try {
      // A board that could not be opened before is described now.
      const probed =
        known.info.alternates.length > 0 ? known : await probeDfu(new WebUsbDfuDevice(device), identityOf(device));
      if (probed === null) {
        throw new BootsmithError("no-board", text("The USB device {0} has no DFU interface.", usbId(device)));
      }
      await claim(device, probed.interfaceNumber, this.options.platform);
      const port = { device: new WebUsbDfuDevice(device), interfaceNumber: probed.interfaceNumber };
      return {
        board: { port, info: probed.info, clock: realClock, detachTimeout: probed.detachTimeout },
        close: () => this.closeQuietly(device, [probed.interfaceNumber]),
      };
    } catch (error) {
      await this.closeQuietly(device, []);
      throw error;
    }
  }

  /**
   * Gives back what was claimed, then closes: `usb` 3.1 keeps an interface claimed through `close()`, and the next one
   * who opens the device, also in this process, would find it busy. A board that left DFU mode cannot be closed any
   * more; that is no fault.
   */
  private async closeQuietly(device: WebUsbDevice, claimed: readonly number[]): Promise<void> {
    const steps = [...claimed.map((number) => () => device.releaseInterface(number)), () => device.close()];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        this.options.log(`USB ${usbId(device)}: close: ${messageOf(error)}`);
      }
    }
  }
}

function keyOf(device: WebUsbDevice): string {
  return `${device.bus}/${device.address}/${usbId(device)}`;
}

/** Linux's kernel and `dfu-util` write bus 1 where the binding gives `001`; elsewhere a bus may be called anything. */
function pathOf(device: WebUsbDevice): string | null {
  const bus = device.bus.replace(/^0+(?=\d+$)/, "");
  return device.ports.length === 0 ? null : `${bus}-${device.ports.join(".")}`;
}

/** By bus and port: serial numbers of STM32 boards are often all the same (dfu-protocol §2.6). */
function idOf(device: WebUsbDevice): string {
  return `usb:${pathOf(device) ?? `${device.bus}/${device.address}`}`;
}

function identityOf(device: WebUsbDevice): DeviceIdentity {
  const product = stringOf(() => device.productName);
  return {
    id: idOf(device),
    // Read raw from the device where the binding has none.
    name: product === null || product.trim() === "" ? null : product.trim().replace(/\s+/g, " "),
    simulated: false,
    vendorId: device.vendorId,
    productId: device.productId,
    serial: stringOf(() => device.serialNumber),
    path: pathOf(device),
    part: null,
  };
}

/** Some devices send strings that are none; the getter may throw for them. */
function stringOf(read: () => string | null | undefined): string | null {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}

function unopened(identity: DeviceIdentity, usb: string, error: unknown): ProbedBoard {
  const info: BoardInfo = {
    ...identity,
    name: identity.name ?? `DFU ${usb}`,
    mode: "dfu",
    alternates: [],
    canUpload: false,
    canDownload: false,
    protocol: "dfuse",
    deviceVersion: null,
    willDetach: false,
    manifestationTolerant: false,
    chipId: null,
    bootloaderVersion: null,
    interrupted: false,
    transferSize: 1024,
    closed: closedReason(error),
  };
  return { info, interfaceNumber: 0 };
}
