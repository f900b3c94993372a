/** How the system clock goes back to its reset source, in CMSIS names. */
interface ClockReset {
  /** Oscillator the chip runs on after reset: `RCC_CR_<on>ON`, `RCC_CR_<on>RDY`. */
  readonly on: "HSI" | "MSI" | "MSIS";
  readonly register: "CFGR" | "CFGR1";
  /** Value of SW that selects it, and what SWS reads then. */
  readonly select: string;
  readonly selected: string;
  /** Bits of RCC_CR to clear. */
  readonly off: string;
}

const HSI = { on: "HSI", register: "CFGR", select: "0U", selected: "0U", off: "HSEON CSSON PLLON" } as const;
const MSI = { on: "MSI", register: "CFGR", select: "0U", selected: "0U", off: "HSION HSEON CSSON PLLON" } as const;

/** By series. The names are those of the RCC section of each CMSIS device header. C5 is not here: its RCC was not read. */
const CLOCK_RESETS: Readonly<Record<string, ClockReset>> = {
  STM32C0: { ...HSI, off: "HSEON CSSON" },
  STM32F0: HSI,
  STM32F1: HSI,
  STM32F2: HSI,
  STM32F3: HSI,
  STM32F4: HSI,
  STM32F7: HSI,
  STM32G0: HSI,
  // The only one whose reset value is not 0: SW = 01 is HSI16 (RM0440).
  STM32G4: { ...HSI, select: "RCC_CFGR_SW_0", selected: "RCC_CFGR_SWS_0" },
  STM32H5: { ...HSI, register: "CFGR1", off: "HSEON PLL1ON PLL2ON" },
  STM32H7: { ...HSI, off: "HSEON PLL1ON PLL2ON PLL3ON" },
  STM32H7RS: { ...HSI, off: "HSEON PLL1ON PLL2ON PLL3ON" },
  STM32L1: MSI,
  STM32L4: MSI,
  STM32L5: MSI,
  STM32U0: MSI,
  STM32U3: { ...MSI, on: "MSIS", register: "CFGR1", off: "HSION HSEON" },
  STM32U5: { ...MSI, on: "MSIS", register: "CFGR1", off: "HSION HSEON PLL1ON PLL2ON PLL3ON" },
  STM32WB: MSI,
  STM32WL: MSI,
  STM32WBA: { ...HSI, register: "CFGR1", off: "HSEON PLL1ON" },
};

/** C statements that put SYSCLK back to its reset source and stop PLL and HSE; undefined where the names are not known. */
export function clockResetStatements(series: string): readonly string[] | undefined {
  const reset = CLOCK_RESETS[series];
  if (reset === undefined) {
    return undefined;
  }
  const { on, register, select, selected } = reset;
  const off = reset.off.split(" ").map((bit) => `RCC_CR_${bit}`);
  return [
    `RCC->CR |= RCC_CR_${on}ON;`,
    `while ((RCC->CR & RCC_CR_${on}RDY) == 0U) { }`,
    `RCC->${register} = ${select};`,
    `while ((RCC->${register} & RCC_${register}_SWS) != ${selected}) { }`,
    `RCC->CR &= ~(${off.join(" | ")});`,
  ];
}
