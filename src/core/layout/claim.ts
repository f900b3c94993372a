import type { SourceRange } from "../project/snapshot";
import type { Text } from "../text";

/** A value, or the names of what would have to be given to know it. Never a guess. */
export type Value<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly missing: readonly string[] };

export function known<T>(value: T): Value<T> {
  return { known: true, value };
}

export function unknown(...missing: string[]): { readonly known: false; readonly missing: readonly string[] } {
  return { known: false, missing };
}

/** Who says so. */
export type ClaimSource =
  | { readonly type: "file"; readonly range: SourceRange }
  | { readonly type: "chip"; readonly document: string }
  | { readonly type: "board"; readonly board: string };

/** How far a claim is from the silicon. */
export type ClaimKind = "chip" | "declared" | "built" | "onBoard";

/** A literal in a file; the claim's value is the literal's plus `base` (a flash base under an offset, else 0). */
export interface LiteralSite {
  readonly range: SourceRange;
  /** The text that stands there now; an edit is refused when it has changed. */
  readonly current: string;
  readonly base: number;
}

/** Where to write so that the claim says something else: every site, or none. */
export type EditRecipe =
  | { readonly editable: true; readonly sites: readonly LiteralSite[] }
  | { readonly editable: false; readonly reason: Text };

/** Nothing in a layout is a bare number. */
export interface Claim<T> {
  readonly value: Value<T>;
  readonly source: ClaimSource;
  readonly kind: ClaimKind;
  readonly edit: EditRecipe;
}
