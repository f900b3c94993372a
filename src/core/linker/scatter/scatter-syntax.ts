import type { SourceRange } from "../../project/snapshot";
import type { InputPattern, Occurrence } from "../linker-script";
import type { Expression } from "../syntax";

/** What stands between a region's name and its brace. */
export interface RegionHead {
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly base: Expression;
  /** `+offset`: behind the region before, or from the start of the load region. */
  readonly relative: boolean;
  /** Words as written: `UNINIT`, `FIXED`, `EMPTY`, … */
  readonly attributes: readonly string[];
  /** `EMPTY n`; below zero it grows down from the base. */
  readonly empty: Expression | null;
  /** `ALIGN n` */
  readonly align: Expression | null;
  readonly maximum: Expression | null;
  /** From the name to the last word in front of the brace. */
  readonly headRange: SourceRange;
}

export interface ExecutionRegion extends RegionHead {
  readonly inputs: readonly InputPattern[];
  /** With the braces. */
  readonly range: SourceRange;
}

export interface LoadRegion extends RegionHead {
  readonly regions: readonly ExecutionRegion[];
  readonly range: SourceRange;
}

export interface ScatterProgram {
  readonly loads: readonly LoadRegion[];
  readonly assertions: readonly Expression[];
  readonly occurrences: readonly Occurrence[];
}
