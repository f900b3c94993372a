import type { AddressRange, Core } from "./device";
import type { McuMemory, McuReport } from "./mcu-report";
import type { SystemBootloader, SystemBootloaderInterfaces } from "./system-bootloader";

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

/** Which chips a name leaves open: one line each. */
export function mcuList(name: string, reports: readonly McuReport[]): string {
  const parts = new Map(reports.map((report) => [report.part, report]));
  const lines = [...parts.values()].map((report) => {
    const flash = report.memories.reduce((sum, memory) => sum + (memory.kind === "flash" ? memory.size : 0), 0);
    return `  ${report.part}  ${report.cores.map(({ id }) => id).join(" + ")}, ${bytes(flash)} of flash`;
  });
  return [`${parts.size} chips fit ${name}; all of one is told when it is named:`, ...lines, ""].join("\n");
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
    ...fact(rom.jumpAddress, (address) => `jump address ${hex(address)}, jump ${rom.jumpStatus.replaceAll("-", " ")}`),
    ...fact(rom.condition, (condition) => condition),
    ...fact(rom.idAddress, (address) => `bootloader ID at ${hex(address)}`),
    ...fact(rom.pid, (pid) => `answers GET ID with ${hex(pid)}`),
    ...(interfaces.length === 0 ? [] : [`  interfaces: ${interfaces.join(", ")}`]),
    ...fact(rom.dfuClock, (clock) => `DFU clock: ${clock}`),
    ...fact(rom.ramUsed, (areas) => `uses RAM ${areas.map(range).join(", ")}`),
    ...fact(rom.ramNote, (note) => `RAM: ${note}`),
    ...startLines(rom),
    ...rom.limitations.map((limitation) => `  limitation: ${limitation}`),
    ...rom.reports.map((report) => `  field report: ${report}`),
  ];
}

/** How it comes to run, and beside what. */
function startLines(rom: SystemBootloader): string[] {
  return [
    ...fact(rom.emptyCheck, (checks) => `empty check at boot: ${checks ? "yes" : "no"}`),
    ...(rom.dualBankBoot ? ["  may boot from bank 2 (dual-bank boot)"] : []),
    ...fact(
      rom.remap,
      (remap) => `remap to address 0: ${remap.available ? `${remap.register}, ${remap.value}` : "not on this line"}`,
    ),
    ...fact(rom.trustZone, (state) => (state === "none" ? undefined : `TrustZone: ${state.replaceAll("-", " ")}`)),
    ...fact(rom.dualCore, (words) => `two cores: ${words}`),
    ...(rom.watchdog === "refreshed" ? ["  a running IWDG is refreshed"] : []),
  ];
}

/** A line for what is known; none for what is not, or has nothing to say. */
function fact<T>(value: T | null, words: (value: T) => string | undefined): string[] {
  const said = value === null ? undefined : words(value);
  return said === undefined ? [] : [`  ${said}`];
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
