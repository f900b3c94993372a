import { hex, sizeText } from "../notation";
import { known, unknown, type Value } from "../layout/claim";
import type { LayoutProblem } from "../layout/boot-layout";
import type { Fix } from "../rules/finding";
import { text, type Text } from "../text";
import {
  replacing,
  roundedDown,
  sectorFloor,
  stated,
  type MbedClaim,
  type MbedContext,
  type MbedLayout,
} from "./mbed-claims";
import { numberOf, type MbedEntry } from "./mbed-config";
import { behindBootloaderImage } from "./mbed-managed";
import { writeLike } from "./number-literal";

const managedKeys = ["target.bootloader_img", "target.restrict_size"];
const unmanagedKeys = ["target.mbed_app_start", "target.mbed_app_size"];

/** Reads the region keys of one target. Unknown chip: values that need its ROM are unknown, not guessed. */
export function mbedLayout(context: MbedContext): MbedLayout {
  const { entries } = context;
  const managed = managedKeys.flatMap((key) => entries.get(key) ?? []);
  const unmanaged = unmanagedKeys.flatMap((key) => entries.get(key) ?? []);
  const [firstManaged, firstUnmanaged] = [managed[0], unmanaged[0]];
  if (firstManaged !== undefined && firstUnmanaged !== undefined) return conflict(firstManaged, unmanaged);
  const image = entries.get("target.bootloader_img");
  const restrict = entries.get("target.restrict_size");
  if (image !== undefined) return behindBootloaderImage(image, context);
  if (restrict !== undefined) return restricted(restrict, context);
  if (firstUnmanaged !== undefined) return unmanagedLayout(context);
  return { claims: [], problems: [], defines: {} };
}

/** Managed and unmanaged mode exclude each other (rules sheet §3.2). */
function conflict(managed: MbedEntry, unmanaged: readonly MbedEntry[]): MbedLayout {
  return {
    claims: [],
    defines: {},
    problems: unmanaged.map((entry) => ({
      code: "mbed-key-conflict",
      severity: "error",
      range: entry.keyRange,
      message: text("{0} and {1} exclude each other; the Mbed tools refuse to build.", entry.key, managed.key),
    })),
  };
}

/** Rules sheet §4. */
function unmanagedLayout(context: MbedContext): MbedLayout {
  const { entries, board } = context;
  const start = entries.get("target.mbed_app_start");
  const size = entries.get("target.mbed_app_size");
  const startValue = start === undefined ? board?.rom.base : numberOf(start);
  const sizeValue = size === undefined ? undefined : numberOf(size);
  const claims: MbedClaim[] = [];
  if (start !== undefined && startValue !== undefined)
    claims.push(stated("self", "vectors", start, known(startValue), 0));
  if (size !== undefined && sizeValue !== undefined) {
    const end: Value<number> =
      startValue === undefined ? unknown("target.mbed_app_start") : known(startValue + sizeValue);
    claims.push(stated("self", "end", size, end, startValue ?? 0));
  }
  const romEnd = board === undefined ? undefined : board.rom.base + board.rom.size;
  const restOfRom = romEnd === undefined || startValue === undefined ? undefined : romEnd - startValue;
  return {
    claims,
    problems: outsideRom(context, start, startValue, size, sizeValue),
    defines: {
      ...(startValue !== undefined && {
        MBED_APP_START: start === undefined ? { text: hex(startValue) } : { text: start.value.source, source: start },
      }),
      ...(sizeValue !== undefined && size !== undefined
        ? { MBED_APP_SIZE: { text: size.value.source, source: size } }
        : restOfRom !== undefined && { MBED_APP_SIZE: { text: hex(restOfRom) } }),
    },
  };
}

/** "Application starts before ROM", "Application ends after ROM": the build stops (rules sheet §4). */
function outsideRom(
  { board }: MbedContext,
  start: MbedEntry | undefined,
  startValue: number | undefined,
  size: MbedEntry | undefined,
  sizeValue: number | undefined,
): LayoutProblem[] {
  if (board === undefined || startValue === undefined) return [];
  const { base } = board.rom;
  const end = base + board.rom.size;
  const fault = (entry: MbedEntry, message: Text, fix?: Fix): LayoutProblem[] => [
    { code: "mbed-value", severity: "error", range: entry.value.range, message, ...(fix !== undefined && { fix }) },
  ];
  if (start !== undefined && (startValue < base || startValue >= end)) {
    return fault(
      start,
      text(
        "{0} lies outside the ROM of {1}, which runs from {2} to {3}.",
        hex(startValue),
        board.target,
        hex(base),
        hex(end),
      ),
    );
  }
  if (size === undefined || sizeValue === undefined || startValue + sizeValue <= end) return [];
  const fits = writeLike(size.value.source, end - startValue) ?? hex(end - startValue);
  const message = text(
    "The application ends at {0}, {1} behind the end of the ROM of {2}.",
    hex(startValue + sizeValue),
    sizeText(startValue + sizeValue - end),
    board.target,
  );
  return fault(size, message, replacing(size, fits, text("Write {0}, up to the end of ROM", fits)));
}

/** The project is a bootloader, or an application with a size limit: it starts at ROM and ends where `restrict_size` says (rules sheet §5). */
function restricted(restrict: MbedEntry, { board, devices }: MbedContext): MbedLayout {
  const size = numberOf(restrict);
  if (size === undefined) return { claims: [], problems: [], defines: {} };
  if (board === undefined) {
    return { claims: [stated("self", "end", restrict, unknown("ROM of the target"), 0)], problems: [], defines: {} };
  }
  const start = board.rom.base;
  const end = sectorFloor(devices, start + size) ?? start + size;
  return {
    claims: [
      stated("self", "slot", restrict, known(start), 0, false),
      stated("self", "vectors", restrict, known(start), 0, false),
      stated("self", "end", restrict, known(end), start),
      { ...stated("application", "vectors", restrict, known(end), start), label: "POST_APPLICATION_ADDR" },
    ],
    problems: roundedDown(restrict, start, start + size, end),
    defines: { MBED_APP_START: { text: hex(start) }, MBED_APP_SIZE: { text: hex(end - start) } },
  };
}
