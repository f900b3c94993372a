import type { Dialect, Evaluated, LinkerScript, OutputSection, ScriptRegion } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import type { SnapshotReader } from "../project/snapshot";
import { withoutComments } from "../sources/comments";
import { known, unknown, type Value } from "./claim";
import { isInFlash } from "./flash-window";

/** Names of sections that hold a vector table. */
export const vectorSection =
  /isr_vector|vectors?\b|intvec|vector_table|exception_vect|\.vtors?\b|flash_vect|nvic|\binterrupts?\b/i;
const headerName = /head|hdr|info|meta|version|crc|manifest|sign/i;
/** A header is small and stands directly in front of its image; anything farther away is something else. */
export const farthestHeader = 64 * 1024;

/** Where a script puts the vector table. */
export interface VectorHome {
  readonly region: ScriptRegion;
  /** Absent for a script that has the regions only: Rust's `memory.x`, libopencm3's. */
  readonly section: OutputSection | undefined;
}

/** Where the vector table goes; undefined for a script that links into RAM or says nothing of flash. */
export function vectorHome(script: LinkerScript, devices: readonly Device[]): VectorHome | undefined {
  const byName = new Map(script.regions.map((region) => [region.name, region]));
  const section = script.sections.find(
    (one) => vectorSection.test(one.name) || one.inputs.some((input) => isVectors(input.name, script.dialect)),
  );
  const homeOf = (one: OutputSection | undefined): ScriptRegion | undefined =>
    byName.get(one?.loadRegion ?? "") ?? byName.get(one?.region ?? "");
  const region =
    homeOf(section) ??
    behindAddress(script, section) ??
    homeOf(script.sections.find((one) => one.name === ".text")) ??
    script.regions.find((one) => /^(FLASH|ROM|IROM1?|PROGMEM|APP|CODE)$/i.test(one.name)) ??
    script.regions.find((one) => /x/i.test(one.attributes) && !/w/i.test(one.attributes));
  return region === undefined || !isFlash(region, devices) ? undefined : { region, section };
}

/** The start-up code of Arm Compiler calls its vector table RESET. */
function isVectors(input: string, dialect: Dialect): boolean {
  return vectorSection.test(input) || (dialect === "arm-scatter" && input === "RESET");
}

/** IAR's table may stand at an address of its own in front of the region with the code: Mbed's files count it out. */
function behindAddress(script: LinkerScript, section: OutputSection | undefined): ScriptRegion | undefined {
  const address = section?.address == null || script.dialect !== "iar" ? undefined : valueOf(section.address);
  if (address === undefined) return undefined;
  const gap = (region: ScriptRegion): number => (valueOf(region.origin) ?? -1) - address;
  const near = script.regions.filter((region) => gap(region) >= 0 && gap(region) <= farthestHeader);
  return near.reduce<ScriptRegion | undefined>((a, b) => (a === undefined || gap(b) < gap(a) ? b : a), undefined);
}

/** An unknown origin counts as flash: a bootloader project may leave it to `-D`. */
function isFlash(region: ScriptRegion, devices: readonly Device[]): boolean {
  const origin = valueOf(region.origin);
  return origin === undefined || isInFlash(origin, devices) || (devices.length === 0 && origin < 0x10000000);
}

/** The region that holds what belongs to the image and comes before its vectors: its header. */
export function headerRegion(
  script: LinkerScript,
  home: ScriptRegion,
  devices: readonly Device[],
): ScriptRegion | undefined {
  const start = valueOf(home.origin);
  if (start === undefined) return undefined;
  return script.regions.find((region) => {
    const origin = valueOf(region.origin);
    if (region === home || origin === undefined || /boot/i.test(region.name) || !isFlash(region, devices)) return false;
    const holds = script.sections.filter((section) => section.region === region.name);
    // A header by name that holds something is one wherever it was put: also where it cannot be right.
    if (/head|hdr/i.test(region.name) && holds.length > 0) return true;
    if (origin >= start || start - origin > farthestHeader) return false;
    return (
      headerName.test(region.name) || (holds.length > 0 && holds.every((section) => headerName.test(section.name)))
    );
  });
}

/** Bytes that the script puts in front of the vector table, inside its own region; unknown where only a link can tell. */
export function bytesBefore(
  script: LinkerScript,
  { region, section }: VectorHome,
  files: SnapshotReader,
): Value<number> {
  if (section === undefined) return known(0);
  const origin = valueOf(region.origin);
  if (section.address !== null) {
    const address = valueOf(section.address);
    return address === undefined || origin === undefined || address < origin
      ? unknown(`address of section ${section.name}`)
      : known(address - origin);
  }
  const lead = leadOf(section, files, script.dialect);
  if (lead === undefined) return unknown(`place of the vector table in section ${section.name}`);
  let sum = 0;
  for (const one of script.sections) {
    if (one === section) break;
    if (one.region !== region.name || one.name === "/DISCARD/") continue;
    const size = one.fixedSize === null ? undefined : valueOf(one.fixedSize);
    if (size === undefined) return unknown(`size of section ${one.name}`);
    sum += size;
  }
  const at = (origin ?? 0) + sum;
  return known(sum + Math.ceil(at / lead.alignment) * lead.alignment - at);
}

/**
 * What stands in a section in front of the vector table: nothing but alignment, in bytes; undefined for anything else.
 * Read from the text, because a linker script's own assignments to `.` are evaluated by the link.
 */
function leadOf(
  section: OutputSection,
  files: SnapshotReader,
  dialect: Dialect,
): { readonly alignment: number } | undefined {
  const { uri, start, end } = section.range;
  const text = withoutComments(files.text(uri)?.text.slice(start, end) ?? "");
  const body = text.slice(text.indexOf("{") + 1);
  const vectors = body.search(vectorSection);
  const first = section.inputs.findIndex((input) => isVectors(input.name, dialect));
  // A section of its own holds the table first, whatever its input pattern is called.
  if (first < 0) return { alignment: alignmentIn(text.slice(0, text.indexOf("{"))) };
  if (first > 0) return undefined;
  const before = vectors < 0 ? "" : body.slice(0, vectors);
  const moves = [...before.matchAll(/(?<![\w.])\.\s*([-+*/|&]?=)\s*([^;]*);/g)];
  if (moves.some(([, operator, value = ""]) => operator !== "=" || !/^ALIGN\s*\(/.test(value))) return undefined;
  return { alignment: Math.max(alignmentIn(text.slice(0, text.indexOf("{"))), alignmentIn(before)) };
}

/** The largest plain ALIGN of a text; 1 where there is none. */
function alignmentIn(text: string): number {
  const found = [...text.matchAll(/\bALIGN\s*\(\s*(0[xX][0-9a-fA-F]+|[0-9]+)\s*\)/g)].map((match) => Number(match[1]));
  return Math.max(1, ...found);
}

/** The region the code ends in: Mbed's K64F script keeps vectors and code in regions of their own. */
export function textRegion(script: LinkerScript, home: ScriptRegion, devices: readonly Device[]): ScriptRegion {
  const section = script.sections.find((one) => one.name === ".text");
  const region = script.regions.find((one) => one.name === section?.region);
  if (region === undefined || region === home || !isFlash(region, devices)) return home;
  return (valueOf(region.origin) ?? 0) >= (valueOf(home.origin) ?? 0) ? region : home;
}

/** The low 32 bits, which is what ld's map shows on these targets. */
export function valueOf({ value }: Evaluated): number | undefined {
  return value.known ? Number(BigInt.asUintN(32, value.value)) : undefined;
}
