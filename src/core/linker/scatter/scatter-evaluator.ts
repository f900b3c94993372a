import type { SourceRange } from "../../project/snapshot";
import { text } from "../../text";
import { alignUp } from "../arithmetic";
import { evaluate, type Scope } from "../evaluate-expression";
import type { Evaluated, OutputSection, ScriptRegion, ScriptSymbol } from "../linker-script";
import type { Problems } from "../problems";
import { combine, linkOnly, missing, quantity, type Quantity } from "../quantity";
import { evaluated } from "../read-linker-script";
import { computedAt, type Stated } from "../stated";
import type { Expression, Node } from "../syntax";
import type { ExecutionRegion, LoadRegion, RegionHead, ScatterProgram } from "./scatter-syntax";

/** A region with its place. */
interface Placed {
  readonly origin: Stated;
  /** Declared bytes. */
  readonly length: Stated;
  /** Where the next `+offset` counts from: known only where the contents are. */
  readonly limit: Quantity;
}

/** Evaluates load and execution regions in the order of the file; what only a link can tell is unknown. */
export class ScatterEvaluator {
  readonly regions: ScriptRegion[] = [];
  readonly sections: OutputSection[] = [];
  /** The names under which C finds the regions: as far as the file knows their values. */
  readonly symbols: ScriptSymbol[] = [];
  private readonly placed = new Map<string, Placed>();
  private current: SourceRange | null = null;

  constructor(
    program: ScatterProgram,
    private readonly problems: Problems,
  ) {
    let limit = quantity(0n);
    for (const load of program.loads) {
      this.load(load, limit);
      limit = linkOnly(`LoadLimit(${load.name})`);
    }
    for (const one of program.assertions) {
      const { value } = this.stated(one).quantity;
      if (value.known && value.value === 0n) {
        problems.add("linker-script-value", "error", one.range, text("This ScatterAssert does not hold."));
      }
    }
  }

  private load(load: LoadRegion, before: Quantity): void {
    const { origin } = this.add(load, before);
    let limit = origin.quantity;
    for (const region of load.regions) {
      const placed = this.add(region, limit);
      this.placed.set(region.name, placed);
      this.sections.push(this.section(region, load, placed));
      this.symbols.push(...symbolsOf(region, placed));
      limit = placed.limit;
    }
  }

  private section(region: ExecutionRegion, load: LoadRegion, { origin, length }: Placed): OutputSection {
    return {
      name: region.name,
      nameRange: region.nameRange,
      range: region.range,
      types: region.attributes,
      region: region.name,
      loadRegion: load.name,
      address: asEvaluated(origin),
      inputs: region.inputs,
      leastSize: 0,
      fixedSize: region.empty === null ? null : asEvaluated(length),
    };
  }

  /** Evaluates a region and lists it. */
  private add(head: RegionHead, before: Quantity): Placed {
    const placed = this.place(head, before);
    const region = {
      name: head.name,
      attributes: head.attributes.join(" "),
      origin: asEvaluated(placed.origin),
      length: asEvaluated(placed.length),
      range: head.headRange,
      nameRange: head.nameRange,
    };
    this.regions.push(region);
    for (const { expression, quantity: value } of [placed.origin, placed.length]) {
      if (value.value.known || value.needsLink || value.value.missing.length === 0) continue;
      const names = value.value.missing.join(", ");
      const message = text("Region {0} depends on {1}, which is not known here.", head.name, names);
      this.problems.add("linker-script-value", "warning", expression.range, message);
    }
    return placed;
  }

  private place(head: RegionHead, before: Quantity): Placed {
    const origin = this.aligned(head, this.origin(head, before));
    if (head.empty !== null) return this.reserved(origin, this.stated(head.empty));
    const undeclared = linkOnly(`max_size of ${head.name}`);
    const length = head.maximum === null ? computedAt(head.nameRange, undeclared) : this.stated(head.maximum);
    return { origin, length, limit: linkOnly(`ImageLimit(${head.name})`) };
  }

