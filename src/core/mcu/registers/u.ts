import type { Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";

// U5. TrustZone parts: the names without _NS or _S are the non-secure ones in a build that is not for the secure state.
const U5_RCC = 0x46020c00;
const u5 = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: U5_RCC + offset });
const U5_CR = u5("CR", 0x00);
const U5_CFGR1 = u5("CFGR1", 0x1c);

/** HAL_DeInit leaves APB3 out: SYSCFG, SPI3, LPUART1, I2C3, LPTIM1/3/4. */
const U5_RESETS: readonly MaskWrite[] = [
  { ...u5("APB1RSTR1", 0x74), mask: 0x027e403f },
  { ...u5("APB1RSTR2", 0x78), mask: 0x00800222 },
  { ...u5("APB2RSTR", 0x7c), mask: 0x00677800 },
  { ...u5("AHB1RSTR", 0x60), mask: 0x0007100f },
  { ...u5("AHB2RSTR1", 0x64), mask: 0x19bf55ff },
  { ...u5("AHB2RSTR2", 0x68), mask: 0x00000111 },
  { ...u5("AHB3RSTR", 0x6c), mask: 0x00000661 },
];

const U5_CLOCK: ClockReset = {
  on: { ...U5_CR, bits: { RCC_CR_MSISON: 0x1 } },
  ready: { ...U5_CR, bits: { RCC_CR_MSISRDY: 0x4 } },
  select: { ...U5_CFGR1, bits: {} },
  status: { ...U5_CFGR1, bits: { RCC_CFGR1_SWS: 0xc } },
  selected: { ...U5_CFGR1, bits: {} },
  off: [
    // The prescalers are not in CFGR1: their fields are cleared here.
    { ...u5("CFGR2", 0x20), bits: { RCC_CFGR2_HPRE: 0xf, RCC_CFGR2_PPRE1: 0x70, RCC_CFGR2_PPRE2: 0x700 } },
    { ...u5("CFGR3", 0x24), bits: { RCC_CFGR3_PPRE3: 0x70 } },
    {
      ...U5_CR,
      bits: {
        RCC_CR_HSION: 0x100,
        RCC_CR_HSEON: 0x10000,
        RCC_CR_CSSON: 0x80000,
        RCC_CR_PLL1ON: 0x1000000,
        RCC_CR_PLL2ON: 0x4000000,
        RCC_CR_PLL3ON: 0x10000000,
      },
    },
  ],
};

const U5_UNLOCK: readonly Bits[] = [
  { ...u5("AHB3ENR", 0x94), bits: { RCC_AHB3ENR_PWREN: 0x4 } },
  { ...u5("APB3ENR", 0xa8), bits: { RCC_APB3ENR_RTCAPBEN: 0x200000 } },
  { register: "PWR->DBPR", address: 0x46020828, bits: { PWR_DBPR_DBP: 0x1 } },
];

const cache = (name: string, kind: string, address: number): NonNullable<RegisterRow["caches"]>[number] => ({
  enable: { register: `${name}->CR`, address, bits: { [`${kind}_CR_EN`]: 0x1 } },
  busy: { register: `${name}->SR`, address: address + 4, bits: { [`${kind}_SR_BUSYF`]: 0x1 } },
});
const ICACHE = cache("ICACHE", "ICACHE", 0x40030400);
const DCACHE1 = cache("DCACHE1", "DCACHE", 0x40031400);
/** The graphics processor's: only the chips that have one. */
const DCACHE2 = cache("DCACHE2", "DCACHE", 0x40031800);

const U5 = {
  series: "STM32U5",
  peripheralResets: U5_RESETS,
  clock: U5_CLOCK,
  syscfgClock: { ...u5("APB3ENR", 0xa8), bits: { RCC_APB3ENR_SYSCFGEN: 0x2 } },
  memoryRemap: null,
  backup: { register: "TAMP->BKP0R", address: 0x46007d00, unlock: U5_UNLOCK },
  gpioA: { clock: { ...u5("AHB2ENR1", 0x8c), bits: { RCC_AHB2ENR1_GPIOAEN: 0x1 } }, base: 0x42020000, crl: false },
} as const;

export const U5_REGISTERS: readonly RegisterRow[] = [
  {
    ...U5,
    parts: /^STM32U5(?:[3478]|[9A]5)/i,
    headers: ["stm32u575xx.h", "stm32u595xx.h"],
    caches: [ICACHE, DCACHE1],
  },
  {
    ...U5,
    parts: /^STM32U5(?:[9A]9|[FG])/i,
    headers: ["stm32u599xx.h", "stm32u5f7xx.h", "stm32u5g9xx.h"],
    caches: [ICACHE, DCACHE1, DCACHE2],
  },
];

// U3
const ALL = 0xffffffff;
const U3_RCC = 0x40030c00;
const u3 = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: U3_RCC + offset });
const U3_CR = u3("CR", 0x00);
const U3_CFGR1 = u3("CFGR1", 0x1c);

