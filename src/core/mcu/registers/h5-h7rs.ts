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
    parts: /^STM32H5[2-7]/i,
    headers: ["stm32h563xx.h"],
    peripheralResets: [...H5_RESETS, H5_AHB4],
    clock: h5Clock({ RCC_CR_PLL3ON: 0x10000000 }),
    caches: [ICACHE, DCACHE1],
  },
];
