import { alignUp } from "./arithmetic";
import {
  absolute,
  address,
  addressOf,
  fromStart,
  insideSection,
  linkOnly,
  ofSection,
  quantity,
  type Quantity,
  type SectionBase,
} from "./quantity";
import type { Program, SectionEntry } from "./syntax";

/** What is known of an output section without an object file. */
interface Placed {
  readonly base: SectionBase;
  size: bigint | null;
  loadAddress: bigint | null;
}

/** The values of what stands in front of a section's brace; null where it is not there. */
interface Given {
  readonly address: Quantity | null;
  readonly alignment: Quantity | null;
  readonly loadAddress: Quantity | null;
}

/** The section whose braces are open. */
interface Open {
  readonly place: Placed;
  readonly entry: SectionEntry | null;
  readonly before: Quantity | null;
  /** Something stands in it, so that ld makes it. */
  touched: boolean;
  /** It has data of the script's own. */
  loaded: boolean;
}

const defaultRegion = "*default*";
/** Sections of these types are not allocated: they use up nothing of their region (GNU ld manual, measured). */
const unallocated = new Set(["COPY", "INFO", "DSECT", "OVERLAY"]);
/**
 * Input sections move a section's start to what they need. No real one needs more than this (MPU regions and vector
 * tables of the Cortex-M need less in practice), so a multiple of it stays where it is.
 */
const AMPLE_ALIGNMENT = 0x10000n;

/** What the layout asks of the evaluator. */
export interface Answers {
  /** The region's name behind its aliases. */
  resolve(region: string): string;
  origin(region: string): bigint | null;
  /** True where the script declares regions, or a missing file may. */
  readonly hasRegions: boolean;
}

/**
 * Follows the location counter through SECTIONS as far as the script alone decides it: explicit addresses, assignments
 * to `.`, data statements (lang_size_sections in ldlang.c; measured with 2.40). Input sections make it unknown, and
 * whatever follows them.
 */
export class SectionLayout {
  /** The location counter; null where only a link knows it. */
  dot: Quantity | null = null;
  private open: Open | null = null;
  private free = new Map<string, bigint | null>();
  private readonly placed = new Map<string, Placed>();
  private readonly repeated = new Set<string>();
  /** An `AT` came by: load addresses follow it from then on. */
  private loadsElsewhere = false;
  private placing = false;
  /** The pass has placed every section where the one before it did. */
  settled = true;

  constructor(
    private readonly program: Program,
    private readonly answers: Answers,
  ) {
    const seen = new Set<string>();
    for (const { name } of program.sections) {
      (seen.has(name) ? this.repeated : seen).add(name);
    }
  }

  /** The section whose braces are open: plain numbers count from its start. */
  get section(): SectionBase | null {
    return this.open?.place.base ?? null;
  }

  /** A new pass over the script begins; one that does not place sections knows no location counter. */
  restart(placing: boolean): void {
    this.placing = placing;
    this.open = null;
    this.free = new Map();
    this.loadsElsewhere = false;
    this.settled = true;
    this.dot = !placing || this.program.inserts ? null : address(0n);
  }

  /** `name [address] : [AT(…)] [ALIGN(…)] {`. */
  enter(entry: SectionEntry | null, given: Given): void {
    const name = entry?.name ?? "";
    const place = this.placed.get(name) ?? { base: { name, start: null }, size: null, loadAddress: null };
    const filled = entry === null || entry.body.some((item) => item.kind === "contents");
    const start = this.startOf(entry, given, filled);
    const loadAddress = this.loadAddressOf(entry, given, start);
    this.settled &&= place.base.start === start && place.loadAddress === loadAddress;
    place.base.start = start;
    place.loadAddress = loadAddress;
    this.placed.set(name, place);
    this.open = { place, entry, before: this.dot, touched: filled, loaded: filled };
    this.dot = this.placing ? insideSection(place.base) : null;
  }

  /** The closing brace. */
  leave(): void {
    const { open, dot } = this;
    if (open === null) {
      return;
    }
    this.open = null;
    const at = dot === null ? null : addressOf(dot);
    const extent = dot === null ? null : fromStart(dot).value;
    const size = extent?.known === true ? extent.value : null;
    this.settled &&= open.place.size === size;
    open.place.size = size;
    if (open.entry?.name === "/DISCARD/" || !open.touched) {
      this.dot = open.before;
      return;
    }
    const overlaid = open.entry?.types.includes("OVERLAY") === true;
    this.dot = at === null || overlaid ? null : address(at);
    // ld allocates a section for what is in it.
    if (size !== 0n) {
      this.advanceRegion(open.entry, overlaid ? null : at);
      this.advanceLoadRegion(open, size);
    }
  }

  /** Input sections: their size is unknown. */
  fill(): void {
    this.dot = null;
  }

