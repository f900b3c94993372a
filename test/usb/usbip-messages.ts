/**
 * The wire format of USB/IP 1.1.1 (Documentation/usb/usbip_protocol.rst of the Linux kernel): what a server takes and
 * gives. Everything is big-endian except the eight setup bytes, which are USB's.
 */

/** The only version that Linux's `usbip` accepts. */
const version = 0x0111;

const code = {
  requestDevices: 0x8005,
  replyDevices: 0x0005,
  requestImport: 0x8003,
  replyImport: 0x0003,
  submit: 1,
  unlink: 2,
  replySubmit: 3,
  replyUnlink: 4,
} as const;

const recordSize = 312;
const busIdSize = 32;
const urbHeaderSize = 48;
/** wLength has sixteen bits (USB 2.0 table 9-2); whoever announces more has lost the thread. */
const largestTransfer = 0xffff;
/** enum usb_device_speed: full speed, as every STM32 ROM runs. */
const fullSpeed = 2;

/** Negative errno values of Linux that USB/IP carries. */
export const urbStatus = { ok: 0, stalled: -32, connectionReset: -104 } as const;

/** One exported device, with what its 18-byte device descriptor and its configuration say. */
export interface DeviceRecord {
  readonly busId: string;
  readonly busNumber: number;
  readonly deviceNumber: number;
  readonly deviceDescriptor: Uint8Array;
  readonly interfaces: readonly { readonly class: number; readonly subclass: number; readonly protocol: number }[];
}

export type ManagementRequest = { readonly kind: "devices" } | { readonly kind: "import"; readonly busId: string };

export type UrbCommand =
  | {
      readonly kind: "submit";
      readonly sequence: number;
      readonly endpoint: number;
      readonly isIn: boolean;
      /** Bytes the host wants, or sends. */
      readonly length: number;
      /** The eight setup bytes. */
      readonly setup: Uint8Array;
      /** Empty when the direction is in. */
      readonly data: Uint8Array;
    }
  | { readonly kind: "unlink"; readonly sequence: number; readonly target: number };

/** What stands complete at the head of a stream, and how many bytes of it that took. */
export interface Taken<T> {
  readonly message: T;
  readonly size: number;
}

/**
 * Reads one management request; undefined while it is incomplete.
 * @throws Error for another version or an unknown code
 */
export function takeManagementRequest(bytes: Uint8Array): Taken<ManagementRequest> | undefined {
  if (bytes.length < 8) return undefined;
  const view = viewOf(bytes);
  if (view.getUint16(0) !== version) throw new Error(`USB/IP version ${view.getUint16(0).toString(16)} is not spoken.`);
  const request = view.getUint16(2);
  if (request === code.requestDevices) return { message: { kind: "devices" }, size: 8 };
  if (request !== code.requestImport) throw new Error(`USB/IP has no request ${request.toString(16)}.`);
  const size = 8 + busIdSize;
  if (bytes.length < size) return undefined;
  const busId = new TextDecoder().decode(bytes.subarray(8, size)).replace(/\0.*$/s, "");
  return { message: { kind: "import", busId }, size };
}

export function devicesReply(records: readonly DeviceRecord[]): Uint8Array {
  const bodies = records.map((record) => {
    const interfaces = record.interfaces.flatMap((one) => [one.class, one.subclass, one.protocol, 0]);
    return Buffer.concat([recordBytes(record), Uint8Array.from(interfaces)]);
  });
  const count = Buffer.alloc(4);
  count.writeUInt32BE(records.length);
  return Buffer.concat([managementHeader(code.replyDevices, 0), count, ...bodies]);
}

/** The answer to an import; undefined: there is no such device. */
export function importReply(record: DeviceRecord | undefined): Uint8Array {
  return record === undefined
    ? managementHeader(code.replyImport, 1)
    : Buffer.concat([managementHeader(code.replyImport, 0), recordBytes(record)]);
}

/**
 * Reads one command of the URB phase; undefined while it is incomplete.
 * @throws Error for an unknown command or a length no control transfer has
 */
export function takeUrbCommand(bytes: Uint8Array): Taken<UrbCommand> | undefined {
  if (bytes.length < urbHeaderSize) return undefined;
  const view = viewOf(bytes);
  const command = view.getUint32(0);
  const sequence = view.getUint32(4);
  if (command === code.unlink) {
    return { message: { kind: "unlink", sequence, target: view.getUint32(20) }, size: urbHeaderSize };
  }
  if (command !== code.submit) throw new Error(`USB/IP has no command ${command}.`);
  const isIn = view.getUint32(12) === 1;
  const length = view.getInt32(24);
  if (length < 0 || length > largestTransfer) throw new Error(`A transfer of ${length} bytes was announced.`);
  const size = urbHeaderSize + (isIn ? 0 : length);
  if (bytes.length < size) return undefined;
  const setup = bytes.slice(40, urbHeaderSize);
  const data = bytes.slice(urbHeaderSize, size);
  return { message: { kind: "submit", sequence, endpoint: view.getUint32(16), isIn, length, setup, data }, size };
}

/**
 * The answer to a submit.
 * @param actualLength bytes that went over the bus; the data of an IN transfer follow, at most what the host wanted
 */
export function submitReply(
  sequence: number,
  status: number,
  actualLength: number,
  data: Uint8Array = new Uint8Array(),
): Uint8Array {
  const header = urbReply(code.replySubmit, sequence, status);
  header.writeInt32BE(actualLength, 24);
  return Buffer.concat([header, data]);
}

/** The answer to an unlink: `connectionReset` where the transfer was still pending, `ok` where it was answered already. */
export function unlinkReply(sequence: number, status: number): Uint8Array {
  return urbReply(code.replyUnlink, sequence, status);
}

function urbReply(command: number, sequence: number, status: number): Buffer {
  const header = Buffer.alloc(urbHeaderSize);
  header.writeUInt32BE(command, 0);
  header.writeUInt32BE(sequence, 4);
  header.writeInt32BE(status, 20);
  return header;
}

function managementHeader(reply: number, status: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(version, 0);
  header.writeUInt16BE(reply, 2);
  header.writeUInt32BE(status, 4);
  return header;
}

function recordBytes(record: DeviceRecord): Buffer {
  const bytes = Buffer.alloc(recordSize);
  const descriptor = viewOf(record.deviceDescriptor);
  bytes.write(`/sys/devices/bootsmith/${record.busId}`, 0, 255, "latin1");
  bytes.write(record.busId, 256, busIdSize - 1, "latin1");
  bytes.writeUInt32BE(record.busNumber, 288);
  bytes.writeUInt32BE(record.deviceNumber, 292);
  bytes.writeUInt32BE(fullSpeed, 296);
  // USB 2.0 table 9-8: idVendor, idProduct, bcdDevice; then class, subclass and protocol.
  [8, 10, 12].forEach((offset, index) => bytes.writeUInt16BE(descriptor.getUint16(offset, true), 300 + 2 * index));
  bytes.set(record.deviceDescriptor.subarray(4, 7), 306);
  // Not configured yet; one configuration.
  bytes.set([0, 1, record.interfaces.length], 309);
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
