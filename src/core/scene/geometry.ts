import { clusters, risingUnique, type Span } from "./ranges";

/** Pixels every stretch between two neighbouring edges gets at least: one line of small text. */
const minimum = 18;
/** Pixels a block gets at least: one line of its label. */
const minimumBlock = 26;

/** Turns addresses of one column into pixels. Low addresses lie at the bottom. */
export interface Scale {
  readonly height: number;
  /** Pixels below the column's upper edge. Exact at edges, linear between them. */
  y(address: number): number;
}

/** A stretch that takes no share of the spare height, however large it is. */
export type Weigh = (span: Span) => number;

/**
 * Piecewise linear scale through the given edges. Every stretch gets its minimum; `spare` pixels are shared out by the
 * square root of the sizes, so that 894 KiB stays visibly more than 128 KiB and 2 KiB stays legible.
 */
export function makeScale(edges: readonly number[], blocks: readonly Span[], spare: number, weigh: Weigh): Scale {
  const at = risingUnique(edges);
  const spans = at.slice(1).map((end, index): Span => ({ base: at[index] ?? end, end }));
  const weights = spans.map((span) => Math.sqrt(weigh(span)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const heights = weights.map((weight) => minimum + (total === 0 ? 0 : Math.round((spare * weight) / total)));
  for (const block of blocks) {
    grow(spans, heights, block);
  }
  const below = [0];
  for (const height of heights) {
    below.push((below.at(-1) ?? 0) + height);
  }
  const height = below.at(-1) ?? 0;
  return { height, y: (address) => height - interpolate(at, below, address) };
}

/** Gives a block that came out too low the missing pixels, in its first stretch. */
function grow(spans: readonly Span[], heights: number[], block: Span): void {
  const mine = spans.flatMap((span, index) => (span.base >= block.base && span.end <= block.end ? [index] : []));
  const have = mine.reduce((sum, index) => sum + (heights[index] ?? 0), 0);
  const [first] = mine;
  if (first !== undefined && have < minimumBlock) {
    heights[first] = (heights[first] ?? 0) + minimumBlock - have;
  }
}

function interpolate(at: readonly number[], below: readonly number[], address: number): number {
  const next = at.findIndex((edge) => edge >= address);
  const high = next < 0 ? at.length - 1 : next;
  const low = Math.max(0, high - 1);
  const [a, b, p, q] = [at[low] ?? 0, at[high] ?? 0, below[low] ?? 0, below[high] ?? 0];
  if (a === b || address <= a) {
    return address <= a ? p : q;
  }
  return address >= b ? q : p + ((q - p) * (address - a)) / (b - a);
}

export interface Track {
  readonly track: number;
  readonly tracks: number;
}

/**
 * Places spans that share bytes side by side: inside each cluster the lowest track that is free. Spans of one group
 * (an image) keep to one track where they can.
 */
export function assignTracks<T extends Span>(spans: readonly T[], group: (span: T) => string): Map<T, Track> {
  const placed = new Map<T, Track>();
  for (const cluster of clusters(spans)) {
    const ends: number[] = [];
    const home = new Map<string, number>();
    const chosen = cluster.map((span): [T, number] => {
      const wanted = home.get(group(span));
      const free = ends.findIndex((end) => end <= span.base);
      const track = wanted !== undefined && (ends[wanted] ?? 0) <= span.base ? wanted : free < 0 ? ends.length : free;
      ends[track] = span.end;
      home.set(group(span), track);
      return [span, track];
    });
    chosen.forEach(([span, track]) => placed.set(span, { track, tracks: ends.length }));
  }
  return placed;
}

/** Largest stretch of a range, in pixels, that none of the obstacles cuts or covers. */
export function freeBand(
  top: number,
  bottom: number,
  obstacles: readonly (readonly [number, number])[],
): [number, number] {
  let best: [number, number] = [top, top];
  let at = top;
  for (const [from, to] of [...obstacles].sort((a, b) => a[0] - b[0])) {
    if (to <= top || from >= bottom) {
      continue;
    }
    if (from - at > best[1] - best[0]) {
      best = [at, from];
    }
    at = Math.max(at, to);
  }
  return bottom - at > best[1] - best[0] ? [at, bottom] : best;
}
