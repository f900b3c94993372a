import { hex, sizeText } from "../notation";
import { known, unknown, type Value } from "../layout/claim";
import type { LayoutProblem } from "../layout/boot-layout";
import type { Fix } from "../rules/finding";
import { text, type Text } from "../text";
import { banksLayout } from "./mbed-banks";
import {
  noMbedLayout,
  openDefines,
  postApplication,
  replacing,
  roundedDown,
  sectorFloor,
  stated,
  type MbedClaim,
  type MbedContext,
  type MbedLayout,
} from "./mbed-claims";
import { numberOf, type MbedEntry } from "./mbed-config";
import { mbedKey, obeys } from "./mbed-keys";
import { behindBootloaderImage } from "./mbed-managed";
import { writeLike } from "./number-literal";

const managedKeys = ["target.bootloader_img", "target.restrict_size"];
const unmanagedKeys = ["target.mbed_app_start", "target.mbed_app_size"];

/** Reads the region keys of one target as its tool does. Unknown chip: values that need its ROM are unknown, not guessed. */
export function mbedLayout(context: MbedContext): MbedLayout {
  const { entries, open, tool } = context;
  if (tool === "mbed-ce") return banksLayout(context);
  if (!obeys(tool, "managed")) return noMbedLayout;
  const undecided = [...open.keys()].some((key) => ["managed", "unmanaged"].includes(mbedKey(key)?.mode ?? ""));
  if (undecided) return { ...noMbedLayout, defines: openDefines };
  const managed = managedKeys.flatMap((key) => entries.get(key) ?? []);
  const unmanaged = unmanagedKeys.flatMap((key) => entries.get(key) ?? []);
  const [firstManaged, firstUnmanaged] = [managed[0], unmanaged[0]];
  if (firstManaged !== undefined && firstUnmanaged !== undefined) return conflict(firstManaged, unmanaged, context);
  const image = entries.get("target.bootloader_img");
  const restrict = entries.get("target.restrict_size");
  if (image !== undefined) return behindBootloaderImage(image, context);
  if (restrict !== undefined) return restricted(restrict, context);
  if (firstUnmanaged !== undefined) return unmanagedLayout(context);
  return noMbedLayout;
}

/** Managed and unmanaged mode exclude each other (rules sheet §3.2). */
function conflict(managed: MbedEntry, unmanaged: readonly MbedEntry[], context: MbedContext): MbedLayout {
  return {
    claims: [],
    defines: openDefines,
    problems: unmanaged.map((entry) => {
      const fix = unmanaged.length === 1 ? asOffset(entry, context) : undefined;
      return {
        code: "mbed-key-conflict",
        severity: "error",
        range: entry.keyRange,
        message: text("{0} and {1} exclude each other; the Mbed tools refuse to build.", entry.key, managed.key),
        ...(fix !== undefined && { fix }),
      };
    }),
  };
}

/** Behind a bootloader image the managed mode says the same with an offset. */
function asOffset(entry: MbedEntry, { entries, rom }: MbedContext): Fix | undefined {
  const start = numberOf(entry);
  const behind = entries.has("target.bootloader_img") && !entries.has("target.app_offset");
  if (entry.key !== "target.mbed_app_start" || !behind || rom === undefined || start === undefined) return undefined;
  if (start <= rom.base || start >= rom.base + rom.size) return undefined;
  const { range, source } = entry.value;
  const offset = writeLike(source, start - rom.base) ?? hex(start - rom.base);
  return {
    title: text('Write "target.app_offset": "{0}"', offset),
    edits: [
      { range: entry.keyRange, current: entry.written, replacement: "target.app_offset" },
      { range, current: source, replacement: offset },
    ],
    preferred: true,
  };
}

/** Rules sheet §4. */
function unmanagedLayout(context: MbedContext): MbedLayout {
  const { entries, rom } = context;
  const start = entries.get("target.mbed_app_start");
  const size = entries.get("target.mbed_app_size");
  const startValue = start === undefined ? rom?.base : numberOf(start);
  const sizeValue = size === undefined ? undefined : numberOf(size);
  const claims: MbedClaim[] = [];
  if (start !== undefined && startValue !== undefined)
    claims.push(stated("self", "vectors", start, known(startValue), 0));
  if (size !== undefined && sizeValue !== undefined) {
    const end: Value<number> =
      startValue === undefined ? unknown("target.mbed_app_start") : known(startValue + sizeValue);
    claims.push(stated("self", "end", size, end, startValue ?? 0));
  }
  const restOfRom = rom === undefined || startValue === undefined ? undefined : rom.base + rom.size - startValue;
  return {
    claims,
    problems: outsideRom(context, start, startValue, size, sizeValue),
    defines: {
      MBED_APP_START:
        startValue === undefined
          ? { text: "MBED_APP_START" }
          : start === undefined
            ? { text: hex(startValue) }
            : { text: start.value.source, source: start },
      MBED_APP_SIZE:
        sizeValue !== undefined && size !== undefined
          ? { text: size.value.source, source: size }
          : { text: restOfRom !== undefined && size === undefined ? hex(restOfRom) : "MBED_APP_SIZE" },
    },
  };
}

