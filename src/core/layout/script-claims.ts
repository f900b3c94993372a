import type { Evaluated, LinkerScript, OutputSection, ScriptRegion } from "../linker/linker-script";
import { memoryAt } from "../mcu/addresses";
import type { Device } from "../mcu/device";
import type { SnapshotReader, SourceRange } from "../project/snapshot";
import { text } from "../text";
import type { LayoutClaim, Quantity, RegionClaim } from "./boot-layout";
import { known, unknown, type Claim, type EditRecipe, type LiteralSite, type Value } from "./claim";

const vectorSection = /isr_vector|vectors?\b|intvec|vector_table|exception_vect|\.vtors?\b|flash_vect|nvic/i;
const headerName = /head|hdr|info|meta|version|crc|manifest|sign/i;
/** A header is small and stands directly in front of its image; anything farther away is something else. */
const farthestHeader = 64 * 1024;

/** What a linker script says of the image it links: its regions, and where the image begins, has its vectors, and ends. */
export function scriptClaims(
  image: string,
  script: LinkerScript,
  devices: readonly Device[],
  files: SnapshotReader,
): { readonly regions: readonly RegionClaim[]; readonly claims: readonly LayoutClaim[] } {
  const home = vectorHome(script, devices);
  const header = home === undefined ? undefined : headerRegion(script, home.region, devices);
  const regions = script.regions.map((region): RegionClaim => {
    const holds = region === home?.region ? "vectors" : region === header ? "header" : "other";
    return {
      name: region.name,
      attributes: region.attributes,
      origin: claimOf(region.origin, originRecipe(region, files)),
      length: claimOf(region.length, recipe(region.length, 0, files)),
      range: region.range,
      holds,
    };
  });
  if (home === undefined) return { regions, claims: [] };
  return { regions, claims: imageClaims(image, script, home, header, devices, files) };
}

interface VectorHome {
  readonly region: ScriptRegion;
  readonly section: OutputSection | undefined;
}

function imageClaims(
  image: string,
  script: LinkerScript,
  home: VectorHome,
  header: ScriptRegion | undefined,
  devices: readonly Device[],
  files: SnapshotReader,
): LayoutClaim[] {
  const { region } = home;
  const statement = (quantity: Quantity, claim: Claim<number>, label: string): LayoutClaim => ({ ...claim, image, quantity, statedBy: "linker-script", label });
  const origin = claimOf(region.origin, originRecipe(region, files));
  const before = bytesBefore(script, home);
  const vectors: Value<number> = !origin.value.known ? origin.value : !before.known ? before : known(origin.value.value + before.value);
  const claims: LayoutClaim[] = [];
  const shifted = before.known ? before.value : 0;
  claims.push(statement("vectors", { ...origin, value: vectors, edit: shiftRecipe(origin.edit, shifted) }, `ORIGIN(${region.name})`));
  if (header !== undefined) {
    claims.push(statement("slot", claimOf(header.origin, originRecipe(header, files)), `ORIGIN(${header.name})`));
    claims.push(statement("headerSize", claimOf(header.length, recipe(header.length, 0, files)), `LENGTH(${header.name})`));
  } else if (shifted > 0) {
    claims.push(statement("slot", origin, `ORIGIN(${region.name})`));
  }
  const last = textRegion(script, region, devices);
  claims.push(statement("end", endClaim(last, files), `LENGTH(${last.name})`));
  return claims;
}

/** Where the vector table goes; undefined for a script that links into RAM or says nothing of flash. */
function vectorHome(script: LinkerScript, devices: readonly Device[]): VectorHome | undefined {
  const byName = new Map(script.regions.map((region) => [region.name, region]));
  const section = script.sections.find((one) => vectorSection.test(one.name) || one.inputs.some((input) => vectorSection.test(input)));
  const homeOf = (one: OutputSection | undefined): ScriptRegion | undefined => byName.get(one?.loadRegion ?? "") ?? byName.get(one?.region ?? "");
  const region =
    homeOf(section) ??
    homeOf(script.sections.find((one) => one.name === ".text")) ??
    script.regions.find((one) => /^(FLASH|ROM|IROM1?|PROGMEM|APP|CODE)$/i.test(one.name)) ??
    script.regions.find((one) => /x/i.test(one.attributes) && !/w/i.test(one.attributes));
  return region === undefined || !isFlash(region, devices) ? undefined : { region, section };
}

/** An unknown origin counts as flash: a bootloader project may leave it to `-D`. */
function isFlash(region: ScriptRegion, devices: readonly Device[]): boolean {
  if (!region.origin.value.known) return true;
  const address = toAddress(region.origin.value.value);
  if (devices.length === 0) return address < 0x10000000;
  return devices.some((device) => memoryAt(device, address)?.kind === "flash") || !devices.some((device) => memoryAt(device, address) !== undefined) && address < 0x10000000;
}

