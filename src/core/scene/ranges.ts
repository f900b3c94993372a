/** A stretch of addresses; `end` is the first address behind it. */
export interface Span {
  readonly base: number;
  readonly end: number;
}

export function intersects(a: Span, b: Span): boolean {
  return a.base < b.end && b.base < a.end;
}

/** What is left of `span` outside all `holes`, lowest first. */
export function subtract(span: Span, holes: readonly Span[]): Span[] {
  const left: Span[] = [];
  let at = span.base;
  for (const hole of [...holes].sort((a, b) => a.base - b.base)) {
    if (hole.base > at) {
      left.push({ base: at, end: Math.min(hole.base, span.end) });
    }
    at = Math.max(at, hole.end);
    if (at >= span.end) {
      break;
    }
  }
  if (at < span.end) {
    left.push({ base: at, end: span.end });
  }
  return left.filter((part) => part.base < part.end);
}

/** Groups of spans that hang together through shared bytes, in address order. Touching ends do not share. */
export function clusters<T extends Span>(spans: readonly T[]): T[][] {
  const groups: T[][] = [];
  let end = -1;
  for (const span of [...spans].sort((a, b) => a.base - b.base || a.end - b.end)) {
    const group = groups.at(-1);
    if (group === undefined || span.base >= end) {
      groups.push([span]);
    } else {
      group.push(span);
    }
    end = Math.max(end, span.end);
  }
  return groups;
}

/** Distinct numbers, rising. */
export function risingUnique(numbers: Iterable<number>): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
