import type { Value } from "../layout/claim";
import { known, unknown } from "../layout/claim";
import type { LiteralTerm } from "./linker-script";

/** An output section whose start values may count from. */
export interface SectionBase {
  readonly name: string;
  /** Its address in the present pass, or null where only a link knows it. */
  start: bigint | null;
  /** A start that is not known counts as aligned as ALIGN asks for. */
  readonly alignedStart?: true;
}

/**
 * What a value belongs to (GNU ld manual "The Section of an Expression"): a plain number, an absolute address, or an
 * output section, from whose start ld then computes.
 */
export type Base = "number" | "absolute" | SectionBase;

/** A value on its way through the evaluator. */
export interface Quantity {
  /** 64-bit, unsigned representation. */
  readonly value: Value<bigint>;
  readonly base: Base;
  /** The value counts from the start of the section that is its base; otherwise it is an address already. */
  readonly relative: boolean;
  readonly terms: readonly LiteralTerm[];
  /** Only a link knows it: a section's address or contents took part. */
  readonly needsLink: boolean;
  /** It was computed from a region before that region was evaluated; ld takes origin 0 and length ~0 then. */
  readonly early: boolean;
}

/** Far beyond any real expression; keeps junk linear. */
const MAX_TERMS = 256;
const MAX_MISSING = 32;
const BITS = 64;

/** Written out, because millions of these are made: every one has the same shape. */
function make(value: Value<bigint>, base: Base, relative: boolean, terms: readonly LiteralTerm[]): Quantity {
  return { value, base, relative, terms, needsLink: false, early: false };
}

/** The same value, belonging to something else. */
export function belonging(value: Quantity, base: Base, relative: boolean): Quantity {
  return value.base === base && value.relative === relative
    ? value
    : { value: value.value, base, relative, terms: value.terms, needsLink: value.needsLink, early: value.early };
}

/** The same value with other literals. */
export function withTerms(value: Quantity, terms: readonly LiteralTerm[]): Quantity {
  const { base, relative, needsLink, early } = value;
  return value.terms === terms ? value : { value: value.value, base, relative, terms, needsLink, early };
}

/** No literal takes part. */
export const noTerms: readonly LiteralTerm[] = [];

export function quantity(value: bigint, terms: readonly LiteralTerm[] = noTerms): Quantity {
  return make(known(BigInt.asUintN(BITS, value)), "number", false, terms);
}

/** An address that stands in no section. */
export function address(value: bigint): Quantity {
  return make(known(BigInt.asUintN(BITS, value)), "absolute", false, noTerms);
}

export function missing(...names: string[]): Quantity {
  return make({ known: false, missing: names }, "number", false, noTerms);
}

export function linkOnly(name: string): Quantity {
  return {
    value: { known: false, missing: [name] },
    base: "number",
    relative: false,
    terms: noTerms,
    needsLink: true,
    early: false,
  };
}

/** The location counter where only a link knows it. */
export const unknownDot: Quantity = linkOnly(".");

const start: Value<bigint> = known(0n);

/** A place in a section, `offset` bytes behind its start. */
export function insideSection(section: SectionBase, offset: Value<bigint> = start): Quantity {
  return make(offset, section, true, noTerms);
}

/** The value as an address or plain number; unknown where its section's start is. */
export function absolute(value: Quantity): Quantity {
  return belonging(value.relative ? moved(value, 1n) : value, "absolute", false);
}

/** An address that counts as one of the section, wherever it is. */
export function ofSection(value: Quantity, section: SectionBase): Quantity {
  return value.base === section ? value : belonging(absolute(value), section, false);
}

/** The address, or null where it is not known. */
export function addressOf(value: Quantity): bigint | null {
  const { value: found } = absolute(value);
  return found.known ? found.value : null;
}

/** What ld computes with: inside a section the distance from its start. */
export function fromStart(value: Quantity): Quantity {
  return typeof value.base === "string" || value.relative ? value : belonging(moved(value, -1n), value.base, true);
}

function moved(value: Quantity, direction: bigint): Quantity {
  const { base, relative, terms, early } = value;
  if (typeof base === "string" || !value.value.known) {
    return value;
  }
  return base.start === null
    ? { value: unknownDot.value, base, relative, terms, needsLink: true, early }
    : { ...value, value: known(BigInt.asUintN(BITS, value.value.value + direction * base.start)) };
}

/** Combines operands: unknown as soon as one of them is, with all literals that took part. A plain number results. */
export function combine(operands: readonly Quantity[], compute: (values: bigint[]) => bigint | null): Quantity {
  const values: bigint[] = [];
  const names: string[] = [];
  let [needsLink, early] = [false, false];
  for (const operand of operands) {
    const { value } = operand;
    needsLink ||= operand.needsLink;
    early ||= operand.early;
    if (value.known) {
      values.push(value.value);
    } else {
      names.push(...value.missing);
    }
  }
  const result = values.length === operands.length ? compute(values) : null;
  const [only] = operands;
  return {
    value: result === null ? unknown(...new Set(names.slice(0, MAX_MISSING))) : known(BigInt.asUintN(BITS, result)),
    terms: operands.length === 1 && only !== undefined ? only.terms : mergeTerms(operands.map((o) => o.terms)),
    needsLink,
    early,
    base: "number",
    relative: false,
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
