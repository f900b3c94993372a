import { join } from "node:path";
import type { Outcome } from "../run/outcome";
import { inEmulators, type Emulator } from "./emulator";
import { compile } from "./compile";
import { check } from "./execute";
import type { Unit } from "./units";

/** A mistake that programs in the field make, made in a snippet that has not got it. */
interface Slip {
  readonly name: string;
  readonly unit: string;
  readonly make: (code: string) => string;
  /** Part of what has to be said about it. */
  readonly fault: string;
}

const DIRECT = "STM32F407CE cmsis system-bootloader direct";
const DIRECT_HAL = "STM32F407CE hal system-bootloader direct";
const REMAP = /  RCC->APB2ENR \|= [^]*?MEM_MODE_0;\n/;
const HAL_REMAP = /  __HAL_RCC_SYSCFG_CLK_ENABLE\(\);\n.*\n/;
const SYSTICK_OFF = /  SysTick->CTRL = 0U;\n.*\n.*\n.*\n/;
const MASK = "  __disable_irq();\n";
const RCC_DEINIT = "  (void)HAL_RCC_DeInit();\n";

const SLIPS: readonly Slip[] = [
  {
    name: "memory remap before SYSCFG is reset",
    unit: DIRECT,
    make: moved(REMAP, "  RCC->APB1RSTR = 0xF"),
    fault: "address 0",
  },
  { name: "memory remap before HAL_DeInit", unit: DIRECT_HAL, make: moved(HAL_REMAP, RCC_DEINIT), fault: "address 0" },
  {
    name: "HAL_RCC_DeInit with interrupts masked",
    unit: DIRECT_HAL,
    make: moved(MASK, RCC_DEINIT),
    fault: "waits for ticks",
  },
  {
    name: "SysTick off before HAL_RCC_DeInit",
    unit: DIRECT_HAL,
    make: moved(SYSTICK_OFF, RCC_DEINIT),
    fault: "waits for ticks",
  },
  {
    name: "SysTick off before interrupts are masked",
    unit: DIRECT,
    make: moved(SYSTICK_OFF, MASK),
    fault: "an interrupt may come",
  },
  {
    name: "interrupts left masked",
    unit: DIRECT,
    make: replaced("__enable_irq();", "__disable_irq();"),
    fault: "PRIMASK",
  },
  {
    name: "five NVIC words on every chip",
    unit: DIRECT,
    make: replaced("WORDS 3U", "WORDS 5U"),
    fault: "this chip has 3",
  },
  { name: "too few NVIC words", unit: DIRECT, make: replaced("WORDS 3U", "WORDS 2U"), fault: "interrupts are enabled" },
  { name: "another address", unit: DIRECT, make: replaced("0x1FFF0000UL", "0x1FFF0400UL"), fault: "does not arrive" },
  {
    name: "a local after MSP has changed",
    unit: DIRECT,
    make: replaced('"bx   r2\\n"', '"push {r2}\\n" "pop {pc}\\n"'),
    fault: "after MSP was set",
  },
  { name: "one millisecond without USB", unit: DIRECT, make: replaced("/ 100U", "/ 1000U"), fault: "10 ms" },
  {
    name: "a misspelt register",
    unit: DIRECT,
    make: replaced("RCC->AHB1RSTR", "RCC->AHB1RST"),
    fault: "no member named",
  },
  {
    name: "BASEPRI on Armv6-M",
    unit: "STM32F030C8 cmsis system-bootloader direct",
    make: replaced("__enable_irq();", "__set_BASEPRI(0U);"),
    fault: "__set_BASEPRI",
  },
  {
    name: "VTOR on Cortex-M0",
    unit: "STM32F030C8 cmsis system-bootloader direct",
    make: replaced("__enable_irq();", "SCB->VTOR = 0U;"),
    fault: "VTOR",
  },
  {
    name: "a mark left in the D-cache",
    unit: "STM32H743CG cmsis system-bootloader reset",
    make: replaced(/  SCB_CleanDCache_by_Addr.*\n/, ""),
    fault: "does not arrive",
  },
];

function replaced(what: string | RegExp, by: string): Slip["make"] {
  return (code) => code.replace(what, by);
}

/** What matches goes in front of the first place where the text stands. */
function moved(what: string | RegExp, before: string): Slip["make"] {
  return (code) => {
    const text = typeof what === "string" ? what : (what.exec(code)?.[0] ?? "");
    return code.replace(text, "").replace(before, () => text + before);
  };
}

/** Makes each slip and sees that it is found, for the right reason. */
export function makeSlips(units: readonly Unit[], python: string, work: string): Promise<Outcome[]> {
  return inEmulators(python, [...SLIPS.entries()], async ([number, slip], emulator) => {
    const unit = units.find(({ name }) => name === slip.unit);
    const code = unit === undefined ? "" : slip.make(unit.code);
    const made = unit !== undefined && code !== unit.code;
    const found = made
      ? await faultOf({ ...unit, code }, emulator, join(work, `slip-${number}`), work)
      : "it could not be made";
    const right = found?.includes(slip.fault) === true;
    return {
      name: `slip: ${slip.name}`,
      error: right ? undefined : `Expected "${slip.fault}", found: ${found ?? "nothing"}`,
    };
  });
}

async function faultOf(unit: Unit, emulator: Emulator, base: string, work: string): Promise<string | undefined> {
  return (await compile(unit, base)) ?? (await check(unit, base, emulator, work)).fault;
}
