import type { EraseRun, EraseUnitWord, Memory } from "../mcu/device";
import { text } from "../text";
import { byteSize, hexRange } from "./format";
import type { Say } from "./options";
import { intersects, risingUnique, type Span } from "./ranges";

/** One erase unit or a run of equal ones, before geometry. */
export interface Cell extends Span {
  readonly first: number;
  readonly count: number;
  readonly label: string;
  readonly shortLabel: string;
  readonly description: string;
  readonly sharedBy: readonly string[];
}

/** Something that lies on erase units: a piece of an image. */
export interface Occupant extends Span {
  readonly image: string;
  readonly imageName: string;
}

/** Runs of more equal units than this are drawn in groups. */
const individually = 16;

/**
 * Erase units of a flash memory as cells. A long run of equal units is cut where something begins or ends, so that
 * every edge is visible in the ruler; a unit that holds an edge in its middle stands alone.
 */
export function eraseCells(
  memory: Memory,
  word: EraseUnitWord,
  occupants: readonly Occupant[],
  points: readonly number[],
  say: Say,
): Cell[] {
  const edges = [...occupants.flatMap(({ base, end }) => [base, end]), ...points];
  const cells: Cell[] = [];
  let before = 0;
  for (const run of memory.eraseRuns) {
    if (run.size <= 0 || run.count <= 0) {
      continue;
    }
    const cuts = cutsOf(run, edges);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [from, to] = [cuts[i] ?? 0, cuts[i + 1] ?? 0];
      cells.push(cell({ run, from, to, first: before + from, word, occupants, say }));
    }
    before += run.count;
  }
  return cells;
}

/** Unit indices of a run at which a new cell starts, and its count at the end. */
function cutsOf(run: EraseRun, edges: readonly number[]): number[] {
  if (run.count <= individually) {
    return Array.from({ length: run.count + 1 }, (_, index) => index);
  }
  const inside = edges
    .map((edge) => (edge - run.base) / run.size)
    .filter((index) => index > 0 && index < run.count)
    .flatMap((index) => [Math.floor(index), Math.ceil(index)]);
  return risingUnique([0, ...inside, run.count]);
}

interface CellWork {
  readonly run: EraseRun;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly word: EraseUnitWord;
  readonly occupants: readonly Occupant[];
  readonly say: Say;
}

function cell({ run, from, to, first, word, occupants, say }: CellWork): Cell {
  const span = { base: run.base + from * run.size, end: run.base + to * run.size };
  const count = to - from;
  const size = byteSize(run.size);
  const images = new Map(occupants.filter((one) => intersects(one, span)).map((one) => [one.image, one.imageName]));
  const sharedBy = images.size > 1 ? [...images.values()] : [];
  const name = unitsName(word, first, count, say);
  const warning =
    sharedBy.length === 0
      ? ""
      : ` ${say(text("{0} meet here: erasing it for one erases the other.", sharedBy.join(", ")))}`;
  return {
    ...{ ...span, first, count, sharedBy },
    label: count === 1 ? say(text("{0} · {1}", name, size)) : manyLabel(word, count, size, say),
    shortLabel: count === 1 ? `${first} · ${size}` : `${count} × ${size}`,
    description: say(text("{0}, {1} each, {2}.", name, size, hexRange(span.base, span.end))) + warning,
  };
}

function manyLabel(word: EraseUnitWord, count: number, size: string, say: Say): string {
  return say(word === "page" ? text("{0} × {1} pages", count, size) : text("{0} × {1} sectors", count, size));
}

/** `sector 5`, `pages 64–511`: the manuals' own words and numbers, counted per memory. */
export function unitsName(word: EraseUnitWord, first: number, count: number, say: Say): string {
  if (count === 1) {
    return say(word === "page" ? text("page {0}", first) : text("sector {0}", first));
  }
  const last = first + count - 1;
  return say(word === "page" ? text("pages {0}–{1}", first, last) : text("sectors {0}–{1}", first, last));
}
