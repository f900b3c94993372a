import { findDevices } from "../../src/core/mcu/find-device";
import { registersOf } from "../../src/core/mcu/registers";
import type { RegisterRow } from "../../src/core/mcu/registers/row";
import { expand, type SystemBootloader } from "../../src/core/mcu/system-bootloader";
import { nvicWords } from "../../src/core/mcu/cores";
import type { Unit } from "./units";

/** A chip as the emulator builds it (`emulator/machine.py`). Addresses are numbers. */
export interface Chip {
  readonly core: string;
  readonly nvicWords: number;
  readonly hasVtor: boolean;
  readonly hasMpu: boolean;
  readonly hasDma2: boolean;
  readonly vectorAlignment: number;
  readonly vtorAtReset: number;
  readonly vtorOfProgram: number;
  readonly memories: readonly { readonly base: number; readonly size: number; readonly kind: string }[];
  /** RAM in which the program's stacks lie. */
  readonly ram: number;
  /** Where a called function returns to. */
  readonly caller: number;
  /** Where a run is over: reset handlers of what may be started. */
  readonly targets: readonly number[];
  readonly registers: Omit<RegisterRow, "parts"> | null;
}

/** What only ST's headers say of a chip. */
export type HeaderFacts = Pick<Chip, "hasMpu" | "hasDma2">;

/** What a snippet starts, made up: a vector table and a reset handler behind it. */
export interface Target {
  readonly table: number;
  readonly stack: number;
  /** Without the Thumb bit. */
  readonly reset: number;
}

/** A chip, and the three programs that take part. */
export interface Bench {
  readonly chip: Chip;
  readonly rom: SystemBootloader;
  readonly romTarget: Target | null;
  readonly application: Target | null;
  /** Start of flash: the vector table of the program that runs. */
  readonly flash: number;
  /** Where the code under test is linked. */
  readonly text: number;
  /** Entries of the vector table. */
  readonly vectors: number;
}

const VECTORS_ALWAYS_THERE = 16;
/** Code addresses that no STM32 has: there is room for a file full of mutants, whatever the chip's flash. */
const TEXT = 0x06000000;
/** Of the made-up programs. */
const RESET_OFFSET = 0x140;
const STACK_OFFSET = 0x300;

/** Everything a unit's runs need to know of its chip. */
export function benchOf({ part, address }: Unit, { hasMpu, hasDma2 }: HeaderFacts): Bench {
  const rom = expand(part.row);
  const [device] = findDevices(part.name).candidates;
  const core = device?.cores.find(({ id }) => id === rom.core);
  const memories = device?.memories.filter(({ base }) => !isPeripheral(base)) ?? memoriesOf(rom);
  const ram = mainRam(memories);
  const flash = memories.find(({ kind }) => kind === "flash")?.base ?? 0x08000000;
  const registers = registersOf(part.name);
  const romTarget = rom.jumpAddress === null ? null : targetAt(rom.jumpAddress, ram);
  const application = address === null ? null : targetAt(address, ram);
  const chip: Chip = {
    core: rom.core ?? "",
    nvicWords: core === undefined ? (rom.nvicWords ?? 1) : nvicWords(core),
    hasVtor: rom.vtor === true,
    hasMpu,
    hasDma2,
    // Bits of VTOR that are there (Arm DUI 0662: 31:8; Armv7-M and Armv8-M: 31:7).
    vectorAlignment: rom.core === "cm0p" ? 0x100 : 0x80,
    vtorAtReset: 0,
    vtorOfProgram: flash,
    memories: memories.map(({ base, size, kind }) => ({ base, size, kind })),
    ram,
    caller: flash + 0x1f0,
    targets: [romTarget, application].filter((target) => target !== null).map(({ reset }) => reset),
    registers: registers === undefined ? null : withoutParts(registers),
  };
  const vectors = core?.vectors ?? VECTORS_ALWAYS_THERE;
  return { chip, rom, romTarget, application, flash, text: TEXT, vectors };
}

/** What can be sent: all but the expression. */
function withoutParts(registers: RegisterRow): Omit<RegisterRow, "parts"> {
  const { parts: expression, ...row } = registers;
  return expression instanceof RegExp ? row : registers;
}

function targetAt(table: number, ram: number): Target {
  return { table, stack: ram + STACK_OFFSET, reset: table + RESET_OFFSET };
}

/** Backup SRAM among the peripherals, and memory outside the chip. */
function isPeripheral(base: number): boolean {
  return base >= 0x40000000;
}

function mainRam(memories: Chip["memories"]): number {
  const ram = memories.filter(({ kind }) => kind === "sram" || kind === "dtcm");
  const main = ram.find(({ base }) => base === 0x20000000) ?? ram[0];
  if (main === undefined) {
    throw new Error("No RAM is known.");
  }
  return main.base;
}

/** Where no geometry is known: the RAM that AN2606 table 226 prints, and some flash. */
function memoriesOf({ hostRam }: SystemBootloader): Chip["memories"] {
  const last = /-(0x20[0-9A-F]{6})$/i.exec(hostRam ?? "")?.[1];
  const size = Number(last ?? 0x20003fff) + 1 - 0x20000000;
  return [
    { base: 0x20000000, size, kind: "sram" },
    { base: 0x08000000, size: 0x10000, kind: "flash" },
  ];
}
