import { describe, expect, it } from "vitest";
import { parseMemoryLayout } from "../../../../src/core/dfu/layout-string";
import { endOfRun } from "../../../../src/core/mcu/addresses";
import { allDevices } from "../../../../src/core/mcu/all-devices";
import { chipIdDevices } from "../../../../src/core/mcu/chip-id";
import type { Device, EraseRun } from "../../../../src/core/mcu/device";
import { allParts } from "../../../../src/core/mcu/find-device";
import { layoutDevices } from "../../../../src/core/mcu/layout-devices";
import { partDevices } from "../../../../src/core/mcu/part-devices";
import layouts from "../../../fixtures/dfu/layouts.json";

/** Every part, built: what the look-ups would compare if time did not matter. */
const built = allDevices().map(({ part, row }) => ({ row, devices: partDevices(part) }));

const joined = (runs: readonly EraseRun[]): readonly EraseRun[] =>
  runs
    .toSorted((a, b) => a.base - b.base)
    .reduce<readonly EraseRun[]>((merged, run) => {
      const last = merged.at(-1);
      return last?.size === run.size && endOfRun(last) === run.base
        ? [...merged.slice(0, -1), { ...last, count: last.count + run.count }]
        : [...merged, run];
    }, []);

const flashOf = ({ memories }: Device): readonly EraseRun[] =>
  joined(memories.flatMap(({ kind, eraseRuns }) => (kind === "flash" ? eraseRuns : [])));

const units = (runs: readonly EraseRun[]): ReadonlySet<string> =>
  new Set(
    runs.flatMap(({ base, size, count }) => Array.from({ length: count }, (_, n) => `${base + n * size} ${size}`)),
  );

const isPart = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean => [...some].every((one) => all.has(one));

const flash = new Map(built.flatMap(({ devices }) => devices.map((one) => [one, units(flashOf(one))])));

/** The definition of `layoutDevices`, unit by unit over every device. */
function slowly(name: string): readonly Device[] {
  const segments = parseMemoryLayout(name)?.segments ?? [];
  const shown = units(segments);
  if (shown.size === 0) return [];
  const first = Math.min(...segments.map(({ base }) => base));
  const some = (test: (own: ReadonlySet<string>, device: Device) => boolean, parts = built) =>
    parts.flatMap(({ devices }) => devices.filter((device) => test(flash.get(device) ?? new Set(), device)));
  const exact = some((own) => own.size === shown.size && isPart(shown, own));
  const dies = built
    .filter(({ devices }) => devices.some((one) => exact.includes(one)))
    .flatMap(({ row }) => row.devIds);
  const sameDie = built.filter(({ row }) => exact.length === 0 || row.devIds.some((id) => dies.includes(id)));
  const smaller = some((own) => own.size > 0 && own.size < shown.size && isPart(own, shown), sameDie);
  const larger = some((own, device) => isPart(shown, own) && flashOf(device)[0]?.base === first);
  if (exact.length > 0) return [...exact, ...smaller];
  return larger.length > 0 ? larger : smaller;
}

const named = (devices: readonly Device[]) => devices.map(({ part, variant }) => `${part} ${variant ?? ""}`);

const stringOf = (device: Device): string =>
  flashOf(device).reduce(
    (name, { base, size, count }) =>
      `${name}/0x${base.toString(16)}/${count}*${size % 1024 === 0 ? `${size / 1024}K` : `${size} `}g`,
    "@Internal Flash ",
  );

const own = [...new Set([...flash.keys()].filter((one) => flashOf(one).length > 0).map(stringOf))];

describe("looking chips up without building them all", () => {
  it.each([...layouts.map(({ name }) => name), ...own])("finds what a look at every chip finds: %s", (name) => {
    expect(named(layoutDevices(name))).toEqual(named(slowly(name)));
  });

  it("finds each chip by the layout of its own flash", () => {
    const strings = own.filter((name) => parseMemoryLayout(name) !== null);
    expect(strings.length).toBeGreaterThan(50);
    for (const name of strings) expect(layoutDevices(name).map(stringOf)).toContain(name);
  });

  it("builds the devices that a part's name means", () => {
    for (const { part, devices } of allDevices()) expect(devices).toEqual(partDevices(part));
  });

  it("by DEV_ID, and the family by name, too", () => {
    for (const id of new Set(built.flatMap(({ row }) => row.devIds))) {
      const expected = built.filter(({ row }) => row.devIds.includes(id)).flatMap(({ devices }) => devices);
      expect(chipIdDevices(id)).toEqual(expected);
    }
    for (const { part, family } of allParts()) expect(family).toBe(partDevices(part)[0]?.family);
  });
});
