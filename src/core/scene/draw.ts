import { hex } from "../notation";
import type { LegendEntry, MapColumn, MapItem, MapMarker } from "./map-scene";
import { ellipsis, fontSize, textWidth } from "./text-width";

/** Drawing primitives that SVG text and SVG DOM can both make. `className` picks colours and fonts from a style sheet. */
export type Shape =
  | {
      readonly type: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
      readonly className: string;
      /** Hatched with the pattern of that name. */
      readonly hatch?: Hatch;
    }
  | {
      readonly type: "line";
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly className: string;
    }
  | { readonly type: "path"; readonly d: string; readonly className: string }
  | {
      readonly type: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: "start" | "middle" | "end";
      readonly className: string;
      /** Turned a quarter to the left around its own point. */
      readonly upright?: boolean;
    };

export type Hatch = "overlap" | "unknown";

/** Shapes that belong together: one block, one line, or scenery without a target. */
export interface ShapeGroup {
  readonly target?: MapItem | MapMarker;
  readonly className: string;
  readonly shapes: readonly Shape[];
}

export interface ColumnPicture {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly ShapeGroup[];
}

/** Room above and below the column, so that the outermost addresses are whole. */
const margin = 9;
const gutter = 80;

interface Frame {
  /** Where blocks begin, and how wide they are together. */
  readonly x: number;
  readonly width: number;
  readonly ruler: { readonly x: number; readonly width: number };
  readonly bands: { readonly x: number; readonly width: number };
}

/** Draws one column at the given width, CSS pixels. */
export function drawColumn(column: MapColumn, width: number): ColumnPicture {
  const frame = frameOf(column, width);
  const outline = rect("column-frame", frame.x, margin, frame.width, column.height, 3);
  return {
    width,
    height: column.height + 2 * margin,
    groups: [
      { className: "scenery", shapes: [outline, ...ruler(column, frame), ...bands(column, frame)] },
      { className: "scenery", shapes: addresses(column, frame) },
      // Hatching lies under the blocks, so that their labels stay legible and they stay clickable.
      ...column.items.filter((item) => item.kind === "overlap").map((item) => drawItem(item, frame)),
      ...column.items.filter((item) => item.kind !== "overlap").map((item) => drawItem(item, frame)),
      ...column.markers.map((marker) => drawMarker(marker, frame)),
    ],
  };
}

function frameOf(column: MapColumn, width: number): Frame {
  // In a narrow panel the banks' names are left to the title and the descriptions.
  const bandWidth = column.memories.length > 1 && width >= 330 ? 18 : 0;
  const rulerWidth = column.units.length === 0 ? 0 : Math.round(Math.min(138, Math.max(84, width * 0.28)));
  const gap = (bandWidth > 0 ? 4 : 0) + (rulerWidth > 0 ? 4 : 0);
  const blocks = Math.max(60, width - gutter - rulerWidth - bandWidth - gap - 1);
  const rulerX = gutter + blocks + (rulerWidth > 0 ? 4 : 0);
  return {
    x: gutter,
    width: blocks,
    ruler: { x: rulerX, width: rulerWidth },
    bands: { x: rulerX + rulerWidth + 4, width: bandWidth },
  };
}

function rect(className: string, x: number, y: number, width: number, height: number, radius = 0): Shape {
  return { type: "rect", className, x, y, width, height, radius };
}

function words(
  className: string,
  x: number,
  y: number,
  content: string,
  anchor: "start" | "middle" | "end" = "start",
): Shape & { type: "text" } {
  return { type: "text", className, x, y, text: content, anchor };
}

