import type { SourceRange } from "../../project/snapshot";
import { combine, mergeTerms, missing, quantity, type Quantity } from "../quantity";
import { computedAt, type Stated } from "../stated";

/** One range of a region. */
export interface Piece {
  readonly origin: Stated;
  /** Bytes. */
  readonly length: Stated;
  /** The last byte, where that is what the file states. */
  readonly last: Stated | null;
}

/** More ranges than any real region; keeps doubling unions short. */
const MAX_PIECES = 256;

export function fromTo(origin: Stated, last: Stated): Piece {
  const length = combine([last.quantity, origin.quantity], ([b = 0n, a = 0n]) => b - a + 1n);
  return { origin, last, length: computedAt(last.expression.range, length) };
}

/** `repeat n displacement d`: the range again and again, `d` bytes (its own size) apart. */
export function repeated(piece: Piece, times: Quantity, displacement: Quantity | null): Piece[] {
  const apart = displacement ?? piece.length.quantity;
  if (!times.value.known) return [unknownPiece(piece.length.expression.range, [times])];
  const count = times.value.value < BigInt(MAX_PIECES) ? Number(times.value.value) : MAX_PIECES;
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return piece;
    const origin = combine([piece.origin.quantity, apart], ([start = 0n, d = 0n]) => start + d * BigInt(index));
    const { range } = piece.origin.expression;
    return { origin: computedAt(range, origin), length: computedAt(range, piece.length.quantity), last: null };
  });
}

/** Union, intersection, or difference of two regions; one unknown range where an operand that matters is not known. */
export function combined(
  operator: "|" | "&" | "-",
  left: readonly Piece[],
  right: readonly Piece[],
  range: SourceRange,
): readonly Piece[] {
  if (operator === "|") return [...left, ...right].slice(0, MAX_PIECES);
  const [own, others] = [left.map(spanOf), right.map(spanOf)];
  if ([...own, ...others].some((span) => span === null))
    return [unknownPiece(range, quantitiesOf([...left, ...right]))];
  const cuts = others.flatMap((span) => span ?? []);
  const terms = mergeTerms(quantitiesOf([...left, ...right]).map((value) => value.terms));
  const made = left.flatMap((piece, index) => {
    const span = own[index];
    if (span === null || span === undefined) return [];
    const rest = operator === "&" ? cuts.flatMap((cut) => common(span, cut)) : without(span, cuts);
    return rest.map((one): Piece => {
      if (one.start === span.start && one.end === span.end) return piece;
      const origin = one.start === span.start ? piece.origin : computedAt(range, quantity(one.start, terms));
      return { origin, length: computedAt(range, quantity(one.end - one.start, terms)), last: null };
    });
  });
  return made.slice(0, MAX_PIECES);
}

interface Span {
  readonly start: bigint;
  readonly end: bigint;
}

function spanOf({ origin, length }: Piece): Span | null {
  const [start, size] = [origin.quantity.value, length.quantity.value];
  return start.known && size.known ? { start: start.value, end: start.value + size.value } : null;
}

function common(a: Span, b: Span): Span[] {
  const [start, end] = [a.start > b.start ? a.start : b.start, a.end < b.end ? a.end : b.end];
  return start < end ? [{ start, end }] : [];
}

function without(span: Span, cuts: readonly Span[]): Span[] {
  let rest = [span];
  for (const cut of cuts) {
    rest = rest.flatMap((one) => [
      ...common(one, { start: one.start, end: cut.start }),
      ...common(one, { start: cut.end, end: one.end }),
    ]);
  }
  return rest;
}

/** A range of which nothing is known but what it takes to know it. */
export function unknownPiece(range: SourceRange, needed: readonly Quantity[]): Piece {
  const names = needed.flatMap(({ value }) => (value.known ? [] : value.missing));
  const nothing = computedAt(range, missing(...new Set(names)));
  return { origin: nothing, length: nothing, last: null };
}

function quantitiesOf(pieces: readonly Piece[]): Quantity[] {
  return pieces.flatMap(({ origin, length }) => [origin.quantity, length.quantity]);
}
