import type { Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";

// H5. TrustZone parts: RCC is RCC_NS, and so on, in a build that is not for the secure state.
const H5_RCC = 0x44020c00;
const h5 = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: H5_RCC + offset });
const H5_CR = h5("CR", 0x00);
const H5_CFGR1 = h5("CFGR1", 0x1c);

/** GPDMA1 and GPDMA2 are in AHB1RSTR, USB is in APB2RSTR. */
const H5_RESETS: readonly MaskWrite[] = [
  { ...h5("APB1LRSTR", 0x74), mask: 0xdffec1ff },
  { ...h5("APB1HRSTR", 0x78), mask: 0x4080062b },
  { ...h5("APB2RSTR", 0x7c), mask: 0x017f7800 },
  { ...h5("APB3RSTR", 0x80), mask: 0x001008e0 },
  { ...h5("AHB1RSTR", 0x60), mask: 0x010ad003 },
  { ...h5("AHB2RSTR", 0x64), mask: 0x001f1dff },
];
const H5_AHB4: MaskWrite = { ...h5("AHB4RSTR", 0x6c), mask: 0x00111880 };

/** HSI in the division the program has set. The prescalers are not in CFGR1: their fields are cleared last. */
const h5Clock = (pll3: Readonly<Record<string, number>>): ClockReset => ({
  on: { ...H5_CR, bits: { RCC_CR_HSION: 0x1 } },
  ready: { ...H5_CR, bits: { RCC_CR_HSIRDY: 0x2 } },
  select: { ...H5_CFGR1, bits: {} },
  status: { ...H5_CFGR1, bits: { RCC_CFGR1_SWS: 0x18 } },
  selected: { ...H5_CFGR1, bits: {} },
  off: [
    {
      ...H5_CR,
      bits: {
        RCC_CR_CSION: 0x100,
        RCC_CR_HSEON: 0x10000,
        RCC_CR_HSECSSON: 0x80000,
        RCC_CR_PLL1ON: 0x1000000,
        RCC_CR_PLL2ON: 0x4000000,
        ...pll3,
      },
    },
    {
      ...h5("CFGR2", 0x20),
      bits: { RCC_CFGR2_HPRE: 0xf, RCC_CFGR2_PPRE1: 0x70, RCC_CFGR2_PPRE2: 0x700, RCC_CFGR2_PPRE3: 0x7000 },
    },
  ],
});

const ICACHE = {
  enable: { register: "ICACHE->CR", address: 0x40030400, bits: { ICACHE_CR_EN: 0x1 } },
  busy: { register: "ICACHE->SR", address: 0x40030404, bits: { ICACHE_SR_BUSYF: 0x1 } },
} as const;
const DCACHE1 = {
  enable: { register: "DCACHE1->CR", address: 0x40031400, bits: { DCACHE_CR_EN: 0x1 } },
  busy: { register: "DCACHE1->SR", address: 0x40031404, bits: { DCACHE_SR_BUSYF: 0x1 } },
} as const;

/** PWR has no clock bit. */
const H5_UNLOCK: readonly Bits[] = [
  { ...h5("APB3ENR", 0xa8), bits: { RCC_APB3ENR_RTCAPBEN: 0x200000 } },
  { register: "PWR->DBPCR", address: 0x44020824, bits: { PWR_DBPCR_DBP: 0x1 } },
];

/** SBS, not SYSCFG: what is seen at address 0 is set by option bytes. */
const H5 = {
  series: "STM32H5",
  syscfgClock: null,
  memoryRemap: null,
  backup: { register: "TAMP->BKP0R", address: 0x44007d00, unlock: H5_UNLOCK },
  gpioA: { clock: { ...h5("AHB2ENR", 0x8c), bits: { RCC_AHB2ENR_GPIOAEN: 0x1 } }, base: 0x42020000, crl: false },
} as const;

export const H5_REGISTERS: readonly RegisterRow[] = [
  {
    ...H5,
    parts: /^STM32H503/i,
    headers: ["stm32h503xx.h"],
    // No AHB4, no PLL3, no data cache.
    peripheralResets: H5_RESETS,
    clock: h5Clock({}),
    caches: [ICACHE],
  },
  {
    ...H5,
    // The masks of H563; H5E and H5F have the same registers in the same places.
    parts: /^STM32H5[2-7EF]/i,
    headers: ["stm32h563xx.h", "stm32h5e5xx.h"],
    peripheralResets: [...H5_RESETS, H5_AHB4],
    clock: h5Clock({ RCC_CR_PLL3ON: 0x10000000 }),
    caches: [ICACHE, DCACHE1],
  },
];

