import type { SourceRange } from "../../project/snapshot";
import { text } from "../../text";
import { evaluate, type Scope } from "../evaluate-expression";
import type { LinkerScriptOptions } from "../linker-script";
import type { Problems } from "../problems";
import { combine, linkOnly, missing, quantity, type Quantity } from "../quantity";
import type { Stated } from "../stated";
import type { Expression } from "../syntax";
import { icfExpressions } from "./icf-expression";
import { combined, fromTo, repeated, unknownPiece, type Piece } from "./icf-ranges";
import type {
  Directive,
  Placement,
  RangeLiteral,
  RegionDefinition,
  RegionNode,
  Selector,
  SymbolDefinition,
} from "./icf-syntax";

/** Symbols that use one defined behind them settle within so many rounds, or stay unknown. */
const ROUNDS = 3;
/** Regions named inside regions, farther than any real file goes. */
const MAX_DEPTH = 64;

/**
 * Evaluates a configuration file as ILINK does: symbols in order, each fixed where it is defined; conditions that ask
 * `isdefinedsymbol` see every symbol that is defined without a condition, wherever it stands; regions after all symbols.
 * What a condition nobody can decide would define is unknown.
 */
export class IcfEvaluator {
  private readonly symbols = new Map<string, { definition: SymbolDefinition; quantity: Quantity }>();
  private readonly always: ReadonlySet<string>;
  private readonly definitions = new Map<string, { definition: RegionDefinition; guard: Quantity | null }>();
  private readonly regions = new Map<string, readonly Piece[]>();
  private readonly open = new Set<string>();
  private current: SourceRange | null = null;
  readonly placements: Placement[] = [];
  readonly blocks = new Map<string, readonly Selector[]>();

  constructor(
    directives: readonly Directive[],
    private readonly options: LinkerScriptOptions,
    private readonly problems: Problems,
  ) {
    this.always = new Set(directives.flatMap((one) => (one.kind === "symbol" ? [one.name] : [])));
    this.walk(directives, null);
    for (let round = 0; round < ROUNDS && this.settle(); round++);
    for (const { name } of [...this.definitions.values()].map(({ definition }) => definition)) this.region(name);
    this.checks(directives);
  }

  symbolList(): readonly { readonly definition: SymbolDefinition; readonly quantity: Quantity }[] {
    return [...this.symbols.values()];
  }

  regionList(): readonly { readonly definition: RegionDefinition; readonly pieces: readonly Piece[] }[] {
    return [...this.definitions.values()].map(({ definition }) => ({
      definition,
      pieces: this.regions.get(definition.name) ?? [],
    }));
  }

  /** The symbol's definition: what a name in an expression stands for. */
  definitionOf(name: string): SymbolDefinition | undefined {
    return this.given(name) === undefined ? this.symbols.get(name)?.definition : undefined;
  }

  valueOf(expression: Expression): Quantity {
    this.current = expression.range;
    return evaluate(expression.node, this.scope);
  }

  /** @param guard the condition, not known here, under which these directives hold */
  private walk(directives: readonly Directive[], guard: Quantity | null): void {
    for (const directive of directives) {
      switch (directive.kind) {
        case "symbol":
          this.define(directive, guard);
          break;
        case "region":
          if (!this.definitions.has(directive.name))
            this.definitions.set(directive.name, { definition: directive, guard });
          break;
        case "block":
          this.blocks.set(directive.name, directive.selectors);
          break;
        case "place":
          this.placements.push(directive);
          break;
        case "if": {
          const condition = this.valueOf(directive.condition);
          if (!condition.value.known) {
            const unsure = guard ?? condition;
            this.walk(directive.then, unsure);
            this.walk(directive.otherwise, unsure);
          } else {
            this.walk(condition.value.value !== 0n ? directive.then : directive.otherwise, guard);
          }
          break;
        }
        case "error":
          if (guard === null) {
            const message = text("This error is reached: {0}", directive.message);
            this.problems.add("linker-script-value", "warning", directive.range, message);
          }
          break;
        case "check": // Holds of the finished link: after everything else.
      }
    }
  }

  /** The first definition of a name counts, and the command line's before it. */
  private define(definition: SymbolDefinition, guard: Quantity | null): void {
    const { name, expression } = definition;
    if (this.symbols.has(name)) return;
    this.current = expression.range;
    const value = this.given(name) ?? (guard === null ? this.valueOf(expression) : undecided(guard));
    this.symbols.set(name, { definition, quantity: value });
  }

