import type { Register } from "../../mcu/registers/row";
import type { JumpChip } from "../jump-chip";
import { DSB, ISB, step, write, type Statement, type Step } from "./statement";

/** Registers of the Arm core (Armv6-M, Armv7-M and Armv8-M Architecture Reference Manuals), by their CMSIS names. */
export const SYSTICK_CTRL: Register = { register: "SysTick->CTRL", address: 0xe000e010 };
export const SYSTICK_LOAD: Register = { register: "SysTick->LOAD", address: 0xe000e014 };
export const SYSTICK_VAL: Register = { register: "SysTick->VAL", address: 0xe000e018 };
const ICSR: Register = { register: "SCB->ICSR", address: 0xe000ed04 };
const SCR: Register = { register: "SCB->SCR", address: 0xe000ed10 };
const VTOR: Register = { register: "SCB->VTOR", address: 0xe000ed08 };
const MPU_CTRL: Register = { register: "MPU->CTRL", address: 0xe000ed94 };

/** Cores without BASEPRI and FAULTMASK. */
export function isArmv6(core: string): boolean {
  return core === "cm0" || core === "cm0p";
}

/** Cores with stack limits. */
export function isArmv8(core: string): boolean {
  return core === "cm33" || core === "cm55";
}

/** Out of handlers and privileged: below, CONTROL and MSP could not be set. */
export function modeStep({ core }: JumpChip, result?: string): Step {
  // Cortex-M0 knows no unprivileged code.
  const [where, is] =
    core === "cm0"
      ? (["thread mode", "handler"] as const)
      : (["privileged thread mode", "handler-or-unprivileged"] as const);
  return step(`Only from ${where}: elsewhere CONTROL and MSP do not change.`, {
    do: "return-if",
    when: { is },
    ...(result === undefined ? {} : { result }),
  });
}

/** The L1 caches of Cortex-M7: what starts now writes flash and RAM behind their back. */
export function l1CacheStep({ core }: JumpChip): Step | undefined {
  return core === "cm7" || core === "cm55"
    ? step("Caches off; what the D-cache still holds is written back.", { do: "core", what: "l1-caches-off" })
    : undefined;
}

/** The MPU, on every core that may have one. */
export function mpuStep({ core }: JumpChip): Step | undefined {
  if (core === "cm0") {
    return undefined;
  }
  const off = [write(MPU_CTRL, 0), DSB, ISB];
  const always = core === "cm7" || isArmv8(core);
  const why = "MPU off: what starts now uses memory that your regions may forbid.";
  return step(why, ...(always ? off : [{ do: "if-mpu-present", then: off } as const]));
}

export const MASK_STEP: Step = step("From here on nothing may interrupt.", { do: "core", what: "mask-interrupts" });

export const SYSTICK_STEP: Step = step(
  "SysTick off and nothing of it left pending, PendSV (RTOS) included.",
  write(SYSTICK_CTRL, 0),
  write(SYSTICK_LOAD, 0),
  write(SYSTICK_VAL, 0),
  write(ICSR, { SCB_ICSR_PENDSTCLR_Msk: 0x02000000, SCB_ICSR_PENDSVCLR_Msk: 0x08000000 }),
);

/** Low-power programs set SLEEPONEXIT: the next program would sleep behind its first interrupt. */
export const AWAKE_STEP: Step = step("No sleep behind an interrupt (SLEEPONEXIT, SLEEPDEEP).", write(SCR, 0));

export const NVIC_STEP: Step = step("Every interrupt off, none pending.", { do: "nvic-off" });

/** Where no VTOR is written: what was switched off is off, and the remap is in place, before anything relies on it. */
export const SETTLED_STEP: Step = step("All of this done before anything relies on it.", DSB, ISB);

/** The request is written by then: what resets the chip waits for it first (CMSIS, cortex-m). */
export const RESET_STEP: Step = step("Does not return.", { do: "core", what: "reset-chip" });

/** The vector table of what starts now. */
export function vtorStep(why: string, table: string): Step {
  return step(why, write(VTOR, { constant: table }), DSB, ISB);
}

/** Interrupts as after a reset: none enabled, none masked. */
export function unmaskStep({ core }: JumpChip, why: string): Step {
  const masks: Statement[] = isArmv6(core)
    ? []
    : [
        { do: "core", what: "clear-basepri" },
        { do: "core", what: "clear-faultmask" },
      ];
  return step(why, ...masks, { do: "core", what: "unmask-interrupts" });
}
