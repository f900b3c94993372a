import { coreOf } from "./cores";
import { endOfRun } from "./addresses";
import type { Alias, Core, Device, EraseRun, Memory, MemoryKind } from "./device";
import { parseBanks, parseCores, parseMemories, type NotedMemory } from "./row-notation";
import type { BankOption, ChipFamily, ChipRow } from "./rows/chip-row";
import { systemBootloaderOf, type SystemBootloader } from "./system-bootloader";

/** Distance between the non-secure and the secure view of flash (0x08000000, 0x0c000000) on TrustZone parts. */
const SECURE_FLASH_OFFSET = 0x04000000;
/** The same for SRAM (0x20000000, 0x30000000). */
const SECURE_SRAM_OFFSET = 0x10000000;

/**
 * Every way a part can be, factory setting first where it is known.
 * @param part chip name: `STM32F407VG`, an `x` for an unknown pin letter.
 * @param line the row's line the part belongs to, as in `row.lines`.
 */
export function buildDevices(family: ChipFamily, row: ChipRow, line: string, part: string): readonly Device[] {
  const rom = systemBootloaderOf(part);
  return layoutsOf(row).map(({ banks, variant }) => {
    const memories = memoriesOf(family, row, part, banks, rom);
    return {
      part,
      family: `STM32${family.name}`,
      cores: coresOf(family, row, line),
      memories,
      aliases: aliasesOf(family, row, part, memories),
      eraseUnit: family.eraseUnit,
      programUnit: row.program ?? family.program,
      erased: family.erased,
      rewrite: family.rewrite,
      variant,
      doubt: row.doubt === undefined ? [] : [row.doubt.what],
    };
  });
}

/** One flash layout of a row, and the setting of option bits that it stands for. */
interface FlashLayout {
  readonly banks: readonly EraseRun[][];
  readonly variant: string | null;
}

/** The flash layouts of a row, in the order of the devices that are built from it. */
export function layoutsOf(row: ChipRow): FlashLayout[] {
  if (typeof row.flash === "string") {
    return [{ banks: parseBanks(row.flash), variant: null }];
  }
  const layouts = row.flash;
  const modes: ("single" | "dual")[] = row.option?.factory === "dual" ? ["dual", "single"] : ["single", "dual"];
  return modes.map((mode) => ({ banks: parseBanks(layouts[mode]), variant: variantText(row.option, mode) }));
}

function variantText(option: BankOption | undefined, mode: "single" | "dual"): string {
  if (option === undefined) {
    return mode === "single" ? "one bank" : "two banks";
  }
  const bit = option.bit.replace(/^\w+\./, "");
  return `${bit} = ${option[mode]}${option.factory === mode ? " (factory)" : ""}`;
}

function coresOf(family: ChipFamily, row: ChipRow, line: string): Core[] {
  const cores = parseCores(typeof row.cores === "string" ? row.cores : coresOfLine(row.cores, line));
  const multiple = family.vectorTableMultiple;
  return cores.map(({ id, highestInterrupt }) =>
    coreOf(id, highestInterrupt, id === "cm0p" ? (family.vectorTableMultipleCm0p ?? multiple) : multiple),
  );
}

function coresOfLine(byLine: Readonly<Record<string, string>>, line: string): string {
  const entry = Object.entries(byLine).find(([lines]) => lines.split(" ").includes(line));
  if (entry === undefined) {
    throw new Error(`Chip row: no cores for line ${line}.`);
  }
  return entry[1];
}

/** The key under which a row's lines share their facts: equal keys, equal devices but for the part. */
export function factsKey(row: ChipRow, line: string): string {
  return `${row.id} ${typeof row.cores === "string" ? row.cores : coresOfLine(row.cores, line)}`;
}

function memoriesOf(
  family: ChipFamily,
  row: ChipRow,
  part: string,
  banks: readonly EraseRun[][],
  rom: SystemBootloader | undefined,
): Memory[] {
  const flash = banks.map((runs, index) => flashMemory(row, runs, banks.length === 1 ? null : index + 1));
  const ram = parseMemories(row.ram).filter((memory) => memory.viewOf === null);
  const eeprom = row.eeprom === undefined ? [] : parseMemories(row.eeprom);
  const others = [
    ...ram.map((memory) => plainMemory(row, memory, ramKind(memory.name))),
    ...eeprom.map((memory) => plainMemory(row, memory, "eeprom")),
  ].sort((a, b) => a.base - b.base);
  return [...flash, ...others, ...otpMemories(family, part), ...systemMemories(rom)];
}

