import type { Evaluated, LinkerScript, LiteralTerm, ScriptRegion } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import type { SnapshotReader, SourceRange } from "../project/snapshot";
import { text } from "../text";
import type { LayoutClaim, Quantity, RegionClaim } from "./boot-layout";
import { flashOf } from "./flash-window";
import {
  bytesBefore,
  farthestHeader,
  headerRegion,
  textRegion,
  valueOf,
  vectorHome,
  type VectorHome,
} from "./vector-home";
import { known, unknown, type Claim, type EditRecipe, type LiteralSite, type Value } from "./claim";

/** Where flash begins on nearly every STM32 (AN2606): what an offset is added to. */
const usualFlashBase = 0x08000000;

/** What reading a script's claims takes. */
export interface ScriptContext {
  readonly devices: readonly Device[];
  readonly files: SnapshotReader;
  /** Values without a literal come from keys that the Mbed tools compute with: they follow, and need no edit of their own. */
  readonly computed: boolean;
}

/** What a linker script says of the image it links: its regions, and where the image begins, has its vectors, and ends. */
export function scriptClaims(
  image: string,
  script: LinkerScript,
  context: ScriptContext,
): { readonly regions: readonly RegionClaim[]; readonly claims: readonly LayoutClaim[] } {
  const home = vectorHome(script, context.devices);
  const header = home === undefined ? undefined : headerRegion(script, home.region, context.devices);
  const regions = script.regions.map((region): RegionClaim => {
    const holds = region === home?.region ? "vectors" : region === header ? "header" : "other";
    return {
      name: region.name,
      attributes: region.attributes,
      origin: claimOf(region.origin, originRecipe(region, context)),
      length: claimOf(region.length, recipe(region.length, 0, context)),
      range: region.range,
      holds,
    };
  });
  if (home === undefined) return { regions, claims: [] };
  return { regions, claims: imageClaims(image, script, home, header, context) };
}

function imageClaims(
  image: string,
  script: LinkerScript,
  home: VectorHome,
  header: ScriptRegion | undefined,
  context: ScriptContext,
): LayoutClaim[] {
  const { region } = home;
  const statement = (quantity: Quantity, claim: Claim<number>, label: string): LayoutClaim => ({
    ...claim,
    image,
    quantity,
    statedBy: "linker-script",
    label,
  });
  const origin = claimOf(region.origin, originRecipe(region, context));
  const before = bytesBefore(script, home, context.files);
  const vectors: Value<number> = !origin.value.known
    ? origin.value
    : !before.known
      ? before
      : known(origin.value.value + before.value);
  const shifted = before.known ? before.value : 0;
  const claims = [
    statement(
      "vectors",
      { ...origin, value: vectors, edit: shiftRecipe(origin.edit, shifted) },
      `ORIGIN(${region.name})`,
    ),
  ];
  if (header !== undefined) {
    claims.push(statement("slot", claimOf(header.origin, originRecipe(header, context)), `ORIGIN(${header.name})`));
    claims.push(
      statement("headerSize", claimOf(header.length, recipe(header.length, 0, context)), `LENGTH(${header.name})`),
    );
  } else if (
    ((shifted > 0 && shifted <= farthestHeader) || !before.known) &&
    !isPlacedByAddress(home, context.devices)
  ) {
    claims.push(statement("slot", origin, `ORIGIN(${region.name})`));
  }
  const last = textRegion(script, region, context.devices);
  claims.push(statement("end", endClaim(last, context), `LENGTH(${last.name})`));
  return claims;
}

/** `.isr_vector 0x08008000 :` in a region for the whole flash: what lies in front is another program. */
export function isPlacedByAddress({ region, section }: VectorHome, devices: readonly Device[]): boolean {
  return section?.address != null && valueOf(region.origin) === flashOf(devices)[0]?.base;
}

function endClaim(region: ScriptRegion, context: ScriptContext): Claim<number> {
  const [origin, length] = [valueOf(region.origin), valueOf(region.length)];
  const value: Value<number> =
    origin !== undefined && length !== undefined
      ? known(origin + length)
      : unknown(...[region.origin.value, region.length.value].flatMap((one) => (one.known ? [] : one.missing)));
  const originTerms = region.origin.terms.map((term) => rangeKey(term.range));
  const follows =
    region.length.terms.some((term) => originTerms.includes(rangeKey(term.range))) || copies(region).length > 0;
  const edit: EditRecipe = follows ? { editable: true, sites: [] } : recipe(region.length, origin ?? 0, context);
  return { value, source: { type: "file", range: placeOf(region.length, edit) }, kind: "declared", edit };
}

