import type { SourceRange } from "../project/snapshot";
import { text } from "../text";
import { applyBinary } from "./arithmetic";
import { evaluate, type Scope } from "./evaluate-expression";
import type { Problems } from "./problems";
import {
  absolute,
  address,
  addressOf,
  belonging,
  fromStart,
  insideSection,
  missing,
  ofSection,
  quantity,
  unknownDot,
  withTerms,
  type Quantity,
  type SectionBase,
} from "./quantity";
import { SectionLayout } from "./section-layout";
import type { Assignment, BodyItem, Expression, Node, Program, RegionEntry, SectionEntry, Step } from "./syntax";

/** ld settles within a few rounds; a symbol that still changes then has no value of its own. */
const MAX_PASSES = 8;

interface SymbolEntry {
  readonly quantity: Quantity;
  /** What it came to in its pass. */
  readonly value: Quantity["value"];
  readonly owner: Step | "defsym";
  readonly pass: number;
}

interface RegionState {
  readonly origin: Quantity;
  readonly length: Quantity;
}

/** Where an expression stands: what `.` is, and the output section whose start plain numbers count from. */
interface Place {
  readonly dot: Quantity | null;
  readonly section: SectionBase | null;
}

const outside: Place = { dot: null, section: null };

/** A symbol with the assignment that decides it. */
export interface EvaluatedSymbol {
  readonly name: string;
  readonly quantity: Quantity;
  readonly assignment: Assignment;
}

/** Before a region is evaluated ld holds origin 0 and length ~0 for it (measured with 2.40). */
const unevaluated: RegionState = {
  origin: { ...quantity(0n), early: true, base: "absolute" },
  length: { ...quantity(-1n), early: true },
};