function flashMemory(row: ChipRow, runs: EraseRun[], bank: number | null): Memory {
  const first = runs[0];
  const last = runs.at(-1);
  if (first === undefined || last === undefined) {
    throw new Error(`Chip row ${row.id}: a bank without erase units.`);
  }
  return {
    name: bank === null ? "Flash" : `Flash bank ${bank}`,
    kind: "flash",
    base: first.base,
    size: endOfRun(last) - first.base,
    eraseRuns: runs,
    ...doubtOf(row, `BANK_${bank ?? 1}`),
  };
}

function plainMemory(row: ChipRow, memory: NotedMemory, kind: MemoryKind): Memory {
  return { name: memory.name, kind, base: memory.base, size: memory.size, eraseRuns: [], ...doubtOf(row, memory.name) };
}

function doubtOf(row: ChipRow, name: string): { doubt: string } | object {
  return row.doubt?.memories.split(" ").includes(name) === true ? { doubt: row.doubt.what } : {};
}

function ramKind(name: string): MemoryKind {
  if (name.startsWith("CCM")) {
    return "ccm";
  }
  const kinds: Readonly<Record<string, MemoryKind>> = { ITCM: "itcm", DTCM: "dtcm", BKPSRAM: "backup-sram" };
  return kinds[name] ?? "sram";
}

function otpMemories(family: ChipFamily, part: string): Memory[] {
  return family.otp
    .filter(([parts]) => parts.test(part))
    .map(([, base, size]) => ({ name: "OTP", kind: "otp", base, size, eraseRuns: [] }));
}

function systemMemories(rom: SystemBootloader | undefined): Memory[] {
  if (rom?.systemMemory == null) {
    return [];
  }
  const { base, size, second, doubt } = rom.systemMemory;
  const ranges = second === null ? [{ base, size }] : [{ base, size }, second];
  return ranges.map((range, index) => ({
    name: index === 0 ? "System memory" : `System memory ${index + 1}`,
    kind: "system",
    base: range.base,
    size: range.size,
    eraseRuns: [],
    ...(doubt === null ? {} : { doubt }),
  }));
}

function aliasesOf(family: ChipFamily, row: ChipRow, part: string, memories: readonly Memory[]): Alias[] {
  const flash = memories.filter((memory) => memory.kind === "flash");
  const noted = parseMemories(row.ram);
  return [
    ...noted.filter((memory) => memory.viewOf !== null).map((view) => ramView(view, noted)),
    ...flashViews(family, flash),
    ...(isTrustZonePart(family, part) ? secureViews(memories) : []),
  ];
}

function ramView(view: NotedMemory, all: readonly NotedMemory[]): Alias {
  const target = all.find((memory) => memory.name === view.viewOf)?.base ?? Number(view.viewOf);
  if (Number.isNaN(target)) {
    throw new Error(`Chip row: ${view.name} is a view of an unknown memory.`);
  }
  return { base: view.base, size: view.size, target, what: view.name };
}

function flashViews(family: ChipFamily, flash: readonly Memory[]): Alias[] {
  const view = family.flashView;
  const first = flash[0];
  if (view === undefined || first === undefined) {
    return [];
  }
  return flash.map(({ base, size }) => ({
    base: view.base + (base - first.base),
    size,
    target: base,
    what: view.what,
  }));
}

function isTrustZonePart(family: ChipFamily, part: string): boolean {
  return family.trustZone !== undefined && family.trustZone.except?.test(part) !== true;
}

function secureViews(memories: readonly Memory[]): Alias[] {
  const flash = memories.filter((memory) => memory.kind === "flash");
  const sram = memories.filter((memory) => memory.kind === "sram");
  return [
    ...flash.map((m) => ({ base: m.base + SECURE_FLASH_OFFSET, size: m.size, target: m.base, what: "secure flash" })),
    ...sram.map((m) => ({ base: m.base + SECURE_SRAM_OFFSET, size: m.size, target: m.base, what: "secure SRAM" })),
  ];
}
