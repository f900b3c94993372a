import type { Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";
import { L4_REMAP, msiClock } from "./shared";

/** A force-reset macro of this HAL writes all ones. */
const ALL = 0xffffffff;

// WB and WL: RCC of both has the layout of L4's.
const RCC = 0x58000000;
const PWR = 0x58000400;
const rcc = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: RCC + offset });
const CR = rcc("CR", 0x00);
const CFGR = rcc("CFGR", 0x08);

/** AHB3 holds semaphores, IPCC and what the radio core uses too; APB3 the radio. USB is in APB1RSTR1, DMA in AHB1RSTR. */
const RESETS: readonly MaskWrite[] = [
  { ...rcc("APB1RSTR1", 0x38), mask: ALL },
  { ...rcc("APB1RSTR2", 0x3c), mask: ALL },
  { ...rcc("APB2RSTR", 0x40), mask: ALL },
  { ...rcc("APB3RSTR", 0x44), mask: ALL },
  { ...rcc("AHB1RSTR", 0x28), mask: ALL },
  { ...rcc("AHB2RSTR", 0x2c), mask: ALL },
  { ...rcc("AHB3RSTR", 0x30), mask: ALL },
];

const clock = (pllSai: Bits["bits"]): ClockReset => msiClock(CR, CFGR, pllSai);

const UNLOCK: readonly Bits[] = [
  { ...rcc("APB1ENR1", 0x58), bits: { RCC_APB1ENR1_RTCAPBEN: 0x400 } },
  { register: "PWR->CR1", address: PWR, bits: { PWR_CR1_DBP: 0x100 } },
];

const SECOND_CORE: Bits = { register: "PWR->CR4", address: PWR + 0x0c, bits: { PWR_CR4_C2BOOT: 0x8000 } };

/** SYSCFG and PWR have no clock bit. */
const COMMON = {
  peripheralResets: RESETS,
  syscfgClock: null,
  memoryRemap: L4_REMAP,
  gpioA: { clock: { ...rcc("AHB2ENR", 0x4c), bits: { RCC_AHB2ENR_GPIOAEN: 0x1 } }, base: 0x48000000, crl: false },
} as const;

const WB = {
  ...COMMON,
  series: "STM32WB",
  backup: { register: "RTC->BKP0R", address: 0x40002850, unlock: UNLOCK },
  secondCoreBoot: SECOND_CORE,
} as const;

export const WB_REGISTERS: readonly RegisterRow[] = [
  { ...WB, parts: /^STM32WB(?:1|[35]0)/i, headers: ["stm32wb10xx.h"], clock: clock({}) },
  {
    ...WB,
    parts: /^STM32WB(?:35|5[5M])/i,
    headers: ["stm32wb55xx.h", "stm32wb35xx.h"],
    clock: clock({ RCC_CR_PLLSAI1ON: 0x4000000 }),
  },
];

const WL = {
  ...COMMON,
  series: "STM32WL",
  clock: clock({}),
  backup: { register: "TAMP->BKP0R", address: 0x4000b100, unlock: UNLOCK },
} as const;

export const WL_REGISTERS: readonly RegisterRow[] = [
  { ...WL, parts: /^STM32WLE/i, headers: ["stm32wle5xx.h"] },
  { ...WL, parts: /^STM32WL5/i, headers: ["stm32wl55xx.h"], secondCoreBoot: SECOND_CORE },
];

// WBA. TrustZone parts: the names without _NS or _S are the non-secure ones in a build that is not for the secure state.
const WBA_RCC = 0x46020c00;
const wba = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: WBA_RCC + offset });
const WBA_CR = wba("CR", 0x00);
const WBA_CFGR1 = wba("CFGR1", 0x1c);

/** GPDMA1 is in AHB1RSTR, the radio in AHB5RSTR. */
const WBA_RESETS: readonly MaskWrite[] = [
  { ...wba("APB1RSTR1", 0x74), mask: ALL },
  { ...wba("APB1RSTR2", 0x78), mask: ALL },
  { ...wba("APB2RSTR", 0x7c), mask: ALL },
  { ...wba("APB7RSTR", 0x80), mask: ALL },
  { ...wba("AHB1RSTR", 0x60), mask: ALL },
  { ...wba("AHB2RSTR", 0x64), mask: ALL },
  { ...wba("AHB4RSTR", 0x6c), mask: ALL },
  { ...wba("AHB5RSTR", 0x70), mask: ALL },
];

/** The prescalers are not in CFGR1: their fields are cleared last. */
const WBA_CLOCK: ClockReset = {
  on: { ...WBA_CR, bits: { RCC_CR_HSION: 0x100 } },
  ready: { ...WBA_CR, bits: { RCC_CR_HSIRDY: 0x400 } },
  select: { ...WBA_CFGR1, bits: {} },
  status: { ...WBA_CFGR1, bits: { RCC_CFGR1_SWS: 0xc } },
  selected: { ...WBA_CFGR1, bits: {} },
  off: [
    { ...WBA_CR, bits: { RCC_CR_HSEON: 0x10000, RCC_CR_HSECSSON: 0x80000, RCC_CR_PLL1ON: 0x1000000 } },
    { ...wba("CFGR2", 0x20), bits: { RCC_CFGR2_HPRE: 0x7, RCC_CFGR2_PPRE1: 0x70, RCC_CFGR2_PPRE2: 0x700 } },
    { ...wba("CFGR3", 0x24), bits: { RCC_CFGR3_PPRE7: 0x70 } },
  ],
};

const WBA_UNLOCK: readonly Bits[] = [
  { ...wba("AHB4ENR", 0x94), bits: { RCC_AHB4ENR_PWREN: 0x4 } },
  { ...wba("APB7ENR", 0xa8), bits: { RCC_APB7ENR_RTCAPBEN: 0x200000 } },
  { register: "PWR->DBPR", address: 0x46020828, bits: { PWR_DBPR_DBP: 0x1 } },
];

export const WBA_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32WBA",
    parts: /^STM32WBA[256]/i,
    headers: ["stm32wba52xx.h", "stm32wba65xx.h", "stm32wba25xx.h"],
    peripheralResets: WBA_RESETS,
    clock: WBA_CLOCK,
    syscfgClock: { ...wba("APB7ENR", 0xa8), bits: { RCC_APB7ENR_SYSCFGEN: 0x2 } },
    memoryRemap: null,
    backup: { register: "TAMP->BKP0R", address: 0x46007d00, unlock: WBA_UNLOCK },
    caches: [
      {
        enable: { register: "ICACHE->CR", address: 0x40030400, bits: { ICACHE_CR_EN: 0x1 } },
        busy: { register: "ICACHE->SR", address: 0x40030404, bits: { ICACHE_SR_BUSYF: 0x1 } },
      },
    ],
    gpioA: { clock: { ...wba("AHB2ENR", 0x8c), bits: { RCC_AHB2ENR_GPIOAEN: 0x1 } }, base: 0x42020000, crl: false },
  },
];
