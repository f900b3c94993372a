import type { Register } from "../../mcu/registers/row";
import { maskOf, type CoreAction, type Names } from "../steps/statement";

/** How a C library spells registers, bits and what the core does. */
export interface CNames {
  /** A register as an expression that can be read and written. */
  register(register: Register): string;
  /** Bits as an expression: names where the library has them. */
  bits(names: Names): string;
  /** Said behind a statement whose register is only an address; empty where the names speak. */
  remark(register: Register, names?: Names): string;
  readonly core: Readonly<Record<CoreAction, readonly string[]>>;
  /** Enable and pending bits of 32 interrupts, by a variable `word`. */
  readonly icer: string;
  readonly icpr: string;
  /** True in interrupt handlers; and without privilege. */
  readonly handler: string;
  readonly handlerOrUnprivileged: string;
  /** Cycles per second of the core. */
  readonly coreClock: string;
  /** Makes `coreClock` follow the clock registers; null: it stays, and what is counted by it takes longer. */
  readonly clockChanged: string | null;
  /** A device header says which peripherals there are. */
  readonly tellsDevice: boolean;
  readonly nop: string;
  /** Writes the D-cache line that holds an address back to RAM. */
  cleanLine(address: string): readonly string[];
  /** Condition for an MPU to be there at all; null: always written. */
  readonly mpuPresent: string | null;
}

export function hexC(value: number | bigint, digits = 8): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, "0")}UL`;
}

function namesOr0(names: Names): string {
  const list = Object.keys(names);
  return list.length === 0 ? "0U" : list.join(" | ");
}

/** CMSIS-Core (`core_cm*.h`, `cmsis_gcc.h`) and ST's device headers: HAL, Mbed OS and the Arduino core have them too. */
export const CMSIS_NAMES: CNames = {
  register: ({ register }) => register,
  bits: namesOr0,
  remark: () => "",
  core: {
    dsb: ["__DSB();"],
    isb: ["__ISB();"],
    "mask-interrupts": ["__disable_irq();"],
    "unmask-interrupts": ["__enable_irq();"],
    "clear-basepri": ["__set_BASEPRI(0U);"],
    "clear-faultmask": ["__set_FAULTMASK(0U);"],
    "reset-chip": ["NVIC_SystemReset();"],
    // Cleaned only where it is on: what a cache that never was holds is random.
    "l1-caches-off": [
      "if ((SCB->CCR & SCB_CCR_DC_Msk) != 0U)",
      "{",
      "  SCB_DisableDCache();",
      "}",
      "SCB_DisableICache();",
    ],
  },
  icer: "NVIC->ICER[word]",
  icpr: "NVIC->ICPR[word]",
  handler: "__get_IPSR() != 0U",
  handlerOrUnprivileged: "(__get_IPSR() != 0U) || ((__get_CONTROL() & CONTROL_nPRIV_Msk) != 0U)",
  coreClock: "SystemCoreClock",
  clockChanged: "SystemCoreClockUpdate();",
  tellsDevice: true,
  nop: "__NOP();",
  cleanLine: (address) => [
    "if ((SCB->CCR & SCB_CCR_DC_Msk) != 0U)",
    "{",
    `  SCB_CleanDCache_by_Addr((uint32_t *)(${address} & ~31UL), 32);`,
    "}",
  ],
  mpuPresent: "defined(__MPU_PRESENT) && (__MPU_PRESENT == 1U)",
};

/** libopencm3/cm3: scb.h, systick.h, mpu.h. */
const OPENCM3_CORE: Readonly<Record<string, string>> = {
  "SCB->ICSR": "SCB_ICSR",
  "SCB->SCR": "SCB_SCR",
  "SCB->VTOR": "SCB_VTOR",
  "SysTick->CTRL": "STK_CSR",
  "SysTick->LOAD": "STK_RVR",
  "SysTick->VAL": "STK_CVR",
  "MPU->CTRL": "MPU_CTRL",
};
const OPENCM3_BITS: Readonly<Record<string, string>> = {
  SCB_ICSR_PENDSTCLR_Msk: "SCB_ICSR_PENDSTCLR",
  SCB_ICSR_PENDSVCLR_Msk: "SCB_ICSR_PENDSVCLR",
};

/** libopencm3 names each family's registers its own way; its `MMIO32` is the same everywhere. It has nothing for L1 caches. */
export const OPENCM3_NAMES: CNames = {
  register: (register) => OPENCM3_CORE[register.register] ?? `MMIO32(${hexC(register.address)})`,
  bits: (names) => {
    const own = Object.keys(names).map((name) => OPENCM3_BITS[name]);
    return own.length > 0 && own.every((name) => name !== undefined) ? own.join(" | ") : maskC(names);
  },
  remark: ({ register }, names) => {
    const list = Object.keys(names ?? {}).join(" ");
    return OPENCM3_CORE[register] === undefined ? ` /* ${register}${list === "" ? "" : `: ${list}`} */` : "";
  },
  core: {
    dsb: ['__asm volatile("dsb" ::: "memory");'],
    isb: ['__asm volatile("isb" ::: "memory");'],
    "mask-interrupts": ["cm_disable_interrupts();"],
    "unmask-interrupts": ["cm_enable_interrupts();"],
    "clear-basepri": ['__asm volatile("msr basepri, %0" ::"r"(0) : "memory");'],
    "clear-faultmask": ["cm_enable_faults();"],
    "reset-chip": ['__asm volatile("dsb" ::: "memory");', "scb_reset_system();"],
    "l1-caches-off": [],
  },
  icer: "NVIC_ICER(word)",
  icpr: "NVIC_ICPR(word)",
  handler: "handler_or_unprivileged()",
  handlerOrUnprivileged: "handler_or_unprivileged()",
  coreClock: "rcc_ahb_frequency",
  clockChanged: null,
  tellsDevice: false,
  nop: '__asm volatile("nop");',
  cleanLine: () => [],
  mpuPresent: null,
};

function maskC(names: Names): string {
  const mask = maskOf(names);
  return mask === 0 ? "0U" : hexC(mask);
}
