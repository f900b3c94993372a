import type { AddressRange } from "../device";

/** What a board's own bootloader shows on USB. Null: not known. */
export interface BoardDfu {
  /** `vid:pid`, hex. */
  readonly usbId: string;
  readonly interface: number | null;
  readonly bcdDevice: number | null;
  /** bmAttributes of the DFU functional descriptor. */
  readonly attributes: number | null;
  /** Bytes per transfer. */
  readonly transferSize: number | null;
  /** bcdDFUVersion. */
  readonly dfuVersion: number | null;
  /** Interface strings by alternate setting; empty: not known. */
  readonly alternates: readonly string[];
  /** The same once the vendor's MCUboot image is installed, where the factory image is another. */
  readonly alternatesWithMcuboot?: readonly string[];
  /** Where the vendor's tool uploads an application. */
  readonly upload: { readonly alternate: number; readonly address: number } | null;
}

/** One way to share the flash of a dual-core part: limit of the M7 image in bytes, place of the M4 image. */
export interface CoreSplit {
  readonly name: string;
  readonly cm7Limit: number;
  readonly cm4: AddressRange;
}

/** A board as its row writes it. Sizes are bytes. */
export interface BoardRow {
  readonly target: string;
  /** Board ids of Arduino's boards.txt. */
  readonly arduino?: string;
  readonly part: string;
  readonly core: string;
  readonly flashSize: number;
  readonly rom: readonly [base: number, size: number];
  /** `base+size, …`; the build's default RAM first. */
  readonly ram: string;
  readonly bootloader?: AddressRange & { readonly note: string };
  readonly appStart?: number;
  readonly appSize?: number;
  /** Device name in the CMSIS pack index that Mbed's tools read. */
  readonly packDevice?: string;
  /** `bootloader_supported` of targets.json. */
  readonly managedBootloader?: boolean;
  readonly detectCode?: string;
  /** `vid:pid` pairs of the running sketch and of port detection. */
  readonly usbIds?: string;
  readonly bootloaderUsbId?: string;
  readonly dfu?: BoardDfu;
  readonly splits?: readonly CoreSplit[];
  /** How images get onto a board without DFU. */
  readonly upload?: string;
  readonly source: string;
}
