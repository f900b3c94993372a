import type { AddressRange, Alias, Core, Device, EraseRun, MemoryKind } from "./device";
import { systemBootloaderOf, type SystemBootloader, type SystemBootloaderInterfaces } from "./system-bootloader";

/** What `bootsmith mcu PART --format json` prints. Addresses and sizes are JSON numbers, bytes. */
export interface McuReport {
  readonly part: string;
  readonly family: string;
  /** The application core; `cores` has all. */
  readonly core: string;
  readonly memories: readonly McuMemory[];
  /** Entries of the vector table of `core`. */
  readonly vectors: number;
  /** Bytes; null: the core has no VTOR. */
  readonly vectorTableAlignment: number | null;
  /** Bytes; what ST's manuals ask for. */
  readonly documentedVectorTableAlignment: number | null;
  readonly systemBootloader: SystemBootloader | null;
  readonly cores: readonly Core[];
  readonly aliases: readonly Alias[];
  readonly eraseUnit: string;
  readonly erased: number;
  readonly rewrite: string | null;
  /** The option-bit setting this describes; null: there is only one. */
  readonly variant: string | null;
  readonly reserved: readonly (AddressRange & { readonly what: string })[];
  readonly doubt: readonly string[];
}

export interface McuMemory {
  readonly name: string;
  readonly kind: MemoryKind;
  readonly base: number;
  readonly size: number;
  readonly eraseUnits: readonly EraseRun[];
  /** Smallest write, bytes; null outside flash. */
  readonly programUnit: number | null;
  readonly doubt: string | null;
}

/** All that is known of one candidate of a chip. */
export function mcuReport(device: Device): McuReport {
  const core = device.cores[0];
  if (core === undefined) {
    throw new Error(`${device.part} has no core: a fault in its row.`);
  }
  return {
    part: device.part,
    family: device.family,
    core: core.id,
    memories: device.memories.map((memory) => ({
      name: memory.name,
      kind: memory.kind,
      base: memory.base,
      size: memory.size,
      eraseUnits: memory.eraseRuns,
      programUnit: memory.kind === "flash" ? device.programUnit : null,
      doubt: memory.doubt ?? null,
    })),
    vectors: core.vectors,
    vectorTableAlignment: core.vectorAlignment,
    documentedVectorTableAlignment: core.documentedVectorAlignment,
    systemBootloader: systemBootloaderOf(device.part) ?? null,
    cores: device.cores,
    aliases: device.aliases,
    eraseUnit: device.eraseUnit,
    erased: device.erased,
    rewrite: device.rewrite,
    variant: device.variant,
    reserved: device.reserved ?? [],
    doubt: device.doubt,
  };
}

/** The report for people, one fact per line; what is not known is not printed. */
export function mcuText(report: McuReport): string {
  return [
    `${report.part} (${report.family})${report.variant === null ? "" : `, ${report.variant}`}`,
    ...report.cores.map(coreLine),
    ...report.memories.map((memory) => memoryLine(memory, report.eraseUnit)),
    ...report.aliases.map((view) => `  ${range(view)}  view of ${hex(view.target)}: ${view.what}`),
    ...report.reserved.map((area) => `  ${range(area)}  ${area.what}`),
    ...(report.memories.some((memory) => memory.kind === "flash") ? [flashLine(report)] : []),
    ...report.doubt.map((doubt) => `In doubt: ${doubt}.`),
    ...bootloaderLines(report.systemBootloader),
    "",
  ].join("\n");
}

function coreLine(core: Core): string {
  if (core.vectorAlignment === null) {
    return `Core ${core.id}: ${core.vectors} vectors at address 0, no VTOR`;
  }
  const documented = core.documentedVectorAlignment ?? core.vectorAlignment;
  const asked = documented > core.vectorAlignment ? ` (ST's manuals ask for ${hex(documented)})` : "";
  return `Core ${core.id}: ${core.vectors} vectors, table aligned to ${hex(core.vectorAlignment)}${asked}`;
}

function memoryLine(memory: McuMemory, unit: string): string {
  const units = memory.eraseUnits.map((run) => `${run.count} × ${bytes(run.size)}`).join(", ");
  const doubt = memory.doubt === null ? "" : `  (in doubt: ${memory.doubt})`;
  return `  ${range(memory)}  ${memory.name}, ${bytes(memory.size)}${units === "" ? "" : `: ${unit}s ${units}`}${doubt}`;
}

function flashLine(report: McuReport): string {
  const unit = report.memories.find((memory) => memory.programUnit !== null)?.programUnit;
  const rules: Readonly<Record<string, string>> = {
    once: ", each unit once after an erase",
    "bits-1-to-0": ", bits may go from 1 to 0 again",
    "erased-or-zero": ", only erased units, or to zero",
  };
  const rule = report.rewrite === null ? "" : (rules[report.rewrite] ?? "");
  const write = unit === undefined ? "" : `written in units of ${bytes(unit ?? 0)}${rule}; `;
  return `Flash: ${write}erased bytes read ${hex(report.erased, 2)}`;
}

function bootloaderLines(rom: SystemBootloader | null): string[] {
  if (rom === null) {
    return ["System bootloader: none known"];
  }
  const interfaces = rom.interfaces === null ? [] : interfaceNames(rom.interfaces);
  return [
    `System bootloader (${rom.inAn2606 ? "AN2606" : "not in AN2606"}): ${rom.line}`,
    ...(rom.jumpAddress === null
      ? []
      : [`  jump address ${hex(rom.jumpAddress)}, jump ${rom.jumpStatus.replaceAll("-", " ")}`]),
    ...(rom.condition === null ? [] : [`  ${rom.condition}`]),
    ...(rom.idAddress === null ? [] : [`  bootloader ID at ${hex(rom.idAddress)}`]),
    ...(interfaces.length === 0 ? [] : [`  interfaces: ${interfaces.join(", ")}`]),
    ...(rom.dfuClock === null ? [] : [`  DFU clock: ${rom.dfuClock}`]),
    ...rom.limitations.map((limitation) => `  limitation: ${limitation}`),
    ...rom.reports.map((report) => `  field report: ${report}`),
  ];
}

function interfaceNames({ usbDfu, usart, i2c, i3c, spi, can, fdcan }: SystemBootloaderInterfaces): string[] {
  return [...(usbDfu ? ["USB DFU"] : []), ...usart, ...i2c, ...i3c, ...spi, ...can, ...fdcan];
}

function range(area: AddressRange): string {
  return `${hex(area.base)}..${hex(area.base + area.size - 1)}`;
}

function hex(value: number, digits = value > 0xffff ? 8 : 1): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

function bytes(value: number): string {
  if (value >= 1024 && value % 1024 === 0) {
    return `${value / 1024} KiB`;
  }
  return value === 1 ? "1 byte" : `${value} bytes`;
}
