import type { Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";

/** AHB1PERIPH_BASE + 0x3800. */
const F7_RCC = 0x40023800;

function f7Rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: F7_RCC + offset };
}

function f7Reset(name: string, offset: number): MaskWrite {
  return { ...f7Rcc(name, offset), mask: 0xffffffff };
}

const F7_CLOCK: ClockReset = {
  on: { ...f7Rcc("CR", 0x00), bits: { RCC_CR_HSION: 0x1 } },
  ready: { ...f7Rcc("CR", 0x00), bits: { RCC_CR_HSIRDY: 0x2 } },
  select: { ...f7Rcc("CFGR", 0x08), bits: {} },
  status: { ...f7Rcc("CFGR", 0x08), bits: { RCC_CFGR_SWS: 0xc } },
  selected: { ...f7Rcc("CFGR", 0x08), bits: {} },
  off: [
    {
      ...f7Rcc("CR", 0x00),
      bits: {
        RCC_CR_HSEON: 0x10000,
        RCC_CR_CSSON: 0x80000,
        RCC_CR_PLLON: 0x1000000,
        RCC_CR_PLLI2SON: 0x4000000,
        RCC_CR_PLLSAION: 0x10000000,
      },
    },
  ],
};

function f7Row(parts: RegExp, headers: readonly string[], rtcClock: Bits["bits"]): RegisterRow {
  return {
    series: "STM32F7",
    parts,
    headers,
    // DMA and OTG_HS are on AHB1, OTG_FS on AHB2.
    peripheralResets: [
      f7Reset("APB1RSTR", 0x20),
      f7Reset("APB2RSTR", 0x24),
      f7Reset("AHB1RSTR", 0x10),
      f7Reset("AHB2RSTR", 0x14),
      f7Reset("AHB3RSTR", 0x18),
    ],
    clock: F7_CLOCK,
    syscfgClock: { ...f7Rcc("APB2ENR", 0x44), bits: { RCC_APB2ENR_SYSCFGEN: 0x4000 } },
    // MEMRMP has no MEM_MODE: BOOT_ADD0 says what is at 0.
    memoryRemap: null,
    backup: {
      register: "RTC->BKP0R",
      address: 0x40002850,
      unlock: [
        { ...f7Rcc("APB1ENR", 0x40), bits: { RCC_APB1ENR_PWREN: 0x10000000, ...rtcClock } },
        { register: "PWR->CR1", address: 0x40007000, bits: { PWR_CR1_DBP: 0x100 } },
      ],
    },
    gpioA: {
      clock: { ...f7Rcc("AHB1ENR", 0x30), bits: { RCC_AHB1ENR_GPIOAEN: 0x1 } },
      base: 0x40020000,
      crl: false,
    },
  };
}

export const F7_REGISTERS: readonly RegisterRow[] = [
  f7Row(/^STM32F7[45]/i, ["stm32f746xx.h"], {}),
  f7Row(/^STM32F7[2367]/i, ["stm32f722xx.h"], { RCC_APB1ENR_RTCEN: 0x400 }),
];

/** H7: D3_AHB1PERIPH_BASE + 0x4400, SRD_AHB4PERIPH_BASE + 0x4400 in H7A3. */
const H7_RCC = 0x58024400;
const H7_PWR_CR1 = 0x58024800;

function h7Rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: H7_RCC + offset };
}

function h7Reset(name: string, offset: number): MaskWrite {
  return { ...h7Rcc(name, offset), mask: 0xffffffff };
}

/** MDMA, DMA1, DMA2, BDMA and both USB are among them. */
const H7_RESETS: readonly MaskWrite[] = [
  // Without RCC_AHB3RSTR_CPURST, which resets the core itself.
  { ...h7Rcc("AHB3RSTR", 0x7c), mask: 0x7fffffff },
  h7Reset("AHB1RSTR", 0x80),
  h7Reset("AHB2RSTR", 0x84),
  h7Reset("AHB4RSTR", 0x88),
  h7Reset("APB3RSTR", 0x8c),
  h7Reset("APB1LRSTR", 0x90),
  h7Reset("APB1HRSTR", 0x94),
  h7Reset("APB2RSTR", 0x98),
  h7Reset("APB4RSTR", 0x9c),
];

