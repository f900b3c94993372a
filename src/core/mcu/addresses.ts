import type { AddressRange, Device, EraseRun, Memory } from "./device";

/** The physical address behind any of the chip's views of it. */
export function physical(device: Device, address: number): number {
  const alias = device.aliases.find((view) => address >= view.base && address < view.base + view.size);
  return alias === undefined ? address : address - alias.base + alias.target;
}

/** The memory that holds a (physical or alias) address. */
export function memoryAt(device: Device, address: number): Memory | undefined {
  const at = physical(device, address);
  return device.memories.find((memory) => at >= memory.base && at < memory.base + memory.size);
}

export interface EraseUnit {
  readonly base: number;
  readonly size: number;
  /** Position in its memory, counted from 0. */
  readonly index: number;
}

/** The erase unit that holds an address; undefined outside flash. */
export function eraseUnitAt(memory: Memory, address: number): EraseUnit | undefined {
  let before = 0;
  for (const run of memory.eraseRuns) {
    const offset = address - run.base;
    if (offset >= 0 && offset < run.size * run.count) {
      const index = Math.floor(offset / run.size);
      return { base: run.base + index * run.size, size: run.size, index: before + index };
    }
    before += run.count;
  }
  return undefined;
}

/** Every erase unit that a range touches, lowest first. */
export function eraseUnitsIn(memory: Memory, base: number, end: number): EraseUnit[] {
  const units: EraseUnit[] = [];
  let before = 0;
  for (const run of memory.eraseRuns) {
    const first = Math.max(0, Math.floor((base - run.base) / run.size));
    const last = Math.min(run.count, Math.ceil((end - run.base) / run.size));
    for (let index = first; index < last; index++) {
      units.push({ base: run.base + index * run.size, size: run.size, index: before + index });
    }
    before += run.count;
  }
  return units;
}

/** First address behind the last erase unit of a run. */
export function endOfRun(run: EraseRun): number {
  return run.base + run.size * run.count;
}

/**
 * The unbroken stretch of one kind of memory around an address, across banks and blocks that touch: what a linker
 * script may take as one region. Undefined outside memory.
 */
export function stretchAt(device: Device, address: number): AddressRange | undefined {
  const start = memoryAt(device, address);
  if (start === undefined) {
    return undefined;
  }
  const same = device.memories.filter((memory) => memory.kind === start.kind);
  let base = start.base;
  let end = start.base + start.size;
  for (let grown = true; grown;) {
    const before = same.find((memory) => memory.base + memory.size === base);
    const after = same.find((memory) => memory.base === end);
    base = before?.base ?? base;
    end += after?.size ?? 0;
    grown = before !== undefined || after !== undefined;
  }
  return { base, size: end - base };
}
