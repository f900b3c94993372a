import type { Bits, ClockReset, DmaChannels, MemoryRemap, Register } from "./row";

/**
 * Back to HSI, on F0 to F4. Multiplier and source of the PLL keep their values: they cannot change while it runs, and it
 * runs until `off`.
 */
export function hsiClock(control: Register, configuration: Register, otherPlls: Bits["bits"]): ClockReset {
  return {
    on: { ...control, bits: { RCC_CR_HSION: 0x1 } },
    ready: { ...control, bits: { RCC_CR_HSIRDY: 0x2 } },
    select: { ...configuration, bits: {} },
    status: { ...configuration, bits: { RCC_CFGR_SWS: 0xc } },
    selected: { ...configuration, bits: {} },
    off: [
      {
        ...control,
        bits: { RCC_CR_HSEON: 0x10000, RCC_CR_CSSON: 0x80000, RCC_CR_PLLON: 0x1000000, ...otherPlls },
      },
    ],
  };
}

/** Back to MSI, in the range the program has set: L4, L5, WB and WL. */
export function msiClock(control: Register, configuration: Register, otherPlls: Bits["bits"]): ClockReset {
  const off = {
    RCC_CR_HSION: 0x100,
    RCC_CR_HSEON: 0x10000,
    RCC_CR_CSSON: 0x80000,
    RCC_CR_PLLON: 0x1000000,
    ...otherPlls,
  };
  return {
    on: { ...control, bits: { RCC_CR_MSION: 0x1 } },
    ready: { ...control, bits: { RCC_CR_MSIRDY: 0x2 } },
    select: { ...configuration, bits: {} },
    status: { ...configuration, bits: { RCC_CFGR_SWS: 0xc } },
    selected: { ...configuration, bits: {} },
    off: [{ ...control, bits: off }],
  };
}

/** MEM_MODE of L4, WB and WL. */
export const L4_REMAP: MemoryRemap = {
  register: "SYSCFG->MEMRMP",
  address: 0x40010000,
  field: { SYSCFG_MEMRMP_MEM_MODE: 0x7 },
  systemMemory: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1 },
  sram: { SYSCFG_MEMRMP_MEM_MODE_1: 0x2, SYSCFG_MEMRMP_MEM_MODE_0: 0x1 },
};

/** The channels of F0, F1 and F3 (AHBPERIPH_BASE + 0x8, + 0x408). `dma2`: the parts with a second DMA. */
export function dmaChannels(dma2: RegExp): DmaChannels {
  return {
    dma1: { register: "DMA1_Channel1->CCR", address: 0x40020008 },
    dma1Channels: 7,
    dma2: { register: "DMA2_Channel1->CCR", address: 0x40020408, parts: dma2 },
    dma2Channels: 5,
  };
}
