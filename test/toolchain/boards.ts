import type { Bench, Target } from "./chip";
import type { Board } from "./report";

/** Words as memory has them, in hex. */
export function words(...values: readonly number[]): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes.toString("hex");
}

/** A whole vector table: its two words and vectors that can be told apart. */
export function tableBytes({ stack, reset }: Target, vectors: number): string {
  const others = Array.from({ length: vectors - 2 }, (_, index) => 0x08000001 + 4 * index);
  return words(stack, reset | 1, ...others);
}

type Patch = Board["memory"][number];

/** The chip with the ROM in it and the program that runs at the start of flash. */
export function boardOf(bench: Bench, more: readonly Patch[] = [], first = words(bench.chip.ram + 0x600)): Board {
  const { rom, romTarget, flash } = bench;
  const table = romTarget === null ? [] : [{ address: romTarget.table, bytes: tableBytes(romTarget, 16) }];
  const id = rom.idAddress === null ? [] : [{ address: rom.idAddress, bytes: byte(rom.fieldJump?.onlyId ?? 0x10) }];
  return { memory: [...table, ...id, { address: flash, bytes: first }, ...more] };
}

/** A byte in hex. */
export function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}

/** Tables that no application has. */
export function badTables({ flash }: Bench, { stack, reset }: Target): { name: string; bytes: string }[] {
  const start = reset | 1;
  return [
    { name: "erased flash", bytes: words(0xffffffff, 0xffffffff) },
    { name: "flash full of zeros", bytes: words(0, 0) },
    { name: "stack pointer in flash", bytes: words(flash + 0x1000, start) },
    { name: "stack pointer outside memory", bytes: words(0x60000000, start) },
    { name: "stack pointer not aligned", bytes: words(stack + 2, start) },
    { name: "reset handler without the Thumb bit", bytes: words(stack, reset) },
    { name: "reset handler in RAM", bytes: words(stack, 0x20000101) },
    { name: "reset handler in the bootloader", bytes: words(stack, flash + 0x201) },
    { name: "reset handler outside memory", bytes: words(stack, 0x90000001) },
  ];
}

/** The board with something else in memory. */
export function withMemory(board: Board, patch: Patch): Board {
  return { ...board, memory: [...board.memory, patch] };
}