/** "Application starts before ROM", "Application ends after ROM": the build stops (rules sheet §4). */
function outsideRom(
  { rom }: MbedContext,
  start: MbedEntry | undefined,
  startValue: number | undefined,
  size: MbedEntry | undefined,
  sizeValue: number | undefined,
): LayoutProblem[] {
  if (rom === undefined || startValue === undefined) return [];
  const { base } = rom;
  const end = base + rom.size;
  const fault = (entry: MbedEntry, message: Text, fix?: Fix): LayoutProblem[] => [
    { code: "mbed-value", severity: "error", range: entry.value.range, message, ...(fix !== undefined && { fix }) },
  ];
  if (start !== undefined && (startValue < base || startValue >= end)) {
    // An offset where an address is asked for.
    const meant =
      startValue > 0 && startValue < rom.size ? writeLike(start.value.source, base + startValue) : undefined;
    return fault(
      start,
      text(
        "{0} lies outside the ROM of {1}, which runs from {2} to {3}.",
        hex(startValue),
        rom.name,
        hex(base),
        hex(end),
      ),
      meant === undefined ? undefined : replacing(start, meant, text("Write {0}", meant)),
    );
  }
  if (size === undefined || sizeValue === undefined || startValue + sizeValue <= end) return [];
  const fits = writeLike(size.value.source, end - startValue) ?? hex(end - startValue);
  const message = text(
    "The application ends at {0}, {1} behind the end of the ROM of {2}.",
    hex(startValue + sizeValue),
    sizeText(startValue + sizeValue - end),
    rom.name,
  );
  return fault(size, message, replacing(size, fits, text("Write {0}, up to the end of ROM", fits)));
}

/** The project is a bootloader, or an application with a size limit: it starts at ROM and ends where `restrict_size` says (rules sheet §5). */
function restricted(restrict: MbedEntry, { rom, devices }: MbedContext): MbedLayout {
  const size = numberOf(restrict);
  if (size === undefined) return { ...noMbedLayout, defines: openDefines };
  if (rom === undefined) {
    const end = stated("self", "end", restrict, unknown("ROM of the target"), 0);
    return { claims: [end], problems: [], defines: openDefines };
  }
  const start = rom.base;
  if (size > rom.size)
    return { ...noMbedLayout, problems: [largerThanRom(restrict, size, rom.size)], defines: openDefines };
  const begins: MbedClaim[] = [
    stated("self", "slot", restrict, known(start), 0, false),
    stated("self", "vectors", restrict, known(start), 0, false),
  ];
  const end = sectorFloor(devices, start + size);
  if (end === undefined) {
    const claims = [...begins, stated("self", "end", restrict, unknown("sectors of the chip"), start)];
    return { claims, problems: [], defines: { ...openDefines, MBED_APP_START: { text: hex(start) } } };
  }
  return {
    claims: [
      ...begins,
      stated("self", "end", restrict, known(end), start),
      { ...stated("application", "vectors", restrict, known(end), start), label: postApplication },
    ],
    problems: roundedDown(restrict, start, start + size, end, devices),
    defines: { MBED_APP_START: { text: hex(start) }, MBED_APP_SIZE: { text: hex(end - start) } },
  };
}

/** "Not enough memory on device to fit all application regions" (rules sheet §5). */
function largerThanRom(restrict: MbedEntry, size: number, romSize: number): LayoutProblem {
  const { range, source } = restrict.value;
  const fits = writeLike(source, romSize) ?? hex(romSize);
  return {
    code: "mbed-value",
    severity: "error",
    range,
    message: text("{0} is more than the whole ROM, {1}.", sizeText(size), sizeText(romSize)),
    fix: replacing(restrict, fits, text("Write {0}, the whole ROM", fits)),
  };
}
