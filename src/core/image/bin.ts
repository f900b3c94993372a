import { text } from "../text";
import { BootsmithError } from "../errors";
import { maximumImageSize, type FirmwareImage } from "./firmware-image";

/**
 * A raw binary: bytes without an address, so the caller gives it.
 * @param address where the first byte goes
 * @throws BootsmithError `bad-image` (empty, too large) or `bad-usage` (address out of range)
 */
export function readBin(fileName: string, bytes: Uint8Array, address: number): FirmwareImage {
  if (bytes.length === 0) {
    throw new BootsmithError("bad-image", text("{0}: The file is empty.", fileName), text("Build the image again."));
  }
  if (bytes.length > maximumImageSize) {
    throw new BootsmithError(
      "bad-image",
      text("{0}: The file has {1} bytes; no image may have more than {2}.", fileName, bytes.length, maximumImageSize),
      text("Check that this is the firmware file."),
    );
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
