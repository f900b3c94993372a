import { buildDevices, factsKey } from "./build-device";
import { chipLines, densityNames, readPartName, type LineEntry, type PartName } from "./chip-names";
import type { Device } from "./device";
import { otherDevices } from "./other-devices";

const built = new Map<string, readonly Device[]>();

/** The chips that a part number, pattern, define, start-up file or linker script name may mean; none: not found. */
export function partDevices(name: string): readonly Device[] {
  const names = densityNames(name) ?? [readPartName(name)].filter((part) => part !== undefined);
  const stm32 = names.flatMap((part) => devicesOf(part));
  return stm32.length > 0 ? stm32 : otherDevices(name);
}

function devicesOf(name: PartName): readonly Device[] {
  const seen = new Set<string>();
  const devices: Device[] = [];
  for (const line of name.lines) {
    for (const entry of entriesOf(line, name)) {
      const key = factsKey(entry.row, entry.noted);
      if (!seen.has(key)) {
        seen.add(key);
        devices.push(...devicesOfEntry(entry, line, name));
      }
    }
  }
  return devices;
}

/** The rows of a line that fit; a row for one suffix wins over the row for all. */
function entriesOf(line: string, name: PartName): readonly LineEntry[] {
  const entries = chipLines().get(line) ?? [];
  if (name.size === null) {
    return entries;
  }
  const sized = entries.filter((entry) => entry.row.size === name.size);
  const special = sized.filter((entry) => entry.suffix !== "" && entry.suffix === name.suffix);
  return special.length > 0 ? special : sized.filter((entry) => entry.suffix === "");
}

function devicesOfEntry(entry: LineEntry, line: string, name: PartName): readonly Device[] {
  // Only L1 has parts that differ in the suffix alone; some of them share a row here and differ in the ROM bootloader.
  const suffix = line.startsWith("L1") && name.suffix !== "" && name.size !== null ? name.suffix : entry.suffix;
  return devicesNamed(`STM32${line}${name.pin ?? "x"}${entry.row.size}${suffix === "" ? "" : `-${suffix}`}`, entry);
}

/** Each layout of a part whose row is known, factory layout first; the same objects each time. */
export function devicesNamed(part: string, entry: LineEntry): readonly Device[] {
  let devices = built.get(part);
  if (devices === undefined) {
    devices = buildDevices(entry.family, entry.row, entry.noted, part);
    built.set(part, devices);
  }
  return devices;
}
