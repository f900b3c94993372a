import type { SourceRange } from "../project/snapshot";
import { text } from "../text";
import { applyBinary, evaluate, type Scope } from "./evaluate-expression";
import type { Problems } from "./problems";
import { linkOnly, missing, quantity, type Quantity } from "./quantity";
import type { Assignment, Expression, Program, RegionEntry, SectionEntry, Step } from "./syntax";

/** ld settles within a few rounds; a symbol that still changes then has no value of its own. */
const MAX_PASSES = 8;

interface SymbolEntry {
  readonly quantity: Quantity;
  readonly owner: Step | "defsym";
  readonly pass: number;
}

interface RegionState {
  readonly origin: Quantity;
  readonly length: Quantity;
}

/** A symbol with the assignment that decides it. */
export interface EvaluatedSymbol {
  readonly name: string;
  readonly quantity: Quantity;
  readonly assignment: Assignment;
}

/** Before a region is evaluated ld holds origin 0 and length ~0 for it (measured with 2.40). */
const unevaluated: RegionState = {
  origin: { ...quantity(0n), early: true, address: true },
  length: { ...quantity(-1n), early: true },
};

/**
 * Evaluates a program in ld's order: every assignment once, then MEMORY, then the assignments again until they settle.
 * So the last assignment to a symbol decides what MEMORY sees, wherever it stands.
 */
export class ScriptEvaluator {
  private readonly symbols = new Map<string, SymbolEntry>();
  private readonly regions = new Map<string, RegionState>();
  private readonly aliases = new Map<string, string>();
  private readonly entries: readonly RegionEntry[];
  private pass = 0;
  /** While assignments run, DEFINED sees only what this pass has assigned already. */
  private inSteps = false;
  private current: SourceRange | null = null;
  private faults: { at: SourceRange; message: ReturnType<typeof text> }[] = [];

  constructor(
    private readonly program: Program,
    private readonly defsyms: Readonly<Record<string, bigint | null>>,
    private readonly problems: Problems,
    /** False where a file is missing: what is not declared here may be declared there. */
    private readonly complete: boolean,
  ) {
    this.entries = this.mergeRegions();
    this.declareAliases();
  }

  /** Evaluates everything; afterwards the other methods answer. */
  run(): void {
    this.runSteps();
    this.faults = [];
    for (const { name, origin, length } of this.entries) {
      const first = this.evaluate(origin);
      this.regions.set(name, { origin: { ...first, address: true }, length: unevaluated.length });
      this.regions.set(name, { origin: { ...first, address: true }, length: this.evaluate(length) });
    }
    const inMemory = this.faults;
    let changed = this.runSteps();
    while (changed.length > 0 && this.pass < MAX_PASSES) {
      changed = this.runSteps();
    }
    for (const name of changed) {
      const entry = this.symbols.get(name);
      if (entry !== undefined) {
        this.symbols.set(name, { ...entry, quantity: missing(name) });
      }
    }
    for (const { at, message } of [...inMemory, ...this.faults]) {
      this.problems.add("linker-script-value", "error", at, message);
    }
  }

  /** The regions in ld's order, each with the values of its last declaration. */
  regionList(): readonly { entry: RegionEntry; origin: Quantity; length: Quantity }[] {
    return this.entries.map((entry) => ({ entry, ...(this.regions.get(entry.name) ?? unevaluated) }));
  }

  /** Each symbol of the script once, in the order of first mention. */
  symbolList(): readonly EvaluatedSymbol[] {
    const found = new Map<string, EvaluatedSymbol>();
    for (const step of this.program.steps) {
      const entry = step.kind === "assignment" ? this.symbols.get(step.name) : undefined;
      if (step.kind === "assignment" && entry !== undefined && !found.has(step.name)) {
        const owner = entry.owner === "defsym" || entry.owner.kind !== "assignment" ? step : entry.owner;
        const value = entry.owner === "defsym" ? this.given(entry.quantity, owner.expression.range) : entry.quantity;
        found.set(step.name, { name: step.name, quantity: value, assignment: owner });
      }
    }
    return [...found.values()];
  }

  /** alias → region, resolved through aliases of aliases. */
  aliasMap(): ReadonlyMap<string, string> {
    return this.aliases;
  }

  /** The value of an expression outside the steps: an output section's address. */
  valueOf(expression: Expression): Quantity {
    return this.evaluate(expression);
  }

  /** The size that assignments to `.` and data statements give a section, with the expression that set it; or null. */
  fixedSize(section: SectionEntry): { quantity: Quantity; expression: Expression } | null {
    let dot: Quantity | null = { ...quantity(0n), address: true };
    let expression: Expression | null = null;
    for (const item of section.body) {
      if (item.kind === "contents") {
        dot = null;
      } else if (item.kind === "data") {
        const before: Quantity | null = dot;
        const size = BigInt(item.size);
        dot = before === null ? null : { ...before, value: known64(before, size), address: true };
        expression = { node: { kind: "fault" }, range: item.range, exact: false };
      } else {
        const moved: Quantity = this.evaluate(item.expression, dot);
        const next: Quantity =
          item.operator === "=" || moved.needsLink
            ? moved
            : applyBinary(item.operator.slice(0, -1), dot ?? linkOnly("."), moved, this.scope(dot));
        const unmoved = dot?.value.known === true && next.value.known && next.value.value === dot.value.value;
        if (!unmoved || expression === null) {
          expression = item.expression;
          dot = next.needsLink ? null : next;
        }
      }
    }
    return dot === null || expression === null ? null : { quantity: dot, expression };
  }

