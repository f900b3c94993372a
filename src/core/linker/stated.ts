import type { SourceRange } from "../project/snapshot";
import type { Quantity } from "./quantity";
import type { Expression } from "./syntax";

/** A value with the expression that states it. */
export interface Stated {
  readonly expression: Expression;
  readonly quantity: Quantity;
}

/** A value that no expression states as a whole: it follows from what stands at the range. */
export function computedAt(range: SourceRange, value: Quantity): Stated {
  return { expression: { node: { kind: "fault" }, range, exact: false }, quantity: value };
}
