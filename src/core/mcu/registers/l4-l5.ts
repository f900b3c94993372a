import type { Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";
import { L4_REMAP, msiClock } from "./shared";

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

const PLLSAI1 = { RCC_CR_PLLSAI1ON: 0x4000000 };
const PLLSAI2 = { RCC_CR_PLLSAI2ON: 0x10000000 };

const clock = (pllSai: Bits["bits"]): ClockReset => msiClock(CR, CFGR, pllSai);

const DBP: Bits = { ...PWR_CR1, bits: { PWR_CR1_DBP: 0x100 } };
const UNLOCK: readonly Bits[] = [{ ...APB1ENR1, bits: { RCC_APB1ENR1_PWREN: 0x10000000 } }, DBP];
const UNLOCK_RTCAPB: readonly Bits[] = [
  { ...APB1ENR1, bits: { RCC_APB1ENR1_PWREN: 0x10000000, RCC_APB1ENR1_RTCAPBEN: 0x400 } },
  DBP,
];

const RTC_BKP0R: Register = { register: "RTC->BKP0R", address: 0x40002850 };
const TAMP_BKP0R: Register = { register: "TAMP->BKP0R", address: TAMP + 0x100 };

const L4 = {
  series: "STM32L4",
  peripheralResets: RESETS,
  syscfgClock: { ...rcc("APB2ENR", 0x60), bits: { RCC_APB2ENR_SYSCFGEN: 0x1 } },
  memoryRemap: L4_REMAP,
  gpioA: { clock: { ...AHB2ENR, bits: { RCC_AHB2ENR_GPIOAEN: 0x1 } }, base: GPIOA, crl: false },
} as const;

const l4 = (
  parts: RegExp,
  header: string,
  pllSai: Readonly<Record<string, number>>,
  backup: RegisterRow["backup"],
): RegisterRow => ({ ...L4, parts, headers: [header], clock: clock(pllSai), backup });

export const L4_REGISTERS: readonly RegisterRow[] = [
  l4(/^STM32L4[12]/i, "stm32l412xx.h", {}, { ...TAMP_BKP0R, unlock: UNLOCK_RTCAPB }),
  l4(/^STM32L4[3-6]/i, "stm32l432xx.h", PLLSAI1, { ...RTC_BKP0R, unlock: UNLOCK_RTCAPB }),
  // The clock of RTC's bus cannot be switched.
  l4(/^STM32L4[78]/i, "stm32l475xx.h", { ...PLLSAI1, ...PLLSAI2 }, { ...RTC_BKP0R, unlock: UNLOCK }),
  l4(/^STM32L4[9A]/i, "stm32l496xx.h", { ...PLLSAI1, ...PLLSAI2 }, { ...RTC_BKP0R, unlock: UNLOCK_RTCAPB }),
  l4(/^STM32L4[RS]/i, "stm32l4r9xx.h", { ...PLLSAI1, ...PLLSAI2 }, { ...RTC_BKP0R, unlock: UNLOCK_RTCAPB }),
  l4(/^STM32L4[PQ]/i, "stm32l4p5xx.h", { ...PLLSAI1, ...PLLSAI2 }, { ...TAMP_BKP0R, unlock: UNLOCK_RTCAPB }),
];

// L5: RCC, PWR and TAMP are laid out like L4's. TrustZone part: the names without _NS or _S are the non-secure ones in a
// build that is not for the secure state.
export const L5_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32L5",
    parts: /^STM32L5/i,
    headers: ["stm32l552xx.h"],
    // The APB1 macro of this HAL writes both registers. USB is in APB1RSTR2.
    peripheralResets: RESETS.map(({ register, address, mask }) => ({ register, address, mask })),
    clock: clock({ ...PLLSAI1, ...PLLSAI2 }),
    syscfgClock: L4.syscfgClock,
    memoryRemap: null,
    backup: { ...TAMP_BKP0R, unlock: UNLOCK_RTCAPB },
    caches: [
      {
        enable: { register: "ICACHE->CR", address: 0x40030400, bits: { ICACHE_CR_EN: 0x1 } },
        busy: { register: "ICACHE->SR", address: 0x40030404, bits: { ICACHE_SR_BUSYF: 0x1 } },
      },
    ],
    gpioA: { ...L4.gpioA, base: 0x42020000 },
  },
];
