import { hex, printable } from "../notation";
import type { BootLayout, ImageRef, LayoutClaim, RegionClaim } from "../layout/boot-layout";
import { physical } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import type { SourceRange } from "../project/snapshot";
import { text, type Text } from "../text";
import { contradiction, resolveClaims, sourceOf, statedIn, type Resolved, type Stated } from "./claims";
import { fileName } from "./format";
import type { MapKind, MapNote, MapRole } from "./map-scene";
import type { Say } from "./options";
import { subtract, type Span } from "./ranges";

/** A range that something in the workspace claims, before it is cut to columns. */
export interface Piece extends Span {
  readonly id: string;
  readonly kind: Extract<MapKind, "image" | "header" | "region">;
  readonly role: MapRole;
  readonly image: string;
  readonly imageName: string;
  readonly label: string;
  readonly detail: string;
  /** Full name, for sentences: `Application header`, `RAM (Bootloader)`. */
  readonly fullName: string;
  readonly stated: string;
  readonly source?: SourceRange;
  readonly conflicts: readonly string[];
  /** What the file that states it adds. */
  readonly remark?: Text;
  /** The range before it was cut to a column. */
  readonly whole: Span;
}

/** An address that contradicts what is drawn. */
export interface Contradiction {
  readonly id: string;
  readonly address: number;
  readonly label: string;
  readonly description: string;
  readonly source?: SourceRange;
}

/** An image that starts here and ends nobody knows where. */
export interface OpenStart {
  readonly address: number;
  readonly image: string;
  readonly imageName: string;
  readonly role: MapRole;
  readonly stated: string;
  readonly source?: SourceRange;
}

