import type { Value } from "../layout/claim";
import { known, unknown } from "../layout/claim";
import type { LiteralTerm } from "./linker-script";

/** A value on its way through the evaluator. */
export interface Quantity {
  /** 64-bit, unsigned representation. */
  readonly value: Value<bigint>;
  readonly terms: readonly LiteralTerm[];
  /** Only a link knows it: the location counter, a section's address or size took part. */
  readonly needsLink: boolean;
  /** It was computed from a region before that region was evaluated; ld takes origin 0 and length ~0 then. */
  readonly early: boolean;
  /** Inside an output section plain numbers count from its start, addresses do not. */
  readonly address: boolean;
}

/** Far beyond any real expression; keeps junk linear. */
const MAX_TERMS = 256;
const MAX_MISSING = 32;

export function quantity(value: bigint, terms: readonly LiteralTerm[] = []): Quantity {
  const wrapped = BigInt.asUintN(64, value);
  return { value: known(wrapped), terms, needsLink: false, early: false, address: false };
}

export function missing(...names: string[]): Quantity {
  return { value: unknown(...names), terms: [], needsLink: false, early: false, address: false };
}

export function linkOnly(name: string): Quantity {
  return { ...missing(name), needsLink: true };
}

/** Combines operands: unknown as soon as one of them is, with all literals that took part. */
export function combine(operands: readonly Quantity[], compute: (values: bigint[]) => bigint | null): Quantity {
  const values: bigint[] = [];
  const names: string[] = [];
  for (const { value } of operands) {
    if (value.known) {
      values.push(value.value);
    } else {
      names.push(...value.missing);
    }
  }
  const result = values.length === operands.length ? compute(values) : null;
  const [only] = operands;
  return {
    value: result === null ? unknown(...new Set(names.slice(0, MAX_MISSING))) : known(BigInt.asUintN(64, result)),
    terms: operands.length === 1 && only !== undefined ? only.terms : mergeTerms(operands.map((o) => o.terms)),
    needsLink: operands.some((o) => o.needsLink),
    early: operands.some((o) => o.early),
    address: false,
  };
}

/** All literals, each place once. */
export function mergeTerms(lists: readonly (readonly LiteralTerm[])[]): readonly LiteralTerm[] {
  const filled = lists.filter((list) => list.length > 0);
  const [first, second] = filled;
  if (second === undefined) {
    return first ?? [];
  }
  const merged = new Map<string, LiteralTerm>();
  for (const term of filled.flat()) {
    if (merged.size >= MAX_TERMS) {
      break;
    }
    merged.set(`${term.range.uri} ${term.range.start} ${term.range.end} ${term.text}`, term);
  }
  return [...merged.values()];
}
