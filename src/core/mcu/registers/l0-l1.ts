import type { Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";

const L0_RCC = 0x40021000;
const L1_RCC = 0x40023800;

function l0Rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: L0_RCC + offset };
}

function l1Rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: L1_RCC + offset };
}

function whole(register: Register): MaskWrite {
  return { ...register, mask: 0xffffffff };
}

/** Both start on the MSI. Its range (ICSCR) stays what the program has set; 2.1 MHz after a reset. */
function clock(control: Register, configuration: Register, css: Bits["bits"]): ClockReset {
  return {
    on: { ...control, bits: { RCC_CR_MSION: 0x100 } },
    ready: { ...control, bits: { RCC_CR_MSIRDY: 0x200 } },
    select: { ...configuration, bits: {} },
    status: { ...configuration, bits: { RCC_CFGR_SWS: 0xc } },
    selected: { ...configuration, bits: {} },
    off: [{ ...control, bits: { RCC_CR_HSION: 0x1, RCC_CR_HSEON: 0x10000, RCC_CR_PLLON: 0x1000000, ...css } }],
  };
}

const WRITE_PROTECTION: Bits = { register: "PWR->CR", address: 0x40007000, bits: { PWR_CR_DBP: 0x100 } };
const BACKUP: Register = { register: "RTC->BKP0R", address: 0x40002850 };
const SYSCFG = 0x40010000;

function l0Row(parts: RegExp, headers: readonly string[], css: Bits["bits"]): RegisterRow {
  return {
    series: "STM32L0",
    parts,
    headers,
    // DMA is on AHB, USB on APB1.
    peripheralResets: [
      whole(l0Rcc("APB1RSTR", 0x28)),
      whole(l0Rcc("APB2RSTR", 0x24)),
      whole(l0Rcc("AHBRSTR", 0x20)),
      whole(l0Rcc("IOPRSTR", 0x1c)),
    ],
    clock: clock(l0Rcc("CR", 0x00), l0Rcc("CFGR", 0x0c), css),
    syscfgClock: { ...l0Rcc("APB2ENR", 0x34), bits: { RCC_APB2ENR_SYSCFGEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->CFGR1",
      address: SYSCFG,
      field: { SYSCFG_CFGR1_MEM_MODE: 0x3 },
      systemMemory: { SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_CFGR1_MEM_MODE_0: 0x1, SYSCFG_CFGR1_MEM_MODE_1: 0x2 },
    },
    backup: {
      ...BACKUP,
      unlock: [{ ...l0Rcc("APB1ENR", 0x38), bits: { RCC_APB1ENR_PWREN: 0x10000000 } }, WRITE_PROTECTION],
    },
    gpioA: { clock: { ...l0Rcc("IOPENR", 0x2c), bits: { RCC_IOPENR_IOPAEN: 0x1 } }, base: 0x50000000, crl: false },
  };
}

export const L0_REGISTERS: readonly RegisterRow[] = [
  // Without the clock security system of the HSE, or not known to have it.
  l0Row(/^STM32L0[1-4]/i, ["stm32l011xx.h"], {}),
  l0Row(/^STM32L0[5-8]/i, ["stm32l051xx.h"], { RCC_CR_CSSHSEON: 0x80000 }),
];

export const L1_REGISTERS: readonly RegisterRow[] = [
  {
    series: "STM32L1",
    parts: /^STM32L1/i,
    headers: ["stm32l152xc.h"],
    // DMA is on AHB, USB on APB1.
    peripheralResets: [whole(l1Rcc("APB1RSTR", 0x18)), whole(l1Rcc("APB2RSTR", 0x14)), whole(l1Rcc("AHBRSTR", 0x10))],
    clock: clock(l1Rcc("CR", 0x00), l1Rcc("CFGR", 0x08), { RCC_CR_CSSON: 0x10000000 }),
    syscfgClock: { ...l1Rcc("APB2ENR", 0x20), bits: { RCC_APB2ENR_SYSCFGEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->MEMRMP",
      address: SYSCFG,
      field: { SYSCFG_MEMRMP_MEM_MODE: 0x3 },
      systemMemory: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_MEMRMP_MEM_MODE_0: 0x1, SYSCFG_MEMRMP_MEM_MODE_1: 0x2 },
    },
    backup: {
      ...BACKUP,
      unlock: [{ ...l1Rcc("APB1ENR", 0x24), bits: { RCC_APB1ENR_PWREN: 0x10000000 } }, WRITE_PROTECTION],
    },
    gpioA: { clock: { ...l1Rcc("AHBENR", 0x1c), bits: { RCC_AHBENR_GPIOAEN: 0x1 } }, base: 0x40020000, crl: false },
  },
];
