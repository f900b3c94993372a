/**
 * One device line of AN2606 (Rev 70, February 2026), and what else is known of its ROM bootloader. `null`: not known.
 * Addresses and figures are AN2606's unless `confidence` says otherwise. Adding a line is one such row.
 */
export interface SystemBootloaderRow {
  readonly line: string;
  /** `STM32F4`: names the HAL and device headers. */
  readonly series: string;
  /** Part numbers of the line; over all rows exactly one fits a part. */
  readonly parts: readonly RegExp[];
  /** Parts AN2606 does not name; their die or PID puts them here. */
  readonly byDie?: string;
  /** False: the line is not in AN2606 Rev 70. */
  readonly inAn2606?: false;
  /** What GET ID answers; DBGMCU_IDCODE DEV_ID. */
  readonly pid: number | null;
  /** Address of the ROM's initial stack pointer; the reset handler is the next word. */
  readonly jump: number | null;
  /** System memory: first and last byte. */
  readonly memory: readonly [first: number, last: number] | null;
  readonly memory2?: readonly [first: number, last: number];
  readonly memoryDoubt?: string;
  /** Address of the bootloader ID. */
  readonly idAt: number | null;
  readonly versions: readonly SystemBootloaderVersion[] | null;
  /** RAM the ROM uses: base, bytes. */
  readonly ram: readonly (readonly [base: number, size: number])[] | null;
  readonly ramNote?: string;
  /** RAM a host may write, as AN2606 table 226 prints it. */
  readonly hostRam: string | null;
  /** `DFU USART1 I2C1 …`, newest version. */
  readonly interfaces: string | null;
  /** The clock USB DFU needs; null also where there is no DFU. */
  readonly dfuClock: string | null;
  /** Boot pattern of AN2606 table 2. */
  readonly pattern: number | null;
  /** The boot pattern asks whether flash is empty. */
  readonly emptyCheck: boolean | null;
  readonly dualBankBoot: boolean;
  /** How system memory is mapped to address 0; `none`: not on this line. */
  readonly remap: RemapRow | "none" | null;
  /** The core that jumps. */
  readonly core: string | null;
  readonly highestIrq: number | null;
  /** Length of NVIC->ICER in the CMSIS header of the core. */
  readonly icerWords: number | null;
  /** `product-states`: none, but life-cycle states; `optional-sfsp`: every boot passes ST's secure first stage. */
  readonly trustZone: "none" | "product-states" | "optional" | "optional-sfsp" | null;
  /** What has to be off before the jump. */
  readonly caches: "none" | "l1" | "icache" | "icache dcache1" | "icache dcache1 dcache2" | null;
  readonly dualCore?: string;
  readonly status: JumpStatus;
  /** Under which condition the jump works, or why it does not. */
  readonly condition?: string;
  /** AN2606 rules the jump out and users say that it works: on every ROM, or only on those with this ID byte. */
  readonly fieldJump?: { readonly onlyId?: number };
  /** The empty check sends a jump back to flash unless the first word of flash is erased, or the pin of BOOT0 is high. */
  readonly jumpNeeds?: "empty-flash" | "empty-flash-or-boot0";
  readonly limitations?: readonly string[];
  /** What users found. */
  readonly reports?: readonly string[];
  /** `refreshed`: a running IWDG is refreshed by the ROM; `not-stated`: nothing says so. */
  readonly watchdog: "refreshed" | "not-stated" | null;
  /** Milliseconds from reset to ready; a text where it depends. */
  readonly startMs?: number | string | null;
  readonly hseTimeoutMs?: number | string;
  readonly usbMs?: number | string;
  readonly note?: string;
  /** `verified`: two independent sources at least give the jump address; null: there is none. */
  readonly confidence: "verified" | "single" | "conflicting" | null;
}

export interface SystemBootloaderVersion {
  /** The byte (C5, C091, C092: 12 bits) at `idAt`. */
  readonly id: number | null;
  readonly versions: string | null;
  readonly silicon?: string;
  /** How it differs from the newest. */
  readonly has?: string;
}

export interface RemapRow {
  readonly register: "CFGR1" | "MEMRMP";
  /** `REGISTER BIT` of the SYSCFG clock; null: always on. */
  readonly clock: string | null;
  /** Why: what a boot from system memory does; needed without VTOR; AN2606 asks for it; users needed it. */
  readonly why: "usual" | "no-vtor" | "dual-bank-boot" | "field-reports";
}

/** `ok`: documented and seen; `conditional`: see the condition; the rest: no code. */
export type JumpStatus = "ok" | "conditional" | "documented-not-possible" | "not-documented" | "unknown";
