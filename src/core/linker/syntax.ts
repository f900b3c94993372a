import type { SourceRange } from "../project/snapshot";
import type { InputPattern } from "./linker-script";

/** An expression's tree. Chains of one precedence are flat, so that depth stays bounded. */
export type Node =
  | {
      readonly kind: "number";
      readonly text: string;
      readonly value: bigint | null;
      /** Where the literal is written; where the macro is invoked if it stands in no file. */
      readonly range: SourceRange;
    }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "dot" }
  | { readonly kind: "unary"; readonly operators: readonly string[]; readonly operand: Node }
  | {
      readonly kind: "chain";
      readonly first: Node;
      readonly rest: readonly { readonly operator: string; readonly operand: Node }[];
    }
  | {
      readonly kind: "conditional";
      readonly arms: readonly { readonly condition: Node; readonly then: Node }[];
      readonly otherwise: Node;
    }
  /** A function of expressions: `ALIGN(a, b)`, `MIN`, … */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[]; readonly message?: string }
  /** A function of a name: `ORIGIN(region)`, `DEFINED(symbol)`, `ADDR(section)`, … */
  | { readonly kind: "about"; readonly name: string; readonly subject: string }
  /** Something that could not be read; a problem tells what. */
  | { readonly kind: "fault" };

export interface Expression {
  readonly node: Node;
  readonly range: SourceRange;
  /** True when the file says exactly this at `range`. */
  readonly exact: boolean;
}

export interface Assignment {
  readonly kind: "assignment";
  readonly name: string;
  /** `=`, `+=`, … */
  readonly operator: string;
  readonly provide: boolean;
  readonly expression: Expression;
  readonly range: SourceRange;
}

export interface Assertion {
  readonly kind: "assertion";
  readonly expression: Expression;
}

/** The braces of an output section begin or end: between the two, plain numbers count from the section's start. */
export interface Brace {
  readonly kind: "open" | "close";
  /** What stands behind the closing brace belongs to the section, too: null until it is read. */
  readonly slot: { section: SectionEntry | null };
}

/** What is evaluated in the order of the script. */
export type Step = Assignment | Assertion | Brace | BodyItem;

export interface RegionEntry {
  readonly name: string;
  readonly attributes: string;
  readonly origin: Expression;
  readonly length: Expression;
  readonly range: SourceRange;
  readonly nameRange: SourceRange;
}

export interface AliasEntry {
  readonly alias: string;
  readonly region: string;
  readonly range: SourceRange;
}

/** What gives an output section its size, in order. */
export type BodyItem =
  | { readonly kind: "contents" }
  | { readonly kind: "data"; readonly size: number; readonly range: SourceRange }
  | { readonly kind: "dot"; readonly operator: string; readonly expression: Expression };

export interface RegionUse {
  readonly name: string;
  readonly range: SourceRange;
}

export interface SectionEntry {
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly range: SourceRange;
  readonly types: readonly string[];
  readonly region: RegionUse | null;
  readonly loadRegion: RegionUse | null;
  readonly address: Expression | null;
  /** `AT(…)` in front of the brace. */
  readonly loadAddress: Expression | null;
  /** `ALIGN(…)` in front of the brace. */
  readonly alignment: Expression | null;
  readonly inputs: readonly InputPattern[];
  readonly body: readonly BodyItem[];
}

/** A parsed script, its included files in place. */
export interface Program {
  readonly steps: Step[];
  readonly regions: RegionEntry[];
  readonly aliases: AliasEntry[];
  readonly sections: SectionEntry[];
  /** INSERT moves sections, so that what stands in front of one in the script may not do so in the image. */
  inserts: boolean;
}
