import { hex } from "../notation";
import { BootsmithError, explain } from "../errors";
import { readIntelHex } from "../image/intel-hex";
import type { LayoutProblem } from "../layout/boot-layout";
import { known } from "../layout/claim";
import { folderOf, join } from "../project/paths";
import { text } from "../text";
import {
  replacing,
  roundedDown,
  sectorCeiling,
  sectorFloor,
  stated,
  type MbedClaim,
  type MbedContext,
  type MbedLayout,
} from "./mbed-claims";
import { numberOf, type MbedEntry } from "./mbed-config";
import { writeLike } from "./number-literal";

/** Behind a header the next free address is a multiple of this (rules sheet §5.5). */
const headerGranule = 128;

/** The project is an application that the tools put behind a bootloader image, and behind a header where there is one (rules sheet §5). */
export function behindBootloaderImage(image: MbedEntry, context: MbedContext): MbedLayout {
  const { entries, board, devices } = context;
  if (image.value.string === undefined || board === undefined) return { claims: [], problems: [], defines: {} };
  const { base } = board.rom;
  const romEnd = base + board.rom.size;
  const problems: LayoutProblem[] = [];
  const imageEnd = endOfBootloader(image, context, problems);
  const bootloaderEnd = imageEnd === undefined ? undefined : (sectorCeiling(devices, imageEnd) ?? imageEnd);
  const claims: MbedClaim[] = [
    stated("bootloader", "slot", image, known(base), 0, false),
    stated("bootloader", "vectors", image, known(base), 0, false),
  ];
  if (imageEnd !== undefined) claims.push(stated("bootloader", "end", image, known(imageEnd), 0, false));

  const headerOffset = offsetOf("target.header_offset", context, problems);
  const hasHeader = entries.has("target.header_offset") || entries.has("target.header_format");
  const header = entries.has("target.header_offset") ? headerOffset?.at : hasHeader ? bootloaderEnd : undefined;
  if (header !== undefined)
    claims.push(stated("self", "slot", headerOffset?.entry ?? image, known(header), base, headerOffset !== undefined));

  const appOffset = offsetOf("target.app_offset", context, problems);
  const behind = hasHeader ? behindHeader(header, entries.get("target.header_format")) : bootloaderEnd;
  const start = entries.has("target.app_offset") ? appOffset?.at : behind;
  if (start !== undefined)
    claims.push(stated("self", "vectors", appOffset?.entry ?? image, known(start), base, appOffset !== undefined));
  const end = start === undefined ? undefined : endOf(start, context, problems, romEnd);
  if (end !== undefined) claims.push(end);
  return {
    claims,
    problems,
    defines:
      start === undefined || end?.value.known !== true
        ? {}
        : { MBED_APP_START: { text: hex(start) }, MBED_APP_SIZE: { text: hex(end.value.value - start) } },
  };
}

function endOf(
  start: number,
  { entries, devices }: MbedContext,
  problems: LayoutProblem[],
  romEnd: number,
): MbedClaim | undefined {
  const restrict = entries.get("target.restrict_size");
  const size = restrict === undefined ? undefined : numberOf(restrict);
  if (restrict === undefined || size === undefined) {
    const [any] = entries.values();
    return (
      any && {
        ...stated(
          "self",
          "end",
          entries.get("target.app_offset") ?? entries.get("target.bootloader_img") ?? any,
          known(romEnd),
          0,
          false,
        ),
        label: "end of ROM",
      }
    );
  }
  const end = sectorFloor(devices, start + size) ?? start + size;
  problems.push(...roundedDown(restrict, start, start + size, end));
  return stated("self", "end", restrict, known(end), start);
}

/** Where the application begins without `app_offset`; unknown where the header's members are listed in another file. */
function behindHeader(header: number | undefined, format: MbedEntry | undefined): number | undefined {
  const size = format === undefined ? undefined : headerSize(format);
  return header === undefined || size === undefined
    ? undefined
    : Math.ceil((header + size) / headerGranule) * headerGranule;
}

