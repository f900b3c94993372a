import type { RegionOverflow } from "../layout/boot-layout";
import type { LinkerScript } from "./linker-script";
import type { MapFile, MapInput, MapRegion, MapSection } from "./map-file";

/** Object files named in a finding. */
const maximumContributors = 5;
/** A section that begins so close behind a full region still belongs to it: alignment lies between. Bytes. */
const farthestGap = 0x1000;
/** What has no bytes to load: the linker gives it no room in flash, though the map shows a load address. */
const withoutBytes = /^\.?(s?bss|tbss|noinit|dynbss|common|stack|heap|user_heap_stack)\b/i;

interface Filled {
  readonly region: MapRegion;
  /** First address behind what lies there so far. */
  end: number;
  readonly inputs: MapInput[];
}

/**
 * Regions that the sections of a map do not fit in: GNU ld's "region overflowed", with the same number of bytes.
 * @param script says which region a section goes to; without it the addresses have to tell
 */
export function overflowsOf(map: MapFile, script: LinkerScript | undefined): readonly RegionOverflow[] {
  const filled = new Map(
    map.regions.map((region) => [region.name, { region, end: region.origin, inputs: [] as MapInput[] }]),
  );
  for (const section of map.sections) {
    if (section.size === 0) continue;
    const stated = script?.sections.find(({ name }) => name === section.name);
    const place = filled.get(stated?.region ?? "") ?? homeOf([...filled.values()], section.address);
    add(place, section, section.address);
    const { loadAddress } = section;
    if (loadAddress === null || isEmpty(section, stated?.types)) continue;
    const load = filled.get(stated?.loadRegion ?? "") ?? homeOf([...filled.values()], loadAddress);
    if (load !== place) add(load, section, loadAddress);
  }
  return [...filled.values()].flatMap(overflow);
}

function add(place: Filled | undefined, section: MapSection, address: number): void {
  // One with an address of its own elsewhere is another fault: "not within region".
  if (place === undefined || address < place.region.origin || address > place.end + Math.max(farthestGap, room(place)))
    return;
  place.end = Math.max(place.end, address + section.size);
  for (const input of section.inputs) place.inputs.push(input);
}

function room({ region, end }: Filled): number {
  return region.origin + region.length - end;
}

/** The region that holds an address, else the one that has just run over and ends there. */
function homeOf(filled: readonly Filled[], address: number): Filled | undefined {
  const holds = ({ region }: Filled): boolean => address >= region.origin && address < region.origin + region.length;
  const behind = ({ region, end }: Filled): boolean =>
    end >= region.origin + region.length && address >= end && address <= end + farthestGap;
  return filled.find(holds) ?? filled.find(behind);
}

function isEmpty({ name, inputs }: MapSection, types: readonly string[] = []): boolean {
  return (
    types.includes("NOLOAD") ||
    withoutBytes.test(name) ||
    inputs.every(({ section, file }) => (file === "" ? section === "*fill*" : withoutBytes.test(section)))
  );
}

function overflow({ region, end, inputs }: Filled): RegionOverflow[] {
  const regionEnd = region.origin + region.length;
  // A placeholder of length 0 holds nothing, and ld itself says so in other words.
  if (end <= regionEnd || end > 0x1_0000_0000) return [];
  return [{ region: region.name, origin: region.origin, end: regionEnd, needed: end, contributors: largest(inputs) }];
}

function largest(inputs: readonly MapInput[]): RegionOverflow["contributors"] {
  const byFile = new Map<string, number>();
  for (const { file, size } of inputs) if (file !== "") byFile.set(file, (byFile.get(file) ?? 0) + size);
  return [...byFile]
    .map(([file, bytes]) => ({ file, bytes }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, maximumContributors);
}