  /** Evaluates what was unknown again; true where that made something known. */
  private settle(): boolean {
    let changed = false;
    for (const [name, { definition, quantity: before }] of this.symbols) {
      if (before.value.known || !before.value.missing.some((other) => this.symbols.has(other))) continue;
      const now = this.valueOf(definition.expression);
      changed ||= now.value.known;
      this.symbols.set(name, { definition, quantity: now });
    }
    return changed;
  }

  private checks(directives: readonly Directive[]): void {
    for (const directive of directives) {
      if (directive.kind !== "check") continue;
      const { value } = this.valueOf(directive.expression);
      if (value.known && value.value === 0n) {
        const message = text("This assertion does not hold: {0}", directive.message);
        this.problems.add("linker-script-value", "error", directive.range, message);
      }
    }
  }

  /** The ranges of a region by name; undefined where none is defined. */
  private region(name: string): readonly Piece[] | undefined {
    const before = this.regions.get(name);
    const found = this.definitions.get(name);
    if (before !== undefined || found === undefined) return before;
    const { definition, guard } = found;
    if (this.open.has(name) || this.open.size > MAX_DEPTH) return [unknownPiece(definition.nameRange, [missing(name)])];
    this.open.add(name);
    const pieces = guard === null ? this.pieces(definition.node) : [unknownPiece(definition.range, [undecided(guard)])];
    this.open.delete(name);
    this.regions.set(name, pieces);
    return pieces;
  }

  /** The ranges that a region expression stands for. */
  pieces(node: RegionNode): readonly Piece[] {
    switch (node.kind) {
      case "range":
        return this.rangesOf(node);
      case "name":
        return this.region(node.name) ?? [unknownPiece(node.range, [missing(node.name)])];
      case "chain": {
        let made = this.pieces(node.first);
        for (const { operator, operand } of node.rest)
          made = combined(operator, made, this.pieces(operand), node.range);
        return made;
      }
      case "empty":
      case "fault":
        return [];
    }
  }

  private rangesOf({ from, to, size, repeat, displacement, range }: RangeLiteral): readonly Piece[] {
    const origin = this.stated(from);
    const piece: Piece =
      to !== null
        ? fromTo(origin, this.stated(to))
        : size !== null
          ? { origin, length: this.stated(size), last: null }
          : unknownPiece(range, []);
    if (repeat === null) return [piece];
    return repeated(piece, this.valueOf(repeat), displacement === null ? null : this.valueOf(displacement));
  }

  private stated(expression: Expression): Stated {
    return { expression, quantity: this.valueOf(expression) };
  }

  private readonly scope: Scope = {
    section: null,
    dot: null,
    ofSection: (about, name) => linkOnly(`${about}(${name})`),
    symbol: (name) => this.symbols.get(name)?.quantity ?? this.given(name) ?? missing(name),
    defined: (name) => this.symbols.has(name) || this.always.has(name) || this.isGiven(name),
    origin: (region) => this.lowest(region),
    length: (region) => this.total(region),
    assertionFailed: () => undefined,
    dividedByZero: () => {
      if (this.current !== null)
        this.problems.add("linker-script-value", "error", this.current, text("This divides by zero."));
    },
  };

  private lowest(region: string): Quantity {
    const pieces = this.region(region);
    if (pieces === undefined || pieces.length === 0) return missing(region);
    return combine(
      pieces.map(({ origin }) => origin.quantity),
      (values) => values.reduce((a, b) => (b < a ? b : a)),
    );
  }

  /** Known for a single range: only there start + size is the end. */
  private total(region: string): Quantity {
    const pieces = this.region(region);
    const [first, second] = pieces ?? [];
    if (pieces?.length === 0) return quantity(0n);
    return first === undefined || second !== undefined ? missing(`size(${region})`) : first.length.quantity;
  }

  private isGiven(name: string): boolean {
    return Object.hasOwn(this.options.defsyms, name) || Object.hasOwn(this.options.defines, name);
  }

  /** A symbol of `--config_def`; its literal is placed where it is stated, else where it is used. */
  private given(name: string): Quantity | undefined {
    if (!this.isGiven(name)) return undefined;
    const number = Object.hasOwn(this.options.defsyms, name) ? this.options.defsyms[name] : undefined;
    const define = number === undefined ? this.options.defines[name] : undefined;
    const written = define?.text ?? `0x${(number ?? 0n).toString(16)}`;
    const value = number ?? icfExpressions.valueOf(written.replace(/^[\s(]+|[\s)]+$/g, ""));
    const range = define?.source ?? this.current;
    return value === null ? missing(name) : quantity(value, range === null ? [] : [{ range, text: written, value }]);
  }
}

/** What holds only under a condition that is not known. */
function undecided(guard: Quantity): Quantity {
  return { ...guard, value: guard.value.known ? missing().value : guard.value, terms: [] };
}
