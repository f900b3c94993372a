import { text } from "../text";
import type { JumpChip } from "./jump-chip";
import { CMSIS_NAMES, OPENCM3_NAMES } from "./languages/c-names";
import type { CDialect } from "./languages/c-writer";
import { OPENCM3_HELPERS } from "./languages/libopencm3";
import { refusal, type Refusal, type SnippetFlavour } from "./request";
import type { ResetBy } from "./steps/reset-steps";

/** What a library makes of a program. */
export interface Flavour {
  readonly name: string;
  readonly resetBy: ResetBy;
  /** Why the library cannot be used on the chip; undefined: it can. */
  refuse(chip: JumpChip): Refusal | undefined;
  /** How C or C++ is written for it; null: Rust. */
  readonly dialect: ((chip: JumpChip) => CDialect) | null;
  /** The core's own linker script puts the stack over all RAM: a request outlives the reset in a backup register only. */
  readonly marksInBackup?: true;
  /** Where the two halves of a reset entry go, in the library's own terms. */
  readonly earlyPlace: string;
}

const IN_STARTUP =
  "The test is the first call of Reset_Handler (start-up file) or of SystemInit (system_stm32*.c); without the linker script lines below, one of the start-ups may clear the request or put its stack there.";

function family(chip: JumpChip): string {
  return `${(chip.rom?.series ?? "").toLowerCase()}xx`;
}

function needsStm32({ part, rom }: JumpChip): Refusal | undefined {
  return rom === null
    ? refusal(
        text("{0} is not an STM32: there is no code for it here.", part),
        text("Take what the chip's maker or Mbed OS brings."),
      )
    : undefined;
}

function dialect(cpp: boolean, includes: readonly string[]): CDialect {
  return { names: CMSIS_NAMES, cpp, includes, helpers: {}, earlyHook: null };
}

/** stm32duino's start-up runs this list before every constructor; clocks are as after reset then. */
function preinit(name: string): readonly string[] {
  return [
    "/* The STM32 core runs this before every constructor and main(), with the clocks as after reset. */",
    `__attribute__((section(".preinit_array"), used)) static void (*early_test)(void) = ${name};`,
  ];
}

/** Families that libopencm3 has (lib/stm32), but for F7 and H7: it has no functions for the caches of Cortex-M7. */
const OPENCM3_SERIES = "F0 F1 F2 F3 F4 G0 G4 L0 L1 L4".split(" ").map((name) => `STM32${name}`);

function opencm3Covers(chip: JumpChip): Refusal | undefined {
  return chip.rom !== null && OPENCM3_SERIES.includes(chip.rom.series)
    ? undefined
    : refusal(text("libopencm3 does not cover {0}.", chip.part), text("Take the CMSIS flavour."));
}

export const FLAVOURS: Readonly<Record<SnippetFlavour, Flavour>> = {
  hal: {
    name: "STM32Cube HAL",
    resetBy: "hal",
    refuse: needsStm32,
    dialect: (chip) => dialect(false, [`${family(chip)}_hal.h`]),
    earlyPlace: IN_STARTUP,
  },
  cmsis: {
    name: "CMSIS registers only",
    resetBy: "registers",
    refuse: needsStm32,
    dialect: (chip) => dialect(false, [`${family(chip)}.h`]),
    earlyPlace: IN_STARTUP,
  },
  mbed: {
    name: "Mbed OS",
    resetBy: "hal",
    refuse: needsStm32,
    dialect: () => dialect(true, ["mbed.h"]),
    earlyPlace:
      "Mbed OS has no hook this early: call the test first thing in SystemInit (system_stm32*.c of the target) of the image that owns reset. The RAM is what target.mbed_ram_size leaves.",
  },
  arduino: {
    name: "Arduino core for STM32",
    resetBy: "hal",
    refuse: needsStm32,
    dialect: () => ({ ...dialect(true, ["Arduino.h"]), earlyHook: preinit }),
    marksInBackup: true,
    earlyPlace:
      "The test runs by itself, before main(). With Arduino's own Mbed core (Portenta, Giga, …) take the Mbed OS flavour.",
  },
  libopencm3: {
    name: "libopencm3",
    resetBy: "registers",
    refuse: opencm3Covers,
    dialect: ({ core }) => ({
      names: OPENCM3_NAMES,
      cpp: false,
      includes: opencm3Headers(core),
      helpers: OPENCM3_HELPERS,
      earlyHook: null,
    }),
    earlyPlace:
      "The test is the first call of reset_handler (vector.c; a strong reset_handler of your own replaces it). Without the linker script lines below, the stack may lie on the request.",
  },
  rust: {
    name: "Rust with cortex-m 0.7",
    resetBy: "registers",
    refuse: needsStm32,
    dialect: null,
    earlyPlace: "The test goes into #[pre_init] of cortex-m-rt, which runs before .data and .bss are set up.",
  },
};

function opencm3Headers(core: string): string[] {
  const cm3 = ["common", "cortex", "nvic", "scb", "systick", ...(core === "cm0" ? [] : ["mpu"])];
  return [...cm3.map((name) => `<libopencm3/cm3/${name}.h>`), "<libopencm3/stm32/rcc.h>"];
}
