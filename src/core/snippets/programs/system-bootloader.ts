import type { RomJump } from "../jump-chip";
import {
  AWAKE_STEP,
  l1CacheStep,
  MASK_STEP,
  modeStep,
  mpuStep,
  NVIC_STEP,
  RESET_STEP,
  SETTLED_STEP,
  SYSTICK_STEP,
  unmaskStep,
  vtorStep,
} from "../steps/core-steps";
import { markAbout, markConstants, markOf, markWrites } from "../steps/mark";
import type { ConstantDefinition, Program, StepFunction } from "../steps/program";
import { clockProtectionStep, remapStep, resetSteps, systemCacheStep, type ResetBy } from "../steps/reset-steps";
import { step, withoutGaps, type Step } from "../steps/statement";
import { guardsOf, nvicConstant, secondCore } from "./common";
import { bootPinStep, emptyCheckStep, versionStep } from "./rom-conditions";

const ADDRESS = "SYSTEM_BOOTLOADER_ADDRESS";
const MAGIC = "SYSTEM_BOOTLOADER_MAGIC";
const STARTER = { name: "start_system_bootloader", whose: "the ROM's" };

/** `jump_to_system_bootloader()`: from the running program. */
export function directProgram(jump: RomJump, by: ResetBy): Program {
  const second = secondCore(jump);
  const steps: (Step | undefined)[] = [
    modeStep(jump),
    versionStep(jump),
    emptyCheckStep(jump),
    second.step,
    l1CacheStep(jump),
    systemCacheStep(jump),
    mpuStep(jump),
    clockProtectionStep(jump),
    ...resetSteps(jump, by),
    SYSTICK_STEP,
    AWAKE_STEP,
    NVIC_STEP,
    ...intoRom(jump, by),
    unmaskStep(
      jump,
      "The ROM needs interrupts and does not unmask them itself (AN2606 section 4.1). None is enabled now.",
    ),
    START,
  ];
  return {
    ...common(jump, "direct jump"),
    head: [directHead(by)],
    needs: second.needs,
    constants: [addressConstant(jump), nvicConstant(jump)],
    functions: [
      {
        name: "jump_to_system_bootloader",
        about: ["Returns only where the jump cannot work; else does not return."],
        exported: true,
        returns: "nothing",
        steps: withoutGaps(steps),
      },
    ],
    earlyHook: null,
  };
}

function directHead(by: ResetBy): string {
  const how = by === "hal" ? ", with interrupts on" : "";
  return `Call it from internal memory, with the scheduler stopped${how}; first stop what your own code drives: USB, DMA, timers, any other bus master. Where D+ has its pull-up outside the chip, switch that off too. A window watchdog must not run.`;
}

/** `request_system_bootloader()` and `enter_system_bootloader_if_requested()`: through a reset. */
export function resetProgram(jump: RomJump, by: ResetBy): Program {
  const early = "enter_system_bootloader_if_requested";
  return {
    ...common(jump, "mark, reset, early jump"),
    head: [
      "The request goes into the application, the test into the image that owns reset (the bootloader, where there is one). Both have to use the same magic word in the same place. Stop USB before the request, with a soft-disconnect: the reset alone takes the device off the bus only until the ROM connects.",
    ],
    needs: [],
    constants: [addressConstant(jump), ...markConstants(jump, "SYSTEM_BOOTLOADER")],
    functions: [requestFunction(jump), enterFunction(jump, by, early)],
    earlyHook: early,
  };
}

function requestFunction(jump: RomJump): StepFunction {
  return {
    name: "request_system_bootloader",
    about: ["In the application. Does not return."],
    exported: true,
    returns: "never",
    steps: [MASK_STEP, ...markWrites(jump, "SYSTEM_BOOTLOADER", MAGIC), RESET_STEP],
  };
}

function enterFunction(jump: RomJump, by: ResetBy, name: string): StepFunction {
  const mark = markOf(jump, "SYSTEM_BOOTLOADER");
  return {
    name,
    about: [
      "In the image that owns reset, before anything sets up clocks, caches or MPU: at best the first call of Reset_Handler or SystemInit. Everything it does not touch has to be as after a reset.",
    ],
    exported: true,
    returns: "nothing",
    steps: withoutGaps([
      ...markAbout(jump),
      step("Not asked for: start as usual.", { do: "return-if", when: { is: "not-marked", mark, magic: MAGIC } }),
      step("Cleared first of all, so that a failed attempt starts the program next time.", {
        do: "write-mark",
        mark,
        value: 0,
      }),
      versionStep(jump),
      emptyCheckStep(jump),
      clockProtectionStep(jump),
      ...intoRom(jump, by),
      START,
    ]),
  };
}

/** What makes the ROM find its vectors and stay. */
function intoRom(jump: RomJump, by: ResetBy): (Step | undefined)[] {
  const remap =
    jump.rom.remap?.available === true ? remapStep(jump, by, "systemMemory", REMAP_WHY[jump.rom.remap.why]) : undefined;
  return [
    bootPinStep(jump),
    remap,
    jump.rom.vtor === true ? vtorStep("The vectors of the ROM.", ADDRESS) : SETTLED_STEP,
  ];
}

const REMAP_WHY = {
  usual: "System memory at address 0, as after a boot into the ROM.",
  "no-vtor": "System memory at address 0: without VTOR the ROM's vectors are fetched there.",
  "dual-bank-boot": "System memory at address 0: AN2606 asks for it on lines with dual-bank boot.",
  "field-reports": "System memory at address 0: users had to do this.",
} as const;

const START = step("Does not return.", { do: "start", with: STARTER.name, table: ADDRESS });

function common(jump: RomJump, way: string): Pick<Program, "title" | "guards" | "starter"> {
  const source = jump.rom.inAn2606 ? "AN2606 Rev 70" : "not AN2606";
  return {
    title: `System bootloader of ${jump.part}: ${way}. Source: ${source}, line ${jump.rom.line}.`,
    guards: guardsOf(jump, "system-bootloader"),
    starter: STARTER,
  };
}

function addressConstant({ rom, address }: RomJump): ConstantDefinition {
  return {
    name: ADDRESS,
    value: address,
    as: "address",
    why: [`Vector table of the system bootloader (${rom.inAn2606 ? "AN2606, " : ""}${rom.line}).`],
  };
}