export function claimOf(evaluated: Evaluated, edit: EditRecipe): Claim<number> {
  const value = valueOf(evaluated);
  return {
    value: value !== undefined ? known(value) : evaluated.value.known ? unknown() : evaluated.value,
    source: { type: "file", range: placeOf(evaluated, edit) },
    kind: "declared",
    edit,
  };
}

/** A value of a script as a claim, with where to write so that it says something else. */
export function valueClaim(evaluated: Evaluated, context: ScriptContext): Claim<number> {
  return claimOf(evaluated, recipe(evaluated, 0, context));
}

/** Where a person would look: the expression, or the key of another file that it takes its value from. */
function placeOf({ expression }: Evaluated, edit: EditRecipe): SourceRange {
  const [site] = edit.editable ? edit.sites : [];
  return site === undefined || site.range.uri === expression.uri ? expression : site.range;
}

/** ORIGIN's own recipe, and every place in LENGTH that repeats the same literal (preprocessed scripts do). */
function originRecipe(region: ScriptRegion, context: ScriptContext): EditRecipe {
  const own = recipe(region.origin, 0, context);
  if (!own.editable || own.sites.length === 0) return own;
  return {
    editable: true,
    sites: [
      ...own.sites,
      ...copies(region).filter((copy) => !own.sites.some((site) => rangeKey(site.range) === rangeKey(copy.range))),
    ],
  };
}

function copies(region: ScriptRegion): LiteralSite[] {
  if (!region.origin.value.known) return [];
  const origin = region.origin.value.value;
  if (origin === 0n) return [];
  return region.length.terms
    .filter((term) => term.value === origin)
    .map((term) => ({ range: term.range, current: term.text, base: 0 }));
}

/**
 * How to make an expression say something else: its one literal, through symbols and macros, where the value is that
 * literal; else the whole expression, where nothing outside it takes part.
 */
export function recipe(evaluated: Evaluated, base: number, { files, computed }: ScriptContext): EditRecipe {
  if (!evaluated.value.known) return { editable: false, reason: text("its value is not known") };
  const { value } = evaluated.value;
  const standing = evaluated.terms.filter((term) => standsAt(term, files));
  if (standing.length === 0)
    return computed
      ? { editable: true, sites: [] }
      : { editable: false, reason: text("its value is given from outside the files") };
  const [first] = standing.filter((term) => term.value === value);
  if (first !== undefined && evaluated.terms.every((term) => term.value === value || term.value === 0n)) {
    return { editable: true, sites: [{ range: first.range, current: first.text, base }] };
  }
  const offset = offsetOf(evaluated.terms, value);
  // In the script itself a summand may be another image's size; what the build gives is this image's.
  if (offset !== undefined && offset.range.uri !== evaluated.expression.uri)
    return {
      editable: true,
      sites: [{ range: offset.range, current: offset.text, base: base + Number(value - offset.value) }],
    };
  const current = files
    .text(evaluated.expression.uri)
    ?.text.slice(evaluated.expression.start, evaluated.expression.end);
  if (evaluated.selfContained && current !== undefined)
    return { editable: true, sites: [{ range: evaluated.expression, current, base }] };
  return { editable: false, reason: text("it is computed from several places: {0}", current ?? "") };
}

/** The one literal that is added to where flash begins: `0x08000000 + LD_FLASH_OFFSET`. */
function offsetOf(terms: readonly LiteralTerm[], value: bigint): LiteralTerm | undefined {
  const [one, other, third] = terms;
  if (one === undefined || other === undefined || third !== undefined || one.value + other.value !== value)
    return undefined;
  if (one.value === BigInt(usualFlashBase)) return other;
  return other.value === BigInt(usualFlashBase) ? one : undefined;
}

/** A define from the command line or a setting stands in no file, whatever place stands for it. */
function standsAt({ range, text: literal }: LiteralTerm, files: SnapshotReader): boolean {
  return files.text(range.uri)?.text.slice(range.start, range.end) === literal;
}

function shiftRecipe(edit: EditRecipe, by: number): EditRecipe {
  return edit.editable && by !== 0
    ? { editable: true, sites: edit.sites.map((site) => ({ ...site, base: site.base + by })) }
    : edit;
}

export function rangeKey(range: SourceRange): string {
  return `${range.uri}:${range.start}-${range.end}`;
}