// H7R/S
const H7RS_RCC = 0x58024400;
const h7rs = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: H7RS_RCC + offset });
const H7RS_CR = h7rs("CR", 0x00);
const H7RS_CFGR = h7rs("CFGR", 0x10);

/**
 * AHB5RSTR resets XSPI and FMC too: a program that runs from there stops. The mask of APB2RSTR is the one of APB1RSTR1 in
 * ST's macro. GPDMA1 and USB are in AHB1RSTR, HPDMA1 is in AHB5RSTR.
 */
const H7RS_RESETS: readonly MaskWrite[] = [
  { ...h7rs("APB1RSTR1", 0x90), mask: 0xc8ffc3ff },
  { ...h7rs("APB1RSTR2", 0x94), mask: 0x08000122 },
  { ...h7rs("APB2RSTR", 0x98), mask: 0xc8ffc3ff },
  { ...h7rs("APB4RSTR", 0x9c), mask: 0x04009e2a },
  { ...h7rs("APB5RSTR", 0x8c), mask: 0x00000016 },
  { ...h7rs("AHB1RSTR", 0x80), mask: 0x8e008030 },
  { ...h7rs("AHB2RSTR", 0x84), mask: 0x00004202 },
  { ...h7rs("AHB3RSTR", 0xa4), mask: 0x00000057 },
  { ...h7rs("AHB4RSTR", 0x88), mask: 0x0008b0ff },
  { ...h7rs("AHB5RSTR", 0x7c), mask: 0x0018513b },
];

/** HSI in the division the program has set. The prescalers are not in CFGR: their fields are cleared last. */
const H7RS_CLOCK: ClockReset = {
  on: { ...H7RS_CR, bits: { RCC_CR_HSION: 0x1 } },
  ready: { ...H7RS_CR, bits: { RCC_CR_HSIRDY: 0x4 } },
  select: { ...H7RS_CFGR, bits: {} },
  status: { ...H7RS_CFGR, bits: { RCC_CFGR_SWS: 0x38 } },
  selected: { ...H7RS_CFGR, bits: {} },
  off: [
    {
      ...H7RS_CR,
      bits: {
        RCC_CR_CSION: 0x80,
        RCC_CR_HSEON: 0x10000,
        RCC_CR_HSECSSON: 0x100000,
        RCC_CR_PLL1ON: 0x1000000,
        RCC_CR_PLL2ON: 0x4000000,
        RCC_CR_PLL3ON: 0x10000000,
      },
    },
    { ...h7rs("CDCFGR", 0x18), bits: { RCC_CDCFGR_CPRE: 0xf } },
    { ...h7rs("BMCFGR", 0x1c), bits: { RCC_BMCFGR_BMPRE: 0xf } },
    {
      ...h7rs("APBCFGR", 0x20),
      bits: {
        RCC_APBCFGR_PPRE1: 0x7,
        RCC_APBCFGR_PPRE2: 0x70,
        RCC_APBCFGR_PPRE4: 0x700,
        RCC_APBCFGR_PPRE5: 0x7000,
      },
    },
  ],
};

/** PWR has no clock bit. */
const H7RS_UNLOCK: readonly Bits[] = [
  { ...h7rs("APB4ENR", 0x154), bits: { RCC_APB4ENR_RTCAPBEN: 0x10000 } },
  { register: "PWR->CR1", address: 0x58024800, bits: { PWR_CR1_DBP: 0x100 } },
];

/** SBS, not SYSCFG, and no choice of what is at address 0. */
export const H7RS_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32H7RS",
    parts: /^STM32H7[RS]/i,
    headers: ["stm32h7s7xx.h"],
    peripheralResets: H7RS_RESETS,
    clock: H7RS_CLOCK,
    syscfgClock: null,
    memoryRemap: null,
    backup: { register: "TAMP->BKP0R", address: 0x58004500, unlock: H7RS_UNLOCK },
    clockProtection: { ...h7rs("CKPROTR", 0x100), bits: { RCC_CKPROTR_XSPICKP: 0x1, RCC_CKPROTR_FMCCKP: 0x2 } },
    gpioA: { clock: { ...h7rs("AHB4ENR", 0x140), bits: { RCC_AHB4ENR_GPIOAEN: 0x1 } }, base: 0x58020000, crl: false },
  },
];
