import { hex } from "../notation";
import type { EraseUnitWord } from "../mcu/device";
import { eraseUnitAt } from "../mcu/addresses";
import { text } from "../text";
import type { ColumnPlan } from "./columns";
import { eraseCells, unitsName, type Cell } from "./erase-cells";
import { collides, fillsOf, overlapsOf, type Fill, type Overlap } from "./fills";
import { byteSize, hexRange } from "./format";
import { assignTracks, freeBand, makeScale, type Scale, type Track } from "./geometry";
import type { MapColumn, MapItem, MapMarker } from "./map-scene";
import type { Say } from "./options";
import type { Contradiction, Piece, Placement } from "./placement";
import { intersects, type Span } from "./ranges";

export interface ColumnWork {
  readonly plan: ColumnPlan;
  readonly placement: Placement;
  readonly word: EraseUnitWord;
  /** Every image is placed: what is left is free. */
  readonly certain: boolean;
  readonly say: Say;
}

/** Pixels shared out by size, on top of the minimum heights. */
const spare = { flash: 400, ram: 90, outside: 60 } as const;

interface Parts {
  readonly fills: readonly Fill[];
  readonly overlaps: readonly Overlap[];
  readonly cells: readonly Cell[];
  readonly contradictions: readonly Contradiction[];
  readonly tracks: ReadonlyMap<Piece, Track>;
  readonly scale: Scale;
}

/** Geometry of one column. */
export function buildColumn(work: ColumnWork): MapColumn {
  const { plan, placement } = work;
  const contradictions = placement.contradictions.filter(({ address }) => address >= plan.base && address <= plan.end);
  const fills = fillsOf(plan, placement.openStarts);
  const overlaps = overlapsOf(plan);
  const points = [
    ...contradictions.map(({ address }) => address),
    ...placement.openStarts.map(({ address }) => address).filter((at) => at > plan.base && at < plan.end),
  ];
  const cells = plan.memories.flatMap((memory) => eraseCells(memory, work.word, plan.pieces, points, work.say));
  const tracks = assignTracks(plan.pieces, (piece) => piece.image);
  const scale = scaleOf(plan, [...plan.pieces, ...fills, ...overlaps], cells, points);
  const parts: Parts = { fills, overlaps, cells, contradictions, tracks, scale };
  const items = itemsOf(work, parts);
  return {
    ...{ id: plan.id, lane: plan.lane, title: plan.title, base: plan.base, end: plan.end, height: scale.height },
    subtitle: subtitleOf(work, fills),
    memories: plan.memories.map(({ name, base, size }) => ({ name, ...extent(scale, { base, end: base + size }) })),
    units: cells.map((cell) => ({ ...cell, ...extent(scale, cell) })),
    items,
    markers: markersOf(plan, parts),
  };
}

function scaleOf(plan: ColumnPlan, blocks: readonly Span[], cells: readonly Span[], points: readonly number[]): Scale {
  const memories = plan.memories.map(({ base, size }): Span => ({ base, end: base + size }));
  const edges = [plan, ...memories, ...blocks, ...cells].flatMap(({ base, end }) => [base, end]);
  const untouched = plan.pieces.length === 0 && plan.lane !== "flash";
  // Addresses that the picture leaves out take no room, however many they are.
  const weigh = (span: Span): number =>
    plan.solid || plan.pieces.some((piece) => intersects(piece, span)) ? span.end - span.base : 0;
  return makeScale([...edges, ...points], blocks, untouched ? 0 : spare[plan.lane], weigh);
}

function extent(scale: Scale, { base, end }: Span): { base: number; end: number; top: number; height: number } {
  const top = scale.y(end);
  return { base, end, top, height: scale.y(base) - top };
}