export interface Placement {
  readonly pieces: readonly Piece[];
  readonly contradictions: readonly Contradiction[];
  readonly openStarts: readonly OpenStart[];
  readonly notes: readonly MapNote[];
  /** Some image is not in the picture: what is left is unclaimed, not known to be free. */
  readonly incomplete: boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Finds where everything lies that the claims and regions of a layout know; what they do not know becomes a note. */
export function placeImages(layout: BootLayout, device: Device | undefined, say: Say): Placement {
  const placement: Writable<Placement> = {
    pieces: [],
    contradictions: [],
    openStarts: [],
    notes: [],
    incomplete: false,
  };
  for (const image of layout.images) {
    placeImage({ layout, device, say, image, out: placement });
  }
  return placement;
}

interface Work {
  readonly layout: BootLayout;
  readonly device: Device | undefined;
  readonly say: Say;
  readonly image: ImageRef;
  readonly out: Writable<Placement>;
}

interface Quantities {
  readonly slot: Resolved;
  readonly vectors: Resolved;
  readonly end: Resolved;
  readonly headerSize: Resolved;
}

function placeImage(work: Work): void {
  const resolve = (quantity: keyof Quantities): Resolved =>
    resolveClaims(work.layout, work.device, work.image.id, quantity);
  const said: Quantities = {
    slot: resolve("slot"),
    vectors: resolve("vectors"),
    end: resolve("end"),
    headerSize: resolve("headerSize"),
  };
  const headerSize = said.headerSize.drawn?.value;
  const slot = said.slot.drawn?.value ?? minus(said.vectors.drawn?.value, headerSize ?? 0);
  const vectors = said.vectors.drawn?.value ?? plus(said.slot.drawn?.value, headerSize ?? 0);
  noteContradictions(work, said);
  const own = placeSpan(work, said, slot, vectors);
  for (const region of work.image.regions) {
    placeRegion(work, region, own);
  }
}

function plus(a: number | undefined, b: number): number | undefined {
  return a === undefined ? undefined : a + b;
}

function minus(a: number | undefined, b: number): number | undefined {
  return a === undefined || a < b ? a : a - b;
}

/** Draws header and image proper; returns what they cover. */
function placeSpan(work: Work, said: Quantities, slot: number | undefined, vectors: number | undefined): Span[] {
  const { image, say, out } = work;
  const name = printable(image.name);
  const start = slot ?? vectors;
  if (start === undefined || vectors === undefined) {
    noteUnknown(work, said.slot.missing.length > 0 ? said.slot : said.vectors, sentences.start);
    out.incomplete = true;
    return [];
  }
  noteMissing(work, said);
  const end = said.end.drawn?.value;
  if (end === undefined) {
    noteUnknown(work, said.end, sentences.end, start);
    out.openStarts.push({
      ...origin(said.vectors.drawn ?? said.slot.drawn),
      ...{ address: start, image: image.id, imageName: name, role: roleOf(image) },
    });
    out.incomplete = true;
    return [];
  }
  if (end <= vectors || vectors < start) {
    const fault = text("{0} is not drawn: it would start at {1} and end at {2}.", name, hex(vectors), hex(end));
    out.notes.push(withSource({ kind: "fault", text: say(fault) }, sourceFrom(said.end.drawn?.claim)));
    out.incomplete = true;
    return [];
  }
  pushSpan(work, said, { base: start, end: vectors }, { base: vectors, end });
  return [{ base: start, end }];
}

function pushSpan(work: Work, said: Quantities, header: Span, body: Span): void {
  const { image, say, out } = work;
  const name = printable(image.name);
  const common = { role: roleOf(image), image: image.id, imageName: name };
  const speak = ({ others, drawn }: Resolved): string[] =>
    drawn === undefined ? [] : others.map((one) => contradiction(one, drawn.value, say));
  const hasHeader = header.base < header.end;
  if (hasHeader) {
    const [size, drawn] = [said.headerSize.drawn, header.end - header.base];
    const doubtful = size !== undefined && size.value !== drawn ? [contradiction(size, drawn, say)] : [];
    out.pieces.push({
      ...{ ...common, ...header, id: `${image.id}/header`, kind: "header" },
      ...{ label: say(text("Header")), detail: name, fullName: say(text("{0} header", name)) },
      ...origin(said.slot.drawn ?? said.headerSize.drawn),
      conflicts: [...speak(said.slot), ...doubtful, ...speak(said.headerSize)],
      whole: header,
    });
  }
  out.pieces.push({
    ...{ ...common, ...body, id: `${image.id}/image`, kind: "image", label: name, fullName: name },
    detail: image.factory ? say(text("from the factory")) : "",
    ...origin(said.vectors.drawn ?? said.slot.drawn),
    conflicts: [...speak(said.vectors), ...speak(said.end), ...(hasHeader ? [] : speak(said.slot))],
    whole: body,
  });
}

/** Draws a region, less what its own image already covers. */
function placeRegion(work: Work, region: RegionClaim, own: readonly Span[]): void {
  const { image, say, out, device } = work;
  const name = printable(region.name);
  if (!region.origin.value.known || !region.length.value.known) {
    if (region.holds === "other") {
      const missing = [region.origin.value, region.length.value].flatMap((value) => (value.known ? [] : value.missing));
      const names = [...new Set(missing)].map(printable).join(", ");
      const note = text("Region {0} of {1} is not drawn: {2} is missing.", name, printable(image.name), names);
      out.notes.push({ kind: "unknown", text: say(note), source: region.range });
    }
    return;
  }
  const [origin, length] = [region.origin.value.value, region.length.value.value];
  if (!Number.isSafeInteger(origin) || origin < 0 || !Number.isSafeInteger(origin + length) || length <= 0) {
    const note = text("Region {0} of {1} is not drawn: its length is {2}.", name, printable(image.name), length);
    out.notes.push({ kind: "fault", text: say(note), source: region.range });
    return;
  }
  const base = device === undefined ? origin : physical(device, origin);
  subtract({ base, end: base + length }, own).forEach((part, index) => {
    out.pieces.push({
      ...{ ...part, id: `${image.id}/region/${name}${index === 0 ? "" : `/${index}`}`, kind: "region" },
      ...{ role: roleOf(image), image: image.id, imageName: printable(image.name), label: name },
      detail: printable(image.name),
      fullName: `${name} (${printable(image.name)})`,
      stated: printable(`${region.name}, ${fileName(region.range.uri)}`),
      source: region.range,
      conflicts: [],
      whole: part,
    });
  });
}

function noteContradictions(work: Work, said: Quantities): void {
  const { image, say, out } = work;
  for (const quantity of ["slot", "vectors", "end", "headerSize"] as const) {
    const { drawn, others } = said[quantity];
    others.forEach((other, index) => {
      const sentence = contradiction(other, drawn?.value ?? other.value, say);
      const source = sourceOf(other.claim);
      out.notes.push(withSource({ kind: "conflict", text: `${printable(image.name)}: ${sentence}` }, source));
      if (quantity !== "headerSize") {
        const marker = { id: `${image.id}/${quantity}/${index}`, address: other.value, description: sentence };
        out.contradictions.push(withSource({ ...marker, label: printable(other.claim.label) }, source));
      }
    });
  }
}

const sentences = {
  start: {
    missing: (name: string, names: string) => text("Where {0} starts is unknown: {1} is missing.", name, names),
    silent: (name: string) => text("No file says where {0} starts.", name),
  },
  end: {
    missing: (name: string, names: string) => text("Where {0} ends is unknown: {1} is missing.", name, names),
    silent: (name: string) => text("No file says where {0} ends.", name),
  },
};

interface Unknowable {
  missing(name: string, names: string): Text;
  silent(name: string): Text;
}

function noteUnknown(work: Work, said: Resolved, words: Unknowable, start?: number): void {
  const { image, say, out } = work;
  const name = printable(image.name);
  const why = say(said.missing.length > 0 ? words.missing(name, said.missing.join(", ")) : words.silent(name));
  const where = start === undefined ? "" : ` ${say(text("It starts at {0}.", hex(start)))}`;
  const claim = work.layout.claims.find((one) => one.image === image.id && !one.value.known);
  out.notes.push(withSource({ kind: "unknown", text: why + where }, sourceFrom(claim)));
}

/** Start or vector table is known from the other; the one that is not gets a note. */
function noteMissing(work: Work, said: Quantities): void {
  const name = printable(work.image.name);
  const note = (sentence: Text): void => {
    work.out.notes.push({ kind: "unknown", text: work.say(sentence) });
  };
  if (said.slot.missing.length > 0 && said.headerSize.drawn === undefined) {
    note(sentences.start.missing(name, said.slot.missing.join(", ")));
  }
  if (said.vectors.missing.length > 0) {
    const names = said.vectors.missing.join(", ");
    note(text("Where the vector table of {0} lies is unknown: {1} is missing.", name, names));
  }
}

function roleOf(image: ImageRef): MapRole {
  return image.factory ? "factory" : image.role;
}

function sourceFrom(claim: LayoutClaim | undefined): SourceRange | undefined {
  return claim === undefined ? undefined : sourceOf(claim);
}

function origin(stated: Stated | undefined): { stated: string; source?: SourceRange; remark?: Text } {
  if (stated === undefined) {
    return { stated: "" };
  }
  const { note } = stated.claim;
  const remark = note === undefined ? {} : { remark: note };
  return withSource({ stated: statedIn(stated.claim), ...remark }, sourceOf(stated.claim));
}

function withSource<T extends object>(value: T, source: SourceRange | undefined): T & { source?: SourceRange } {
  return source === undefined ? value : { ...value, source };
}
