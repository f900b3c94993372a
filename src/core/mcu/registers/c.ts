import type { Bits, MaskWrite, Register, RegisterRow } from "./row";

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