  private origin({ base, relative }: RegionHead, before: Quantity): Stated {
    const behind = (offset: Quantity): Quantity => combine([before, offset], ([a = 0n, b = 0n]) => a + b);
    const { node } = base;
    const [first, unit] = node.kind === "call" && node.name === "ALIGN" ? node.args : [];
    if (first !== undefined && unit !== undefined && isOffset(first)) {
      const [offset, size] = [first, unit].map((one) => evaluate(one, this.scope));
      return computedAt(
        base.range,
        combine([behind(offset ?? missing()), size ?? missing()], ([value = 0n, alignment = 0n]) =>
          alignUp(value, alignment),
        ),
      );
    }
    const own = this.stated(base);
    return relative || isOffset(node) ? computedAt(base.range, behind(own.quantity)) : own;
  }

  /** `ALIGN n` moves a base that is no multiple of it up to the next one. */
  private aligned({ align }: RegionHead, origin: Stated): Stated {
    if (align === null) return origin;
    const unit = this.stated(align).quantity;
    const up = combine([origin.quantity, unit], ([value = 0n, alignment = 0n]) => alignUp(value, alignment));
    const same = up.value.known && origin.quantity.value.known && up.value.value === origin.quantity.value.value;
    return same || !origin.quantity.value.known ? origin : computedAt(origin.expression.range, up);
  }

  /** `EMPTY n` takes n bytes from its base on; below zero the base is the top, and the region lies beneath it. */
  private reserved(base: Stated, size: Stated): Placed {
    const { value } = size.quantity;
    const below = value.known && BigInt.asIntN(64, value.value) < 0n;
    const limit = combine([base.quantity, size.quantity], ([at = 0n, n = 0n]) => (below ? at : at + n));
    if (!below) return { origin: base, length: size, limit };
    const start = combine([base.quantity, size.quantity], ([at = 0n, n = 0n]) => at + n);
    const length = combine([size.quantity], ([n = 0n]) => -n);
    return {
      origin: computedAt(base.expression.range, start),
      length: computedAt(size.expression.range, length),
      limit,
    };
  }

  private stated(expression: Expression): Stated {
    this.current = expression.range;
    return { expression, quantity: evaluate(expression.node, this.scope) };
  }

  private readonly scope: Scope = {
    section: null,
    dot: null,
    ofSection: (about, name) => linkOnly(`${about}(${name})`),
    symbol: (name) => missing(name),
    defined: () => false,
    origin: (region) => this.placed.get(region)?.origin.quantity ?? linkOnly(`ImageBase(${region})`),
    length: (region) => this.lengthOf(region),
    assertionFailed: () => undefined,
    dividedByZero: () => {
      if (this.current !== null)
        this.problems.add("linker-script-value", "error", this.current, text("This divides by zero."));
    },
  };

  /** What a region takes in the image: its declared size only where nothing but that fills it. */
  private lengthOf(region: string): Quantity {
    const found = this.placed.get(region);
    return found?.limit.value.known === true ? found.length.quantity : linkOnly(`ImageLength(${region})`);
  }
}

/** `AlignExpr(+0, 16)`: a plus sign in front makes an offset, also in there. */
function isOffset(node: Node): boolean {
  return node.kind === "unary" && node.operators[0] === "+";
}

/** Arm Compiler for Embedded Reference Guide, "Region-related symbols". */
function symbolsOf({ name, empty, headRange }: ExecutionRegion, { origin, length, limit }: Placed): ScriptSymbol[] {
  const symbol = (suffix: string, value: Stated): ScriptSymbol => ({
    name: `Image$$${name}$$${suffix}`,
    evaluated: asEvaluated(value),
    needsLink: value.quantity.needsLink,
    range: headRange,
  });
  const base = symbol("Base", origin);
  if (empty === null) return [base];
  const end = computedAt(headRange, limit);
  return [base, symbol("ZI$$Base", origin), symbol("ZI$$Limit", end), symbol("ZI$$Length", length)];
}

function asEvaluated({ expression, quantity: value }: Stated): Evaluated {
  return evaluated(expression, value);
}
