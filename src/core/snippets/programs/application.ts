import { memoryAt, physical, stretchAt } from "../../mcu/addresses";
import type { AddressRange, Device, MemoryKind } from "../../mcu/device";
import { hex } from "../../notation";
import { text } from "../../text";
import { hasSecondApplicationCore, jumpingCores, type JumpChip } from "../jump-chip";
import { refusal, type Refusal } from "../request";
import {
  AWAKE_STEP,
  l1CacheStep,
  modeStep,
  mpuStep,
  NVIC_STEP,
  SETTLED_STEP,
  SYSTICK_STEP,
  unmaskStep,
  vtorStep,
} from "../steps/core-steps";
import type { ConstantDefinition, PlausibleFunction, Program } from "../steps/program";
import { remapStep, resetSteps, systemCacheStep, type ResetBy } from "../steps/reset-steps";
import { step, withoutGaps, type Step } from "../steps/statement";
import { guardsOf, nvicConstant, radioStep } from "./common";

export const APPLICATION = "APPLICATION_ADDRESS";
export const PLAUSIBLE = "application_is_plausible";
const STARTER = { name: "start_application", whose: "the application's" };
/** Where Cortex-M0 reads its vectors once SRAM is mapped to address 0. */
const SRAM_START = 0x20000000;

/** The application's place on a chip, checked. */
export interface ApplicationPlace {
  readonly address: number;
  /** Where its stack may end, and where its code may be. */
  readonly ram: readonly AddressRange[];
  readonly code: readonly AddressRange[];
  /** Entries of its vector table. */
  readonly vectors: number;
}

/** Whether an application can start at the address on this chip: in flash, behind its start, aligned as VTOR needs. */
export function applicationPlace(chip: JumpChip, address: number | undefined): ApplicationPlace | Refusal {
  const { candidates, part } = chip;
  if (candidates.length === 0) {
    return refusal(
      text("The memories of {0} are not known, so no address can be checked.", part),
      text("Give the full part number."),
    );
  }
  if (address === undefined) {
    return refusal(
      text("The address of the application is missing."),
      text("Say where its vector table is: --address 0x08010000."),
    );
  }
  if (!Number.isInteger(address) || address < 0) {
    return refusal(text("{0} is no address.", address), text("Say where its vector table is: --address 0x08010000."));
  }
  const inFlash = candidates.every((device) => memoryAt(device, address)?.kind === "flash");
  if (!inFlash) {
    return refusal(
      text("{0} is not in the flash of {1}.", hex(address), part),
      text("Flash is at {0}; flash outside the chip is not covered.", flashText(candidates)),
    );
  }
  const alignment = Math.max(4, ...jumpingCores(chip).map((core) => core.vectorAlignment ?? 4));
  if (address % alignment !== 0) {
    const below = address - (address % alignment);
    return refusal(
      text(
        "{0} is no place for a vector table on {1}: it has to be a multiple of {2}.",
        hex(address),
        part,
        `0x${alignment.toString(16)}`,
      ),
      text("The nearest are {0} and {1}.", hex(below), hex(below + alignment)),
    );
  }
  const vectors = Math.max(...jumpingCores(chip).map((core) => core.vectors));
  const end = address + 4 * vectors - 1;
  if (candidates.some((device) => memoryAt(device, end)?.kind !== "flash")) {
    return refusal(
      text("A vector table of {0} entries at {1} would pass the end of the flash of {2}.", vectors, hex(address), part),
      text("Flash is at {0}.", flashText(candidates)),
    );
  }
  if (candidates.every((device) => startsFlash(device, address))) {
    return refusal(
      text("{0} is where {1} starts: the bootloader is there.", hex(address), part),
      text("Give the address of the application's vector table, behind the bootloader."),
    );
  }
  return {
    address,
    ram: joined(candidates.flatMap(ramRanges)),
    code: joined(candidates.flatMap((device) => codeRanges(device, address))),
    vectors,
  };
}

function startsFlash(device: Device, address: number): boolean {
  const bases = device.memories.filter(({ kind }) => kind === "flash").map(({ base }) => base);
  return physical(device, address) === Math.min(...bases);
}

function flashText(candidates: readonly Device[]): string {
  const flash = candidates.flatMap(({ memories }) => memories.filter(({ kind }) => kind === "flash"));
  return joined(flash)
    .map(({ base, size }) => `${hex(base)}..${hex(base + size - 1)}`)
    .join(", ");
}

const STACK_MEMORIES: readonly MemoryKind[] = ["sram", "ccm", "dtcm"];