/** A region in front of the vectors' one that holds what belongs to the image: its header. */
function headerRegion(script: LinkerScript, home: ScriptRegion, devices: readonly Device[]): ScriptRegion | undefined {
  const start = valueOf(home.origin);
  if (start === undefined) return undefined;
  return script.regions.find((region) => {
    const origin = valueOf(region.origin);
    if (region === home || origin === undefined || origin >= start || start - origin > farthestHeader || !isFlash(region, devices)) return false;
    const holds = script.sections.filter((section) => section.region === region.name);
    const named = headerName.test(region.name) && !/boot/i.test(region.name);
    return named || (holds.length > 0 && holds.every((section) => headerName.test(section.name)));
  });
}

/** Bytes that other sections put in front of the vector table, inside its own region. */
function bytesBefore(script: LinkerScript, home: VectorHome): Value<number> {
  if (home.section === undefined) return known(0);
  let sum = 0;
  for (const section of script.sections) {
    if (section === home.section) return known(sum);
    if (section.region !== home.region.name || section.name === "/DISCARD/") continue;
    const size = section.fixedSize === null ? undefined : valueOf(section.fixedSize);
    if (size === undefined) return unknown(`size of section ${section.name}`);
    sum += size;
  }
  return known(sum);
}

/** The region the code ends in: Mbed's K64F script keeps vectors and code in regions of their own. */
function textRegion(script: LinkerScript, home: ScriptRegion, devices: readonly Device[]): ScriptRegion {
  const section = script.sections.find((one) => one.name === ".text");
  const region = script.regions.find((one) => one.name === section?.region);
  if (region === undefined || region === home || !isFlash(region, devices)) return home;
  return (valueOf(region.origin) ?? 0) >= (valueOf(home.origin) ?? 0) ? region : home;
}

function endClaim(region: ScriptRegion, files: SnapshotReader): Claim<number> {
  const [origin, length] = [valueOf(region.origin), valueOf(region.length)];
  const value: Value<number> =
    origin !== undefined && length !== undefined
      ? known(origin + length)
      : unknown(...[region.origin.value, region.length.value].flatMap((one) => (one.known ? [] : one.missing)));
  const originTerms = region.origin.terms.map((term) => rangeKey(term.range));
  const follows = region.length.terms.some((term) => originTerms.includes(rangeKey(term.range))) || copies(region).length > 0;
  const edit: EditRecipe = follows ? { editable: true, sites: [] } : recipe(region.length, origin ?? 0, files);
  return { value, source: { type: "file", range: region.length.expression }, kind: "declared", edit };
}

function claimOf(evaluated: Evaluated, edit: EditRecipe): Claim<number> {
  const value = valueOf(evaluated);
  return {
    value: value !== undefined ? known(value) : evaluated.value.known ? unknown() : evaluated.value,
    source: { type: "file", range: evaluated.expression },
    kind: "declared",
    edit,
  };
}

/** ORIGIN's own recipe, and every place in LENGTH that repeats the same literal (preprocessed scripts do). */
function originRecipe(region: ScriptRegion, files: SnapshotReader): EditRecipe {
  const own = recipe(region.origin, 0, files);
  if (!own.editable || own.sites.length === 0) return own;
  return { editable: true, sites: [...own.sites, ...copies(region).filter((copy) => !own.sites.some((site) => rangeKey(site.range) === rangeKey(copy.range)))] };
}

function copies(region: ScriptRegion): LiteralSite[] {
  if (!region.origin.value.known) return [];
  const origin = region.origin.value.value;
  if (origin === 0n) return [];
  return region.length.terms.filter((term) => term.value === origin).map((term) => ({ range: term.range, current: term.text, base: 0 }));
}

/**
 * How to make an expression say something else: its one literal, through symbols and macros, where the value is that
 * literal; else the whole expression, where nothing outside it takes part.
 */
function recipe(evaluated: Evaluated, base: number, files: SnapshotReader): EditRecipe {
  if (!evaluated.value.known) return { editable: false, reason: text("its value is not known") };
  const { value } = evaluated.value;
  if (evaluated.terms.length === 0) return { editable: true, sites: [] };
  const equal = evaluated.terms.filter((term) => term.value === value);
  const [first] = equal;
  if (first !== undefined && evaluated.terms.every((term) => term.value === value || term.value === 0n)) {
    return { editable: true, sites: [{ range: first.range, current: first.text, base }] };
  }
  const current = files.text(evaluated.expression.uri)?.text.slice(evaluated.expression.start, evaluated.expression.end);
  if (evaluated.selfContained && current !== undefined) return { editable: true, sites: [{ range: evaluated.expression, current, base }] };
  return { editable: false, reason: text("it is computed from several places: {0}", current ?? "") };
}

function shiftRecipe(edit: EditRecipe, by: number): EditRecipe {
  return edit.editable && by !== 0 ? { editable: true, sites: edit.sites.map((site) => ({ ...site, base: site.base + by })) } : edit;
}

/** The low 32 bits, which is what ld's map shows on these targets. */
function toAddress(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

function valueOf(evaluated: Evaluated): number | undefined {
  return evaluated.value.known ? toAddress(evaluated.value.value) : undefined;
}

function rangeKey(range: SourceRange): string {
  return `${range.uri}:${range.start}-${range.end}`;
}
