import { binaryLevels, computeBinary, truth } from "./operators";

/** The outcome of an `#if` expression; `null` where it is no expression, or divides by zero. */
export type Condition = bigint | null;

const lexeme =
  /\s*(?:(0[xX][0-9A-Fa-f]+|0[bB][01]+|[0-9]+)([uUlLzZ]{0,3})(?![0-9A-Za-z_.])|([A-Za-z_$][A-Za-z0-9_$]*)|(?:[LuU]|u8)?'(\\(?:x[0-9A-Fa-f]{1,8}|[0-7]{1,3}|[^x0-7])|[^'\\])'|(<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^<>?:!~(),]))/y;

const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, e: 27 };

const MAX_DEPTH = 64;
const SIGNED_MAX = (1n << 63n) - 1n;

class NotAnExpression extends Error {}

/** A value of the widest integer type, signed or unsigned (C11 6.10.1.4). */
interface Value {
  readonly value: bigint;
  readonly unsigned: boolean;
  /** It came of a division by zero: no value, unless nobody asks for it. */
  readonly bad: boolean;
}

/** Evaluates a fully expanded `#if` expression as C does (C11 6.10.1): 64-bit, names that are left over count as 0. */
export function evaluateCondition(source: string): Condition {
  try {
    const parser = new ConditionParser(lex(source));
    const { value, bad } = parser.conditional(0);
    return parser.atEnd() && !bad ? value : null;
  } catch (error) {
    if (error instanceof NotAnExpression) {
      return null;
    }
    throw error;
  }
}

function lex(source: string): (Value | string)[] {
  const out: (Value | string)[] = [];
  const end = source.trimEnd().length;
  let pos = 0;
  while (pos < end) {
    lexeme.lastIndex = pos;
    const match = lexeme.exec(source);
    if (match === null) {
      throw new NotAnExpression();
    }
    const [, number, suffix = "", name, character, operator] = match;
    out.push(
      number !== undefined
        ? integer(number, suffix)
        : name !== undefined
          ? typed(BigInt(name === "true" ? 1 : 0), false)
          : character !== undefined
            ? typed(BigInt(codeOf(character)), false)
            : (operator ?? ""),
    );
    pos = lexeme.lastIndex;
  }
  return out;
}

function integer(digits: string, suffix: string): Value {
  if (/^0[0-9]*[89]/.test(digits)) {
    throw new NotAnExpression();
  }
  const value = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
  return typed(value, /u/i.test(suffix) || value > SIGNED_MAX);
}

function codeOf(character: string): number {
  const [first, second = "", ...rest] = character;
  if (first !== "\\" || second === "") {
    return character.charCodeAt(0);
  }
  if (second === "x") {
    return parseInt(rest.join(""), 16);
  }
  return /[0-7]/.test(second) ? parseInt(character.slice(1), 8) : (escapes[second] ?? second.charCodeAt(0));
}

function typed(value: bigint, unsigned: boolean, bad = false): Value {
  return { value: unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value), unsigned, bad };
}

class ConditionParser {
  private index = 0;

  constructor(private readonly tokens: readonly (Value | string)[]) {}

  atEnd(): boolean {
    return this.index >= this.tokens.length;
  }

  conditional(depth: number): Value {
    if (depth > MAX_DEPTH) {
      throw new NotAnExpression();
    }
    const condition = this.binary(0, depth);
    if (!this.accept("?")) {
      return condition;
    }
    const then = this.conditional(depth + 1);
    if (!this.accept(":")) {
      throw new NotAnExpression();
    }
    const otherwise = this.conditional(depth + 1);
    const chosen = condition.value !== 0n ? then : otherwise;
    return typed(chosen.value, then.unsigned || otherwise.unsigned, condition.bad || chosen.bad);
  }

  private binary(level: number, depth: number): Value {
    const operators = binaryLevels[level];
    if (operators === undefined) {
      return this.unary(depth);
    }
    let left = this.binary(level + 1, depth);
    for (;;) {
      const operator = this.tokens[this.index];
      if (typeof operator !== "string" || !operators.includes(operator)) {
        return left;
      }
      this.index++;
      left = computed(operator, left, this.binary(level + 1, depth));
    }
  }

  private unary(depth: number): Value {
    const signs: string[] = [];
    for (;;) {
      const token = this.tokens[this.index++];
      if (typeof token === "object") {
        return signs.reduceRight(sign, token);
      }
      if (token === "(") {
        const value = this.conditional(depth + 1);
        if (!this.accept(")")) {
          throw new NotAnExpression();
        }
        return signs.reduceRight(sign, value);
      }
      if (token === undefined || !["!", "~", "-", "+"].includes(token)) {
        throw new NotAnExpression();
      }
      signs.push(token);
    }
  }

  private accept(operator: string): boolean {
    const found = this.tokens[this.index] === operator;
    this.index += found ? 1 : 0;
    return found;
  }
}

function sign(operand: Value, operator: string): Value {
  const { value, unsigned, bad } = operand;
  switch (operator) {
    case "!":
      return typed(truth(value === 0n), false, bad);
    case "~":
      return typed(~value, unsigned, bad);
    case "-":
      return typed(-value, unsigned, bad);
    default:
      return operand;
  }
}

function computed(operator: string, a: Value, b: Value): Value {
  switch (operator) {
    case "&&":
      return a.value === 0n ? typed(0n, false, a.bad) : typed(truth(b.value !== 0n), false, a.bad || b.bad);
    case "||":
      return a.value !== 0n ? typed(1n, false, a.bad) : typed(truth(b.value !== 0n), false, a.bad || b.bad);
    case "<<":
    case ">>":
      return typed(computeBinary(operator, a.value, b.value) ?? 0n, a.unsigned, a.bad || b.bad);
    default: {
      const unsigned = a.unsigned || b.unsigned;
      const [x, y] = [typed(a.value, unsigned).value, typed(b.value, unsigned).value];
      const divides = operator === "/" || operator === "%";
      const value = divides ? quotient(operator, x, y) : computeBinary(operator, x, y);
      return typed(value ?? 0n, unsigned && !/^[=!<>]/.test(operator), a.bad || b.bad || value === null);
    }
  }
}

function quotient(operator: string, a: bigint, b: bigint): bigint | null {
  return b === 0n ? null : operator === "/" ? a / b : a % b;
}
