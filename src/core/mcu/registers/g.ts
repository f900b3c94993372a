import type { BackupRegister, Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";

/** G0 and G4. */
const RCC = 0x40021000;

function rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: RCC + offset };
}

function reset(name: string, offset: number): MaskWrite {
  return { ...rcc(name, offset), mask: 0xffffffff };
}

/** `source`: how CFGR selects the HSI; `divider`: G0 can divide it, and resets to 1. */
function clock(source: Pick<ClockReset, "select" | "status" | "selected">, divider: Bits["bits"]): ClockReset {
  const control = rcc("CR", 0x00);
  return {
    on: { ...control, bits: { RCC_CR_HSION: 0x100 } },
    ready: { ...control, bits: { RCC_CR_HSIRDY: 0x400 } },
    ...source,
    off: [
      {
        ...control,
        bits: { RCC_CR_HSEON: 0x10000, RCC_CR_CSSON: 0x80000, RCC_CR_PLLON: 0x1000000, ...divider },
      },
    ],
  };
}

function backup(tamp: number, clocks: Bits): BackupRegister {
  return {
    register: "TAMP->BKP0R",
    address: tamp + 0x100,
    unlock: [clocks, { register: "PWR->CR1", address: 0x40007000, bits: { PWR_CR1_DBP: 0x100 } }],
  };
}

const CFGR = rcc("CFGR", 0x08);

export const G0_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32G0",
    parts: /^STM32G0/i,
    headers: ["stm32g030xx.h"],
    // DMA is on AHB, USB in APBRSTR1.
    peripheralResets: [
      reset("APBRSTR1", 0x2c),
      reset("APBRSTR2", 0x30),
      reset("AHBRSTR", 0x28),
      reset("IOPRSTR", 0x24),
    ],
    clock: clock(
      {
        select: { ...CFGR, bits: {} },
        status: { ...CFGR, bits: { RCC_CFGR_SWS: 0x38 } },
        selected: { ...CFGR, bits: {} },
      },
      { RCC_CR_HSIDIV: 0x3800 },
    ),
    syscfgClock: { ...rcc("APBENR2", 0x40), bits: { RCC_APBENR2_SYSCFGEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->CFGR1",
      address: 0x40010000,
      field: { SYSCFG_CFGR1_MEM_MODE: 0x3 },
      systemMemory: { SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_CFGR1_MEM_MODE_0: 0x1, SYSCFG_CFGR1_MEM_MODE_1: 0x2 },
    },
    backup: backup(0x4000b000, {
      ...rcc("APBENR1", 0x3c),
      bits: { RCC_APBENR1_PWREN: 0x10000000, RCC_APBENR1_RTCAPBEN: 0x400 },
    }),
    gpioA: { clock: { ...rcc("IOPENR", 0x34), bits: { RCC_IOPENR_GPIOAEN: 0x1 } }, base: 0x50000000, crl: false },
  },
];

export const G4_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32G4",
    parts: /^STM32G4/i,
    headers: ["stm32g431xx.h"],
    // DMA is on AHB1, USB in APB1RSTR1.
    peripheralResets: [
      reset("APB1RSTR1", 0x38),
      reset("APB1RSTR2", 0x3c),
      reset("APB2RSTR", 0x40),
      reset("AHB1RSTR", 0x28),
      reset("AHB2RSTR", 0x2c),
      reset("AHB3RSTR", 0x30),
    ],
    // CFGR resets to 5, not to 0: SW = 00 is nothing here, 01 is HSI16.
    clock: clock(
      {
        select: { ...CFGR, bits: { RCC_CFGR_SW_HSI: 0x1 } },
        status: { ...CFGR, bits: { RCC_CFGR_SWS: 0xc } },
        selected: { ...CFGR, bits: { RCC_CFGR_SWS_HSI: 0x4 } },
      },
      {},
    ),
    syscfgClock: { ...rcc("APB2ENR", 0x60), bits: { RCC_APB2ENR_SYSCFGEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->MEMRMP",
      address: 0x40010000,
      field: { SYSCFG_MEMRMP_MEM_MODE: 0x7 },
      systemMemory: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1, SYSCFG_MEMRMP_MEM_MODE_1: 0x2 },
    },
    backup: backup(0x40002400, {
      ...rcc("APB1ENR1", 0x58),
      bits: { RCC_APB1ENR1_PWREN: 0x10000000, RCC_APB1ENR1_RTCAPBEN: 0x400 },
    }),
    gpioA: { clock: { ...rcc("AHB2ENR", 0x4c), bits: { RCC_AHB2ENR_GPIOAEN: 0x1 } }, base: 0x48000000, crl: false },
  },
];
