import { BootsmithError } from "../errors";
import { text } from "../text";
import { readBin } from "./bin";
import type { FirmwareImage } from "./firmware-image";
import { readIntelHex } from "./intel-hex";

export interface ReadImageOptions {
  /** Where the first byte of a raw binary goes; formats that state addresses take none. */
  readonly address?: number;
}

/**
 * Reads a firmware file by the extension of its name.
 * @param fileName only its end is looked at, and it is named in errors
 * @throws BootsmithError `bad-image` with file, line and reason, or `bad-usage`
 */
export function readImage(fileName: string, bytes: Uint8Array, options: ReadImageOptions = {}): FirmwareImage {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  switch (extension) {
    case "hex":
    case "ihex":
    case "ihx":
      if (options.address !== undefined) {
        throw new BootsmithError(
          "bad-usage",
          text("{0} states its own addresses; it cannot be placed elsewhere.", fileName),
          text("Leave the address out, or flash the raw binary (.bin)."),
        );
      }
      return readIntelHex(bytes, fileName);
    case "bin":
      if (options.address === undefined) {
        throw new BootsmithError(
          "bad-usage",
          text("{0} is a raw binary: it does not say where it belongs.", fileName),
          text("Give the address of its first byte, for example --address 0x08000000, or use the HEX file."),
        );
      }
      return readBin(fileName, bytes, options.address);
    default:
      throw new BootsmithError(
        "bad-image",
        text("{0}: images of this kind cannot be read; known are .hex and .bin.", fileName),
        text("Convert it, for example with arm-none-eabi-objcopy -O ihex."),
      );
  }
}