/** Bytes of the members of `header_format`, each `[name, type, subtype, data]`; undefined where one is not understood. */
function headerSize({ value }: MbedEntry): number | undefined {
  let sum = 0;
  for (const member of value.items) {
    const subtype = member.items[2]?.string ?? "";
    const bits = /^(8|16|32|64)(le|be|l|b)?$/.exec(subtype)?.[1];
    const bytes =
      bits !== undefined
        ? Number(bits) / 8
        : /^CRCITT32/.test(subtype)
          ? 4
          : subtype === "SHA256"
            ? 32
            : subtype === "SHA512"
              ? 64
              : undefined;
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}

/** An offset from ROM start. An absolute address is a known slip: the tools would add it to ROM start. */
function offsetOf(
  key: string,
  { entries, board }: MbedContext,
  problems: LayoutProblem[],
): { readonly entry: MbedEntry; readonly at: number } | undefined {
  const entry = entries.get(key);
  const offset = entry === undefined ? undefined : numberOf(entry);
  if (entry === undefined || offset === undefined || board === undefined) return undefined;
  const { base, size } = board.rom;
  if (offset < size) return { entry, at: base + offset };
  const meant = offset >= base && offset < base + size ? writeLike(entry.value.source, offset - base) : undefined;
  const fix = meant === undefined ? undefined : replacing(entry, meant, text("Write {0}", meant));
  const message = text(
    "{0} counts from the start of ROM ({1}); {2} lies behind the end of ROM.",
    key,
    hex(base),
    hex(base + offset),
  );
  problems.push({
    code: "mbed-value",
    severity: "error",
    range: entry.value.range,
    message,
    ...(fix !== undefined && { fix }),
  });
  return undefined;
}

/** First address behind the bootloader image; undefined where it cannot be read, which then is a problem. */
function endOfBootloader(
  image: MbedEntry,
  { board, files }: MbedContext,
  problems: LayoutProblem[],
): number | undefined {
  const path = image.value.string ?? "";
  const uri = join(folderOf(image.value.range.uri), path);
  const rom = board?.rom ?? { base: 0, size: 0 };
  const problem = (code: string, message: LayoutProblem["message"]): number | undefined => {
    problems.push({ code, severity: "error", range: image.value.range, message });
    return undefined;
  };
  const fits = (end: number): number | undefined =>
    end <= rom.base + rom.size
      ? end
      : problem(
          "mbed-value",
          text("The bootloader image {0} does not fit in the ROM, which ends at {1}.", path, hex(rom.base + rom.size)),
        );
  if (!files.lists(uri))
    return problem("bootloader-image-missing", text("The bootloader image {0} does not exist.", path));
  if (!/\.(bin|hex)$/i.test(path))
    return problem("mbed-value", text("The Mbed tools load a bootloader from .bin or .hex only, not from {0}.", path));
  const bytes = files.bytes(uri);
  if (bytes === undefined) return undefined;
  if (/\.bin$/i.test(path)) return fits(rom.base + bytes.length);
  try {
    const { segments } = readIntelHex(bytes, path);
    const [first] = segments;
    if (first === undefined)
      return problem("bootloader-image-missing", text("The bootloader image {0} is empty.", path));
    if (first.address !== rom.base) {
      return problem(
        "mbed-value",
        text(
          "The bootloader image {0} starts at {1}; the Mbed tools want it at {2}.",
          path,
          hex(first.address),
          hex(rom.base),
        ),
      );
    }
    // From the first segment beyond ROM on they are left out: option bytes and the like.
    const outside = segments.findIndex((segment) => segment.address + segment.data.length > rom.base + rom.size);
    const last = segments[(outside < 0 ? segments.length : outside) - 1] ?? first;
    return fits(last.address + last.data.length);
  } catch (error) {
    if (!(error instanceof BootsmithError)) throw error;
    return problem("mbed-value", text("{0}", explain(error)));
  }
}