/** GPDMA1 is in AHB1RSTR1, USB in APB2RSTR. */
const U3_RESETS: readonly MaskWrite[] = [
  { ...u3("AHB1RSTR1", 0x60), mask: ALL },
  { ...u3("AHB2RSTR1", 0x64), mask: ALL },
  { ...u3("AHB2RSTR2", 0x68), mask: ALL },
  { ...u3("APB1RSTR1", 0x74), mask: ALL },
  { ...u3("APB1RSTR2", 0x78), mask: ALL },
  { ...u3("APB2RSTR", 0x7c), mask: ALL },
  { ...u3("APB3RSTR", 0x80), mask: ALL },
];

/** MSIS in the range the program has set. There is no PLL in the header that was read. */
const U3_CLOCK: ClockReset = {
  on: { ...U3_CR, bits: { RCC_CR_MSISON: 0x1 } },
  ready: { ...U3_CR, bits: { RCC_CR_MSISRDY: 0x4 } },
  select: { ...U3_CFGR1, bits: {} },
  status: { ...U3_CFGR1, bits: { RCC_CFGR1_SWS: 0xc } },
  selected: { ...U3_CFGR1, bits: {} },
  off: [
    { ...u3("CFGR2", 0x20), bits: { RCC_CFGR2_HPRE: 0xf, RCC_CFGR2_PPRE1: 0x70, RCC_CFGR2_PPRE2: 0x700 } },
    { ...u3("CFGR3", 0x24), bits: { RCC_CFGR3_PPRE3: 0x70 } },
    { ...U3_CR, bits: { RCC_CR_HSION: 0x800, RCC_CR_HSEON: 0x10000, RCC_CR_HSECSSON: 0x80000 } },
  ],
};

const U3_UNLOCK: readonly Bits[] = [
  { ...u3("AHB1ENR2", 0x94), bits: { RCC_AHB1ENR2_PWREN: 0x4 } },
  { ...u3("APB1ENR1", 0x9c), bits: { RCC_APB1ENR1_RTCAPBEN: 0x40000000 } },
  { register: "PWR->DBPR", address: 0x40030828, bits: { PWR_DBPR_DBP: 0x1 } },
];

export const U3_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32U3",
    parts: /^STM32U3[78BC]5/i,
    headers: ["stm32u375xx.h", "stm32u3c5xx.h"],
    peripheralResets: U3_RESETS,
    clock: U3_CLOCK,
    syscfgClock: { ...u3("APB3ENR", 0xa8), bits: { RCC_APB3ENR_SYSCFGEN: 0x2 } },
    memoryRemap: null,
    backup: { register: "TAMP->BKP0R", address: 0x40007d00, unlock: U3_UNLOCK },
    caches: [ICACHE],
    gpioA: { clock: { ...u3("AHB2ENR1", 0x8c), bits: { RCC_AHB2ENR1_GPIOAEN: 0x1 } }, base: 0x42020000, crl: false },
  },
];

// U0
const U0_RCC = 0x40021000;
const u0 = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: U0_RCC + offset });
const U0_CR = u0("CR", 0x00);
const U0_CFGR = u0("CFGR", 0x08);

/** USB is in APBRSTR1, DMA in AHBRSTR. */
const U0_RESETS: readonly MaskWrite[] = [
  { ...u0("APBRSTR1", 0x38), mask: ALL },
  { ...u0("APBRSTR2", 0x40), mask: ALL },
  { ...u0("AHBRSTR", 0x28), mask: ALL },
  { ...u0("IOPRSTR", 0x2c), mask: ALL },
];

/** MSI in the range the program has set. */
const U0_CLOCK: ClockReset = {
  on: { ...U0_CR, bits: { RCC_CR_MSION: 0x1 } },
  ready: { ...U0_CR, bits: { RCC_CR_MSIRDY: 0x2 } },
  select: { ...U0_CFGR, bits: {} },
  status: { ...U0_CFGR, bits: { RCC_CFGR_SWS: 0x38 } },
  selected: { ...U0_CFGR, bits: {} },
  off: [
    {
      ...U0_CR,
      bits: { RCC_CR_HSION: 0x100, RCC_CR_HSEON: 0x10000, RCC_CR_CSSON: 0x80000, RCC_CR_PLLON: 0x1000000 },
    },
  ],
};

const U0_UNLOCK: readonly Bits[] = [
  { ...u0("APBENR1", 0x58), bits: { RCC_APBENR1_PWREN: 0x10000000, RCC_APBENR1_RTCAPBEN: 0x400 } },
  { register: "PWR->CR1", address: 0x40007000, bits: { PWR_CR1_DBP: 0x100 } },
];

export const U0_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32U0",
    parts: /^STM32U0/i,
    headers: ["stm32u083xx.h"],
    peripheralResets: U0_RESETS,
    clock: U0_CLOCK,
    syscfgClock: { ...u0("APBENR2", 0x60), bits: { RCC_APBENR2_SYSCFGEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->CFGR1",
      address: 0x40010000,
      field: { SYSCFG_CFGR1_MEM_MODE: 0x3 },
      systemMemory: { SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_CFGR1_MEM_MODE_1: 0x2, SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
    },
    backup: { register: "TAMP->BKP0R", address: 0x4000b100, unlock: U0_UNLOCK },
    gpioA: { clock: { ...u0("IOPENR", 0x4c), bits: { RCC_IOPENR_GPIOAEN: 0x1 } }, base: 0x50000000, crl: false },
  },
];
