import type { AlternateSetting, BoardInfo } from "./board-service";
import { isDfuSe, parseDfuInterfaces, readConfigurationDescriptor, readString, type DfuInterface } from "./descriptors";
import type { DfuDevice } from "./device";
import { parseMemoryLayout } from "./layout-string";

/** Bytes per transfer where the descriptor leaves it open: what every known bootloader accepts. */
const fallbackTransferSize = 1024;
/** usbfs and libusb take no longer control transfers (dfu-protocol §2.10). */
const largestTransfer = 4096;

/** What the bus says about a device before it is asked anything. */
export interface DeviceIdentity {
  readonly id: string;
  readonly name: string;
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
}

/**
 * Reads a device's own description of its DFU interface, from the raw configuration descriptor.
 * @returns null where it has none
 */
export async function probeDfu(device: DfuDevice, identity: DeviceIdentity): Promise<ProbedBoard | null> {
  const [found] = parseDfuInterfaces(await readConfigurationDescriptor(device, 0));
  return found === undefined ? null : describe(device, identity, found);
}

async function describe(device: DfuDevice, identity: DeviceIdentity, found: DfuInterface): Promise<ProbedBoard> {
  const alternates: AlternateSetting[] = [];
  for (const { number, nameIndex } of found.alternates) {
    const name = (await readString(device, nameIndex)) ?? "";
    alternates.push({ number, name, layout: parseMemoryLayout(name) });
  }
  const { functional } = found;
  // Some bootloaders answer protocol 0 or 1 in DFU mode; a memory map is a sure sign of it (dfu-protocol §1.1).
  const mode =
    found.alternates.some(({ protocol }) => protocol === 2) || alternates.some(({ layout }) => layout !== null);
  const dfuSe = isDfuSe(functional) || alternates.some(({ layout }) => layout !== null);
  const size = functional?.transferSize ?? 0;
  return {
    interfaceNumber: found.number,
    info: {
      ...identity,
      mode: mode ? "dfu" : "runtime",
      alternates,
      canUpload: mode && dfuSe && (functional?.canUpload ?? false),
      canDownload: mode && dfuSe && (functional?.canDownload ?? false),
      protocol: dfuSe ? "dfuse" : "dfu",
      deviceVersion: null,
      willDetach: functional?.willDetach ?? false,
      manifestationTolerant: functional?.manifestationTolerant ?? false,
      chipId: null,
      bootloaderVersion: null,
      interrupted: false,
      transferSize: size === 0 ? fallbackTransferSize : Math.min(size, largestTransfer),
    },
  };
}
