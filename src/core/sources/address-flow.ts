import type { Token } from "../linker/preprocessor-tokens";
import type { SourceRange } from "../project/snapshot";
import { closingOf, pointeeSize, typeAt } from "./c-types";

/** A literal that an address is written with. */
export interface AddressLiteral {
  readonly range: SourceRange;
  readonly text: string;
  readonly value: number;
}

/**
 * What an expression comes to: an address, the 32-bit word that lies at one, or a member of a structure laid over one.
 * `value` is that address in all three.
 */
export interface Flow {
  readonly kind: "address" | "word" | "member";
  readonly value: number;
  /** The literal that carries the address; absent where it is made from several. */
  readonly literal?: AddressLiteral;
  /** Bytes that `+ 1` adds: the size of what a pointer points to, 1 for a number, 0 where it is not known. */
  readonly step: number;
}

/** What a name stands for where the expression is; undefined: not known. */
export type Lookup = (name: string) => Flow | undefined;

/** Functions that read the word at their argument: libopencm3, Zephyr, NuttX. */
const readers = /^(MMIO32|REG32|sys_read32|getreg32|IO32|_REG32)$/;
const cppCasts = /^(reinterpret_cast|static_cast|const_cast)$/;
const levels: readonly (readonly string[])[] = [["|"], ["&"], ["<", ">"], ["+", "-"], ["*", "/"]];
const maximumDepth = 48;

/**
 * Follows addresses through an expression of C or C++ over expanded tokens: casts, `+ 4`, `[1]`, `*`, `->`, names whose
 * value is known. Undefined where it is anything else.
 */
export function flowOf(tokens: readonly Token[], lookup: Lookup): Flow | undefined {
  return new Follower(tokens, lookup).run();
}

class Follower {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly lookup: Lookup,
  ) {}

  run(): Flow | undefined {
    const flow = this.binary(0);
    return this.at === this.tokens.length ? flow : undefined;
  }

  private binary(level: number): Flow | undefined {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (let operator = this.text(); operators.includes(operator); operator = this.text()) {
      // `<` and `>` count in pairs only; a comparison is no address.
      if (level === 2 && this.tokens[this.at + 1]?.text !== operator) return this.giveUp();
      this.at += level === 2 ? 2 : 1;
      left = combined(operator, left, this.binary(level + 1));
    }
    return left;
  }

  private unary(): Flow | undefined {
    if (++this.depth > maximumDepth) return this.giveUp();
    const flow = this.prefixed();
    this.depth--;
    return flow;
  }

  private prefixed(): Flow | undefined {
    const token = this.tokens[this.at];
    if (token?.text === "*") {
      this.at++;
      return dereferenced(this.unary());
    }
    if (token?.text === "&" || token?.text === "~" || token?.text === "-") {
      this.at++;
      const operand = this.unary();
      // `&p[1]` of a word at an address is that address again.
      return token.text === "&" && operand?.kind === "word" ? { ...operand, kind: "address", step: 4 } : undefined;
    }
    const cast = this.cast();
    return cast === undefined ? this.postfixed(this.primary()) : withType(this.unary(), cast);
  }

  /** The tokens of a type in parentheses in front of an operand. */
  private cast(): readonly Token[] | undefined {
    if (this.text() !== "(") return undefined;
    const type = typeAt(this.tokens, this.at, (name) => this.lookup(name) !== undefined);
    if (type !== undefined) this.at += type.length + 2;
    return type;
  }

  private primary(): Flow | undefined {
    const token = this.tokens[this.at++];
    if (token === undefined) return this.giveUp();
    if (token.kind === "number") return numberOf(token);
    if (token.text === "(") return this.inside();
    if (token.kind !== "name") return this.giveUp();
    if (cppCasts.test(token.text) && this.text() === "<") return this.cppCast();
    if (this.text() === "(") return this.called(token.text);
    return this.lookup(token.text);
  }

  /** A function's value is known of those alone that read a word. */
  private called(name: string): Flow | undefined {
    this.at++;
    if (!readers.test(name)) {
      this.at = closingOf(this.tokens, this.at - 1) + 1;
      return undefined;
    }
    const argument = this.inside();
    return argument?.kind === "address" ? { ...argument, kind: "word", step: 1 } : undefined;
  }

  /** Behind an opening parenthesis, up to and including the one that closes it. */
  private inside(): Flow | undefined {
    const close = closingOf(this.tokens, this.at - 1);
    const inner = this.tokens.slice(this.at, close);
    this.at = close + 1;
    return new Follower(inner, this.lookup).run();
  }

  private cppCast(): Flow | undefined {
    const open = this.at;
    while (this.at < this.tokens.length && this.text() !== "(" && this.at < open + 24) this.at++;
    while (this.at < this.tokens.length && this.tokens[this.at - 1]?.text !== ">") this.at++;
    const type = this.tokens.slice(open + 1, this.at - 1);
    if (this.text() !== "(") return this.giveUp();
    this.at++;
    return withType(this.inside(), type);
  }

  private postfixed(start: Flow | undefined): Flow | undefined {
    let flow = start;
    for (;;) {
      const text = this.text();
      if (text === "[") flow = this.indexed(flow);
      else if (text === "-" && this.tokens[this.at + 1]?.text === ">") flow = this.memberOf(flow, 2);
      else if (text === ".") flow = this.memberOf(flow, 1);
      else return flow;
    }
  }

  private indexed(flow: Flow | undefined): Flow | undefined {
    const close = closingOf(this.tokens, this.at);
    const index = new Follower(this.tokens.slice(this.at + 1, close), this.lookup).run();
    this.at = close + 1;
    return flow?.kind === "address" && index?.kind === "address"
      ? dereferenced({ ...flow, value: flow.value + index.value * flow.step })
      : undefined;
  }

  private memberOf(flow: Flow | undefined, length: number): Flow | undefined {
    this.at += length + 1;
    return flow?.kind === "address" || flow?.kind === "member" ? { ...flow, kind: "member" } : undefined;
  }

  private text(): string {
    return this.tokens[this.at]?.text ?? "";
  }

  private giveUp(): Flow | undefined {
    this.at = this.tokens.length + 1;
    return undefined;
  }
}

