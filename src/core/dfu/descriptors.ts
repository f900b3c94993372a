import type { DfuDevice } from "./device";
import { TransferError } from "./device";

/** The DFU functional descriptor (DFU 1.1 table 4.2). */
export interface FunctionalDescriptor {
  readonly canDownload: boolean;
  readonly canUpload: boolean;
  readonly manifestationTolerant: boolean;
  readonly willDetach: boolean;
  /** Milliseconds. */
  readonly detachTimeout: number;
  /** Bytes per transfer; 0 where the descriptor leaves it open. */
  readonly transferSize: number;
  /** BCD, `0x011A` for DfuSe. */
  readonly version: number;
}

export interface DfuAlternate {
  readonly number: number;
  /** Index of its string descriptor; 0 = none. */
  readonly nameIndex: number;
  /** 1 = run time, 2 = DFU mode; some devices lie, so this is a hint (the state decides). */
  readonly protocol: number;
}

/** What the device descriptor says (USB 2.0 table 9-8). */
export interface DeviceDescriptor {
  /** bcdDevice. */
  readonly deviceVersion: number;
  /** Indices of string descriptors; 0 = none. */
  readonly productIndex: number;
  readonly serialIndex: number;
}

/** The DFU interface of one configuration. */
export interface DfuInterface {
  readonly configuration: number;
  readonly number: number;
  readonly alternates: readonly DfuAlternate[];
  readonly functional: FunctionalDescriptor | null;
}

const descriptorType = { device: 1, configuration: 2, string: 3, interface: 4, dfuFunctional: 0x21 } as const;
const applicationClass = 0xfe;
const dfuSubclass = 1;

/**
 * Finds DFU interfaces in a raw configuration descriptor. Trailing or broken bytes end the walk; nothing is thrown.
 * The functional descriptor's type 0x21 is also HID's, so it counts only behind a DFU interface (DFU 1.1 §4.1.3).
 */
export function parseDfuInterfaces(blob: Uint8Array): DfuInterface[] {
  const found: { number: number; alternates: DfuAlternate[]; functional: FunctionalDescriptor | null }[] = [];
  let current: (typeof found)[number] | undefined;
  for (let at = 0; at + 2 <= blob.length;) {
    const length = blob[at] ?? 0;
    const end = at + length;
    if (length < 2 || end > blob.length) {
      break;
    }
    const descriptor = blob.subarray(at, end);
    if (descriptor[1] === descriptorType.interface && length >= 9) {
      const [, , number = 0, alternate = 0, , interfaceClass, subclass, protocol = 0, nameIndex = 0] = descriptor;
      current = undefined;
      if (interfaceClass === applicationClass && subclass === dfuSubclass) {
        current = found.find((known) => known.number === number);
        if (current === undefined) {
          current = { number, alternates: [], functional: null };
          found.push(current);
        }
        current.alternates.push({ number: alternate, nameIndex, protocol });
      }
    } else if (descriptor[1] === descriptorType.dfuFunctional && current !== undefined) {
      current.functional ??= parseFunctionalDescriptor(descriptor);
    }
    at = end;
  }
  return found.map((one) => ({ ...one, configuration: blob[5] ?? 1 }));
}

/** Classes of the interfaces of a configuration that are no DFU ones: its ordinary work. */
export function otherClasses(blob: Uint8Array): number[] {
  const classes: number[] = [];
  for (let at = 0; at + 2 <= blob.length;) {
    const length = blob[at] ?? 0;
    if (length < 2 || at + length > blob.length) {
      break;
    }
    const [, type, , , , interfaceClass = 0, subclass] = blob.subarray(at, at + length);
    const isDfu = interfaceClass === applicationClass && subclass === dfuSubclass;
    if (type === descriptorType.interface && length >= 9 && !isDfu) classes.push(interfaceClass);
    at += length;
  }
  return classes;
}

/** 9 bytes; 7 in DFU 1.0, which has no version field. @returns null where it is shorter than that */
export function parseFunctionalDescriptor(bytes: Uint8Array): FunctionalDescriptor | null {
  if (bytes.length < 7 || bytes[1] !== descriptorType.dfuFunctional) {
    return null;
  }
  const word = (offset: number) => (bytes[offset] ?? 0) + (bytes[offset + 1] ?? 0) * 0x100;
  const attributes = bytes[2] ?? 0;
  return {
    canDownload: (attributes & 1) !== 0,
    canUpload: (attributes & 2) !== 0,
    manifestationTolerant: (attributes & 4) !== 0,
    willDetach: (attributes & 8) !== 0,
    detachTimeout: word(3),
    transferSize: word(5),
    version: bytes.length >= 9 ? word(7) : 0x0100,
  };
}

/** DfuSe by version; `0x1A01` is the same number with its bytes swapped, as some devices send it. */
export function isDfuSe(functional: FunctionalDescriptor | null): boolean {
  return functional !== null && (functional.version === 0x011a || functional.version === 0x1a01);
}

const descriptorTimeout = 1000;

/**
 * Reads one whole configuration descriptor: nine bytes first, for the length of the rest (USB 2.0 §9.4.3).
 * @param index position of the configuration, counted from 0
 */
export async function readConfigurationDescriptor(device: DfuDevice, index: number): Promise<Uint8Array> {
  const request = (length: number) => getDescriptor(device, descriptorType.configuration, index, 0, length);
  const head = await request(9);
  const total = (head[2] ?? 0) + (head[3] ?? 0) * 0x100;
  return total <= head.length ? head : request(Math.min(total, 4096));
}

/** @returns null where the device does not give it whole */
export async function readDeviceDescriptor(device: DfuDevice): Promise<DeviceDescriptor | null> {
  const bytes = await unlessRefused(() => getDescriptor(device, descriptorType.device, 0, 0, 18));
  if (bytes === null || bytes.length < 18 || bytes[1] !== descriptorType.device) {
    return null;
  }
  return {
    deviceVersion: (bytes[12] ?? 0) + (bytes[13] ?? 0) * 0x100,
    productIndex: bytes[15] ?? 0,
    serialIndex: bytes[16] ?? 0,
  };
}

/**
 * Reads a string descriptor in US English. Some devices announce more bytes than they send: what came counts.
 * @returns null where the device has none, or refuses to tell
 */
export async function readString(device: DfuDevice, index: number): Promise<string | null> {
  if (index === 0) {
    return null;
  }
  const bytes = await unlessRefused(() => getDescriptor(device, descriptorType.string, index, 0x0409, 255));
  if (bytes === null) {
    return null;
  }
  let name = "";
  const end = Math.min(bytes.length, Math.max(bytes[0] ?? 0, 2));
  for (let at = 2; at + 1 < end; at += 2) {
    name += String.fromCharCode((bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 0x100);
  }
  return name;
}

/** @returns null where the device refuses; one that is gone is another matter */
async function unlessRefused<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof TransferError && error.failure !== "disconnected") {
      return null;
    }
    throw error;
  }
}

function getDescriptor(device: DfuDevice, type: number, index: number, language: number, length: number) {
  const setup = {
    requestType: "standard",
    recipient: "device",
    request: 6,
    value: type * 0x100 + index,
    index: language,
  } as const;
  return device.controlIn(setup, length, descriptorTimeout);
}
