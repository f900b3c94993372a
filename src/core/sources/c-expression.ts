import type { LiteralTerm } from "../linker/linker-script";
import type { Token } from "../linker/preprocessor-tokens";
import { known, unknown, type Value } from "../layout/claim";

/** A constant C expression over fully expanded tokens: its value, the literals it took, and what it does not know. */
export interface CExpression {
  readonly value: Value<number>;
  readonly terms: readonly LiteralTerm[];
}

const levels: readonly (readonly string[])[] = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];
const maximumDepth = 64;
const castWord = /^(static_cast|reinterpret_cast|const_cast)$/;

/**
 * Evaluates 32-bit unsigned arithmetic as target code does: `| ^ & << >> + - * / % ~`, parentheses, casts and
 * integer suffixes. A name that no macro explains makes the value unknown, with that name.
 */
export function evaluateC(tokens: readonly Token[]): CExpression {
  return new Evaluator(tokens).run();
}

/** Whether the literal goes into the value as it is, neither multiplied nor masked: a new literal moves the value by as much. */
export function isSummand(tokens: readonly Token[], term: LiteralTerm): boolean {
  const { value } = evaluateC(tokens);
  const withLiteral = (literal: bigint): number | undefined => {
    const changed = tokens.map((token) =>
      isAt(token, term) ? { ...token, text: `0x${literal.toString(16)}` } : token,
    );
    const other = evaluateC(changed).value;
    return other.known ? other.value : undefined;
  };
  if (!value.known) return false;
  if (term.value === 0n) return withLiteral(0x1000n) === value.value + 0x1000;
  return (
    withLiteral(0n) === value.value - Number(term.value) &&
    withLiteral(term.value / 2n) === value.value - Number(term.value - term.value / 2n)
  );
}

function isAt(token: Token, { range }: LiteralTerm): boolean {
  return token.spelled !== null && token.spelled.start === range.start && token.spelled.uri === range.uri;
}

class Evaluator {
  private at = 0;
  private depth = 0;
  private readonly terms: LiteralTerm[] = [];
  private readonly missing: string[] = [];

  constructor(private readonly tokens: readonly Token[]) {}

  run(): CExpression {
    const value = this.binary(0);
    if (this.at < this.tokens.length) this.missing.push(this.tokens[this.at]?.text ?? "");
    const complete = value !== undefined && this.missing.length === 0;
    return {
      value: complete ? known(value) : unknown(...(this.missing.length > 0 ? this.missing : ["expression"])),
      terms: this.terms,
    };
  }

  private binary(level: number): number | undefined {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.operator();
      if (operator === undefined || !operators.includes(operator)) return left;
      this.at += operator.length === 2 && this.tokens[this.at]?.text.length === 1 ? 2 : 1;
      left = apply(operator, left, this.binary(level + 1));
    }
  }

  /** `<<` and `>>` come as two tokens from the lexer. */
  private operator(): string | undefined {
    const [token, following] = [this.tokens[this.at]?.text, this.tokens[this.at + 1]];
    if ((token === "<" || token === ">") && following?.text === token && !following.space) return token + token;
    return token;
  }

  private unary(): number | undefined {
    const token = this.tokens[this.at];
    if (token === undefined || ++this.depth > maximumDepth) return undefined;
    this.at++;
    let value: number | undefined;
    if (token.text === "(") value = this.parenthesis();
    else if (token.text === "~") value = negate(this.unary());
    else if (token.text === "-") value = apply("-", 0, this.unary());
    else if (token.text === "+") value = this.unary();
    else if (token.kind === "number") value = this.literal(token);
    else if (this.skipsCast(token)) value = this.bracketed();
    else this.missing.push(token.text);
    this.depth--;
    return value;
  }

  private parenthesis(): number | undefined {
    const closing = this.closing();
    const inner = this.tokens.slice(this.at, closing);
    if (isType(inner)) {
      this.at = closing + 1;
      return this.unary();
    }
    const value = this.binary(0);
    if (this.tokens[this.at]?.text === ")") this.at++;
    else this.missing.push(")");
    return value;
  }

  /** `static_cast<uint32_t>(…)`, `std::uint32_t{…}`, `UINT32_C(…)`: moves to the bracket of the operand. */
  private skipsCast(token: Token): boolean {
    let at = this.at;
    if (castWord.test(token.text) && this.tokens[at]?.text === "<") {
      const length = this.tokens.slice(at, at + 12).findIndex((one) => one.text === ">");
      if (length < 0) return false;
      at += length + 1;
    } else {
      const names = [token];
      while (names.length < 12 && (this.tokens[at]?.text === ":" || this.tokens[at]?.kind === "name"))
        names.push(this.tokens[at++] ?? token);
      const last = names.at(-1);
      if (last === undefined || !(isType([last]) || /^U?INT(8|16|32|64|PTR|MAX)_C$/.test(last.text))) return false;
    }
    if (this.tokens[at]?.text !== "(" && this.tokens[at]?.text !== "{") return false;
    this.at = at;
    return true;
  }

  /** The operand of such a cast, in `( )` or `{ }`. */
  private bracketed(): number | undefined {
    const closing = this.tokens[this.at]?.text === "{" ? "}" : ")";
    this.at++;
    const value = this.binary(0);
    if (this.tokens[this.at]?.text === closing) this.at++;
    else this.missing.push(closing);
    return value;
  }

  private closing(): number {
    let open = 1;
    for (let index = this.at; index < this.tokens.length; index++) {
      const { text } = this.tokens[index] ?? { text: "" };
      open += text === "(" ? 1 : text === ")" ? -1 : 0;
      if (open === 0) return index;
    }
    return this.tokens.length;
  }

  private literal(token: Token): number | undefined {
    // C++ allows `'` between digits.
    const match = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)[uUlLzZ]*$/.exec(token.text.replaceAll("'", ""));
    if (match?.[1] === undefined) {
      this.missing.push(token.text);
      return undefined;
    }
    const value = /^0[0-7]+$/.test(match[1]) ? parseInt(match[1], 8) : Number(match[1]);
    if (token.spelled !== null) this.terms.push({ range: token.spelled, text: token.text, value: BigInt(value) });
    return value;
  }
}

/** `uint32_t`, `volatile uint32_t *`, `unsigned long`: a cast, which leaves an address as it is. */
function isType(tokens: readonly Token[]): boolean {
  const names = tokens.filter(({ text }) => text !== "*" && text !== ":");
  return (
    names.length > 0 &&
    names.every((token) => token.kind === "name") &&
    /^(u?int(8|16|32|64|ptr)?(_t)?|u?intptr_t|size_t|unsigned|signed|long|short|char|void|volatile|const|__IO|vu?32|u32|std)$/.test(
      names.at(-1)?.text ?? "",
    )
  );
}

function negate(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(BigInt.asUintN(32, ~BigInt(value)));
}

function apply(operator: string, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [BigInt(left), BigInt(right)];
  const wrap = (value: bigint): number => Number(BigInt.asUintN(32, value));
  switch (operator) {
    case "|":
      return wrap(a | b);
    case "^":
      return wrap(a ^ b);
    case "&":
      return wrap(a & b);
    case "<<":
      return b < 32n ? wrap(a << b) : 0;
    case ">>":
      return b < 32n ? wrap(a >> b) : 0;
    case "+":
      return wrap(a + b);
    case "-":
      return wrap(a - b);
    case "*":
      return wrap(a * b);
    case "/":
      return b === 0n ? undefined : wrap(a / b);
    case "%":
      return b === 0n ? undefined : wrap(a % b);
    default:
      return undefined;
  }
}