function ruler(column: MapColumn, { ruler: { x, width } }: Frame): Shape[] {
  const room = width - 10;
  const widthOf = (label: string, shared: boolean): number =>
    textWidth(label, shared ? fontSize.smallBold : fontSize.small);
  const brief = column.units.some(({ label, sharedBy }) => widthOf(label, sharedBy.length > 0) > room);
  return column.units.flatMap((cell, index) => {
    const shared = cell.sharedBy.length > 0;
    const y = margin + cell.top;
    const tone = index % 2 === 0 ? "even" : "odd";
    const label = brief ? ellipsis(cell.shortLabel, fontSize.small, room) : cell.label;
    return [
      rect(`unit unit-${tone}${shared ? " unit-shared" : ""}`, x, y + 0.5, width, cell.height - 1, 2),
      words(`unit-label${shared ? " unit-label-shared" : ""}`, x + 6, y + cell.height / 2 + 4, label),
    ];
  });
}

function bands(column: MapColumn, { bands: { x, width } }: Frame): Shape[] {
  return column.memories.length < 2 || width === 0
    ? []
    : column.memories.flatMap((band): Shape[] => {
        const y = margin + band.top + band.height / 2;
        const label = ellipsis(band.name, fontSize.small, band.height - 2);
        const name: Shape = { ...words("band-label", x + width / 2 + 4, y, label, "middle"), upright: true };
        return [rect("band", x, margin + band.top + 0.5, width, band.height - 1, 2), name];
      });
}

/** Every edge of a block, once, in the gutter; an edge that a contradicting claim names is left to its marker. */
function addresses(column: MapColumn, { x }: Frame): Shape[] {
  const taken = new Set(column.markers.map((marker) => marker.address));
  const places = new Map<number, number>();
  for (const item of column.items) {
    places.set(item.end, item.top);
    places.set(item.base, item.top + item.height);
  }
  return [...places.entries()]
    .filter(([address]) => !taken.has(address))
    .flatMap(([address, top]) => [
      { type: "line", className: "tick", x1: x - 5, y1: margin + top, x2: x, y2: margin + top },
      words("address", x - 8, margin + top + 4, hex(address), "end"),
    ]);
}

const hatches: Partial<Record<MapItem["kind"], Hatch>> = { overlap: "overlap", unknown: "unknown" };

function drawItem(item: MapItem, frame: Frame): ShapeGroup {
  const across = item.kind === "overlap";
  const slot = across ? frame.width : frame.width / item.tracks;
  const x = frame.x + (across ? 0 : item.track * slot) + 1;
  const width = Math.max(8, slot - 2);
  const y = margin + item.top + 0.5;
  const height = Math.max(2, item.height - 1);
  const hatch = hatches[item.kind];
  const filled = item.kind !== "free" && item.kind !== "gap" && item.kind !== "overlap";
  return {
    target: item,
    className: `item kind-${item.kind} role-${item.role ?? "none"}${item.overlapping ? " overlapping" : ""}`,
    shapes: [
      rect("block", x, y, width, height, 3),
      ...(hatch === undefined ? [] : [{ ...rectShape("hatching", x, y, width, height), hatch }]),
      ...(filled ? [rect("accent", x, y, 4, height, 2)] : []),
      ...labels(item, x + (filled ? 12 : 8), width - (filled ? 18 : 16)),
      ...(item.conflicts.length > 0 ? warning(x + width - 20, y + 4) : []),
    ],
  };
}

function rectShape(className: string, x: number, y: number, width: number, height: number): Shape & { type: "rect" } {
  return { type: "rect", className, x, y, width, height, radius: 3 };
}

