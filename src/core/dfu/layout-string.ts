import type { LayoutSegment, MemoryLayout } from "./memory-layout";

/** Longest string a USB string descriptor can carry is 126 characters; anything far above is not one. */
const longestName = 1024;

/** `/0x08000000/` with what follows up to the next group. */
const group = /\/\s*0x([0-9a-f]{1,8})\s*\/([^/]*)/giy;

/** `04*016Kg`, `1536*128g`, `01*016 e`, `01.5*01Kg`; the letter says readable, erasable, writable. */
const sector = /^\s*(\d{1,7})(?:\.(\d{1,3}))?\s*\*\s*(\d{1,7})\s?([BKM ]?)\s*([a-g])\s*$/;
const lowerCaseMultiplier = /([km])(\s*[a-g]\s*)$/;

const addressSpace = 0x1_0000_0000;

/** Erase units of one string; the most of any board known is 4096. A string with more is a slip or hostile. */
const maximumUnits = 0x1_0000;

/**
 * Parses the interface string of an alternate setting (UM0424 §10.3.2, and the deviations boards ship with).
 * Zero-count groups are information only and give no segment.
 * @returns null where the string is not a memory map, or contradicts itself
 */
export function parseMemoryLayout(name: string): MemoryLayout | null {
  if (name.length > longestName || !name.startsWith("@")) {
    return null;
  }
  const slash = name.search(/\/\s*0x/i);
  if (slash < 0) {
    return null;
  }
  const segments: LayoutSegment[] = [];
  group.lastIndex = slash;
  let end = slash;
  for (let match = group.exec(name); match !== null; match = group.exec(name)) {
    const [whole, address = "", sectors = ""] = match;
    if (!addGroup(segments, Number.parseInt(address, 16), sectors)) {
      return null;
    }
    end += whole.length;
  }
  const units = segments.reduce((sum, { count }) => sum + count, 0);
  if (end !== name.length || units > maximumUnits || overlap(segments)) {
    return null;
  }
  return { name: name.slice(1, slash).trim().replace(/\s+/g, " "), segments };
}

/** A byte of two erase units: which one an erase would take is anybody's guess, so such a map is none. */
function overlap(segments: readonly LayoutSegment[]): boolean {
  const sorted = segments.toSorted((a, b) => a.base - b.base);
  return sorted.some(({ base }, index) => {
    const before = sorted[index - 1];
    return before !== undefined && base < before.base + before.size * before.count;
  });
}

/** @returns false where the text is not a list of sectors, or leaves the address space */
function addGroup(segments: LayoutSegment[], base: number, sectors: string): boolean {
  let address = base;
  for (const token of sectors.split(",")) {
    const match = sector.exec(
      token.replace(lowerCaseMultiplier, (_, unit: string, rest: string) => unit.toUpperCase() + rest),
    );
    if (match === null) {
      return false;
    }
    const [, whole = "", fraction = "", digits = "", multiplier = "", letter = "a"] = match;
    const size = Number(digits) * (multiplier === "M" ? 0x10_0000 : multiplier === "K" ? 1024 : 1);
    const count = Number(whole);
    const access = letter.charCodeAt(0) - 0x60;
    const rights = { readable: (access & 1) !== 0, erasable: (access & 2) !== 0, writable: (access & 4) !== 0 };
    // `04.5*01Kg` is 4.5 KiB: four units and half a one.
    const rest = fraction === "" ? 0 : Math.round(Number(`0.${fraction}`) * size);
    if (count > 0 && size > 0) {
      segments.push({ base: address, size, count, ...rights });
    }
    if (rest > 0) {
      segments.push({ base: address + count * size, size: rest, count: 1, ...rights });
    }
    address += count * size + rest;
    if (address > addressSpace) {
      return false;
    }
  }
  return true;
}
