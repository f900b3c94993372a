import { bootMode } from "./boot-mode";
import type { AlternateSetting, BoardInfo } from "./board-service";
import {
  isDfuSe,
  otherClasses,
  parseDfuInterfaces,
  readConfigurationDescriptor,
  readDeviceDescriptor,
  readString,
  type DeviceDescriptor,
  type DfuInterface,
} from "./descriptors";
import type { DfuDevice } from "./device";
import { layoutBySerial } from "./gd32-layout";
import { parseMemoryLayout } from "./layout-string";
import { quirksOf } from "./quirks";

/** Bytes per transfer where the descriptor leaves it open: what every known bootloader accepts. */
const fallbackTransferSize = 1024;
/** usbfs and libusb take no longer control transfers (dfu-protocol §2.10). */
const largestTransfer = 4096;

/** Audio, video and wireless (Bluetooth): interfaces of a PC's own devices, which may bring a DFU interface along. */
const householdClasses: ReadonlySet<number> = new Set([0x01, 0x0e, 0xe0]);

/** String descriptor in which ST's OpenBootloader carries DEV_ID: `@Device ID/0x484,@Revision ID/0x0001` (dfu-protocol §2.8). */
const chipIdString = 0x14;
const stVendor = 0x0483;

/** What the bus says about a device before it is asked anything. */
export interface DeviceIdentity {
  readonly id: string;
  /** null where the bus could not tell: then the device is asked. */
  readonly name: string | null;
  readonly simulated: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly serial: string | null;
  readonly path: string | null;
  readonly part: string | null;
}

export interface ProbedBoard {
  readonly info: BoardInfo;
  readonly interfaceNumber: number;
  /** wDetachTimeOut, milliseconds. */
  readonly detachTimeout?: number | undefined;
}

/**
 * Reads a device's own description of its DFU interface, from raw descriptors. Of several interfaces the one that takes
 * an image counts. A running board is not disturbed: nothing but descriptors and GETSTATE is asked.
 * @returns null where it has none, or is a household device that runs
 */
export async function probeDfu(device: DfuDevice, identity: DeviceIdentity): Promise<ProbedBoard | null> {
  const blob = await readConfigurationDescriptor(device, 0);
  const found = parseDfuInterfaces(blob);
  if (found.length === 0) {
    return null;
  }
  const others = otherClasses(blob);
  const household = isHousehold(identity, others);
  const facts = await readDeviceDescriptor(device);
  const boards: ProbedBoard[] = [];
  for (const one of found) {
    const probed = await describe(device, identity, facts, one, others.length > 0);
    if (probed.info.mode === "dfu" || !household) boards.push(probed);
  }
  return boards.find(({ info }) => info.canDownload) ?? boards[0] ?? null;
}

/** Bluetooth adapters and audio devices of ordinary computers (dfu-protocol §1.1): never offered while they run. */
function isHousehold({ vendorId, productId }: DeviceIdentity, classes: readonly number[]): boolean {
  const bluetooth = (vendorId === 0x05ac && productId === 0x8290) || vendorId === 0x13d3;
  return bluetooth || classes.some((one) => householdClasses.has(one));
}

async function describe(
  device: DfuDevice,
  identity: DeviceIdentity,
  facts: DeviceDescriptor | null,
  found: DfuInterface,
  composite: boolean,
): Promise<ProbedBoard> {
  const alternates: AlternateSetting[] = [];
  for (const { number, nameIndex } of found.alternates) {
    const name = (await readString(device, nameIndex)) ?? "";
    alternates.push({ number, name, layout: parseMemoryLayout(name) });
  }
  const { functional } = found;
  const dfuSe = isDfuSe(functional) || alternates.some(({ layout }) => layout !== null);
  const hasMap = alternates.some(({ layout }) => layout !== null);
  const mode = await bootMode(device, found, { hasMap, composite });
  const inDfu = mode === "dfu";
  const size = functional?.transferSize ?? 0;
  const info: BoardInfo = {
    ...identity,
    name: identity.name ?? (await productName(device, identity, facts)),
    serial: identity.serial ?? (await readString(device, facts?.serialIndex ?? 0)),
    mode,
    alternates,
    canUpload: inDfu && (functional?.canUpload ?? false),
    canDownload: inDfu && (functional?.canDownload ?? false),
    protocol: dfuSe ? "dfuse" : "dfu",
    deviceVersion: facts?.deviceVersion ?? null,
    willDetach: functional?.willDetach ?? false,
    manifestationTolerant: functional?.manifestationTolerant ?? false,
    chipId: inDfu && hasMap && identity.vendorId === stVendor ? await readChipId(device) : null,
    bootloaderVersion: bootloaderVersionOf(alternates),
    interrupted: false,
    transferSize: size === 0 ? fallbackTransferSize : Math.min(size, largestTransfer),
  };
  return { interfaceNumber: found.number, info: corrected(info), detachTimeout: functional?.detachTimeout };
}

/** `0483:df11`, as lsusb and dfu-util print it. */
async function productName(
  device: DfuDevice,
  { vendorId, productId }: DeviceIdentity,
  facts: DeviceDescriptor | null,
): Promise<string> {
  const name = (await readString(device, facts?.productIndex ?? 0))?.trim().replace(/\s+/g, " ") ?? "";
  const word = (value: number) => value.toString(16).padStart(4, "0");
  return name === "" ? `DFU ${word(vendorId)}:${word(productId)}` : name;
}

async function readChipId(device: DfuDevice): Promise<number | null> {
  const name = await readString(device, chipIdString);
  const match = /^@Device ID\/0x([0-9a-f]{1,4})\b/i.exec(name ?? "");
  return match === null ? null : Number.parseInt(match[1] ?? "", 16);
}

/** `@Bootloader version 22 /…`, `@Arduino  boot  v.25   /…`, `@MCUboot        v.01`, `… bootloader v1.0 …`. */
const versionInName = /(?:boot(?:loader)?|mcuboot)\s+v(?:ersion\s*|\.\s*)?(\d+(?:\.\d+)*)/i;

/** The version that the board's own strings tell, without what fills it up in front (`01` is `1`). */
function bootloaderVersionOf(alternates: readonly AlternateSetting[]): string | null {
  for (const { name } of alternates) {
    const version = versionInName.exec(name)?.[1];
    if (version !== undefined) return version.replace(/^0+(?=\d)/, "");
  }
  return null;
}

/** What the board tells wrong about itself, put right by the table of quirks. */
function corrected(info: BoardInfo): BoardInfo {
  const quirks = quirksOf(info);
  let alternates = info.alternates;
  if (quirks.duplicateAlternates) {
    alternates = alternates.filter(
      ({ name, layout }, index) => layout === null || alternates.findIndex((other) => other.name === name) === index,
    );
  }
  if (quirks.geometry === "gd32-serial") {
    alternates = alternates.map((one) => ({ ...one, layout: layoutBySerial(one.layout, info.serial) }));
  }
  return { ...info, alternates };
}