  /** A data statement. */
  advance(size: number): void {
    this.touch();
    if (this.open !== null) {
      this.open.loaded = true;
    }
    if (this.dot?.value.known === true) {
      this.dot = { ...this.dot, value: quantity(this.dot.value.value + BigInt(size)).value };
    }
  }

  /** `. = value`; null where the value is not known. */
  move(value: Quantity): void {
    if (!this.placing) {
      return;
    }
    this.touch();
    const { section } = this;
    if (!value.value.known) {
      this.dot = null;
    } else if (section === null) {
      this.dot = absolute(value);
    } else {
      this.dot = value.base === "number" ? insideSection(section, value.value) : ofSection(value, section);
    }
    if (section === null) {
      this.free.set(defaultRegion, this.dot === null ? null : addressOf(this.dot));
    }
  }

  /** Something stands in the open section, if only an assignment. */
  touch(): void {
    if (this.open !== null) {
      this.open.touched = true;
    }
  }

  /** `ADDR(section)` and its like; unknown under that name where only a link can tell. */
  about(what: string, name: string): Quantity {
    const place = this.repeated.has(name) ? undefined : this.placed.get(name);
    switch (place === undefined ? "" : what) {
      case "ADDR":
        return place?.base.start == null ? linkOnly(`ADDR(${name})`) : insideSection(place.base);
      case "SIZEOF":
        return place?.size == null ? linkOnly(`SIZEOF(${name})`) : quantity(place.size);
      case "LOADADDR":
        return place?.loadAddress == null ? linkOnly(`LOADADDR(${name})`) : address(place.loadAddress);
      default:
        return linkOnly(`${what}(${name})`);
    }
  }

  private startOf(entry: SectionEntry | null, { address, alignment }: Given, filled: boolean): bigint | null {
    if (entry === null || !this.placing || this.repeated.has(entry.name)) {
      return null;
    }
    const align = alignment === null ? 1n : addressOf(alignment);
    if (address !== null || align === null) {
      const from = address === null ? null : addressOf(address);
      return from === null || align === null ? null : alignUp(from, align);
    }
    const next = entry.types.includes("OVERLAY") ? null : this.freeOf(entry.region?.name ?? null);
    return next === null || (filled && next % AMPLE_ALIGNMENT !== 0n) ? null : alignUp(next, align);
  }

  /** Load addresses follow the addresses until one is put elsewhere: then later ones keep that distance. */
  private loadAddressOf(entry: SectionEntry | null, given: Given, start: bigint | null): bigint | null {
    const { loadAddress, alignment } = given;
    const region = entry?.loadRegion?.name ?? null;
    this.loadsElsewhere ||= loadAddress !== null || region !== null;
    if (loadAddress !== null) {
      return addressOf(loadAddress);
    }
    if (region === null || !this.placing) {
      return this.loadsElsewhere ? null : start;
    }
    const align = alignment === null ? 1n : addressOf(alignment);
    if (!this.loadsApart(entry)) {
      return start;
    }
    const next = this.freeOf(region);
    return next === null || align === null ? null : alignUp(next, align);
  }

  /** The load region is another one than the region. */
  private loadsApart(entry: SectionEntry | null): boolean {
    const { region, loadRegion } = entry ?? { region: null, loadRegion: null };
    const resolve = (name: string): string => this.answers.resolve(name);
    return loadRegion !== null && (region === null || resolve(region.name) !== resolve(loadRegion.name));
  }

  /** The next address of a region that nothing stands at; of the default region where none is named. */
  private freeOf(written: string | null): bigint | null {
    if (this.program.inserts || (written === null && this.answers.hasRegions)) {
      return null;
    }
    const region = written === null ? defaultRegion : this.answers.resolve(written);
    const next = this.free.get(region);
    return next !== undefined ? next : region === defaultRegion ? 0n : this.answers.origin(region);
  }

  private advanceLoadRegion({ entry, loaded, place }: Open, size: bigint | null): void {
    if (entry?.loadRegion != null && loaded && this.loadsApart(entry)) {
      const { loadAddress } = place;
      const end = loadAddress === null || size === null ? null : loadAddress + size;
      this.free.set(this.answers.resolve(entry.loadRegion.name), end);
    }
  }

  private advanceRegion(entry: SectionEntry | null, at: bigint | null): void {
    if (entry?.types.some((type) => unallocated.has(type)) === true && at !== null) {
      return;
    }
    if (entry?.region != null) {
      this.free.set(this.answers.resolve(entry.region.name), at);
    } else if (entry?.address == null) {
      // ld picks a region by its attributes and the section's contents.
      for (const { name } of this.program.regions) {
        this.free.set(name, null);
      }
      this.free.set(defaultRegion, at);
    }
  }
}
