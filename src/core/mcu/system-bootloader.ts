import type { AddressRange } from "./device";
import { chipData } from "./load-chip-data";
import type { JumpStatus, RemapRow, SystemBootloaderRow, SystemBootloaderVersion } from "./system-bootloaders/row";

export type { JumpStatus, SystemBootloaderVersion } from "./system-bootloaders/row";

/** The interfaces a ROM bootloader listens on, by kind. */
export interface SystemBootloaderInterfaces {
  readonly usbDfu: boolean;
  readonly usart: readonly string[];
  readonly i2c: readonly string[];
  readonly i3c: readonly string[];
  readonly spi: readonly string[];
  readonly can: readonly string[];
  readonly fdcan: readonly string[];
}

/** How system memory is mapped to address 0. */
export type SystemMemoryRemap =
  | { readonly available: false }
  | {
      readonly available: true;
      /** `SYSCFG->MEMRMP`. */
      readonly register: string;
      readonly value: "MEM_MODE = 01";
      readonly halMacro: "__HAL_SYSCFG_REMAPMEMORY_SYSTEMFLASH()";
      /** `RCC_APB2ENR SYSCFGEN`; null: the clock is always on. */
      readonly clockEnable: string | null;
      readonly why: RemapRow["why"];
    };

/** The ROM bootloader of a device line, as AN2606 and the field know it. Null is "not known". Sizes are bytes, times ms. */
export interface SystemBootloader {
  readonly line: string;
  readonly series: string;
  /** Parts AN2606 does not name; their die or PID puts them here. */
  readonly byDie: string | null;
  readonly inAn2606: boolean;
  /** What GET ID answers; DBGMCU_IDCODE DEV_ID. */
  readonly pid: number | null;
  /** Address of the word with the initial MSP; the reset handler is the next word. */
  readonly jumpAddress: number | null;
  readonly systemMemory:
    (AddressRange & { readonly second: AddressRange | null; readonly doubt: string | null }) | null;
  /** Address of the bootloader ID, and what it reads by version. */
  readonly idAddress: number | null;
  readonly versions: readonly SystemBootloaderVersion[] | null;
  readonly ramUsed: readonly AddressRange[] | null;
  readonly ramNote: string | null;
  readonly hostRam: string | null;
  readonly interfaces: SystemBootloaderInterfaces | null;
  readonly dfuClock: string | null;
  readonly activationPattern: number | null;
  readonly emptyCheck: boolean | null;
  readonly dualBankBoot: boolean;
  readonly remap: SystemMemoryRemap | null;
  /** The core that jumps. */
  readonly core: string | null;
  /** False on Cortex-M0. */
  readonly vtor: boolean | null;
  /** NVIC enable words that hold an interrupt of the line. */
  readonly nvicWords: number | null;
  readonly icerWords: number | null;
  readonly trustZone: SystemBootloaderRow["trustZone"];
  readonly caches: SystemBootloaderRow["caches"];
  readonly dualCore: string | null;
  readonly jumpStatus: JumpStatus;
  readonly condition: string | null;
  /** Users say that the jump works although AN2606 rules it out: on every ROM, or only on those with this ID byte. */
  readonly fieldJump: { readonly onlyId?: number } | null;
  /** The empty check sends a jump back to flash unless the first word of flash is erased, or the pin of BOOT0 is high. */
  readonly jumpNeeds: SystemBootloaderRow["jumpNeeds"] | null;
  readonly limitations: readonly string[];
  readonly reports: readonly string[];
  readonly watchdog: SystemBootloaderRow["watchdog"];
  readonly startMs: number | string | null;
  readonly hseTimeoutMs: number | string | null;
  readonly usbMs: number | string | null;
  readonly note: string | null;
  readonly confidence: SystemBootloaderRow["confidence"];
}

const expanded = new Map<SystemBootloaderRow, SystemBootloader>();

