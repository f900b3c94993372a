import type { SourceRange } from "../project/snapshot";
import { text } from "../text";
import type { Cursor, Span } from "./cursor";
import { binaryLevels } from "./operators";
import type { Problems } from "./problems";
import type { Expression, Node } from "./syntax";

/** How an expression of IAR's or Arm's linker differs from C's. */
export interface ExpressionDialect {
  /** Sticky. */
  readonly number: RegExp;
  /** Null for a spelling whose meaning nobody promises. */
  readonly valueOf: (digits: string) => bigint | null;
  /** Operators that are words: `AND`. */
  readonly wordOperators: Readonly<Record<string, string>>;
  /** Functions of a name: what they mean as a node of GNU ld's tree. */
  readonly ofName: Readonly<
    Record<string, { readonly kind: "symbol" | "region"; readonly node: (name: string) => Node }>
  >;
  /** Functions of expressions. */
  readonly ofValues: Readonly<Record<string, (args: readonly Node[]) => Node>>;
}

/** Told of every name inside an expression. */
export type NameListener = (kind: "symbol" | "region", name: string, range: SourceRange) => void;

const operator = /\|\||&&|==|!=|<=|>=|<<|>>|[|^&<>+*/%-]/y;
const sign = /[!~+-]/y;
const word = /[A-Za-z_$][\w$]{0,400}/y;
const MAX_DEPTH = 64;

/** Reads one expression. What cannot be read becomes a fault node and one problem; never throws. */
export function parseDialectExpression(
  cursor: Cursor,
  problems: Problems,
  dialect: ExpressionDialect,
  listener: NameListener,
): Expression {
  cursor.skip();
  const from = cursor.pos;
  const parser = new DialectExpressionParser(cursor, problems, dialect, listener);
  const node = parser.conditional(0);
  if (!parser.failed) cursor.pos = parser.end;
  const place = cursor.source.expression(from, parser.end);
  return { node: parser.failed ? { kind: "fault" } : node, range: place.range, exact: place.exact };
}

class DialectExpressionParser {
  failed = false;
  /** Offset behind the last token that belongs to the expression. */
  end: number;

  constructor(
    private readonly cursor: Cursor,
    private readonly problems: Problems,
    private readonly dialect: ExpressionDialect,
    private readonly listener: NameListener,
  ) {
    this.end = cursor.pos;
  }

  conditional(depth: number): Node {
    if (depth > MAX_DEPTH) return this.fault(text("This expression is nested more than {0} deep.", MAX_DEPTH));
    const arms: { condition: Node; then: Node }[] = [];
    for (;;) {
      const condition = this.binary(0, depth);
      if (this.failed || !this.accept("?")) {
        return arms.length === 0 ? condition : { kind: "conditional", arms, otherwise: condition };
      }
      const then = this.conditional(depth + 1);
      if (!this.accept(":")) return this.fault(text("A ':' is expected here."));
      arms.push({ condition, then });
    }
  }

  private binary(level: number, depth: number): Node {
    const operators = binaryLevels[level];
    if (operators === undefined) return this.unary(depth);
    const first = this.binary(level + 1, depth);
    const rest: { operator: string; operand: Node }[] = [];
    for (;;) {
      const found = this.failed ? null : this.operator();
      if (found === null || !operators.includes(found.name)) {
        return rest.length === 0 ? first : { kind: "chain", first, rest };
      }
      this.cursor.pos = found.to;
      rest.push({ operator: found.name, operand: this.binary(level + 1, depth) });
    }
  }

  /** The operator that comes next; nothing is consumed. */
  private operator(): { readonly name: string; readonly to: number } | null {
    const { cursor } = this;
    cursor.skip();
    const at = cursor.pos;
    const found = cursor.match(operator) ?? cursor.match(word);
    cursor.pos = at;
    if (found === null) return null;
    const { wordOperators } = this.dialect;
    const name = Object.hasOwn(wordOperators, found.text) ? (wordOperators[found.text] ?? "") : found.text;
    return { name, to: found.to };
  }

  private unary(depth: number): Node {
    const operators: string[] = [];
    for (let found = this.cursor.match(sign); found !== null; found = this.cursor.match(sign)) {
      operators.push(found.text);
      this.end = found.to;
    }
    const operand = this.primary(depth);
    return operators.length === 0 ? operand : { kind: "unary", operators, operand };
  }

  private primary(depth: number): Node {
    const { cursor } = this;
    if (this.accept("(")) {
      const node = this.conditional(depth + 1);
      return this.failed || this.accept(")") ? node : this.fault(text("A ')' is missing."));
    }
    const digits = cursor.match(this.dialect.number);
    if (digits !== null) return this.number(digits);
    const name = cursor.match(word);
    if (name === null) return this.fault(text("A value is expected here."));
    this.end = name.to;
    const { ofName, ofValues } = this.dialect;
    const about = Object.hasOwn(ofName, name.text) ? ofName[name.text] : undefined;
    const call = Object.hasOwn(ofValues, name.text) ? ofValues[name.text] : undefined;
    // A symbol may be called `size`, too.
    const isCall = (about !== undefined || call !== undefined) && cursor.peek() === "(";
    if (isCall && about !== undefined) return this.about(name, about);
    if (isCall && call !== undefined) return call(this.arguments(depth));
    this.listener("symbol", name.text, cursor.range(name.from, name.to));
    return { kind: "name", name: name.text };
  }

  private number({ text: digits, from, to }: Span): Node {
    this.end = to;
    const value = this.dialect.valueOf(digits);
    const range = this.cursor.source.spelled(from, to) ?? this.cursor.range(from, to);
    if (value === null) this.problems.syntax(range, text("{0} is no number of this linker's.", digits));
    return { kind: "number", text: digits, value, range };
  }

  private about(name: Span, { kind, node }: ExpressionDialect["ofName"][string]): Node {
    const subject = this.accept("(") ? this.cursor.match(word) : null;
    if (subject === null || !this.accept(")")) {
      return this.fault(text("{0} needs one name in parentheses.", name.text));
    }
    this.listener(kind, subject.text, this.cursor.range(subject.from, subject.to));
    return node(subject.text);
  }

  private arguments(depth: number): Node[] {
    this.accept("(");
    if (this.accept(")")) return [];
    const args: Node[] = [];
    do args.push(this.conditional(depth + 1));
    while (!this.failed && this.accept(","));
    if (!this.failed && !this.accept(")")) this.fault(text("A ')' is missing."));
    return args;
  }

  private accept(characters: string): boolean {
    const found = this.cursor.accept(characters);
    this.end = found ? this.cursor.pos : this.end;
    return found;
  }

  private fault(message: ReturnType<typeof text>): Node {
    if (!this.failed) {
      this.failed = true;
      this.problems.syntax(this.cursor.here(), message);
    }
    return { kind: "fault" };
  }
}
