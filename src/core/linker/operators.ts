/** The binary operators that linker scripts and `#if` lines share with C. */

/** Loosest first (C11 6.5; ldgram.y). `^` came to ld after 2.40. */
export const binaryLevels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

export function truth(value: boolean): bigint {
  return value ? 1n : 0n;
}

/** The result, not yet cut to 64 bits; division is signed, and null where it is by zero. */
export function computeBinary(operator: string, a: bigint, b: bigint): bigint | null {
  switch (operator) {
    case "||":
      return truth(a !== 0n || b !== 0n);
    case "&&":
      return truth(a !== 0n && b !== 0n);
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "&":
      return a & b;
    case "==":
      return truth(a === b);
    case "!=":
      return truth(a !== b);
    case "<":
      return truth(a < b);
    case ">":
      return truth(a > b);
    case "<=":
      return truth(a <= b);
    case ">=":
      return truth(a >= b);
    case "<<":
      return a << (b & 63n);
    case ">>":
      return a >> (b & 63n);
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    default: {
      const [x, y] = [BigInt.asIntN(64, a), BigInt.asIntN(64, b)];
      return y === 0n ? null : operator === "/" ? x / y : x % y;
    }
  }
}
