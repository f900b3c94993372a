import type { Evaluated, LinkerScript, LiteralTerm, ScriptRegion } from "../linker/linker-script";
import { text } from "../text";
import type { LayoutClaim, Quantity, RegionClaim } from "./boot-layout";
import { known, unknown, type Claim, type EditRecipe, type LiteralSite, type Value } from "./claim";
import { claimOf, isPlacedByAddress, rangeKey, recipe, scriptClaims, type ScriptContext } from "./script-claims";
import { farthestHeader, valueOf, vectorHome, type VectorHome } from "./vector-home";

interface Claims {
  readonly regions: readonly RegionClaim[];
  readonly claims: readonly LayoutClaim[];
}

/** What a script of any dialect says of the image it links. */
export function claimsOfScript(image: string, script: LinkerScript, context: ScriptContext): Claims {
  return script.dialect === "gnu-ld"
    ? scriptClaims(image, script, context)
    : new ForeignScript(image, script, context).claims();
}

/**
 * IAR and Arm state the address of the vector table and the region around it apart, and IAR the last byte where GNU ld
 * has a length: each claim takes the literals along that must change with it.
 */
class ForeignScript {
  private readonly home: VectorHome | undefined;

  constructor(
    private readonly image: string,
    private readonly script: LinkerScript,
    private readonly context: ScriptContext,
  ) {
    this.home = vectorHome(script, context.devices);
  }

  claims(): Claims {
    const regions = this.script.regions.map((region): RegionClaim => ({
      name: region.name,
      attributes: region.attributes,
      origin: claimOf(region.origin, recipe(region.origin, 0, this.context)),
      length: claimOf(region.length, this.lengthRecipe(region, 0)),
      range: region.range,
      holds: region === this.home?.region ? "vectors" : "other",
    }));
    return { regions, claims: this.home === undefined ? [] : this.imageClaims(this.home) };
  }

  private imageClaims(home: VectorHome): LayoutClaim[] {
    const { region, section } = home;
    const origin = valueOf(region.origin);
    const stated = section?.address ?? region.origin;
    const vectors = this.vectorsOf(home);
    const slotApart =
      !vectors.known ||
      (origin !== undefined &&
        vectors.value > origin &&
        vectors.value - origin <= farthestHeader &&
        !isPlacedByAddress(home, this.context.devices));
    const isWhole = origin !== undefined && vectors.known && vectors.value > origin;
    const along = slotApart || isWhole ? [] : [region.origin];
    const own = claimOf(stated, this.together(stated, along));
    const label = section?.address == null ? `ORIGIN(${region.name})` : `address of ${section.name}`;
    const claims = [this.statement("vectors", { ...own, value: vectors }, label)];
    if (slotApart) {
      const slot = claimOf(region.origin, recipe(region.origin, 0, this.context));
      claims.push(this.statement("slot", slot, `ORIGIN(${region.name})`));
    }
    const last = this.lastRegion(region);
    const end = this.statement("end", this.endClaim(last), `LENGTH(${last.name})`);
    claims.push(this.isAbsolute(last) ? { ...end, absolute: true } : end);
    return claims;
  }

  private statement(quantity: Quantity, claim: Claim<number>, label: string): LayoutClaim {
    return { ...claim, image: this.image, quantity, statedBy: "linker-script", label };
  }

  /** Known where the script fixes it: at an address, or alone in its region. */
  private vectorsOf({ region, section }: VectorHome): Value<number> {
    const stated = section?.address ?? region.origin;
    const address = valueOf(stated);
    if (address === undefined) return stated.value.known ? unknown() : stated.value;
    const others = this.script.sections.filter((one) => one !== section && one.region === region.name);
    const alone = section !== undefined && section.inputs.length === 1 && others.length === 0;
    return section === undefined || section.address !== null || alone
      ? known(address)
      : unknown(`place of the vector table in ${region.name}`);
  }

  /** An edit that changes a value, and with it others of the same script that do not follow by themselves. */
  private together(stated: Evaluated, along: readonly Evaluated[]): EditRecipe {
    const own = recipe(stated, 0, this.context);
    const value = valueOf(stated);
    if (!own.editable || value === undefined) return own;
    const sites = [...own.sites];
    for (const other of along) {
      const at = valueOf(other);
      if (at === undefined || other.terms.some((term) => isOneOf(term, sites))) continue;
      const more = recipe(other, value - at, this.context);
      if (!more.editable) return more;
      sites.push(...more.sites.filter(({ range }) => sites.every((site) => rangeKey(site.range) !== rangeKey(range))));
    }
    return { editable: true, sites };
  }