/** RAM that a stack may end in, also by its other addresses. */
function ramRanges(device: Device): AddressRange[] {
  const memories = device.memories.filter(({ kind }) => STACK_MEMORIES.includes(kind));
  const views = device.aliases.filter((view) =>
    memories.some(({ base, size }) => view.target >= base && view.target < base + size),
  );
  return joined([...memories, ...views]);
}

/** Flash from the application on, in the view that its address is in. */
function codeRanges(device: Device, address: number): AddressRange[] {
  const stretch = stretchAt(device, address);
  if (stretch === undefined) {
    return [];
  }
  const offset = address - physical(device, address);
  return [{ base: address, size: stretch.base + stretch.size + offset - address }];
}

/** Ranges that touch or overlap, as one. */
function joined(ranges: readonly AddressRange[]): AddressRange[] {
  const all: AddressRange[] = [];
  for (const { base, size } of [...ranges].sort((a, b) => a.base - b.base)) {
    const last = all.at(-1);
    if (last !== undefined && base <= last.base + last.size) {
      all[all.length - 1] = { base: last.base, size: Math.max(last.size, base + size - last.base) };
    } else {
      all.push({ base, size });
    }
  }
  return all;
}

/** `jump_to_application()`: what a bootloader ends with. */
export function applicationProgram(chip: JumpChip, place: ApplicationPlace, by: ResetBy): Program {
  const steps: (Step | undefined)[] = [
    step("No application there: stay.", {
      do: "return-if",
      when: { is: "implausible", table: APPLICATION },
      result: "false",
    }),
    modeStep(chip, "false"),
    radioStep(chip, "Not with the radio core booted: it would lose the peripherals it uses.", "false"),
    l1CacheStep(chip),
    systemCacheStep(chip),
    mpuStep(chip),
    ...resetSteps(chip, by),
    SYSTICK_STEP,
    AWAKE_STEP,
    NVIC_STEP,
    ...vectorSteps(chip, by),
    unmaskStep(chip, "Interrupts as after a reset: the application enables what it needs."),
    step("Does not return.", { do: "start", with: STARTER.name, table: APPLICATION }),
  ];
  return {
    title: `Start of the application at ${hex(place.address)} on ${chip.part}.`,
    head: [
      `Call it from the bootloader, from internal memory${by === "hal" ? ", with interrupts on" : ""}. Clocks, peripherals, interrupts and SysTick are as after a reset then; a running watchdog, the backup domain and peripheral clock enables stay.`,
      ...(chip.parts.some(hasSecondApplicationCore)
        ? ["Start the Cortex-M4 only afterwards: the peripherals it uses are reset too."]
        : []),
    ],
    guards: guardsOf(chip, "application"),
    needs: [],
    constants: [applicationConstant(place), nvicConstant(chip), ...vectorConstant(chip, place)],
    starter: STARTER,
    functions: [
      plausibleFunction(place),
      {
        name: "jump_to_application",
        about: ["Returns false, with nothing changed, where there is no plausible application; else does not return."],
        exported: true,
        returns: "bool",
        steps: withoutGaps(steps),
      },
    ],
    earlyHook: null,
  };
}

export function applicationConstant({ address }: ApplicationPlace): ConstantDefinition {
  const why = [
    "The application's vector table: its linker script's flash ORIGIN, plus a header in front where there is one.",
  ];
  return { name: APPLICATION, value: address, as: "address", why };
}

export function plausibleFunction({ ram, code }: ApplicationPlace): PlausibleFunction {
  return {
    name: PLAUSIBLE,
    about: ["The stack ends in RAM, and the reset handler is Thumb code of the application: false for erased flash."],
    exported: false,
    ram,
    code,
  };
}

/** VTOR, or on Cortex-M0 the vectors copied to the start of SRAM and SRAM mapped to address 0. */
function vectorSteps(chip: JumpChip, by: ResetBy): (Step | undefined)[] {
  if (chip.core !== "cm0") {
    return [vtorStep("The application's vectors.", APPLICATION)];
  }
  return [
    step(
      "No VTOR: the application's vectors go to the start of SRAM. Its linker script has to leave that place free.",
      { do: "copy-vectors", from: APPLICATION, to: SRAM_START, count: "APPLICATION_VECTORS" },
    ),
    remapStep(chip, by, "sram", "SRAM at address 0, where the core reads its vectors."),
    SETTLED_STEP,
  ];
}

function vectorConstant({ core }: JumpChip, { vectors }: ApplicationPlace): ConstantDefinition[] {
  if (core !== "cm0") {
    return [];
  }
  const bytes = `0x${(4 * vectors).toString(16).toUpperCase()}`;
  const why = [`Vectors of this chip; the application's RAM begins behind them: ORIGIN = 0x20000000 + ${bytes}.`];
  return [{ name: "APPLICATION_VECTORS", value: vectors, as: "count", why }];
}
