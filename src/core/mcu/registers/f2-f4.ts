import type { BackupRegister, Bits, MaskWrite, MemoryRemap, Register, RegisterRow } from "./row";
import { dmaChannels, hsiClock } from "./shared";

/** F2 and F4: AHB1PERIPH_BASE + 0x3800. */
const RCC = 0x40023800;

function rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: RCC + offset };
}

function reset(name: string, offset: number): MaskWrite {
  return { ...rcc(name, offset), mask: 0xffffffff };
}

const APB_AND_AHB1: readonly MaskWrite[] = [
  reset("APB1RSTR", 0x20),
  reset("APB2RSTR", 0x24),
  // DMA1, DMA2, OTG_HS.
  reset("AHB1RSTR", 0x10),
];
/** OTG_FS. */
const AHB2 = reset("AHB2RSTR", 0x14);
const AHB3 = reset("AHB3RSTR", 0x18);

const PLLI2S = { RCC_CR_PLLI2SON: 0x4000000 };
const PLLSAI = { RCC_CR_PLLSAION: 0x10000000 };

const SYSCFG_CLOCK: Bits = { ...rcc("APB2ENR", 0x44), bits: { RCC_APB2ENR_SYSCFGEN: 0x4000 } };

/** MEM_MODE is two bits; three where the chip has an FMC for SDRAM. */
function remap(field: 0x3 | 0x7): MemoryRemap {
  return {
    register: "SYSCFG->MEMRMP",
    address: 0x40013800,
    field: { SYSCFG_MEMRMP_MEM_MODE: field },
    systemMemory: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1 },
    sram: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1, SYSCFG_MEMRMP_MEM_MODE_1: 0x2 },
  };
}

/** RTC registers have a clock bit of their own only on some F4. */
function backup(powerClock: Register, rtcClock: Bits["bits"]): BackupRegister {
  return {
    register: "RTC->BKP0R",
    address: 0x40002850,
    unlock: [
      { ...powerClock, bits: { RCC_APB1ENR_PWREN: 0x10000000, ...rtcClock } },
      { register: "PWR->CR", address: 0x40007000, bits: { PWR_CR_DBP: 0x100 } },
    ],
  };
}

const RTC_CLOCK: Bits["bits"] = { RCC_APB1ENR_RTCAPBEN: 0x400 };

const GPIO_A: RegisterRow["gpioA"] = {
  clock: { ...rcc("AHB1ENR", 0x30), bits: { RCC_AHB1ENR_GPIOAEN: 0x1 } },
  base: 0x40020000,
  crl: false,
};

interface F4Line {
  readonly series?: "STM32F2";
  readonly parts: RegExp;
  readonly headers: readonly string[];
  /** Reset registers beside those of APB1, APB2 and AHB1; a header has only those of buses the chip has. */
  readonly buses: readonly MaskWrite[];
  readonly plls: Bits["bits"];
  readonly memMode: 0x3 | 0x7;
  readonly rtcClock: Bits["bits"];
}

function f4Row({ series, parts, headers, buses, plls, memMode, rtcClock }: F4Line): RegisterRow {
  return {
    series: series ?? "STM32F4",
    parts,
    headers,
    peripheralResets: [...APB_AND_AHB1, ...buses],
    clock: hsiClock(rcc("CR", 0x00), rcc("CFGR", 0x08), plls),
    syscfgClock: SYSCFG_CLOCK,
    memoryRemap: remap(memMode),
    backup: backup(rcc("APB1ENR", 0x40), rtcClock),
    gpioA: GPIO_A,
  };
}