/** One line to three, in the middle of the band that is free for them. */
function labels(item: MapItem, x: number, width: number): Shape[] {
  const middle = margin + item.labelTop + item.labelHeight / 2;
  const besideBadge = item.conflicts.length > 0 && middle - margin - item.top < 40;
  const room = width - (besideBadge ? 18 : 0);
  const size = item.size;
  if (item.kind === "overlap") {
    return pill(item, x, middle, room);
  }
  const plain = item.kind === "free" || item.kind === "gap";
  if (textWidth(item.label, fontSize.label) > room && item.labelHeight > textWidth(item.label, fontSize.label) + 8) {
    return [{ ...words("label", x + room / 2 + 3, middle, item.label, "middle"), upright: true }];
  }
  if (item.labelHeight >= 42 && !plain) {
    const rows = rowsOf(item, room);
    const first = middle - 3 - (rows.length - 1) * 8;
    return [
      words("label", x, first, ellipsis(item.label, fontSize.label, room)),
      ...rows.map((row, index) => words("label-detail", x, first + 17 + index * 16, row)),
    ];
  }
  const main = words("label", x, middle + 4.5, ellipsis(item.label, fontSize.label, room));
  const fits = textWidth(item.label, fontSize.label) + textWidth(size, fontSize.detail) + 10 <= room;
  return fits ? [main, words("label-detail", x + room, middle + 4.5, size, "end")] : [main];
}

/** Size and detail, as far as they fit whole: in one row, in two, or the size alone. */
function rowsOf({ size, detail, labelHeight }: MapItem, room: number): string[] {
  const fits = (row: string): boolean => row !== "" && textWidth(row, fontSize.detail) <= room;
  const joined = [size, detail].filter((part) => part !== "").join(" · ");
  return fits(joined) ? [joined] : (labelHeight < 58 ? [size] : [detail, size]).filter(fits);
}

/** Words on solid ground over the hatching, in the first of the tracks that overlap. */
function pill(item: MapItem, x: number, middle: number, room: number): Shape[] {
  const full = `${item.label} · ${item.size}`;
  const most = room / Math.max(1, item.tracks) - 4;
  if (textWidth(item.label, fontSize.detailBold) + 16 > most) {
    return [];
  }
  const label = textWidth(full, fontSize.detailBold) + 16 <= most ? full : item.label;
  const width = textWidth(label, fontSize.detailBold) + 16;
  return [rect("pill", x, middle - 10, width, 20, 10), words("pill-label", x + width / 2, middle + 4, label, "middle")];
}

function warning(x: number, y: number): Shape[] {
  return [
    { type: "path", className: "badge", d: `M${x + 8} ${y} L${x + 16} ${y + 14} L${x} ${y + 14} Z` },
    words("badge-mark", x + 8, y + 12.5, "!", "middle"),
  ];
}

function drawMarker(marker: MapMarker, { x, width }: Frame): ShapeGroup {
  const y = margin + marker.top;
  const label = ellipsis(marker.label, fontSize.small, width - 16);
  const labelWidth = textWidth(label, fontSize.small) + 8;
  return {
    target: marker,
    className: "item marker",
    shapes: [
      rect("marker-hit", 0, y - 8, x + width, 14),
      { type: "line", className: "marker-line", x1: x - 5, y1: y, x2: x + width, y2: y },
      words("address marker-address", x - 8, y + 4, hex(marker.address), "end"),
      rect("marker-tag", x + width - labelWidth - 4, y - 14, labelWidth, 14, 3),
      words("marker-label", x + width - 4 - labelWidth / 2, y - 3.5, label, "middle"),
    ],
  };
}

/** A swatch of the legend, 16 by 12 pixels at the given place. */
export function drawSwatch({ look }: LegendEntry, x: number, y: number): ShapeGroup {
  if (look === "conflict") {
    return { className: "swatch", shapes: warning(x, y - 1) };
  }
  const role = look === "header" ? "role-application" : `role-${look}`;
  const kind =
    look in hatches || look === "free" || look === "gap" || look === "header" ? `kind-${look}` : "kind-image";
  const hatch = look === "overlap" || look === "unknown" ? look : undefined;
  const box = rectShape("hatching", x, y, 16, 12);
  return {
    className: `swatch ${kind} ${role}`,
    shapes: [rect("block", x, y, 16, 12, 3), ...(hatch === undefined ? [] : [{ ...box, hatch }])],
  };
}

/** Stroke lines of the hatching patterns, in an 8 × 8 tile. */
export const hatchTiles: Readonly<Record<Hatch, string>> = {
  overlap: "M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6",
  unknown: "M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2",
};
