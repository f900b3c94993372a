import type { Device, Memory, MemoryKind } from "../mcu/device";
import { text } from "../text";
import type { Lane } from "./map-scene";
import type { Say } from "./options";
import type { Piece } from "./placement";
import { clusters, intersects, subtract, type Span } from "./ranges";

/** What a column of the map shows, before geometry. */
export interface ColumnPlan extends Span {
  readonly id: string;
  readonly lane: Lane;
  readonly title: string;
  /** Empty where no chip is known, and outside any memory. */
  readonly memories: readonly Memory[];
  /** Pieces cut to this column. */
  readonly pieces: readonly Piece[];
  /** True where every byte of the range exists on the chip, so that what nobody claims is free. */
  readonly solid: boolean;
}

/** Kinds that a column may show though nothing claims them, in the order of the picture. */
const always: readonly MemoryKind[] = ["flash", "sram", "ccm", "dtcm", "itcm"];
const order: readonly MemoryKind[] = [...always, "backup-sram", "eeprom", "otp", "system", "external"];

/** Armv7-M and Armv8-M system address map (Arm DDI 0403 B3.1): what an address is for when no chip is named. */
const architecture: readonly (Span & { lane: Lane; name: "code" | "sram" | "external" })[] = [
  { base: 0, end: 0x20000000, lane: "flash", name: "code" },
  { base: 0x20000000, end: 0x40000000, lane: "ram", name: "sram" },
  { base: 0x40000000, end: Number.MAX_SAFE_INTEGER, lane: "outside", name: "external" },
];

/** One column per device memory that matters; what lies in none of them goes into columns of its own at the end. */
export function planColumns(
  device: Device | undefined,
  pieces: readonly Piece[],
  points: readonly number[],
  say: Say,
): ColumnPlan[] {
  if (device === undefined) {
    return withoutDevice(pieces, say);
  }
  const touched = (memory: Memory): boolean => {
    const span = spanOf(memory);
    return pieces.some((piece) => intersects(piece, span)) || points.some((at) => at >= span.base && at < span.end);
  };
  const shown = device.memories.filter(
    (memory) => memory.size > 0 && (always.includes(memory.kind) || touched(memory)),
  );
  const groups = abutting(shown);
  const flashes = groups.filter((group) => group[0]?.kind === "flash").length;
  const columns = groups.map((memories) => deviceColumn(memories, pieces, titleOf(memories, flashes, say)));
  const outside = pieces.flatMap((piece) =>
    subtract(piece, shown.map(spanOf)).map((part): Piece => ({ ...piece, ...part })),
  );
  return outside.length === 0 ? columns : [...columns, outsideColumn(outside, say)];
}

function spanOf(memory: Memory): Span {
  return { base: memory.base, end: memory.base + memory.size };
}

/** Memories of one kind that follow each other without a hole share a column: flash banks, SRAM1 and SRAM2. */
function abutting(memories: readonly Memory[]): Memory[][] {
  const sorted = [...memories].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || codeView(a) - codeView(b) || a.base - b.base,
  );
  const groups: Memory[][] = [];
  for (const memory of sorted) {
    const last = groups.at(-1)?.at(-1);
    if (last?.kind === memory.kind && last.base + last.size === memory.base) {
      groups.at(-1)?.push(memory);
    } else {
      groups.push([memory]);
    }
  }
  return groups;
}

/** RAM that lies below 0x20000000 for instruction fetches (SRAM2 of the L4) comes after main RAM. */
function codeView(memory: Memory): number {
  return memory.kind === "sram" && memory.base < 0x20000000 ? 1 : 0;
}

function deviceColumn(memories: readonly Memory[], pieces: readonly Piece[], title: string): ColumnPlan {
  const [first] = memories;
  const last = memories.at(-1);
  const base = first?.base ?? 0;
  const end = last === undefined ? base : last.base + last.size;
  const kind = first?.kind ?? "external";
  return {
    ...{ base, end, title, memories, solid: true, pieces: cut(pieces, { base, end }) },
    id: `${kind}@${base.toString(16)}`,
    lane: kind === "flash" ? "flash" : "ram",
  };
}

/** `Flash` where there is one, else the chip's own names: `Flash, Bank 2`, `SRAM1 + SRAM2`. */
function titleOf(memories: readonly Memory[], flashes: number, say: Say): string {
  const names = memories.map((memory) => memory.name).join(" + ");
  if (memories[0]?.kind !== "flash") {
    return names;
  }
  if (flashes === 1) {
    return say(text("Flash"));
  }
  return /^flash/i.test(names) ? names : say(text("Flash, {0}", names));
}

function cut(pieces: readonly Piece[], span: Span): Piece[] {
  return pieces
    .filter((piece) => intersects(piece, span))
    .map((piece) => ({ ...piece, base: Math.max(piece.base, span.base), end: Math.min(piece.end, span.end) }));
}

function outsideColumn(pieces: readonly Piece[], say: Say): ColumnPlan {
  return {
    ...bounds(pieces),
    ...{ id: "outside", lane: "outside", memories: [], pieces, solid: false },
    title: say(text("Outside any known memory")),
  };
}

/** Without a chip only the pieces are drawn, sorted by what Arm's address map sets aside for each address. */
function withoutDevice(pieces: readonly Piece[], say: Say): ColumnPlan[] {
  const titles = {
    code: say(text("Code")),
    sram: say(text("SRAM")),
    external: say(text("Peripherals and external memory")),
  };
  return architecture.flatMap((part): ColumnPlan[] => {
    const inside = cut(pieces, part);
    return inside.length === 0
      ? []
      : [
          {
            ...bounds(inside),
            ...{ id: part.name, lane: part.lane, memories: [], pieces: inside, solid: false },
            title: titles[part.name],
          },
        ];
  });
}

function bounds(pieces: readonly Piece[]): Span {
  const groups = clusters(pieces);
  const base = groups[0]?.[0]?.base ?? 0;
  return { base, end: pieces.reduce((end, piece) => Math.max(end, piece.end), base) };
}