/** The ROM bootloader of a part (`STM32F407VGT6`, `STM32F407VG`, `STM32F407xx`), in any case; undefined: no line fits. */
export function systemBootloaderOf(part: string): SystemBootloader | undefined {
  const name = part.trim();
  const row = systemBootloaderRows().find((line) => line.parts.some((pattern) => pattern.test(name)));
  return row === undefined ? undefined : expand(row);
}

/** Every line, in table order. */
export function systemBootloaderRows(): readonly SystemBootloaderRow[] {
  return chipData().SYSTEM_BOOTLOADERS;
}

/** A line's row in the form the rest of core reads. */
export function expand(row: SystemBootloaderRow): SystemBootloader {
  const known = expanded.get(row);
  if (known !== undefined) {
    return known;
  }
  const line = build(row);
  expanded.set(row, line);
  return line;
}

function build(row: SystemBootloaderRow): SystemBootloader {
  return {
    line: row.line,
    series: row.series,
    byDie: row.byDie ?? null,
    inAn2606: row.inAn2606 ?? true,
    pid: row.pid,
    jumpAddress: row.jump,
    systemMemory: systemMemoryOf(row),
    idAddress: row.idAt,
    versions: row.versions,
    ramUsed: row.ram?.map(([base, size]) => ({ base, size })) ?? null,
    ramNote: row.ramNote ?? null,
    hostRam: row.hostRam,
    interfaces: row.interfaces === null ? null : interfacesOf(row.interfaces),
    dfuClock: row.dfuClock,
    activationPattern: row.pattern,
    emptyCheck: row.emptyCheck,
    dualBankBoot: row.dualBankBoot,
    remap: remapOf(row.remap),
    core: row.core,
    vtor: row.core === null ? null : row.core !== "cm0",
    nvicWords: row.highestIrq === null ? null : Math.floor(row.highestIrq / 32) + 1,
    icerWords: row.icerWords,
    trustZone: row.trustZone,
    caches: row.caches,
    dualCore: row.dualCore ?? null,
    jumpStatus: row.status,
    condition: row.condition ?? null,
    fieldJump: row.fieldJump ?? null,
    jumpNeeds: row.jumpNeeds ?? null,
    limitations: row.limitations ?? [],
    reports: row.reports ?? [],
    watchdog: row.watchdog,
    startMs: row.startMs ?? null,
    hseTimeoutMs: row.hseTimeoutMs ?? null,
    usbMs: row.usbMs ?? null,
    note: row.note ?? null,
    confidence: row.confidence,
  };
}

function systemMemoryOf({ memory, memory2, memoryDoubt }: SystemBootloaderRow): SystemBootloader["systemMemory"] {
  if (memory === null) {
    return null;
  }
  return {
    ...rangeOf(memory),
    second: memory2 === undefined ? null : rangeOf(memory2),
    doubt: memoryDoubt ?? null,
  };
}

function rangeOf([first, last]: readonly [number, number]): AddressRange {
  return { base: first, size: last - first + 1 };
}

function remapOf(remap: SystemBootloaderRow["remap"]): SystemMemoryRemap | null {
  if (remap === null || remap === "none") {
    return remap === null ? null : { available: false };
  }
  return {
    available: true,
    register: `SYSCFG->${remap.register}`,
    value: "MEM_MODE = 01",
    halMacro: "__HAL_SYSCFG_REMAPMEMORY_SYSTEMFLASH()",
    clockEnable: remap.clock,
    why: remap.why,
  };
}

function interfacesOf(text: string): SystemBootloaderInterfaces {
  const names = text.split(" ").filter((name) => name !== "");
  const named = (kind: RegExp): string[] => names.filter((name) => kind.test(name));
  return {
    usbDfu: names.includes("DFU"),
    usart: named(/^(?:LP)?US?ART/),
    i2c: named(/^I2C/),
    i3c: named(/^I3C/),
    spi: named(/^SPI/),
    can: named(/^CAN/),
    fdcan: named(/^FDCAN/),
  };
}
