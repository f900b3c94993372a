import { hex } from "../notation";
import type { LayoutProblem } from "../layout/boot-layout";
import { known, unknown } from "../layout/claim";
import { text } from "../text";
import {
  noMbedLayout,
  openDefines,
  replacing,
  roundedDown,
  sectorCeiling,
  sectorFloor,
  stated,
  type MbedClaim,
  type MbedContext,
  type MbedLayout,
} from "./mbed-claims";
import { endOfBootloader } from "./mbed-bootloader-image";
import { numberOf, type MbedEntry } from "./mbed-config";
import { writeLike } from "./number-literal";

/** Behind a header the next free address is a multiple of this (rules sheet §5.5). */
const headerGranule = 128;

/** What a vector table of up to 256 entries is aligned to: where applications behind a header start (rules sheet §7). */
const vectorRoom = 0x400;

/** An offset key and the address it means. */
interface Offset {
  readonly entry: MbedEntry;
  readonly at: number;
}

/** The project is an application that the tools put behind a bootloader image, and behind a header where there is one (rules sheet §5). */
export function behindBootloaderImage(image: MbedEntry, context: MbedContext): MbedLayout {
  const { entries, rom, devices } = context;
  if (image.value.string === undefined || rom === undefined) return { ...noMbedLayout, defines: openDefines };
  const { base } = rom;
  const problems: LayoutProblem[] = [];
  const imageEnd = endOfBootloader(image, context, problems);
  const bootloaderEnd = imageEnd === undefined ? undefined : sectorCeiling(devices, imageEnd);
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
  if (appOffset !== undefined && header !== undefined && behind !== undefined && appOffset.at < behind)
    problems.push(beforeHeaderEnd(appOffset, header, behind, base));
  const end = start === undefined ? undefined : endOf(start, context, problems, base + rom.size);
  if (end !== undefined) claims.push(end);
  return {
    claims,
    problems,
    defines:
      start === undefined
        ? openDefines
        : {
            ...openDefines,
            MBED_APP_START: { text: hex(start) },
            ...(end?.value.known === true && { MBED_APP_SIZE: { text: hex(end.value.value - start) } }),
          },
  };
}

/** The tools do not check it: the header would be written over the application's first bytes. */
function beforeHeaderEnd(appOffset: Offset, header: number, behind: number, base: number): LayoutProblem {
  const { entry, at } = appOffset;
  const behindIt = Math.ceil((behind - base) / vectorRoom) * vectorRoom;
  const legal = writeLike(entry.value.source, behindIt) ?? hex(behindIt);
  return {
    code: "mbed-value",
    severity: "error",
    range: entry.value.range,
    message:
      at <= header
        ? text("The application would start at {0}, but its header is at {1}, behind that.", hex(at), hex(header))
        : text(
            "The application would start at {0}, inside its header, which takes the room up to {1}.",
            hex(at),
            hex(behind),
          ),
    ...(at > header && { fix: replacing(entry, legal, text("Write {0}, behind the header", legal)) }),
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
  if (start + size > romEnd) {
    const fits = writeLike(restrict.value.source, romEnd - start) ?? hex(romEnd - start);
    problems.push({
      code: "mbed-value",
      severity: "error",
      range: restrict.value.range,
      message: text("The application ends at {0}, behind the end of ROM at {1}.", hex(start + size), hex(romEnd)),
      fix: replacing(restrict, fits, text("Write {0}, up to the end of ROM", fits)),
    });
    return undefined;
  }
  const end = sectorFloor(devices, start + size);
  if (end === undefined) return stated("self", "end", restrict, unknown("sectors of the chip"), start);
  problems.push(...roundedDown(restrict, start, start + size, end, devices));
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
function offsetOf(key: string, { entries, rom }: MbedContext, problems: LayoutProblem[]): Offset | undefined {
  const entry = entries.get(key);
  const offset = entry === undefined ? undefined : numberOf(entry);
  if (entry === undefined || offset === undefined || rom === undefined) return undefined;
  const { base, size } = rom;
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