  /** Code regions that continue the one with the table: the image ends where the last one does. */
  private lastRegion(home: ScriptRegion): ScriptRegion {
    if (this.script.dialect === "arm-scatter") return home;
    const used = new Set(this.script.sections.map((section) => section.region));
    let last = home;
    for (const region of this.inOrder()) {
      const [end, next] = [endOf(last), valueOf(region.origin)];
      const continues = used.has(region.name.replace(/ \(\d+\)$/, "")) && end !== undefined && next === end;
      if (continues) last = region;
    }
    return last;
  }

  private inOrder(): readonly ScriptRegion[] {
    return [...this.script.regions].sort((a, b) => (valueOf(a.origin) ?? 0) - (valueOf(b.origin) ?? 0));
  }

  private endClaim(region: ScriptRegion): Claim<number> {
    const [origin, end] = [valueOf(region.origin), endOf(region)];
    const missing = [region.origin.value, region.length.value].flatMap((one) => (one.known ? [] : one.missing));
    const edit = this.lengthRecipe(region, origin ?? 0);
    const claim = claimOf(region.length, edit);
    return { ...claim, value: end === undefined ? unknown(...new Set(missing)) : known(end) };
  }

  /** `to 0x080FFFFF`: a literal that says where the region ends, whatever its start. */
  private isAbsolute({ last }: ScriptRegion): boolean {
    return last !== undefined && recipe(last, 0, this.context).editable;
  }

  /** How to change a region's length; `base` is added to it: 0, or the origin for the end. */
  private lengthRecipe(region: ScriptRegion, base: number): EditRecipe {
    const [origin, length] = [valueOf(region.origin), valueOf(region.length)];
    if (origin === undefined || length === undefined) return recipe(region.length, base, this.context);
    if (region.last !== undefined) return this.lastByteRecipe(region, region.last, base + length);
    const sites = [region, ...this.twinsOf(region)].map((one) => recipe(one.length, base, this.context));
    const refused = sites.find((one) => !one.editable);
    if (refused !== undefined) return refused;
    return { editable: true, sites: distinct(sites.flatMap((one) => (one.editable ? one.sites : []))) };
  }

  /** The literal of the last byte; in `start + size - 1` the size's. `value` is what the claim says now. */
  private lastByteRecipe(region: ScriptRegion, last: Evaluated, value: number): EditRecipe {
    const at = valueOf(last) ?? 0;
    const whole = recipe(last, value - at, this.context);
    if (whole.editable) return whole;
    const starts = region.origin.terms.map(({ range }) => rangeKey(range));
    const [size, second] = last.terms.filter((term) => term.value !== 1n && !starts.includes(rangeKey(term.range)));
    if (size === undefined || second !== undefined || Number(size.value) !== valueOf(region.length)) return whole;
    return this.literalRecipe(size, value - Number(size.value));
  }

  private literalRecipe({ range, text: current }: LiteralTerm, base: number): EditRecipe {
    const stands = this.context.files.text(range.uri)?.text.slice(range.start, range.end) === current;
    return stands
      ? { editable: true, sites: [{ range, current, base }] }
      : { editable: false, reason: text("its value is given from outside the files") };
  }

  /** A load region and the execution region in it that says the same place and size once more. */
  private twinsOf(region: ScriptRegion): readonly ScriptRegion[] {
    if (this.script.dialect !== "arm-scatter") return [];
    const same = (a: Evaluated, b: Evaluated): boolean => valueOf(a) !== undefined && valueOf(a) === valueOf(b);
    return this.script.regions.filter(
      (one) => one !== region && same(one.origin, region.origin) && same(one.length, region.length),
    );
  }
}

function endOf({ origin, length }: ScriptRegion): number | undefined {
  const [start, size] = [valueOf(origin), valueOf(length)];
  return start === undefined || size === undefined ? undefined : start + size;
}

function isOneOf(term: LiteralTerm, sites: readonly LiteralSite[]): boolean {
  return sites.some((site) => rangeKey(site.range) === rangeKey(term.range));
}

function distinct(sites: readonly LiteralSite[]): LiteralSite[] {
  return [...new Map(sites.map((site) => [rangeKey(site.range), site])).values()];
}