function numberOf(token: Token): Flow | undefined {
  const match = /^(0[xX][0-9a-fA-F']+|[0-9][0-9']*)[uUlLzZ]*$/.exec(token.text);
  if (match?.[1] === undefined) return undefined;
  const value = Number(match[1].replaceAll("'", ""));
  // A define that stands in no file is written where it is named.
  const range = token.spelled ?? token.call;
  return { kind: "address", value, step: 1, ...(range !== null && { literal: { range, text: token.text, value } }) };
}

function dereferenced(flow: Flow | undefined): Flow | undefined {
  if (flow?.kind === "member") return flow;
  if (flow?.kind !== "address") return undefined;
  // Of an unknown type the whole structure is meant; of bytes and half-words nothing a jump could use.
  if (flow.step === 0) return { ...flow, kind: "member" };
  return flow.step === 4 ? { ...flow, kind: "word", step: 1 } : undefined;
}

function withType(flow: Flow | undefined, type: readonly Token[]): Flow | undefined {
  return flow?.kind === "address" ? { ...flow, step: pointeeSize(type) } : flow;
}

function combined(operator: string, left: Flow | undefined, right: Flow | undefined): Flow | undefined {
  if (left === undefined || right === undefined) return undefined;
  // `word & ~1`, `word | 1`: the Thumb bit; it stays the word.
  if (left.kind !== "address" || right.kind !== "address")
    return operator === "|" && left.kind === "word" ? left : undefined;
  const value = computed(operator, left, right);
  if (value === undefined) return undefined;
  const sum = operator === "+" || operator === "|";
  const carrier = sum ? (left.value >= right.value ? left : right) : operator === "-" ? left : undefined;
  const step = Math.max(left.step, right.step);
  return { kind: "address", value, step, ...(carrier?.literal !== undefined && { literal: carrier.literal }) };
}

function computed(operator: string, left: Flow, right: Flow): number | undefined {
  const [a, b] = [left.value, right.value];
  switch (operator) {
    case "+":
      return a * (right.step > 1 ? right.step : 1) + b * (left.step > 1 ? left.step : 1);
    case "-":
      return a - b * (left.step > 1 ? left.step : 1);
    case "|":
      return (a | b) >>> 0;
    case "&":
      return (a & b) >>> 0;
    case "<":
      return b < 32 ? (a << b) >>> 0 : undefined;
    case ">":
      return b < 32 ? a >>> b : undefined;
    case "*":
      return a * b;
    default:
      return b === 0 ? undefined : Math.floor(a / b);
  }
}