/** The masks are those of HAL 1.7; HAL 1.8 writes only the bits each chip has. */
export const F4_REGISTERS: readonly RegisterRow[] = [
  f4Row({
    parts: /^STM32F4[01][57]/i,
    headers: ["stm32f407xx.h"],
    buses: [AHB2, AHB3],
    plls: PLLI2S,
    memMode: 0x3,
    rtcClock: {},
  }),
  f4Row({
    parts: /^STM32F4(?:[23][79]|46|[67]9)/i,
    headers: ["stm32f429xx.h"],
    buses: [AHB2, AHB3],
    plls: { ...PLLI2S, ...PLLSAI },
    memMode: 0x7,
    rtcClock: {},
  }),
  // The structure has AHB3RSTR here too, but nothing is on AHB3.
  f4Row({
    parts: /^STM32F4(?:01|11)/i,
    headers: ["stm32f401xc.h"],
    buses: [AHB2],
    plls: PLLI2S,
    memMode: 0x3,
    rtcClock: {},
  }),
  f4Row({
    parts: /^STM32F410/i,
    headers: ["stm32f410tx.h"],
    buses: [],
    plls: {},
    memMode: 0x3,
    rtcClock: RTC_CLOCK,
  }),
  f4Row({
    parts: /^STM32F412C/i,
    headers: ["stm32f412cx.h"],
    buses: [AHB2],
    plls: PLLI2S,
    memMode: 0x3,
    rtcClock: RTC_CLOCK,
  }),
  f4Row({
    parts: /^STM32F4(?:12(?!C)|[12]3)/i,
    headers: ["stm32f413xx.h"],
    buses: [AHB2, AHB3],
    plls: PLLI2S,
    memMode: 0x3,
    rtcClock: RTC_CLOCK,
  }),
];

/** To the registers named here F2 is an F407. */
export const F2_REGISTERS: readonly RegisterRow[] = [
  f4Row({
    series: "STM32F2",
    parts: /^STM32F2/i,
    headers: ["stm32f207xx.h"],
    buses: [AHB2, AHB3],
    plls: PLLI2S,
    memMode: 0x3,
    rtcClock: {},
  }),
];

/** F3 has the RCC of F0: another place and other registers than F2 and F4. */
const F3_RCC = 0x40021000;

function f3Rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: F3_RCC + offset };
}

/** MEM_MODE is three bits where the chip has an FMC. */
function f3Row(parts: RegExp, headers: readonly string[], memMode: 0x3 | 0x7): RegisterRow {
  return {
    series: "STM32F3",
    parts,
    headers,
    // USB is on APB1. DMA has no reset bit: its channels run on unless they are switched off one by one.
    peripheralResets: [
      { ...f3Rcc("APB1RSTR", 0x10), mask: 0xffffffff },
      { ...f3Rcc("APB2RSTR", 0x0c), mask: 0xffffffff },
      { ...f3Rcc("AHBRSTR", 0x28), mask: 0xffffffff },
    ],
    dmaChannels: dmaChannels(/^STM32F3(?:0[23].[B-E]|58|73|78|98)/i),
    clock: hsiClock(f3Rcc("CR", 0x00), f3Rcc("CFGR", 0x04), {}),
    syscfgClock: { ...f3Rcc("APB2ENR", 0x18), bits: { RCC_APB2ENR_SYSCFGEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->CFGR1",
      address: 0x40010000,
      field: { SYSCFG_CFGR1_MEM_MODE: memMode },
      systemMemory: { SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_CFGR1_MEM_MODE_0: 0x1, SYSCFG_CFGR1_MEM_MODE_1: 0x2 },
    },
    backup: backup(f3Rcc("APB1ENR", 0x1c), {}),
    gpioA: {
      clock: { ...f3Rcc("AHBENR", 0x14), bits: { RCC_AHBENR_GPIOAEN: 0x20000 } },
      base: 0x48000000,
      crl: false,
    },
  };
}

export const F3_REGISTERS: readonly RegisterRow[] = [
  f3Row(/^STM32F3(?:0[23].[DE]|98)/i, ["stm32f303xe.h"], 0x7),
  f3Row(/^STM32F3(?!0[23].[DE]|98)/i, ["stm32f373xc.h"], 0x3),
];