/** What `. + n` adds to the location counter; null for anything else. */
function behindDot(node: Node): Node | null {
  if (node.kind !== "chain" || node.first.kind !== "dot") return null;
  const [first, ...rest] = node.rest;
  if (first === undefined || node.rest.some(({ operator }) => operator !== "+")) return null;
  return { kind: "chain", first: first.operand, rest };
}

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
  private readonly layout: SectionLayout;
  private readonly questions = this.newQuestions();
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
    this.layout = this.newLayout();
  }

  /** Evaluates everything; afterwards the other methods answer. */
  run(): void {
    this.runSteps();
    this.faults = [];
    for (const { name, origin, length } of this.entries) {
      const first = this.evaluate(origin);
      this.regions.set(name, { origin: first, length: unevaluated.length });
      this.regions.set(name, { origin: first, length: this.evaluate(length) });
    }
    const inMemory = this.faults;
    let changed = this.runSteps();
    while ((changed.length > 0 || !this.layout.settled) && this.pass < MAX_PASSES) {
      changed = this.runSteps();
    }
    for (const name of changed) {
      const entry = this.symbols.get(name);
      if (entry !== undefined) {
        const value = missing(name);
        this.symbols.set(name, { ...entry, quantity: value, value: value.value });
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
        const value =
          entry.owner === "defsym" ? this.given(entry.quantity, owner.expression.range) : absolute(entry.quantity);
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
    return absolute(this.evaluate(expression));
  }

  /**
   * The size that assignments to `.` and data statements give a section, with the expression that set it; or null.
   * A start that only a link knows counts as aligned.
   */
  fixedSize(section: SectionEntry): { quantity: Quantity; expression: Expression } | null {
    const start = this.layout.about("ADDR", section.name);
    const base: SectionBase = { name: section.name, start: addressOf(start), alignedStart: true };
    let dot: Quantity | null = insideSection(base);
    let expression: Expression | null = null;
    for (const item of section.body) {
      if (item.kind === "contents") {
        dot = null;
      } else if (item.kind === "data") {
        const before: Quantity | null = dot;
        dot = before?.value.known === true ? sized(base, before, before.value.value + BigInt(item.size)) : before;
        expression = { node: { kind: "fault" }, range: item.range, exact: false };
      } else {
        const next: Quantity | null = this.moved(item, dot, base);
        const unmoved = dot?.value.known === true && next?.value.known === true && next.value.value === dot.value.value;
        if (!unmoved || expression === null) {
          expression = item.expression;
          dot = next;
        }
      }
    }
    return dot === null || expression === null ? null : { quantity: dot, expression };
  }

  /** Where `. = …` moves the location counter, from the section's start; null where only a link knows. */
  private moved(item: Extract<BodyItem, { kind: "dot" }>, dot: Quantity | null, base: SectionBase): Quantity | null {
    const value = this.assigned(item, dot ?? unknownDot, { dot, section: base });
    const inside = value.base === "number" ? value : fromStart(value.base === base ? value : ofSection(value, base));
    return inside.needsLink ? null : belonging(inside, base, true);
  }

  private newLayout(): SectionLayout {
    return new SectionLayout(this.program, {
      resolve: (region) => this.aliases.get(region) ?? region,
      origin: (region) => {
        const value = this.regions.get(region)?.origin.value;
        return value?.known === true ? value.value : null;
      },
      hasRegions: this.entries.length > 0 || !this.complete,
    });
  }

  /** Bytes that a section takes whatever its inputs hold: its data, and each `. = . + n` or `. += n`. */
  leastSize(section: SectionEntry): number {
    let size = 0n;
    for (const item of section.body) {
      if (item.kind === "data") size += BigInt(item.size);
      if (item.kind === "dot") size += this.addedTo(item.operator, item.expression);
    }
    return Number(size < 0xffffffffn ? size : 0xffffffffn);
  }

  private addedTo(operator: string, { node, range, exact }: Expression): bigint {
    const added = operator === "+=" ? node : operator === "=" ? behindDot(node) : null;
    if (added === null) return 0n;
    const { value } = this.evaluate({ node: added, range, exact });
    const bytes = value.known ? BigInt.asIntN(64, value.value) : 0n;
    return bytes > 0n ? bytes : 0n;
  }

  private runSteps(): readonly string[] {
    this.pass++;
    this.inSteps = true;
    this.faults = [];
    // Only when the regions are evaluated does ld place sections.
    this.layout.restart(this.pass > 1);
    const before = new Map(this.symbols);
    for (const [name, value] of Object.entries(this.defsyms)) {
      this.set(name, value === null ? { ...missing(name), base: "absolute" } : address(value), "defsym");
    }
    for (const step of this.program.steps) {
      this.runStep(step);
    }
    this.inSteps = false;
    return [...this.symbols].filter(([name, entry]) => differs(before.get(name), entry)).map(([name]) => name);
  }

  private runStep(step: Step): void {
    switch (step.kind) {
      case "assignment":
        this.layout.touch();
        this.assign(step);
        break;
      case "assertion":
        this.evaluate(step.expression, this.here());
        break;
      case "dot":
        this.moveDot(step);
        break;
      case "contents":
        this.layout.fill();
        break;
      case "data":
        this.layout.advance(step.size);
        break;
      case "open":
        this.enter(step.slot.section);
        break;
      case "close":
        this.layout.leave();
    }
  }

  private enter(section: SectionEntry | null): void {
    const value = (expression: Expression | null | undefined): Quantity | null =>
      expression == null ? null : this.evaluate(expression, { dot: this.layout.dot, section: null });
    this.layout.enter(section, {
      address: value(section?.address),
      alignment: value(section?.alignment),
      loadAddress: value(section?.loadAddress),
    });
  }

  private moveDot(step: Extract<BodyItem, { kind: "dot" }>): void {
    const here = this.here();
    const value = this.assigned(step, here.dot ?? unknownDot, here);
    this.layout.move(value);
  }

  private assign(step: Assignment): void {
    const entry = this.symbols.get(step.name);
    if (step.provide && entry !== undefined && entry.owner !== step) {
      return;
    }
    const here = this.here();
    const value = this.assigned(step, this.symbol(step.name), here);
    // A plain number belongs to where it is assigned: to the section, or to no section.
    const base = here.section ?? "absolute";
    this.set(step.name, value.base === "number" ? belonging(value, base, base !== "absolute") : value, step);
  }

  /** The value that `=`, `+=` and their like give to what holds `before`. */
  private assigned(
    step: { readonly operator: string; readonly expression: Expression },
    before: Quantity,
    here: Place,
  ): Quantity {
    const value = this.evaluate(step.expression, here);
    return step.operator === "=" ? value : applyBinary(step.operator.slice(0, -1), before, value, this.scope(here));
  }

  private set(name: string, value: Quantity, owner: SymbolEntry["owner"]): void {
    this.symbols.set(name, { quantity: value, value: absolute(value).value, owner, pass: this.pass });
  }

  /** Where the step that is being evaluated stands. */
  private here(): Place {
    return { dot: this.layout.dot, section: this.layout.section };
  }

  private evaluate(expression: Expression, here: Place = outside): Quantity {
    this.current = expression.range;
    return evaluate(expression.node, this.scope(here));
  }

  /** What an expression that stands there may ask for; used up before the next one is asked for. */
  private scope({ dot, section }: Place): Scope {
    this.questions.dot = dot;
    this.questions.section = section;
    return this.questions;
  }

  private newQuestions(): Scope & { dot: Quantity | null; section: SectionBase | null } {
    return {
      dot: null,
      section: null,
      symbol: (name) => this.symbol(name),
      defined: (name) => {
        const entry = this.symbols.get(name);
        return entry !== undefined && (!this.inSteps || entry.pass === this.pass);
      },
      origin: (region) => this.region(region)?.origin ?? missing(region),
      length: (region) => belonging(this.region(region)?.length ?? missing(region), "number", false),
      ofSection: (about, name) => this.layout.about(about, name),
      assertionFailed: (message) => this.fault(text("This assertion does not hold: {0}", message)),
      dividedByZero: () => this.fault(text("This divides by zero.")),
    };
  }

  private symbol(name: string): Quantity {
    const entry = this.symbols.get(name);
    if (entry === undefined) {
      return missing(name);
    }
    return entry.owner === "defsym" ? this.given(entry.quantity, this.current) : entry.quantity;
  }

  /** A value from the command line stands in no file: its literal is placed where it is used. */
  private given(value: Quantity, range: SourceRange | null): Quantity {
    if (range === null || !value.value.known) return value;
    const number = value.value.value;
    return withTerms(value, [{ range, text: `0x${number.toString(16)}`, value: number }]);
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

function sized(base: SectionBase, before: Quantity, size: bigint): Quantity {
  return withTerms(insideSection(base, quantity(size).value), before.terms);
}

function differs(a: SymbolEntry | undefined, b: SymbolEntry): boolean {
  const [x, y] = [a?.value, b.value];
  if (x === undefined || x.known !== y.known) {
    return true;
  }
  return x.known && y.known ? x.value !== y.value : false;
}
