import { clockResetStatements } from "./clock-reset";
import type { Block } from "./c-blocks";
import type { JumpPlan } from "./jump-plan";
import type { SnippetFlavour } from "./request";

/** What differs between the C libraries a snippet can be written against. */
export interface CFlavour {
  readonly name: string;
  header(plan: JumpPlan): string;
  /** Clocks (HAL: and peripherals) back to their reset values, while ticks still run; undefined: names not known. */
  resetBlock(plan: JumpPlan): Block | undefined;
  /** System memory at address 0; undefined where the chip has no such remap. */
  remapBlock(plan: JumpPlan): Block | undefined;
}

export const C_FLAVOURS: Readonly<Record<SnippetFlavour, CFlavour>> = {
  hal: {
    name: "STM32Cube HAL",
    header: (plan) => `${familyHeader(plan)}_hal.h`,
    resetBlock: halReset,
    remapBlock: (plan) =>
      remap(plan, (clock) => [
        ...(clock === null ? [] : ["__HAL_RCC_SYSCFG_CLK_ENABLE();"]),
        "__HAL_SYSCFG_REMAPMEMORY_SYSTEMFLASH();",
      ]),
  },
  cmsis: {
    name: "CMSIS registers only",
    header: (plan) => `${familyHeader(plan)}.h`,
    resetBlock: registerReset,
    // Registers only: nothing has reset SYSCFG before.
    remapBlock: (plan) => afterReset(remap(plan, (clock, register) => registerRemap(clock, register))),
  },
};

/** `stm32f4xx`. */
function familyHeader(plan: JumpPlan): string {
  return `${plan.rom.series.toLowerCase()}xx`;
}

function halReset(plan: JumpPlan): Block {
  // ST's second HAL (C5) has another name for the same thing.
  const rcc = plan.rom.series === "STM32C5" ? "HAL_RCC_Reset" : "HAL_RCC_DeInit";
  return {
    why: `Clocks, then peripherals back to reset. ${rcc} waits on ticks and starts SysTick again: before masking.`,
    statements: [`(void)${rcc}();`, "(void)HAL_DeInit();"],
  };
}

function registerReset(plan: JumpPlan): Block | undefined {
  const statements = clockResetStatements(plan.rom.series);
  if (statements === undefined) {
    return undefined;
  }
  return { why: "SYSCLK back to its reset source; the ROM sets up PLL and HSE itself.", statements };
}

const REMAP_WHY = {
  usual: "System memory at address 0, as after a boot into the ROM. After the reset of SYSCFG above.",
  "no-vtor":
    "System memory at address 0: without VTOR the ROM's vectors are fetched there. After the reset of SYSCFG above.",
  "dual-bank-boot":
    "System memory at address 0: AN2606 asks for it on lines with dual-bank boot. After the reset of SYSCFG above.",
  "field-reports": "System memory at address 0: users had to do this. After the reset of SYSCFG above.",
} as const;

function remap(
  plan: JumpPlan,
  statements: (clock: string | null, register: "CFGR1" | "MEMRMP") => readonly string[],
): Block | undefined {
  const { remap: way } = plan.rom;
  if (way?.available !== true) {
    return undefined;
  }
  const register = way.register === "SYSCFG->CFGR1" ? "CFGR1" : "MEMRMP";
  return { why: REMAP_WHY[way.why], statements: statements(way.clockEnable, register) };
}

/** The same step where nothing has reset SYSCFG before it: that half of the reason is left out. */
export function afterReset(block: Block | undefined): Block | undefined {
  return block === undefined
    ? undefined
    : { ...block, why: block.why.replace(" After the reset of SYSCFG above.", "") };
}

/** `MEM_MODE = 01` of SYSCFG->CFGR1 or SYSCFG->MEMRMP. The read back lets the clock take effect. */
function registerRemap(clock: string | null, register: "CFGR1" | "MEMRMP"): string[] {
  const [enable = "", bit = ""] = clock?.split(" ") ?? [];
  const name = enable.replace("RCC_", "");
  const field = `SYSCFG_${register}_MEM_MODE`;
  return [
    ...(clock === null ? [] : [`RCC->${name} |= RCC_${name}_${bit};`, `(void)RCC->${name};`]),
    `SYSCFG->${register} = (SYSCFG->${register} & ~${field}) | ${field}_0;`,
  ];
}
