import { alignUp } from "./arithmetic";
import {
  absolute,
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

/** The section whose braces are open. */
interface Open extends Placed {
  readonly entry: SectionEntry | null;
  readonly before: Quantity | null;
  /** Something stands in it, so that ld makes it. */
  touched: boolean;
  /** Input sections, of which only a link knows size and alignment. */
  filled: boolean;
}

const defaultRegion = "*default*";
/** Sections of these types are not allocated: they use up nothing of their region (GNU ld manual, measured). */
const unallocated = new Set(["COPY", "INFO", "DSECT", "OVERLAY"]);
const zero = (): Quantity => ({ ...quantity(0n), base: "absolute" });

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
    return this.open?.base ?? null;
  }

  /** A new pass over the script begins; one that does not place sections knows no location counter. */
  restart(placing: boolean): void {
    this.placing = placing;
    this.open = null;
    this.free = new Map();
    this.loadsElsewhere = false;
    this.dot = !placing || this.program.inserts ? null : zero();
  }

  /** `name [address] : [AT(…)] [ALIGN(…)] {`, the expressions being evaluated; null where one is not there. */
  enter(
    entry: SectionEntry | null,
    given: { address: Quantity | null; alignment: Quantity | null; loadAddress: Quantity | null },
  ): void {
    const name = entry?.name ?? "";
    const known = this.placed.get(name);
    const place: Placed = known ?? { base: { name, start: null }, size: null, loadAddress: null };
    const filled = entry === null || entry.body.some((item) => item.kind === "contents");
    const start = this.startOf(entry, given, filled);
    place.base.start = start;
    const elsewhere = given.loadAddress ?? (entry?.loadRegion == null ? null : linkOnly("LOADADDR"));
    this.loadsElsewhere ||= elsewhere !== null;
    place.loadAddress = elsewhere === null ? (this.loadsElsewhere ? null : start) : addressOf(elsewhere);
    this.open = { ...place, entry, before: this.dot, touched: filled, filled };
    this.placed.set(name, this.open);
    this.dot = this.placing ? insideSection(place.base, quantity(0n).value) : null;
  }

  /** The closing brace. */
  leave(): void {
    const { open, dot } = this;
    if (open === null) {
      return;
    }
    this.open = null;
    const at = dot === null ? null : addressOf(dot);
    const size = dot === null ? null : fromStart(dot).value;
    open.size = size?.known === true ? size.value : null;
    if (open.entry?.name === "/DISCARD/" || !open.touched) {
      this.dot = open.before;
      return;
    }
    this.dot = at === null ? null : { ...quantity(at), base: "absolute" };
    this.advanceRegion(open.entry, at);
  }

  /** Input sections: their size is unknown. */
  fill(): void {
    this.dot = null;
  }

  /** A data statement. */
  advance(size: number): void {
    this.touch();
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
        return place?.base.start == null ? linkOnly(`ADDR(${name})`) : insideSection(place.base, quantity(0n).value);
      case "SIZEOF":
        return place?.size == null ? linkOnly(`SIZEOF(${name})`) : quantity(place.size);
      case "LOADADDR":
        return place?.loadAddress == null
          ? linkOnly(`LOADADDR(${name})`)
          : { ...quantity(place.loadAddress), base: "absolute" };
      default:
        return linkOnly(`${what}(${name})`);
    }
  }

  private startOf(
    entry: SectionEntry | null,
    { address, alignment }: { address: Quantity | null; alignment: Quantity | null },
    filled: boolean,
  ): bigint | null {
    const name = entry?.name ?? "";
    if (entry === null || !this.placing || this.repeated.has(name) || entry.types.includes("OVERLAY")) {
      return null;
    }
    const align = alignment === null ? 1n : addressOf(alignment);
    const from = address === null ? (filled ? null : this.freeOf(entry.region?.name ?? null)) : addressOf(address);
    return align === null || from === null ? null : alignUp(from, align);
  }

  private freeOf(written: string | null): bigint | null {
    if (this.program.inserts || (written === null && this.answers.hasRegions)) {
      return null;
    }
    const region = written === null ? defaultRegion : this.answers.resolve(written);
    const next = this.free.get(region);
    return next !== undefined ? next : region === defaultRegion ? 0n : this.answers.origin(region);
  }

  private advanceRegion(entry: SectionEntry | null, at: bigint | null): void {
    if (entry?.types.some((type) => unallocated.has(type)) === true) {
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
