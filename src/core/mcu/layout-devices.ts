import { parseMemoryLayout } from "../dfu/layout-string";
import { endOfRun } from "./addresses";
import { allDevices, type KnownPart } from "./all-devices";
import { layoutsOf } from "./build-device";
import type { Device, EraseRun } from "./device";
import type { ChipRow } from "./rows/chip-row";

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
  const isExact = whoseFlash((flash) => same(flash, shown));
  const exact = parts.filter(({ row }) => isExact(row).includes(true));
  if (exact.length === 0) {
    const larger = devicesOf(
      parts,
      whoseFlash((flash) => begins(flash, shown)),
    );
    if (larger.length > 0) return larger;
  }
  const dies = new Set(exact.flatMap(({ row }) => row.devIds));
  const smaller = devicesOf(
    parts.filter(({ row }) => exact.length === 0 || row.devIds.some((id) => dies.has(id))),
    whoseFlash((flash) => !same(flash, shown) && within(flash, shown)),
  );
  return [...devicesOf(exact, isExact), ...smaller];
}

/** Which layouts of a row pass a test, by their place. Lines share rows, so that each row is tested once. */
type RowTest = (row: ChipRow) => readonly boolean[];

function whoseFlash(test: (flash: readonly EraseRun[]) => boolean): RowTest {
  const tested = new Map<ChipRow, readonly boolean[]>();
  return (row) => {
    const answer = tested.get(row) ?? flashOf(row).map(test);
    tested.set(row, answer);
    return answer;
  };
}

/** The devices whose layout passes. Only parts with such a layout are built. */
function devicesOf(parts: readonly KnownPart[], test: RowTest): readonly Device[] {
  return parts.flatMap((part) => {
    const passes = test(part.row);
    return passes.includes(true) ? part.devices.filter((_, index) => passes[index]) : [];
  });
}

const flashes = new Map<ChipRow, readonly (readonly EraseRun[])[]>();

/** The flash of a row, joined, in each of its layouts. */
function flashOf(row: ChipRow): readonly (readonly EraseRun[])[] {
  const flash = flashes.get(row) ?? layoutsOf(row).map(({ banks }) => joined(banks.flat()));
  flashes.set(row, flash);
  return flash;
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