function subtitleOf({ plan, certain, say }: ColumnWork, fills: readonly Fill[]): string {
  const range = hexRange(plan.base, plan.end);
  if (!plan.solid) {
    return range;
  }
  const size = byteSize(plan.end - plan.base);
  const bytes = fills.reduce((sum, { kind, base, end }) => sum + (kind === "free" ? end - base : 0), 0);
  if (bytes === 0 || bytes === plan.end - plan.base) {
    return say(text("{0} · {1}", range, size));
  }
  const free = byteSize(bytes);
  return say(
    certain ? text("{0} · {1} · {2} free", range, size, free) : text("{0} · {1} · {2} unclaimed", range, size, free),
  );
}

function itemsOf(work: ColumnWork, parts: Parts): MapItem[] {
  const items = [
    ...work.plan.pieces.map((piece) => pieceItem(work, parts, piece)),
    ...parts.fills.map((fill) => fillItem(work, parts, fill)),
    ...parts.overlaps.map((overlap) => overlapItem(work, parts, overlap)),
  ];
  const seen = new Map<string, number>();
  return items.sort(byAddress).map((item) => {
    const count = seen.get(item.id) ?? 0;
    seen.set(item.id, count + 1);
    return count === 0 ? item : { ...item, id: `${item.id}#${count + 1}` };
  });
}

function byAddress(a: MapItem, b: MapItem): number {
  return a.base - b.base || a.end - b.end || a.track - b.track || (a.id < b.id ? -1 : 1);
}

function pieceItem(work: ColumnWork, parts: Parts, piece: Piece): MapItem {
  const { plan, say } = work;
  const others = plan.pieces.filter((other) => other !== piece && intersects(other, piece));
  const collisions = others.filter((other) => collides(plan, piece, other));
  const cut = piece.base !== piece.whole.base || piece.end !== piece.whole.end;
  const isShared = others.length > collisions.length;
  const more = [
    ...unitsOf(work, piece),
    ...(cut ? [say(text("Part of {0}.", hexRange(piece.whole.base, piece.whole.end)))] : []),
    ...(plan.lane === "outside" ? [say(text("No memory of the chip lies here, as far as we know."))] : []),
    ...(piece.stated === "" ? [] : [say(text("Stated by {0}.", piece.stated))]),
    ...collisions.map((other) => say(text("Overlaps {0}.", other.fullName))),
    ...(isShared ? [say(text("Other images use these addresses too."))] : []),
    ...(piece.remark === undefined ? [] : [say(piece.remark)]),
    ...piece.conflicts,
  ];
  return {
    ...{ id: `${plan.id}:${piece.id}`, kind: piece.kind, role: piece.role, image: piece.image },
    ...{ label: piece.label, detail: piece.detail, stated: piece.stated, conflicts: piece.conflicts },
    ...measures(work, parts, piece, true),
    ...(parts.tracks.get(piece) ?? { track: 0, tracks: 1 }),
    ...{ overlapping: collisions.length > 0, shared: isShared },
    ...(piece.source === undefined ? {} : { source: piece.source }),
    description: describe(piece.fullName, piece, more, say),
  };
}

function fillItem(work: ColumnWork, parts: Parts, fill: Fill): MapItem {
  const { plan, say, certain } = work;
  const words = {
    free: certain ? say(text("Free")) : say(text("Unclaimed")),
    gap: say(text("not shown")),
    unknown: say(text("{0}, end unknown", fill.open?.imageName ?? "")),
  };
  const label = words[fill.kind];
  const why = {
    free: certain ? [] : [say(text("Not every image could be placed, so this may be in use."))],
    gap: [say(text("Nothing in the workspace mentions these addresses."))],
    unknown: [say(text("Stated by {0}.", fill.open?.stated ?? ""))],
  };
  return {
    ...{ id: `${plan.id}:${fill.kind}@${hex(fill.base)}`, kind: fill.kind, label, detail: "", conflicts: [] },
    ...measures(work, parts, fill, true),
    ...(fill.kind === "unknown" ? { size: say(text("at most {0}", byteSize(fill.end - fill.base))) } : {}),
    ...{ track: 0, tracks: 1, overlapping: false, shared: false, stated: fill.open?.stated ?? "" },
    ...(fill.open === undefined ? {} : { role: fill.open.role, image: fill.open.image }),
    ...(fill.open?.source === undefined ? {} : { source: fill.open.source }),
    description: describe(label, fill, [...unitsOf(work, fill), ...why[fill.kind]], say),
  };
}

