import { text } from "../text";
import { parseNumber } from "./number-literal";
import { binaryLevels } from "./operators";
import type { Problems } from "./problems";
import type { Scanner, Word } from "./scanner";
import type { Expression, Node } from "./syntax";

const operator = /\|\||&&|==|!=|<=|>=|<<|>>|[|^&<>+*/%-]/y;
const number = /(?:\$[0-9A-Fa-f]|[0-9])(?:[0-9A-Za-z_]|\.(?=[0-9])){0,200}/y;
/** In expression state a word of hex digits that ends in one of these letters is a number (ldlex.l). */
const hexLike = /^[0-9A-Fa-f]{1,64}[HhXxBbOoDd]$/;
const sectionType = /\(\s{0,100}(?:NOLOAD|COPY|DSECT|INFO|OVERLAY|READONLY|TYPE)\b/y;

const functionsOfNames = new Set(["ORIGIN", "LENGTH", "DEFINED", "ADDR", "LOADADDR", "SIZEOF", "ALIGNOF", "CONSTANT"]);
/** What these functions are of; `ADDR` and its like are of an output section. */
const subjects: Readonly<Record<string, "region" | "symbol">> = {
  ORIGIN: "region",
  LENGTH: "region",
  DEFINED: "symbol",
};
const functionsOfExpressions = new Set([
  ..."ALIGN ABSOLUTE MIN MAX LOG2CEIL NEXT BLOCK ASSERT SEGMENT_START".split(" "),
  ..."DATA_SEGMENT_ALIGN DATA_SEGMENT_END DATA_SEGMENT_RELRO_END".split(" "),
]);
const MAX_DEPTH = 64;

/** Reads one expression. What cannot be read becomes a fault node and one problem; never throws. */
export function parseExpression(scanner: Scanner, problems: Problems): Expression {
  scanner.skip();
  const from = scanner.pos;
  const parser = new ExpressionParser(scanner, problems);
  const node = parser.conditional(0);
  if (!parser.failed) {
    scanner.pos = parser.end;
  }
  const place = scanner.source.expression(from, parser.end);
  return { node: parser.failed ? { kind: "fault" } : node, range: place.range, exact: place.exact };
}

class ExpressionParser {
  failed = false;
  /** Offset behind the last token that belongs to the expression. */
  end: number;

  constructor(
    private readonly scanner: Scanner,
    private readonly problems: Problems,
  ) {
    this.end = scanner.pos;
  }

  conditional(depth: number): Node {
    if (depth > MAX_DEPTH) {
      return this.fault(text("This expression is nested more than {0} deep.", MAX_DEPTH));
    }
    const arms: { condition: Node; then: Node }[] = [];
    for (;;) {
      const condition = this.binary(0, depth);
      if (this.failed || !this.accept("?")) {
        return arms.length === 0 ? condition : { kind: "conditional", arms, otherwise: condition };
      }
      const then = this.conditional(depth + 1);
      if (!this.accept(":")) {
        return this.fault(text("A ':' is expected here."));
      }
      arms.push({ condition, then });
    }
  }

  private binary(level: number, depth: number): Node {
    const operators = binaryLevels[level];
    if (operators === undefined) {
      return this.unary(depth);
    }
    const first = this.binary(level + 1, depth);
    const rest: { operator: string; operand: Node }[] = [];
    for (;;) {
      const found = this.failed ? null : this.peekOperator();
      if (found === null || !operators.includes(found)) {
        return rest.length === 0 ? first : { kind: "chain", first, rest };
      }
      this.accept(found);
      rest.push({ operator: found, operand: this.binary(level + 1, depth) });
    }
  }

  private peekOperator(): string | null {
    const { scanner } = this;
    scanner.skip();
    const at = scanner.pos;
    const found = scanner.match(operator);
    scanner.pos = at;
    return found;
  }

  private unary(depth: number): Node {
    const { scanner } = this;
    const operators: string[] = [];
    for (let sign = scanner.peek(); sign !== "" && "!~-+".includes(sign); sign = scanner.peek()) {
      operators.push(sign);
      this.accept(sign);
    }
    const operand = this.primary(depth);
    return operators.length === 0 ? operand : { kind: "unary", operators, operand };
  }

  private primary(depth: number): Node {
    const { scanner } = this;
    if (this.accept("(")) {
      const node = this.conditional(depth + 1);
      return this.failed || this.accept(")") ? node : this.fault(text("A ')' is missing."));
    }
    scanner.skip();
    const from = scanner.pos;
    const digits = scanner.match(number);
    if (digits !== null) {
      return this.number(digits, from);
    }
    const word = scanner.word("symbol");
    if (word === null) {
      return this.fault(text("A value is expected here."));
    }
    this.end = word.to;
    if (word.text === "." && !word.quoted) {
      return { kind: "dot" };
    }
    if (!word.quoted && hexLike.test(word.text)) {
      return this.number(word.text, from);
    }
    if (!word.quoted && word.text === "SIZEOF_HEADERS") {
      return { kind: "about", name: word.text, subject: "" };
    }
    if (!word.quoted && this.callFollows()) {
      return this.call(word, depth);
    }
    scanner.note("symbol", word);
    return { kind: "name", name: word.text };
  }

  private number(digits: string, from: number): Node {
    const to = from + digits.length;
    this.end = to;
    const literal = parseNumber(digits);
    if (!literal.accepted) {
      const severity = literal.value === null ? "error" : "warning";
      const message = text("GNU ld does not read {0} as a number.", digits);
      this.problems.add("linker-script-syntax", severity, this.scanner.range(from, to), message);
    }
    const range = this.scanner.source.spelled(from, to) ?? this.scanner.range(from, to);
    return { kind: "number", text: digits, value: literal.value, range };
  }

  /** A parenthesis behind a name opens arguments, unless it holds a section type: `.bss ADDRESS (NOLOAD) :`. */
  private callFollows(): boolean {
    const { scanner } = this;
    if (scanner.peek() !== "(") {
      return false;
    }
    const at = scanner.pos;
    const type = scanner.match(sectionType);
    scanner.pos = at;
    return type === null;
  }

  private call(word: Word, depth: number): Node {
    const name = word.text;
    if (functionsOfNames.has(name)) {
      this.accept("(");
      const subject = this.scanner.word("name");
      if (subject === null || !this.accept(")")) {
        return this.fault(text("{0} needs one name in parentheses.", name));
      }
      if (name !== "CONSTANT") this.scanner.note(subjects[name] ?? "section", subject);
      return { kind: "about", name, subject: subject.text };
    }
    if (functionsOfExpressions.has(name)) {
      return this.callOfExpressions(name, depth);
    }
    // A macro nobody defined, or a function of another linker: its value is unknown under its name.
    this.scanner.note("macro", word);
    this.scanner.skipBalanced();
    this.end = this.scanner.pos;
    return { kind: "name", name };
  }

  private callOfExpressions(name: string, depth: number): Node {
    const { scanner } = this;
    this.accept("(");
    const args: Node[] = [];
    let message: string | undefined;
    do {
      if (scanner.peek() === '"' && (name === "ASSERT" || name === "SEGMENT_START")) {
        message = scanner.word("name")?.text;
      } else {
        args.push(this.conditional(depth + 1));
      }
    } while (!this.failed && this.accept(","));
    if (!this.failed && !this.accept(")")) {
      return this.fault(text("A ')' is missing."));
    }
    return { kind: "call", name, args, ...(message === undefined ? {} : { message }) };
  }

  private accept(characters: string): boolean {
    const found = this.scanner.accept(characters);
    this.end = found ? this.scanner.pos : this.end;
    return found;
  }

  private fault(message: ReturnType<typeof text>): Node {
    if (!this.failed) {
      this.failed = true;
      this.problems.syntax(this.scanner.here(), message);
    }
    return { kind: "fault" };
  }
}
