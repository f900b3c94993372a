import type { SourceRange } from "../project/snapshot";

/**
 * The memory map as geometry: what webview, SVG and terminal draw. Plain, serialisable values; every sentence is
 * already in the reader's language. Low addresses lie at the bottom, as in the memory map figures of ST's data sheets and
 * reference manuals, so `top` grows as addresses fall. Lengths are CSS pixels, not to scale but monotone: inside a
 * column a higher address is never drawn lower.
 */
export interface MapScene {
  readonly id: string;
  readonly title: string;
  /** Chip and configuration. */
  readonly subtitle: string;
  /** Flash first, then RAM, then what lies outside any known memory. */
  readonly columns: readonly MapColumn[];
  readonly notes: readonly MapNote[];
  readonly legend: readonly LegendEntry[];
  /** How to read the picture: direction and scale. */
  readonly footnote: string;
}

export type Lane = "flash" | "ram" | "outside";

export interface MapColumn {
  readonly id: string;
  readonly lane: Lane;
  readonly title: string;
  /** Range, size and how much is free. */
  readonly subtitle: string;
  readonly base: number;
  readonly end: number;
  readonly height: number;
  /** Physical memories that abut and share the column: flash banks, SRAM1 and SRAM2. Empty without a chip. */
  readonly memories: readonly MapBand[];
  readonly units: readonly UnitCell[];
  /** In address order. */
  readonly items: readonly MapItem[];
  readonly markers: readonly MapMarker[];
}

interface Extent {
  /** First address. */
  readonly base: number;
  /** First address behind. */
  readonly end: number;
  readonly top: number;
  readonly height: number;
}

export interface MapBand extends Extent {
  readonly name: string;
}

/** One erase unit, or a run of equal ones. */
export interface UnitCell extends Extent {
  /** Index of the first unit in its memory. */
  readonly first: number;
  readonly count: number;
  readonly label: string;
  readonly shortLabel: string;
  readonly description: string;
  /** Names of the images that meet in this unit, when there are several: erasing it for one erases the other. */
  readonly sharedBy: readonly string[];
}

/** Whose colours a block wears. */
export type MapRole = "bootloader" | "application" | "other" | "factory";

/**
 * `unknown`: an image starts here and nothing says where it ends. `gap`: addresses left out of the picture.
 * `overlap`: lies over the blocks that claim the same bytes.
 */
export type MapKind = "image" | "header" | "region" | "free" | "unknown" | "gap" | "overlap";

export interface MapItem extends Extent {
  /** Unique in the scene, and the same after an edit that only moves the item. */
  readonly id: string;
  readonly kind: MapKind;
  readonly role?: MapRole;
  /** Id of the image it belongs to. */
  readonly image?: string;
  readonly label: string;
  /** A few more words, where there is room: the image of a RAM region. */
  readonly detail: string;
  readonly size: string;
  readonly range: string;
  /** Part of the block where its label has room: between markers and overlaps. */
  readonly labelTop: number;
  readonly labelHeight: number;
  /** Blocks that share addresses lie side by side: place and number of the tracks. */
  readonly track: number;
  readonly tracks: number;
  /** Two blocks claim the same bytes of flash. */
  readonly overlapping: boolean;
  /** Two images use the same RAM, one after the other: no fault. */
  readonly shared: boolean;
  /** What says otherwise, one sentence each. */
  readonly conflicts: readonly string[];
  /** Words of the place that states it (`ORIGIN(FLASH), app.ld`); empty where none does. */
  readonly stated: string;
  readonly source?: SourceRange;
  /** Everything about it in a sentence or two: for screen readers and the details line. */
  readonly description: string;
}

/** An address that a file states and the drawn layout contradicts. */
export interface MapMarker {
  readonly id: string;
  readonly address: number;
  readonly top: number;
  readonly label: string;
  readonly description: string;
  readonly source?: SourceRange;
}

export interface MapNote {
  readonly kind: "device" | "unknown" | "conflict" | "fault";
  readonly text: string;
  readonly source?: SourceRange;
}

export interface LegendEntry {
  readonly look: MapRole | Exclude<MapKind, "image" | "region"> | "conflict";
  readonly label: string;
}
