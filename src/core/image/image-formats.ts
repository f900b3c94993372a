import { hasDfuSuffix } from "./dfu-suffix";
import { isDfuSe } from "./dfuse";
import { isElf } from "./elf";
import type { ImageFormat } from "./firmware-image";
import { isUf2 } from "./uf2";

/** What an extension promises; `.dfu` promises `dfu`, of which ST's container is a kind. */
const formatOfExtension: ReadonlyMap<string, ImageFormat> = new Map([
  ["hex", "hex"],
  ["ihex", "hex"],
  ["ihx", "hex"],
  ["bin", "bin"],
  ["s19", "srec"],
  ["s28", "srec"],
  ["s37", "srec"],
  ["srec", "srec"],
  ["mot", "srec"],
  ["elf", "elf"],
  ["axf", "elf"],
  ["out", "elf"],
  ["dfu", "dfu"],
  ["uf2", "uf2"],
]);

/** Extensions of firmware files, without the dot, the usual ones first: for dialogs and file searches. */
export const imageExtensions: readonly string[] = [...formatOfExtension.keys()];

/** Names of the formats for people. */
export const formatNames: Readonly<Record<ImageFormat, string>> = {
  bin: "BIN",
  hex: "Intel HEX",
  srec: "S-record",
  elf: "ELF",
  dfu: "DFU",
  dfuse: "DfuSe",
  uf2: "UF2",
};

/** The format that a file's name promises; null where its extension is not known. */
export function formatOfName(fileName: string): ImageFormat | null {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  return formatOfExtension.get(extension) ?? null;
}

/** The format that a file's content shows beyond doubt; null where it shows none. */
export function formatOfContent(bytes: Uint8Array): ImageFormat | null {
  if (isElf(bytes)) return "elf";
  if (isDfuSe(bytes)) return "dfuse";
  if (isUf2(bytes)) return "uf2";
  if (hasDfuSuffix(bytes)) return "dfu";
  return formatOfText(bytes);
}

/** Whether a text starts with the head of a record: its mark and 8 digits behind it, more than any binary has by chance. */
function formatOfText(bytes: Uint8Array): ImageFormat | null {
  const head = Array.from(bytes.subarray(0, 64), (code) => String.fromCharCode(code)).join("");
  const line = head.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (/^:[\da-f]{10}/i.test(line)) return "hex";
  return /^S\d[\da-f]{8}/i.test(line) ? "srec" : null;
}

/** Whether content of one format may stand in a file named for another: programs add a DFU suffix to a .bin in place. */
export function nameFits(named: ImageFormat, found: ImageFormat): boolean {
  return named === found || (found === "dfu" && named === "bin") || (found === "dfuse" && named === "dfu");
}
