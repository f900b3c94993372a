import type { AddressRange } from "../../mcu/device";
import type { Step } from "./statement";

/** A named constant of a program; an address or a mask is written in hex. */
export interface ConstantDefinition {
  readonly name: string;
  readonly value: number | bigint;
  readonly why: readonly string[];
  readonly as: "address" | "count" | "magic32" | "magic64";
  /** A C project may define it itself. */
  readonly overridable?: true;
}

/** A function of a program. */
export type ProgramFunction = StepFunction | PlausibleFunction;

interface FunctionHead {
  readonly name: string;
  /** What it is for and where it goes. */
  readonly about: readonly string[];
  /** Visible outside the unit. */
  readonly exported: boolean;
}

export interface StepFunction extends FunctionHead {
  readonly returns: "nothing" | "bool" | "never";
  readonly steps: readonly Step[];
}

/** Whether a vector table looks like one: its stack pointer ends in RAM, its reset handler is Thumb code in flash. */
export interface PlausibleFunction extends FunctionHead {
  readonly ram: readonly AddressRange[];
  readonly code: readonly AddressRange[];
}

/** Sets CONTROL and MSP and branches, all in registers. */
export interface Starter {
  readonly name: string;
  /** `the ROM's`. */
  readonly whose: string;
}

/** All a translation unit holds, whatever the language. */
export interface Program {
  readonly title: string;
  /** Sentences for the top of the file. */
  readonly head: readonly string[];
  /** Conditions the compiler can check: error texts by C condition. */
  readonly guards: readonly { readonly when: string; readonly error: string }[];
  /** Functions the user has to write, with what they have to do. */
  readonly needs: readonly { readonly name: string; readonly about: string }[];
  readonly constants: readonly ConstantDefinition[];
  readonly starter: Starter | null;
  readonly functions: readonly ProgramFunction[];
  /** Name of the function that Arduino's start-up calls first of all; null: none. */
  readonly earlyHook: string | null;
}

export function isPlausible(made: ProgramFunction): made is PlausibleFunction {
  return "ram" in made;
}
