/**
 * Registers a jump touches outside the Arm core, as ST's CMSIS device headers name and place them. The headers that were
 * read are in `headers`; what they do not have is null. A mask or value is the macro's own, expanded.
 */
export interface RegisterRow {
  /** `STM32F4`. */
  readonly series: string;
  /** Part numbers the row is for. Over all rows exactly one fits a part of the series. */
  readonly parts: RegExp;
  /** Device headers in which names and addresses were read. */
  readonly headers: readonly string[];
  /** What `HAL_DeInit` of ST's HAL writes to put every peripheral into reset, in its order; it then writes 0. */
  readonly peripheralResets: readonly MaskWrite[];
  /** Set where DMA has no reset bit: its channels have to be switched off one by one. */
  readonly dmaChannels?: DmaChannels;
  /** SYSCLK back to the oscillator the chip starts on after reset; null: not known well enough. */
  readonly clock: ClockReset | null;
  /** The clock of SYSCFG; null: the chip has no SYSCFG, or its clock cannot be switched. */
  readonly syscfgClock: Bits | null;
  /** What is seen at address 0 (MEM_MODE); null: the chip has no such choice. */
  readonly memoryRemap: MemoryRemap | null;
  /** A backup register that outlives a reset, and what makes it writable, in order; null: the chip has none. */
  readonly backup: BackupRegister | null;
  /** ST's own caches of the Cortex-M33 lines (ICACHE, DCACHE1 …): the bit that switches one on, the bit that says it works. */
  readonly caches?: readonly { readonly enable: Bits; readonly busy: Bits }[];
  /** H7R/S: the bits that protect the clocks of XSPI and FMC. */
  readonly clockProtection?: Bits;
  /** WB, WL5x: the bit that has booted the radio core. */
  readonly secondCoreBoot?: Bits;
  /** The clock of GPIO port A, and the port's base address. */
  readonly gpioA: {
    readonly clock: Bits;
    readonly base: number;
    /** F1 has CRL and CRH instead of MODER. */ readonly crl: boolean;
  };
}

/** A register as C writes it (`RCC->AHB1ENR`), and where it is. */
export interface Register {
  readonly register: string;
  readonly address: number;
}

/** Bits of one register by macro name: `{ RCC_AHB1ENR_GPIOAEN: 0x1 }`. */
export interface Bits extends Register {
  readonly bits: Readonly<Record<string, number>>;
}

export interface MaskWrite extends Register {
  /** What the HAL's force-reset macro writes: 0xffffffff, or the value it has. */
  readonly mask: number;
  /** HAL_DeInit leaves it out. */
  readonly beyondHal?: true;
}

export interface DmaChannels {
  /** `DMA1_Channel1->CCR`; the next channel's is 20 bytes on. */
  readonly dma1: Register;
  readonly dma1Channels: number;
  /** `DMA2_Channel1->CCR`, and the parts that have it. */
  readonly dma2: Register & { readonly parts: RegExp };
  readonly dma2Channels: number;
}

export interface ClockReset {
  /** The oscillator that runs after reset: the bit that starts it and the bit that says it runs. */
  readonly on: Bits;
  readonly ready: Bits;
  /** Written as a whole, so that prescalers go back too: the value that selects the oscillator, by macro where it is not 0. */
  readonly select: Bits;
  /** The field that says what is selected, and the value it reads then, by macro where it is not 0. */
  readonly status: Bits;
  readonly selected: Bits;
  /** Bits that switch PLLs and the other oscillators off, register by register. */
  readonly off: readonly Bits[];
}

export interface MemoryRemap extends Register {
  /** The whole field: `{ SYSCFG_MEMRMP_MEM_MODE: 3 }`. */
  readonly field: Readonly<Record<string, number>>;
  /** Its value for system memory at address 0. */
  readonly systemMemory: Readonly<Record<string, number>>;
  /** Its value for SRAM at address 0. */
  readonly sram: Readonly<Record<string, number>>;
}

export interface BackupRegister extends Register {
  /** Clocks and the write protection of the backup domain: bits to set, in order. */
  readonly unlock: readonly Bits[];
}
