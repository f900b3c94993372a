import type { Bits, DmaChannels, Register } from "../../mcu/registers/row";

/** Bits by macro name; the empty record is 0. */
export type Names = Readonly<Record<string, number>>;

/** A constant that the program defines. */
export interface Constant {
  readonly constant: string;
}

/** Where a request outlives a reset: 64 bits of RAM behind a constant, or a backup register. */
export type Mark = { readonly ram: string; readonly cached: boolean } | { readonly register: Register };

/** What a statement may be guarded by. */
export type Condition =
  | { readonly is: "handler" | "handler-or-unprivileged" }
  | { readonly is: "bits-set"; readonly bits: Bits }
  | { readonly is: "marked" | "not-marked"; readonly mark: Mark; readonly magic: string }
  | { readonly is: "byte-differs"; readonly address: number; readonly value: number }
  /** Numbers, or constants of the user's. */
  | { readonly is: "word-differs"; readonly address: number | string; readonly value: number | string }
  | { readonly is: "implausible"; readonly table: string }
  | { readonly is: "call"; readonly name: string; readonly argument?: string }
  | { readonly is: "input-is"; readonly port: Register; readonly pin: string; readonly level: string };

/** What the core does in one instruction. */
export type CoreAction =
  | "dsb"
  | "isb"
  | "mask-interrupts"
  | "unmask-interrupts"
  | "clear-basepri"
  | "clear-faultmask"
  | "reset-chip"
  | "l1-caches-off";

/** One statement of a jump, whatever the language: each language has a writer for all of them. */
export type Statement =
  | { readonly do: "core"; readonly what: CoreAction }
  | { readonly do: "write"; readonly to: Register; readonly value: Names | number | Constant }
  | { readonly do: "set" | "clear"; readonly bits: Bits }
  | { readonly do: "replace"; readonly field: Bits; readonly value: Names }
  /** Until the bits of the field read the value. */
  | { readonly do: "wait"; readonly field: Bits; readonly value: Names }
  /** Gives a clock that was just switched on the time it takes. */
  | { readonly do: "read"; readonly from: Register }
  | { readonly do: "nvic-off" }
  /** The library's idea of the core's clock follows what was just written. */
  | { readonly do: "clock-changed" }
  | ({ readonly do: "dma-off"; readonly hasDma2: boolean } & DmaChannels)
  /** At least so many milliseconds, by counting cycles: nothing has to run but the core. */
  | { readonly do: "count-ms"; readonly ms: number }
  /** So many milliseconds by SysTick, polled. */
  | { readonly do: "tick-ms"; readonly ms: string }
  | { readonly do: "pin-as-input"; readonly port: number; readonly crl: boolean; readonly pin: string }
  | { readonly do: "copy-vectors"; readonly from: string; readonly to: number; readonly count: string }
  | { readonly do: "write-mark"; readonly mark: Mark; readonly value: string | 0 }
  | {
      readonly do: "return-if";
      readonly when: Condition;
      readonly result?: string;
      readonly first?: readonly Statement[];
    }
  | { readonly do: "return"; readonly result: string }
  /** A function of a C library, or one the user writes. */
  | { readonly do: "call"; readonly text: string }
  | { readonly do: "start"; readonly with: string; readonly table: string }
  /** Only where the chip has an MPU; without a device header: its registers ignore writes where there is none. */
  | { readonly do: "if-mpu-present"; readonly then: readonly Statement[] }
  /** What a C project says of its board by a macro. Without a preprocessor the macro counts as not defined. */
  | { readonly do: "if-defined"; readonly macro: string; readonly meaning: string; readonly then: readonly Statement[] }
  | {
      readonly do: "if-none-defined";
      readonly macros: readonly string[];
      /** What defining one of them says. */
      readonly meaning: string;
      readonly then: readonly Statement[];
    };

/** Statements with one purpose. */
export interface Step {
  readonly why: string;
  readonly statements: readonly Statement[];
}

export const DSB: Statement = { do: "core", what: "dsb" };
export const ISB: Statement = { do: "core", what: "isb" };

export function step(why: string, ...statements: readonly Statement[]): Step {
  return { why, statements };
}

export function write(to: Register, value: Names | number | Constant): Statement {
  return { do: "write", to, value };
}

export function set(bits: Bits): Statement {
  return { do: "set", bits };
}

/** Switches a clock on and waits until it runs. */
export function clockOn(bits: Bits): Statement[] {
  return [set(bits), { do: "read", from: { register: bits.register, address: bits.address } }];
}

/** The steps that a chip needs. */
export function withoutGaps(steps: readonly (Step | undefined)[]): Step[] {
  return steps.filter((made) => made !== undefined);
}

/** The mask of some bits. */
export function maskOf(names: Names): number {
  return Object.values(names).reduce((mask, bits) => (mask | bits) >>> 0, 0);
}