/** Prescalers are not in CFGR: they go back through `prescalers`, after the PLLs and after HSIDIV, which PLLs lock. */
function h7Clock(prescalers: readonly Bits[]): ClockReset {
  const control = h7Rcc("CR", 0x00);
  const configuration = h7Rcc("CFGR", 0x10);
  const oscillators = {
    RCC_CR_HSEON: 0x10000,
    RCC_CR_CSSHSEON: 0x80000,
    RCC_CR_PLL1ON: 0x1000000,
    RCC_CR_PLL2ON: 0x4000000,
    RCC_CR_PLL3ON: 0x10000000,
  };
  return {
    on: { ...control, bits: { RCC_CR_HSION: 0x1 } },
    ready: { ...control, bits: { RCC_CR_HSIRDY: 0x4 } },
    select: { ...configuration, bits: {} },
    status: { ...configuration, bits: { RCC_CFGR_SWS: 0x38 } },
    selected: { ...configuration, bits: {} },
    off: [{ ...control, bits: oscillators }, { ...control, bits: { RCC_CR_HSIDIV: 0x18 } }, ...prescalers],
  };
}

const H7_DOMAIN_PRESCALERS: readonly Bits[] = [
  { ...h7Rcc("D1CFGR", 0x18), bits: { RCC_D1CFGR_HPRE: 0xf, RCC_D1CFGR_D1PPRE: 0x70, RCC_D1CFGR_D1CPRE: 0xf00 } },
  { ...h7Rcc("D2CFGR", 0x1c), bits: { RCC_D2CFGR_D2PPRE1: 0x70, RCC_D2CFGR_D2PPRE2: 0x700 } },
  { ...h7Rcc("D3CFGR", 0x20), bits: { RCC_D3CFGR_D3PPRE: 0x70 } },
];

/** H7A3, H7B0, H7B3 have two domains, CD and SRD. */
const H7A3_DOMAIN_PRESCALERS: readonly Bits[] = [
  { ...h7Rcc("CDCFGR1", 0x18), bits: { RCC_CDCFGR1_HPRE: 0xf, RCC_CDCFGR1_CDPPRE: 0x70, RCC_CDCFGR1_CDCPRE: 0xf00 } },
  { ...h7Rcc("CDCFGR2", 0x1c), bits: { RCC_CDCFGR2_CDPPRE1: 0x70, RCC_CDCFGR2_CDPPRE2: 0x700 } },
  { ...h7Rcc("SRDCFGR", 0x20), bits: { RCC_SRDCFGR_SRDPPRE: 0x70 } },
];

/** `enables`: where AHB4ENR lies; APB4ENR is 0x14 behind it. MEM_MODE is not on H7: BOOT_ADD0 says what is at 0. */
function h7Row(
  parts: RegExp,
  headers: readonly string[],
  enables: number,
  clock: ClockReset,
  backup: Register,
): RegisterRow {
  const apb4 = h7Rcc("APB4ENR", enables + 0x14);
  return {
    series: "STM32H7",
    parts,
    headers,
    peripheralResets: H7_RESETS,
    clock,
    syscfgClock: { ...apb4, bits: { RCC_APB4ENR_SYSCFGEN: 0x2 } },
    memoryRemap: null,
    // PWR has no clock bit.
    backup: {
      ...backup,
      unlock: [
        { ...apb4, bits: { RCC_APB4ENR_RTCAPBEN: 0x10000 } },
        { register: "PWR->CR1", address: H7_PWR_CR1, bits: { PWR_CR1_DBP: 0x100 } },
      ],
    },
    gpioA: {
      clock: { ...h7Rcc("AHB4ENR", enables), bits: { RCC_AHB4ENR_GPIOAEN: 0x1 } },
      base: 0x58020000,
      crl: false,
    },
  };
}

export const H7_REGISTERS: readonly RegisterRow[] = [
  h7Row(/^STM32H7[2345][0-9]/i, ["stm32h743xx.h", "stm32h723xx.h"], 0xe0, h7Clock(H7_DOMAIN_PRESCALERS), {
    register: "RTC->BKP0R",
    address: 0x58004050,
  }),
  // The comments in the header give the offsets of the enable registers as on H743; the structure has them 0x60 later.
  h7Row(/^STM32H7[AB]/i, ["stm32h7a3xx.h"], 0x140, h7Clock(H7A3_DOMAIN_PRESCALERS), {
    register: "TAMP->BKP0R",
    address: 0x58004500,
  }),
];
