import { parseMemoryLayout } from "../dfu/layout-string";
import { endOfRun } from "./addresses";
import { allDevices } from "./all-devices";
import type { Device, EraseRun } from "./device";

/**
 * The chips whose flash a DfuSe interface string describes (`@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg`),
 * best first. ROM strings describe the die: a part of the same die that is sold with less flash says the same, so
 * those follow the exact ones. A string that is no chip's whole flash (a bootloader that keeps the end to itself) gives
 * the chips whose flash begins like it. None: the string is no memory map, or not one of flash.
 */
export function layoutDevices(name: string): readonly Device[] {
  const segments = parseMemoryLayout(name.trim())?.segments ?? [];
  const shown = joined(segments.map(({ base, size, count }) => ({ base, size, count })));
  if (shown.length === 0) return [];
  const parts = allDevices();
  const exact = parts.flatMap(({ devices }) => devices.filter((device) => same(flashRuns(device), shown)));
  const dies = new Set(parts.filter(({ devices }) => includesAny(devices, exact)).flatMap(({ row }) => row.devIds));
  const smaller = parts
    .filter(({ row }) => exact.length === 0 || row.devIds.some((id) => dies.has(id)))
    .flatMap(({ devices }) => devices.filter((device) => !exact.includes(device) && within(flashRuns(device), shown)));
  if (exact.length > 0) return [...exact, ...smaller];
  const larger = parts.flatMap(({ devices }) => devices.filter((device) => begins(flashRuns(device), shown)));
  return larger.length > 0 ? larger : smaller;
}

function includesAny(devices: readonly Device[], wanted: readonly Device[]): boolean {
  return devices.some((device) => wanted.includes(device));
}

function flashRuns(device: Device): readonly EraseRun[] {
  return joined(device.memories.flatMap((memory) => (memory.kind === "flash" ? memory.eraseRuns : [])));
}

/** Runs in address order; those that go on with the same unit size are one. */
function joined(runs: readonly EraseRun[]): readonly EraseRun[] {
  const merged: EraseRun[] = [];
  for (const run of runs.toSorted((a, b) => a.base - b.base)) {
    const before = merged.at(-1);
    if (before?.size === run.size && endOfRun(before) === run.base) {
      merged[merged.length - 1] = { ...before, count: before.count + run.count };
    } else {
      merged.push(run);
    }
  }
  return merged;
}

function same(runs: readonly EraseRun[], others: readonly EraseRun[]): boolean {
  return runs.length === others.length && within(runs, others) && within(others, runs);
}

/** Every erase unit of `inner` is one of `outer`. */
function within(inner: readonly EraseRun[], outer: readonly EraseRun[]): boolean {
  const fits = (run: EraseRun): boolean =>
    outer.some(
      (one) =>
        one.size === run.size &&
        one.base <= run.base &&
        endOfRun(run) <= endOfRun(one) &&
        (run.base - one.base) % one.size === 0,
    );
  return inner.length > 0 && inner.every(fits);
}

/** `shown` is the first part of `flash`. */
function begins(flash: readonly EraseRun[], shown: readonly EraseRun[]): boolean {
  return flash[0]?.base === shown[0]?.base && within(shown, flash);
}