function overlapItem(work: ColumnWork, parts: Parts, overlap: Overlap): MapItem {
  const { plan, say } = work;
  const names = overlap.names.join(", ");
  const label = say(text("Overlap"));
  const why = [...unitsOf(work, overlap), say(text("Claimed by {0}.", names))];
  return {
    ...{ id: `${plan.id}:overlap@${hex(overlap.base)}`, kind: "overlap", label, detail: names, conflicts: [] },
    ...measures(work, parts, overlap, false),
    tracks: Math.max(
      ...plan.pieces.map((piece) => (intersects(piece, overlap) ? (parts.tracks.get(piece)?.tracks ?? 1) : 1)),
    ),
    ...{ track: 0, overlapping: true, shared: false, stated: "" },
    description: describe(label, overlap, why, say),
  };
}

type Measures = Pick<MapItem, "base" | "end" | "top" | "height" | "size" | "range" | "labelTop" | "labelHeight">;

function measures({ plan }: ColumnWork, parts: Parts, span: Span, dodge: boolean): Measures {
  const { scale, overlaps, contradictions } = parts;
  const box = extent(scale, span);
  const lines = contradictions
    .filter(({ address }) => address > plan.base && address < plan.end)
    .map(({ address }): [number, number] => [scale.y(address) - 14, scale.y(address) + 1]);
  const hatched = overlaps.map((overlap): [number, number] => [scale.y(overlap.end), scale.y(overlap.base)]);
  const [from, to] = freeBand(box.top, box.top + box.height, dodge ? [...lines, ...hatched] : lines);
  return {
    ...box,
    ...{ size: byteSize(span.end - span.base), range: hexRange(span.base, span.end) },
    ...(to - from < 12 ? { labelTop: box.top, labelHeight: box.height } : { labelTop: from, labelHeight: to - from }),
  };
}

function describe(label: string, span: Span, more: readonly string[], say: Say): string {
  const what = say(text("{0}: {1}, {2}.", label, hexRange(span.base, span.end), byteSize(span.end - span.base)));
  return [what, ...more].join(" ");
}

/** `Sectors 5–11.`, counted per memory and so named with it where the column has several. */
function unitsOf({ plan, word, say }: ColumnWork, span: Span): string[] {
  return plan.memories.flatMap((memory) => {
    const inside = { base: Math.max(span.base, memory.base), end: Math.min(span.end, memory.base + memory.size) };
    const [first, last] = [eraseUnitAt(memory, inside.base), eraseUnitAt(memory, inside.end - 1)];
    if (inside.base >= inside.end || first === undefined || last === undefined) {
      return [];
    }
    const units = unitsName(word, first.index, last.index - first.index + 1, say);
    return [say(plan.memories.length > 1 ? text("{0}, {1}.", memory.name, units) : text("Covers {0}.", units))];
  });
}

/** Contradicting addresses as lines; several claims of one address share a line. */
function markersOf(plan: ColumnPlan, { contradictions, scale }: Parts): MapMarker[] {
  const byPlace = new Map<number, Contradiction[]>();
  for (const one of contradictions) {
    byPlace.set(one.address, [...(byPlace.get(one.address) ?? []), one]);
  }
  return [...byPlace.entries()]
    .sort(([a], [b]) => a - b)
    .map(([address, claims]) => {
      const source = claims.find((claim) => claim.source !== undefined)?.source;
      return {
        ...{ id: `${plan.id}:claim/${claims[0]?.id ?? ""}`, address, top: scale.y(address) },
        label: [...new Set(claims.map(({ label }) => label))].join(", "),
        description: claims.map(({ description }) => description).join(" "),
        ...(source === undefined ? {} : { source }),
      };
    });
}
