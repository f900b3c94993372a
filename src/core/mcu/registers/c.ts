import type { Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";

const ALL = 0xffffffff;

// C0
const C0_RCC = 0x40021000;
const c0 = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: C0_RCC + offset });
const C0_CR = c0("CR", 0x00);
const C0_CFGR = c0("CFGR", 0x08);

/** USB is in APBRSTR1, DMA in AHBRSTR. */
const C0_RESETS: readonly MaskWrite[] = [
  { ...c0("APBRSTR1", 0x2c), mask: ALL },
  { ...c0("APBRSTR2", 0x30), mask: ALL },
  { ...c0("AHBRSTR", 0x28), mask: ALL },
  { ...c0("IOPRSTR", 0x24), mask: ALL },
];

const C0_GPIOA: Bits = { ...c0("IOPENR", 0x34), bits: { RCC_IOPENR_GPIOAEN: 0x1 } };

export const C0_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32C0",
    parts: /^STM32C0/i,
    headers: ["stm32c071xx.h"],
    peripheralResets: C0_RESETS,
    // HSI48 in the division the program has set; there is no PLL.
    clock: {
      on: { ...C0_CR, bits: { RCC_CR_HSION: 0x100 } },
      ready: { ...C0_CR, bits: { RCC_CR_HSIRDY: 0x400 } },
      select: { ...C0_CFGR, bits: {} },
      status: { ...C0_CFGR, bits: { RCC_CFGR_SWS: 0x38 } },
      selected: { ...C0_CFGR, bits: {} },
      off: [{ ...C0_CR, bits: { RCC_CR_HSEON: 0x10000, RCC_CR_CSSON: 0x80000 } }],
    },
    syscfgClock: { ...c0("APBENR2", 0x40), bits: { RCC_APBENR2_SYSCFGEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->CFGR1",
      address: 0x40010000,
      field: { SYSCFG_CFGR1_MEM_MODE: 0x3 },
      systemMemory: { SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_CFGR1_MEM_MODE_1: 0x2, SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
    },
    // PWR->BKP0R to BKP3R: the header gives them 32 bits, the HAL writes 16.
    backup: null,
    gpioA: { clock: C0_GPIOA, base: 0x50000000, crl: false },
  },
];

// C5. Its HAL is ST's second generation: HAL_RCC_Reset, no HAL_RCC_DeInit.
const C5_RCC = 0x44020c00;
const c5 = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: C5_RCC + offset });
const C5_CR1 = c5("CR1", 0x00);
const C5_CFGR1 = c5("CFGR1", 0x1c);

/** All but SRAM1, SRAM2 and FLASH in AHB1RSTR, where LPDMA is, and the window watchdog in APB1LRSTR. USB is in APB2RSTR. */
const c5Resets = (...ahb4: readonly MaskWrite[]): readonly MaskWrite[] => [
  { ...c5("AHB1RSTR", 0x60), mask: 0x3ffffeff },
  { ...c5("AHB2RSTR", 0x64), mask: ALL },
  ...ahb4,
  { ...c5("APB1LRSTR", 0x74), mask: 0xfffff7ff },
  { ...c5("APB1HRSTR", 0x78), mask: ALL },
  { ...c5("APB2RSTR", 0x7c), mask: ALL },
  { ...c5("APB3RSTR", 0x80), mask: ALL },
];
/** XSPI1: a program that runs from there stops. */
const C5_AHB4: MaskWrite = { ...c5("AHB4RSTR", 0x6c), mask: ALL };

/** HSIDIV3, HSI divided by 3. The prescalers are not in CFGR1: their fields are cleared last. */
const C5_CLOCK: ClockReset = {
  on: { ...C5_CR1, bits: { RCC_CR1_HSIDIV3ON: 0x2 } },
  ready: { ...C5_CR1, bits: { RCC_CR1_HSIDIV3RDY: 0x20 } },
  select: { ...C5_CFGR1, bits: {} },
  status: { ...C5_CFGR1, bits: { RCC_CFGR1_SWS: 0x18 } },
  selected: { ...C5_CFGR1, bits: {} },
  off: [
    {
      ...C5_CR1,
      bits: {
        RCC_CR1_HSISON: 0x1,
        RCC_CR1_HSIKON: 0x4,
        RCC_CR1_PSISON: 0x100,
        RCC_CR1_PSIDIV3ON: 0x200,
        RCC_CR1_PSIKON: 0x400,
        RCC_CR1_HSEON: 0x10000,
        RCC_CR1_HSECSSON: 0x80000,
      },
    },
    {
      ...c5("CFGR2", 0x20),
      bits: { RCC_CFGR2_HPRE: 0xf, RCC_CFGR2_PPRE1: 0x70, RCC_CFGR2_PPRE2: 0x700, RCC_CFGR2_PPRE3: 0x7000 },
    },
  ],
};

/** PWR has no clock bit. */
const C5_UNLOCK: readonly Bits[] = [
  { ...c5("APB3ENR", 0xa8), bits: { RCC_APB3ENR_RTCAPBEN: 0x200000 } },
  { register: "PWR->RTCCR", address: 0x44020824, bits: { PWR_RTCCR_DRTCP: 0x1 } },
];

/** SBS, not SYSCFG, and no choice of what is at address 0. */
const C5 = {
  series: "STM32C5",
  clock: C5_CLOCK,
  syscfgClock: null,
  memoryRemap: null,
  backup: { register: "TAMP->BKP0R", address: 0x44007d00, unlock: C5_UNLOCK },
  caches: [
    {
      enable: { register: "ICACHE->CR", address: 0x40030400, bits: { ICACHE_CR_EN: 0x1 } },
      busy: { register: "ICACHE->SR", address: 0x40030404, bits: { ICACHE_SR_BUSYF: 0x1 } },
    },
  ],
  gpioA: { clock: { ...c5("AHB2ENR", 0x8c), bits: { RCC_AHB2ENR_GPIOAEN: 0x1 } }, base: 0x42020000, crl: false },
} as const;

export const C5_REGISTERS: readonly RegisterRow[] = [
  { ...C5, parts: /^STM32C5[3-6]/i, headers: ["stm32c562xx.h"], peripheralResets: c5Resets() },
  { ...C5, parts: /^STM32C5[9A]/i, headers: ["stm32c5a3xx.h"], peripheralResets: c5Resets(C5_AHB4) },
];
