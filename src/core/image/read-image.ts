import { BootsmithError } from "../errors";
import { text } from "../text";
import { readBin } from "./bin";
import { readDfuSuffix } from "./dfu-suffix";
import { readDfuSe } from "./dfuse";
import { readElf } from "./elf";
import type { FirmwareImage, ImageFormat } from "./firmware-image";
import { badImage } from "./image-error";
import { formatNames, formatOfContent, formatOfName, imageExtensions, nameFits } from "./image-formats";
import { readIntelHex } from "./intel-hex";
import { readSRecord } from "./srecord";
import { readUf2 } from "./uf2";

export interface ReadImageOptions {
  /** Where the first byte of a file without addresses goes (raw binary, DFU suffix); the other formats take none. */
  readonly address?: number;
  /**
   * true: a file without addresses needs none, because it goes to a board that takes none (plain DFU, as Maple).
   * Its one segment then starts at 0 and the image has `addressed: false`. Other formats read as always.
   */
  readonly stream?: boolean;
  /** The alternate setting to take from a DfuSe file; needed where it holds several. */
  readonly alternate?: number;
  /** The chip family to take from a UF2 file; needed where it holds several. */
  readonly family?: number;
}

/**
 * Reads a firmware file. Content that is unmistakable decides its format, else the extension of its name; where the
 * two contradict one another the file is refused.
 * @param fileName only its end is looked at, and it is named in errors
 * @param bytes the whole file; segments may be views of it, so it is not to be changed afterwards
 * @throws BootsmithError `bad-image` with file, line or offset and reason, or `bad-usage`
 */
export function readImage(fileName: string, bytes: Uint8Array, options: ReadImageOptions = {}): FirmwareImage {
  const format = formatOf(fileName, bytes);
  if (format === "bin") {
    return readBin(fileName, bytes, options);
  }
  if (format === "dfu") {
    const { ids, payloadSize } = readDfuSuffix(bytes, fileName);
    return { ...readBin(fileName, bytes.subarray(0, payloadSize), options), format, ids };
  }
  if (options.address !== undefined) {
    throw new BootsmithError(
      "bad-usage",
      text("{0} states its own addresses; it cannot be placed elsewhere.", fileName),
      text("Leave the address out, or flash the raw binary (.bin)."),
    );
  }
  switch (format) {
    case "hex":
      return readIntelHex(bytes, fileName);
    case "srec":
      return readSRecord(bytes, fileName);
    case "elf":
      return readElf(bytes, fileName);
    case "dfuse":
      return readDfuSe(bytes, fileName, options.alternate);
    case "uf2":
      return readUf2(bytes, fileName, options.family);
  }
}

/**
 * Whether a file says nothing of where it belongs, so that `readImage` wants an address (or `stream`).
 * @throws BootsmithError `bad-image` as `readImage` where name and content contradict one another or neither is known
 */
export function needsAddress(fileName: string, bytes: Uint8Array): boolean {
  const format = formatOf(fileName, bytes);
  return format === "bin" || format === "dfu";
}

function formatOf(fileName: string, bytes: Uint8Array): ImageFormat {
  const named = formatOfName(fileName);
  const found = formatOfContent(bytes);
  if (named !== null && found !== null && !nameFits(named, found)) {
    throw badImage(
      text(
        "{0}: The name is of a file in {1} format, the content is {2}.",
        fileName,
        formatNames[named],
        formatNames[found],
      ),
      text("Check that this is the firmware file; if it is, rename it."),
    );
  }
  const format = found ?? named;
  if (format === null) {
    throw badImage(
      text(
        "{0}: Images of this kind cannot be read; known are {1}.",
        fileName,
        imageExtensions.map((one) => `.${one}`).join(" "),
      ),
      text("Convert it, for example with arm-none-eabi-objcopy -O ihex."),
    );
  }
  return format;
}