  private runSteps(): readonly string[] {
    this.pass++;
    this.inSteps = true;
    this.faults = [];
    const before = new Map(this.symbols);
    for (const [name, value] of Object.entries(this.defsyms)) {
      const given = value === null ? missing(name) : quantity(value);
      this.symbols.set(name, { quantity: given, owner: "defsym", pass: this.pass });
    }
    for (const step of this.program.steps) {
      if (step.kind === "assertion") {
        this.evaluate(step.expression);
      } else {
        this.assign(step);
      }
    }
    this.inSteps = false;
    return [...this.symbols].filter(([name, entry]) => differs(before.get(name), entry)).map(([name]) => name);
  }

  private assign(step: Assignment): void {
    const entry = this.symbols.get(step.name);
    if (step.provide && entry !== undefined && entry.owner !== step) {
      return;
    }
    let value = this.evaluate(step.expression);
    if (step.operator !== "=") {
      value = applyBinary(step.operator.slice(0, -1), this.symbol(step.name), value, this.scope(null));
    }
    if (step.inSection && value.value.known && !value.address) {
      // ld takes a plain number here as an offset into the section (GNU ld manual "The Section of an Expression").
      value = { ...linkOnly("."), terms: value.terms };
    }
    this.symbols.set(step.name, { quantity: value, owner: step, pass: this.pass });
  }

  private evaluate(expression: Expression, dot: Quantity | null = null): Quantity {
    this.current = expression.range;
    return evaluate(expression.node, this.scope(dot));
  }

  private scope(dot: Quantity | null): Scope {
    return {
      dot,
      symbol: (name) => this.symbol(name),
      defined: (name) => {
        const entry = this.symbols.get(name);
        return entry !== undefined && (!this.inSteps || entry.pass === this.pass);
      },
      origin: (region) => this.region(region)?.origin ?? missing(region),
      length: (region) => this.region(region)?.length ?? missing(region),
      assertionFailed: (message) => this.fault(text("This assertion does not hold: {0}", message)),
      dividedByZero: () => this.fault(text("This divides by zero.")),
    };
  }

  private symbol(name: string): Quantity {
    const entry = this.symbols.get(name);
    if (entry === undefined) {
      return missing(name);
    }
    const value = entry.owner === "defsym" ? this.given(entry.quantity, this.current) : entry.quantity;
    return { ...value, address: false };
  }

  /** A value from the command line stands in no file: its literal is placed where it is used. */
  private given(value: Quantity, range: SourceRange | null): Quantity {
    if (range === null || !value.value.known) return value;
    const number = value.value.value;
    return { ...value, terms: [{ range, text: `0x${number.toString(16)}`, value: number }] };
  }

  private region(name: string): RegionState | undefined {
    const region = this.aliases.get(name) ?? name;
    return this.regions.get(region);
  }

  private fault(message: ReturnType<typeof text>): void {
    if (this.current !== null) {
      this.faults.push({ at: this.current, message });
    }
  }

  /** A region declared twice keeps its place and takes the later values, as in ld. */
  private mergeRegions(): readonly RegionEntry[] {
    const merged = new Map<string, RegionEntry>();
    for (const entry of this.program.regions) {
      if (merged.has(entry.name)) {
        const message = text("Region {0} is declared twice; the last declaration counts.", entry.name);
        this.problems.add("linker-script-value", "warning", entry.nameRange, message);
      }
      merged.set(entry.name, entry);
    }
    for (const name of merged.keys()) {
      this.regions.set(name, unevaluated);
    }
    return [...merged.values()];
  }

  private declareAliases(): void {
    for (const { alias, region, range } of this.program.aliases) {
      const target = this.aliases.get(region) ?? region;
      if (this.regions.has(alias) || this.aliases.has(alias)) {
        const message = text("{0} is already the name of a region; an alias needs another.", alias);
        this.problems.add("linker-script-value", "error", range, message);
      } else {
        if (this.complete && !this.regions.has(target)) {
          const message = text("The alias {0} stands for region {1}, which is not declared.", alias, region);
          this.problems.add("linker-script-value", "error", range, message);
        }
        this.aliases.set(alias, target);
      }
    }
  }
}

function known64(before: Quantity, more: bigint): Quantity["value"] {
  return before.value.known ? quantity(before.value.value + more).value : before.value;
}

function differs(a: SymbolEntry | undefined, b: SymbolEntry): boolean {
  const [x, y] = [a?.quantity.value, b.quantity.value];
  if (x === undefined || x.known !== y.known) {
    return true;
  }
  return x.known && y.known ? x.value !== y.value : false;
}
