import { hex } from "../notation";
import type { SourceRange } from "../project/snapshot";
import type { MapColumn, MapItem, MapMarker, MapNote, MapScene } from "../scene/map-scene";

const boxWidth = 44;

/** The memory map for a terminal: no colours, no control characters, 100 columns at most in the boxes. */
export function mapText(scene: MapScene): string {
  const lines = [scene.title, scene.subtitle];
  for (const column of scene.columns) {
    lines.push("", ...columnText(column));
  }
  const flagged = scene.columns.some((column) =>
    column.items.some((item) => item.overlapping || item.conflicts.length > 0),
  );
  if (flagged || scene.columns.some((column) => column.units.some((unit) => unit.sharedBy.length > 0))) {
    lines.push("", "Marks: ! overlaps, or an erase unit two images share; ? another file says otherwise");
  }
  if (scene.notes.length > 0) {
    lines.push("", ...scene.notes.map((note) => `! ${note.text}`));
  }
  lines.push("", scene.footnote);
  return `${lines.join("\n")}\n`;
}

/** Highest address first, as in the picture. */
function columnText(column: MapColumn): string[] {
  const lines = [`${column.title}  ${column.subtitle}`, edge(column.end, "┌", "┐")];
  const items = column.items.filter((item) => item.kind !== "overlap").reverse();
  const last = items.length - 1;
  items.forEach((item, index) => {
    const beside = item.tracks > 1 ? ` ${item.range}` : "";
    lines.push(`${" ".repeat(12)}│ ${boxed(item)} │${unitsBeside(column, item)}${beside}`);
    lines.push(...markersIn(column, item));
    lines.push(index === last ? edge(item.base, "└", "┘") : edge(item.base, "├", "┤"));
  });
  const overlaps = column.items.filter((item) => item.kind === "overlap");
  return [...lines, ...overlaps.map((item) => `  ! ${item.description}`)];
}

function edge(address: number, left: string, right: string): string {
  return `  ${hex(address)}${left}${"─".repeat(boxWidth + 2)}${right}`;
}

function boxed(item: MapItem): string {
  const flags = `${item.overlapping ? " !" : ""}${item.conflicts.length > 0 ? " ?" : ""}`;
  const detail = item.kind === "region" && item.detail !== "" ? ` (${item.detail})` : "";
  const size = item.size;
  const room = boxWidth - size.length - flags.length - 1;
  const label = `${item.label}${detail}`;
  const name = label.length > room ? `${label.slice(0, room - 1)}…` : label;
  return `${(name + flags).padEnd(boxWidth - size.length)}${size}`;
}

/** Erase units under an item, as the ruler shows them, lowest first. */
function unitsBeside(column: MapColumn, item: MapItem): string {
  const cells = column.units.filter((cell) => cell.base < item.end && item.base < cell.end);
  const names = cells.map((cell) => (cell.count === 1 ? cell.label : cell.shortLabel));
  const shown = names.length > 3 ? [names[0], "…", names.at(-1)] : names;
  const shared = cells.some((cell) => cell.sharedBy.length > 0) ? " !" : "";
  return names.length === 0 ? "" : ` ${shown.join(", ")}${shared}`;
}

function markersIn(column: MapColumn, item: MapItem): string[] {
  return column.markers
    .filter(({ address }) => address >= item.base && address < item.end)
    .map(({ address, label }) => `  ${hex(address)}┊? ${label}`);
}

/** The map as plain data for programs: addresses and sizes are numbers (bytes), ends are exclusive. */
export interface MapJson {
  readonly id: string;
  readonly title: string;
  readonly device: string;
  readonly columns: readonly {
    readonly title: string;
    readonly base: number;
    readonly end: number;
    readonly memories: readonly { readonly name: string; readonly base: number; readonly size: number }[];
    readonly eraseUnits: readonly EraseUnitsJson[];
    readonly items: readonly ItemJson[];
    readonly contradictions: readonly {
      readonly address: number;
      readonly says: string;
      readonly source?: SourceRange;
    }[];
  }[];
  readonly notes: readonly MapNote[];
}

interface EraseUnitsJson {
  readonly base: number;
  readonly size: number;
  readonly count: number;
  readonly first: number;
  readonly sharedBy: readonly string[];
}

interface ItemJson {
  readonly kind: MapItem["kind"];
  readonly role?: MapItem["role"];
  readonly label: string;
  readonly base: number;
  readonly end: number;
  readonly size: number;
  readonly overlapping: boolean;
  readonly conflicts: readonly string[];
  readonly stated?: string;
  readonly source?: SourceRange;
}

export function mapJson(scene: MapScene): MapJson {
  return {
    id: scene.id,
    title: scene.title,
    device: scene.subtitle,
    columns: scene.columns.map((column) => ({
      title: column.title,
      base: column.base,
      end: column.end,
      memories: column.memories.map(({ name, base, end }) => ({ name, base, size: end - base })),
      eraseUnits: column.units.map(({ base, end, count, first, sharedBy }) => ({
        ...{ base, size: (end - base) / count, count, first, sharedBy },
      })),
      items: column.items.map(itemJson),
      contradictions: column.markers.map(contradictionJson),
    })),
    notes: scene.notes,
  };
}

function itemJson(item: MapItem): ItemJson {
  const { kind, role, label, base, end, overlapping, conflicts, stated, source } = item;
  return {
    ...{ kind, label, base, end, size: end - base, overlapping, conflicts },
    ...(role === undefined ? {} : { role }),
    ...(stated === "" ? {} : { stated }),
    ...(source === undefined ? {} : { source }),
  };
}

function contradictionJson({ address, label, source }: MapMarker): {
  address: number;
  says: string;
  source?: SourceRange;
} {
  return source === undefined ? { address, says: label } : { address, says: label, source };
}
