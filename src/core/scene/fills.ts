import type { ColumnPlan } from "./columns";
import type { OpenStart, Piece } from "./placement";
import { clusters, intersects, risingUnique, subtract, type Span } from "./ranges";

/** What lies between the pieces of a column. */
export interface Fill extends Span {
  readonly kind: "free" | "unknown" | "gap";
  /** Set for `unknown`: the image that starts here. */
  readonly open?: OpenStart;
}

/** Everything of a column that no piece covers; with the pieces it accounts for every byte. */
export function fillsOf(plan: ColumnPlan, openStarts: readonly OpenStart[]): Fill[] {
  const holes = subtract(plan, plan.pieces);
  if (!plan.solid) {
    return holes.map((hole) => ({ ...hole, kind: "gap" }));
  }
  return holes.flatMap((hole) => {
    const opens = openStarts.filter((open) => open.address >= hole.base && open.address < hole.end);
    const cuts = risingUnique([hole.base, ...opens.map((open) => open.address), hole.end]);
    return cuts.slice(1).map((end, index): Fill => {
      const base = cuts[index] ?? hole.base;
      const open = opens.find((one) => one.address === base);
      return open === undefined ? { base, end, kind: "free" } : { base, end, kind: "unknown", open };
    });
  });
}

/** Bytes that two pieces claim though only one can have them. */
export interface Overlap extends Span {
  readonly names: readonly string[];
}

/**
 * Whether two pieces that share bytes stand in each other's way. In RAM only the regions of one image do: images run
 * one after the other. The same extra region in two linker scripts is one region that both know.
 */
export function collides(plan: ColumnPlan, a: Piece, b: Piece): boolean {
  if (a.image === b.image) {
    return true;
  }
  const bothRegions = a.kind === "region" && b.kind === "region";
  if (!plan.solid) {
    return !bothRegions && plan.lane !== "ram";
  }
  return plan.lane === "flash" && !(bothRegions && a.base === b.base && a.end === b.end);
}

/** Overlaps of a column, lowest first; those that touch are one. */
export function overlapsOf(plan: ColumnPlan): Overlap[] {
  const found: Overlap[] = [];
  for (const cluster of clusters(plan.pieces)) {
    if (cluster.length < 2) {
      continue;
    }
    const cuts = risingUnique(cluster.flatMap((piece) => [piece.base, piece.end]));
    cuts.slice(1).forEach((end, index) => {
      const part = { base: cuts[index] ?? end, end };
      const here = cluster.filter((piece) => intersects(piece, part));
      const guilty = here.filter((a) => here.some((b) => a !== b && collides(plan, a, b)));
      if (guilty.length > 0) {
        push(found, { ...part, names: [...new Set(guilty.map((piece) => piece.fullName))] });
      }
    });
  }
  return found;
}

function push(found: Overlap[], next: Overlap): void {
  const last = found.at(-1);
  if (last?.end === next.base) {
    found[found.length - 1] = { ...last, end: next.end, names: [...new Set([...last.names, ...next.names])] };
  } else {
    found.push(next);
  }
}
