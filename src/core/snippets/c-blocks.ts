import type { JumpPlan } from "./jump-plan";

/** One step of a C function: what it is for, and its statements, one per line. */
export interface Block {
  readonly why: string;
  readonly statements: readonly string[];
}

/** Cores with BASEPRI and FAULTMASK: all but Armv6-M. */
export function isArmv6(core: string): boolean {
  return core === "cm0" || core === "cm0p";
}

function isArmv8(core: string): boolean {
  return core === "cm33" || core === "cm55";
}

export function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, "0")}UL`;
}

/** Caches off: the ROM writes flash and RAM behind their back. */
export function cacheBlock(plan: JumpPlan): Block | undefined {
  const { caches } = plan.rom;
  if (caches === null || caches === "none") {
    return undefined;
  }
  if (caches === "l1") {
    const statements = ["SCB_DisableDCache();", "SCB_DisableICache();"];
    return { why: "Caches off; what the D-cache still holds is written back.", statements };
  }
  const statements = caches
    .toUpperCase()
    .split(" ")
    .flatMap((cache) => {
      const registers = cache === "ICACHE" ? "ICACHE" : "DCACHE";
      return [`${cache}->CR &= ~${registers}_CR_EN;`, `while ((${cache}->SR & ${registers}_SR_BUSYF) != 0U) { }`];
    });
  return { why: "Caches off (AN2606, STM32L5 section; the same peripheral here).", statements };
}

/** MPU off, on every core that may have one. */
export function mpuBlock(plan: JumpPlan): Block | undefined {
  if (plan.core === "cm0") {
    return undefined;
  }
  const off = ["MPU->CTRL = 0U;", "__DSB();", "__ISB();"];
  const always = plan.core === "cm7" || isArmv8(plan.core);
  const guarded = ["#if defined(__MPU_PRESENT) && (__MPU_PRESENT == 1U)", ...off, "#endif"];
  return { why: "MPU off: the ROM uses memory that your regions may forbid.", statements: always ? off : guarded };
}

/** The clock protection bits of H7R/S: with them set the ROM hangs (AN2606 section 62.4). */
export function clockProtectionBlock(plan: JumpPlan): Block | undefined {
  if (plan.rom.series !== "STM32H7RS") {
    return undefined;
  }
  return {
    why: "XSPI and FMC clock protection off, else the ROM hangs (AN2606 section 62.4). Run this from internal memory.",
    statements: ["RCC->CKPROTR &= ~(RCC_CKPROTR_XSPICKP | RCC_CKPROTR_FMCCKP);"],
  };
}

export const MASK_BLOCK: Block = { why: "From here on nothing may interrupt.", statements: ["__disable_irq();"] };

export const SYSTICK_BLOCK: Block = {
  why: "SysTick off and nothing of it left pending, PendSV (RTOS) included.",
  statements: [
    "SysTick->CTRL = 0U;",
    "SysTick->LOAD = 0U;",
    "SysTick->VAL = 0U;",
    "SCB->ICSR = SCB_ICSR_PENDSTCLR_Msk | SCB_ICSR_PENDSVCLR_Msk;",
  ],
};

export const NVIC_BLOCK: Block = {
  why: "Every interrupt off, none pending.",
  statements: [
    "for (uint32_t word = 0U; word < NVIC_WORDS; word++)",
    "{",
    "  NVIC->ICER[word] = 0xFFFFFFFFUL;",
    "  NVIC->ICPR[word] = 0xFFFFFFFFUL;",
    "}",
  ],
};

/** The ROM's vectors in place: VTOR, where the core has one. */
export function vtorBlock(plan: JumpPlan): Block | undefined {
  if (plan.rom.vtor !== true) {
    return undefined;
  }
  return {
    why: "Vectors of the ROM.",
    statements: ["SCB->VTOR = SYSTEM_BOOTLOADER_ADDRESS;", "__DSB();", "__ISB();"],
  };
}

/** Interrupts unmasked: USB and other interfaces of the ROM live on them, and it does not unmask them (AN2606 section 4.1). */
export function unmaskBlock(plan: JumpPlan): Block {
  return {
    why: "The ROM needs interrupts and does not unmask them itself (AN2606 section 4.1). None is enabled now.",
    statements: [...(isArmv6(plan.core) ? [] : ["__set_BASEPRI(0U);", "__set_FAULTMASK(0U);"]), "__enable_irq();"],
  };
}

/** The naked function that sets CONTROL and MSP and branches, all in registers. Thumb-1 only, so that it fits every core. */
export function startFunction(plan: JumpPlan): string[] {
  const lines: [instruction: string, why: string][] = [
    ["ldr  r1, [r0]", "the ROM's initial stack pointer"],
    ["ldr  r2, [r0, #4]", "its reset handler"],
    ["movs r3, #0", ""],
    ["msr  control, r3", "privileged and on MSP: an RTOS task runs on PSP"],
    ["isb", ""],
    ...(isArmv8(plan.core) ? [["msr  msplim, r3", "no stack limit of the program's"] as [string, string]] : []),
    ["msr  msp, r1", ""],
    ["bx   r2", ""],
  ];
  return [
    "/* No C after the stack pointer has changed: both words stay in registers. */",
    "__attribute__((naked, noreturn)) static void start_system_bootloader(uint32_t table __attribute__((unused)))",
    "{",
    "  __asm volatile(",
    '      ".syntax unified\\n"',
    ...lines.map(([instruction, why]) => `      "${instruction}\\n"${why === "" ? "" : ` /* ${why} */`}`),
    "  );",
    "}",
  ];
}

export const START_BLOCK: Block = {
  why: "Does not return.",
  statements: ["start_system_bootloader(SYSTEM_BOOTLOADER_ADDRESS);"],
};

/** A C function of blocks; preprocessor lines stay at the margin. */
export function cFunction(name: string, blocks: readonly (Block | undefined)[]): string[] {
  const body = blocks
    .filter((block) => block !== undefined)
    .map((block) => [
      `  /* ${block.why} */`,
      ...block.statements.map((line) => (line.startsWith("#") ? line : `  ${line}`)),
    ]);
  return [`void ${name}(void)`, "{", ...body.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines])), "}"];
}
