import type { SourceRange } from "../../project/snapshot";
import type { InputPattern, Occurrence } from "../linker-script";
import type { Expression } from "../syntax";

/** `[from A to B]`, `[from A size N repeat n displacement d]`: exactly one of `to` and `size` is there. */
export interface RangeLiteral {
  readonly kind: "range";
  readonly from: Expression;
  readonly to: Expression | null;
  readonly size: Expression | null;
  readonly repeat: Expression | null;
  readonly displacement: Expression | null;
  readonly range: SourceRange;
}

/** A region expression; operators of one precedence, from the left. */
export type RegionNode =
  | RangeLiteral
  | { readonly kind: "name"; readonly name: string; readonly range: SourceRange }
  | { readonly kind: "empty" }
  | { readonly kind: "fault" }
  | {
      readonly kind: "chain";
      readonly first: RegionNode;
      readonly rest: readonly { readonly operator: "|" | "&" | "-"; readonly operand: RegionNode }[];
      readonly range: SourceRange;
    };

/** What `{ … }` of a block or placement selects, in order; `block` where it names a block whose contents stand there. */
export interface Selector {
  readonly block: string | null;
  readonly first: boolean;
  readonly input: InputPattern | null;
}

export interface SymbolDefinition {
  readonly kind: "symbol";
  readonly name: string;
  readonly expression: Expression;
  readonly range: SourceRange;
}

export interface RegionDefinition {
  readonly kind: "region";
  readonly name: string;
  readonly node: RegionNode;
  readonly range: SourceRange;
  readonly nameRange: SourceRange;
}

export interface Placement {
  readonly kind: "place";
  /** Quoted name in front, or the words of the directive. */
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly range: SourceRange;
  /** `at address`, `at start of`, `at end of`, `in`. */
  readonly where: "address" | "start" | "end" | "in";
  readonly address: Expression | null;
  readonly region: RegionNode | null;
  readonly noload: boolean;
  readonly selectors: readonly Selector[];
}

export interface Conditional {
  readonly kind: "if";
  readonly condition: Expression;
  readonly then: readonly Directive[];
  readonly otherwise: readonly Directive[];
}

/** One directive of a configuration file, as far as regions and symbols are concerned. */
export type Directive =
  | SymbolDefinition
  | RegionDefinition
  | Placement
  | Conditional
  | { readonly kind: "block"; readonly name: string; readonly selectors: readonly Selector[] }
  | { readonly kind: "check"; readonly expression: Expression; readonly message: string; readonly range: SourceRange }
  | { readonly kind: "error"; readonly message: string; readonly range: SourceRange };

export interface IcfProgram {
  readonly directives: readonly Directive[];
  readonly occurrences: readonly Occurrence[];
}
