import type { ReferenceChip } from "./chip";
import type { Linked } from "./link";

/**
 * Whether a layout holds, by what GNU ld linked and what the reference says of the chip. Nothing of the product's own
 * analysis is used here.
 */
export interface Verdict {
  /** Why it does not hold; empty: it holds. */
  readonly broken: readonly string[];
  /** What nobody can tell from the files: whether external memory is there, what an unused region is for. */
  readonly open: readonly string[];
}

/** One linked program and where its start-up code and its neighbours say it is; undefined: nobody says. */
export interface Statements {
  readonly linked: Linked;
  /** The region in front of the vector table that holds the header. */
  readonly headerRegion?: string;
  /** What VTOR becomes; undefined: nothing sets it. */
  readonly vtor?: number | undefined;
  readonly stackSymbol: string;
  /** The region that the script gives the program's code. */
  readonly codeRegion: string;
}

/** Where a program lies. */
export interface Place {
  readonly slot: number;
  readonly vectors: number;
  /** Behind the region that is given to it. */
  readonly end: number;
}

/** No program is at these addresses: memory outside the chip may be there. */
const external = { base: 0x60000000, end: 0xe0000000 };

/** One program by itself: it links, lies in memories the chip has, its vector table where the core can take it. */
export function judgeProgram(chip: ReferenceChip, one: Statements): Verdict & { readonly place: Place | undefined } {
  const { linked } = one;
  const broken: string[] = [];
  const open: string[] = [];
  const place = placeOf(chip, one);
  judgeRegions(chip, linked, broken, open);
  if (linked.error !== undefined) return { broken: [...broken, `ld: ${linked.error}`], open, place };
  if (place === undefined) return { broken: [...broken, "there is no vector table"], open, place };
  const { slot, vectors } = place;
  if (isExternal(vectors) || isExternal(slot))
    return { broken, open: [...open, "the program is outside the chip"], place: undefined };
  if (!chip.isFlash(vectors)) broken.push("the vector table is not in flash");
  else {
    if (vectors % chip.alignment !== 0) broken.push("the vector table is not aligned");
    if (chip.unitAt(slot)?.base !== slot) broken.push("the image begins inside an erase unit");
  }
  const stack = linked.symbol(one.stackSymbol);
  if (stack !== undefined && !chip.isStackTop(stack) && !isExternal(stack)) broken.push("the stack is not in RAM");
  if (stack !== undefined && stack % 8 !== 0) broken.push("the stack is not aligned to 8");
  // Bits 8 to 0 cannot be set where a table has more than 64 entries: the core reads them as zero, or does as it likes.
  if (one.vtor !== undefined && one.vtor !== vectors)
    broken.push(one.vtor >>> 9 === vectors >>> 9 ? "VTOR is set inside the table" : "VTOR is set to another address");
  return { broken, open, place };
}

/** Linked to address 0 means flash, where the chip shows it there. */
function placeOf(chip: ReferenceChip, { linked, headerRegion, codeRegion }: Statements): Place | undefined {
  const table = linked.sections.find(({ name }) => name === ".isr_vector");
  const code = linked.regions.find(({ name }) => name === codeRegion);
  const header = linked.regions.find(({ name }) => name === headerRegion);
  if (table === undefined || code === undefined) return undefined;
  const shift = chip.isAlias(table.address) ? chip.boot : 0;
  return {
    slot: (header?.origin ?? table.address) + shift,
    vectors: table.address + shift,
    end: code.origin + code.length + shift,
  };
}

function judgeRegions(
  chip: ReferenceChip,
  { regions, sections, error }: Linked,
  broken: string[],
  open: string[],
): void {
  for (const { name, origin, length } of regions) {
    const room = chip.roomAt(origin);
    const end = origin + length;
    const isUsed = sections.some(
      ({ address, load }) => (address >= origin && address < end) || (load >= origin && load < end),
    );
    if (room === undefined) {
      if (isExternal(origin)) open.push(`${name} is outside the chip`);
      else if (chip.isAlias(origin)) open.push(`${name} is where the chip shows the memory it boots from`);
      else if (isUsed || error !== undefined) broken.push(`${name} is where the chip has no memory`);
      else open.push(`${name} is nowhere, and nothing is in it`);
    } else if (end > room.end) broken.push(`${name} passes the end of its memory`);
  }
}

function isExternal(address: number): boolean {
  return address >= external.base && address < external.end;
}

/** What a bootloader's code and its neighbours say of an application. */
export interface Jump {
  readonly slot: number;
  readonly headerSize: number;
}

/** A bootloader and its application on one chip. */
export function judgePair(chip: ReferenceChip, bootloader: Place, application: Place, jump: Jump): string[] {
  const broken: string[] = [];
  if (bootloader.vectors !== chip.boot) broken.push("the chip does not boot the bootloader");
  const overlaps = bootloader.slot < application.end && application.slot < bootloader.end;
  const last = chip.unitAt(bootloader.end - 1);
  if (overlaps) broken.push("the images overlap");
  else if (last !== undefined && chip.unitAt(application.slot) === last) broken.push("the images share an erase unit");
  if (jump.slot !== application.slot) broken.push("the bootloader looks for the application elsewhere");
  if (jump.slot + jump.headerSize !== application.vectors) broken.push("the bootloader jumps elsewhere");
  return broken;
}

/** The value of `#define NAME VALUE`: a literal. */
export function defineOf(text: string, name: string): number {
  const value = new RegExp(String.raw`^[ \t]*#define[ \t]+${name}[ \t]+\(?(0x[0-9a-fA-F]+|[0-9]+)`, "m").exec(
    text,
  )?.[1];
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return Number(value);
}
