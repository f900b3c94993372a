import type { BackupRegister, Bits, ClockReset, MaskWrite, Register, RegisterRow } from "./row";
import { dmaChannels, hsiClock } from "./shared";

/** F0 and F1 have it at the same place, with the same registers up to CSR. */
const RCC = 0x40021000;

function rcc(name: string, offset: number): Register {
  return { register: `RCC->${name}`, address: RCC + offset };
}

function reset(name: string, offset: number): MaskWrite {
  return { ...rcc(name, offset), mask: 0xffffffff };
}

/** USB is on APB1. DMA has no reset bit in either series: its channels run on unless they are switched off one by one. */
const APB: readonly MaskWrite[] = [reset("APB1RSTR", 0x10), reset("APB2RSTR", 0x0c)];

function clock(otherPlls: Bits["bits"]): ClockReset {
  return hsiClock(rcc("CR", 0x00), rcc("CFGR", 0x04), otherPlls);
}

const PWR_CLOCK = { RCC_APB1ENR_PWREN: 0x10000000 };
const WRITE_PROTECTION: Bits = { register: "PWR->CR", address: 0x40007000, bits: { PWR_CR_DBP: 0x100 } };

const F0_BACKUP: BackupRegister = {
  register: "RTC->BKP0R",
  address: 0x40002850,
  unlock: [{ ...rcc("APB1ENR", 0x1c), bits: PWR_CLOCK }, WRITE_PROTECTION],
};

function f0Row(parts: RegExp, backup: BackupRegister | null): RegisterRow {
  return {
    series: "STM32F0",
    parts,
    headers: ["stm32f030x6.h", "stm32f030x8.h", "stm32f091xc.h"],
    // AHB: GPIO and TSC.
    peripheralResets: [...APB, reset("AHBRSTR", 0x28)],
    dmaChannels: dmaChannels(/^STM32F09[18]/i),
    clock: clock({}),
    // Headers have its old name SYSCFGEN too.
    syscfgClock: { ...rcc("APB2ENR", 0x18), bits: { RCC_APB2ENR_SYSCFGCOMPEN: 0x1 } },
    memoryRemap: {
      register: "SYSCFG->CFGR1",
      address: 0x40010000,
      field: { SYSCFG_CFGR1_MEM_MODE: 0x3 },
      systemMemory: { SYSCFG_CFGR1_MEM_MODE_0: 0x1 },
      sram: { SYSCFG_CFGR1_MEM_MODE_0: 0x1, SYSCFG_CFGR1_MEM_MODE_1: 0x2 },
    },
    backup,
    gpioA: { clock: { ...rcc("AHBENR", 0x14), bits: { RCC_AHBENR_GPIOAEN: 0x20000 } }, base: 0x48000000, crl: false },
  };
}

export const F0_REGISTERS: readonly RegisterRow[] = [
  // No backup registers on the value lines (stm32f0xx_hal_rtc_ex.h).
  f0Row(/^STM32F0[37]0/i, null),
  f0Row(/^STM32F0(?![37]0)/i, F0_BACKUP),
];

interface F1Line {
  readonly parts: RegExp;
  readonly headers: readonly string[];
  readonly buses: readonly MaskWrite[];
  readonly plls: Bits["bits"];
}

function f1Row({ parts, headers, buses, plls }: F1Line): RegisterRow {
  return {
    series: "STM32F1",
    parts,
    headers,
    peripheralResets: [...APB, ...buses],
    dmaChannels: dmaChannels(/^STM32F10(?:[57]|[013].[C-G])/i),
    clock: clock(plls),
    // AFIO instead of SYSCFG: what is at address 0 is chosen by the boot pins alone.
    syscfgClock: null,
    memoryRemap: null,
    // Holds 16 bits; the upper half reads 0.
    backup: {
      register: "BKP->DR1",
      address: 0x40006c04,
      unlock: [{ ...rcc("APB1ENR", 0x1c), bits: { ...PWR_CLOCK, RCC_APB1ENR_BKPEN: 0x8000000 } }, WRITE_PROTECTION],
    },
    gpioA: { clock: { ...rcc("APB2ENR", 0x18), bits: { RCC_APB2ENR_IOPAEN: 0x4 } }, base: 0x40010800, crl: true },
  };
}

export const F1_REGISTERS: readonly RegisterRow[] = [
  f1Row({ parts: /^STM32F10[0-3]/i, headers: ["stm32f103xb.h"], buses: [], plls: {} }),
  f1Row({
    parts: /^STM32F10[57]/i,
    headers: ["stm32f107xc.h"],
    // OTG_FS and Ethernet.
    buses: [reset("AHBRSTR", 0x28)],
    plls: { RCC_CR_PLL2ON: 0x4000000, RCC_CR_PLL3ON: 0x10000000 },
  }),
];
