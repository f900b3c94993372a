import { binaryLevels, computeBinary, truth } from "./operators";

/** The outcome of an `#if` expression; `null` where it is no expression. */
export type Condition = bigint | null;

const lexeme =
  /\s*(?:(0[xX][0-9A-Fa-f]+|0[bB][01]+|[0-9]+)[uUlL]{0,3}(?![0-9A-Za-z_.])|([A-Za-z_][A-Za-z0-9_]*)|'([^'\\])'|(<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^<>?:!~(),]))/y;

const MAX_DEPTH = 64;

class NotAnExpression extends Error {}

/**
 * Evaluates a fully expanded `#if` expression as C does (C11 6.10.1): 64-bit, names that are left over count as 0.
 */
export function evaluateCondition(source: string): Condition {
  try {
    const parser = new ConditionParser(lex(source));
    const value = parser.conditional(0);
    return parser.atEnd() ? value : null;
  } catch (error) {
    if (error instanceof NotAnExpression) {
      return null;
    }
    throw error;
  }
}

function lex(source: string): (bigint | string)[] {
  const out: (bigint | string)[] = [];
  const end = source.trimEnd().length;
  let pos = 0;
  while (pos < end) {
    lexeme.lastIndex = pos;
    const match = lexeme.exec(source);
    if (match === null) {
      throw new NotAnExpression();
    }
    const [, number, name, character, operator] = match;
    out.push(
      number !== undefined
        ? integer(number)
        : name !== undefined
          ? BigInt(name === "true" ? 1 : 0)
          : character !== undefined
            ? BigInt(character.charCodeAt(0))
            : (operator ?? ""),
    );
    pos = lexeme.lastIndex;
  }
  return out;
}

function integer(digits: string): bigint {
  if (/^0[0-7]+$/.test(digits)) {
    return BigInt(`0o${digits.slice(1)}`);
  }
  if (/^0[89]/.test(digits)) {
    throw new NotAnExpression();
  }
  return BigInt(digits);
}

class ConditionParser {
  private index = 0;

  constructor(private readonly tokens: readonly (bigint | string)[]) {}

  atEnd(): boolean {
    return this.index >= this.tokens.length;
  }

  conditional(depth: number): bigint {
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
    return condition !== 0n ? then : otherwise;
  }

  private binary(level: number, depth: number): bigint {
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

  private unary(depth: number): bigint {
    const signs: string[] = [];
    for (;;) {
      const token = this.tokens[this.index++];
      if (typeof token === "bigint") {
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

function sign(value: bigint, operator: string): bigint {
  const result = operator === "!" ? truth(value === 0n) : operator === "~" ? ~value : operator === "-" ? -value : value;
  return BigInt.asIntN(64, result);
}

/** A division by zero counts as 0: the condition is then false, as it would be after the error. */
function computed(operator: string, a: bigint, b: bigint): bigint {
  return BigInt.asIntN(64, computeBinary(operator, a, b) ?? 0n);
}
