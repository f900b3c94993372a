import type { Bits, ClockReset, MaskWrite, MemoryRemap, Register, RegisterRow } from "./row";

/** A force-reset macro of this HAL writes all ones where nothing else is said. */
const ALL = 0xffffffff;
const GPIOA = 0x48000000;
const TAMP = 0x40003400;
const PWR_CR1: Register = { register: "PWR->CR1", address: 0x40007000 };

const RCC = 0x40021000;
const rcc = (name: string, offset: number): Register => ({ register: `RCC->${name}`, address: RCC + offset });
const CR = rcc("CR", 0x00);
const CFGR = rcc("CFGR", 0x08);
const AHB2ENR = rcc("AHB2ENR", 0x4c);
const APB1ENR1 = rcc("APB1ENR1", 0x58);

/** The order of HAL_DeInit. */
const RESETS: readonly MaskWrite[] = [
  { ...rcc("APB1RSTR1", 0x38), mask: ALL },
  // LPUART1 and LPTIM2: the APB1 macro of the HAL that was read leaves this register out.
  { ...rcc("APB1RSTR2", 0x3c), mask: ALL, beyondHal: true },
  { ...rcc("APB2RSTR", 0x40), mask: ALL },
  { ...rcc("AHB1RSTR", 0x28), mask: ALL },
  { ...rcc("AHB2RSTR", 0x2c), mask: ALL },
  { ...rcc("AHB3RSTR", 0x30), mask: ALL },
];

const OSCILLATORS = { RCC_CR_HSION: 0x100, RCC_CR_HSEON: 0x10000, RCC_CR_CSSON: 0x80000, RCC_CR_PLLON: 0x1000000 };
const PLLSAI1 = { RCC_CR_PLLSAI1ON: 0x4000000 };
const PLLSAI2 = { RCC_CR_PLLSAI2ON: 0x10000000 };

/** Back to MSI, in the range the program has set. */
const clock = (pllSai: Readonly<Record<string, number>>): ClockReset => ({
  on: { ...CR, bits: { RCC_CR_MSION: 0x1 } },
  ready: { ...CR, bits: { RCC_CR_MSIRDY: 0x2 } },
  select: { ...CFGR, bits: {} },
  status: { ...CFGR, bits: { RCC_CFGR_SWS: 0xc } },
  selected: { ...CFGR, bits: {} },
  off: [{ ...CR, bits: { ...OSCILLATORS, ...pllSai } }],
});

const REMAP: MemoryRemap = {
  register: "SYSCFG->MEMRMP",
  address: 0x40010000,
  field: { SYSCFG_MEMRMP_MEM_MODE: 0x7 },
  systemMemory: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1 },
  sram: { SYSCFG_MEMRMP_MEM_MODE_1: 0x2, SYSCFG_MEMRMP_MEM_MODE_0: 0x1 },
};

const DBP: Bits = { ...PWR_CR1, bits: { PWR_CR1_DBP: 0x100 } };
const UNLOCK: readonly Bits[] = [{ ...APB1ENR1, bits: { RCC_APB1ENR1_PWREN: 0x10000000 } }, DBP];
const UNLOCK_RTCAPB: readonly Bits[] = [
  { ...APB1ENR1, bits: { RCC_APB1ENR1_PWREN: 0x10000000 } },
  { ...APB1ENR1, bits: { RCC_APB1ENR1_RTCAPBEN: 0x400 } },
  DBP,
];

const RTC_BKP0R: Register = { register: "RTC->BKP0R", address: 0x40002850 };
const TAMP_BKP0R: Register = { register: "TAMP->BKP0R", address: TAMP + 0x100 };

const L4 = {
  series: "STM32L4",
  peripheralResets: RESETS,
  syscfgClock: { ...rcc("APB2ENR", 0x60), bits: { RCC_APB2ENR_SYSCFGEN: 0x1 } },
  memoryRemap: REMAP,
  gpioA: { clock: { ...AHB2ENR, bits: { RCC_AHB2ENR_GPIOAEN: 0x1 } }, base: GPIOA, crl: false },
} as const;

export const L4_REGISTERS: readonly RegisterRow[] = [
  {
    ...L4,
    parts: /^STM32L4[12]/i,
    headers: ["stm32l412xx.h"],
    clock: clock({}),
    backup: { ...TAMP_BKP0R, unlock: UNLOCK_RTCAPB },
  },
  {
    ...L4,
    parts: /^STM32L4[78]/i,
    headers: ["stm32l475xx.h"],
    clock: clock({ ...PLLSAI1, ...PLLSAI2 }),
    backup: { ...RTC_BKP0R, unlock: UNLOCK },
  },
];
