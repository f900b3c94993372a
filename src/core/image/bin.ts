import { BootsmithError } from "../errors";
import { text } from "../text";
import { maximumImageSize, type FirmwareImage } from "./firmware-image";
import { badImage } from "./image-error";

export interface BinOptions {
  /** Where the first byte goes. */
  readonly address?: number;
  /** true: no address is needed, see `FirmwareImage.addressed`. */
  readonly stream?: boolean;
}

/**
 * A raw binary: bytes without an address, so the caller gives it.
 * @throws BootsmithError `bad-image` (empty, too large) or `bad-usage` (no address, or one out of range)
 */
export function readBin(fileName: string, bytes: Uint8Array, { address, stream }: BinOptions): FirmwareImage {
  if (bytes.length === 0) {
    throw badImage(text("{0}: The file is empty.", fileName), text("Build the image again."));
  }
  if (bytes.length > maximumImageSize) {
    throw badImage(
      text("{0}: The file has {1} bytes; no image may have more than {2}.", fileName, bytes.length, maximumImageSize),
      text("Check that this is the firmware file."),
    );
  }
  if (address === undefined) {
    if (stream !== true) throw addressMissing(fileName);
    return { name: fileName, format: "bin", segments: [{ address: 0, data: bytes }], entry: null, addressed: false };
  }
  if (!Number.isSafeInteger(address) || address < 0 || address + bytes.length > 0x1_0000_0000) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} does not fit into the 32-bit address space at address {1}.", fileName, address),
      text("Give the address of its first byte, for example 0x08000000."),
    );
  }
  return { name: fileName, format: "bin", segments: [{ address, data: bytes }], entry: null };
}

/** The file has to be told where it goes. */
export function addressMissing(fileName: string): BootsmithError {
  return new BootsmithError(
    "bad-usage",
    text("{0} is a raw binary: it does not say where it belongs.", fileName),
    text(
      "Give the address of its first byte (--address on the command line, “address” in a task), or use the HEX file.",
    ),
  );
}
