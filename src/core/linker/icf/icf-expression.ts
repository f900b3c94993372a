import type { ExpressionDialect } from "../dialect-expression";
import type { Node } from "../syntax";

const scales: Readonly<Record<string, bigint>> = {
  "": 1n,
  K: 1n << 10n,
  M: 1n << 20n,
  G: 1n << 30n,
  T: 1n << 40n,
  P: 1n << 50n,
};

/** IAR C/C++ Development Guide for Arm, "The linker configuration file", Expressions and Numbers. */
export const icfExpressions: ExpressionDialect = {
  number: /[0-9][0-9A-Za-z_]{0,80}/y,
  valueOf: (digits) => {
    const [, number = "", scale = ""] =
      /^(0[xX][0-9A-Fa-f]+|0|[1-9][0-9]*)([KMGTPkmgtp]?)[uUlL]{0,3}$/.exec(digits) ?? [];
    return number === "" ? null : BigInt(number) * (scales[scale.toUpperCase()] ?? 1n);
  },
  wordOperators: {},
  ofName: {
    isdefinedsymbol: { kind: "symbol", node: (subject) => ({ kind: "about", name: "DEFINED", subject }) },
    start: { kind: "region", node: (subject) => ({ kind: "about", name: "ORIGIN", subject }) },
    size: { kind: "region", node: (subject) => ({ kind: "about", name: "LENGTH", subject }) },
    end: { kind: "region", node: lastOf },
    isempty: { kind: "region", node: (subject) => negated({ kind: "about", name: "LENGTH", subject }) },
  },
  ofValues: {
    max: (args) => ({ kind: "call", name: "MAX", args }),
    maximum: (args) => ({ kind: "call", name: "MAX", args }),
    min: (args) => ({ kind: "call", name: "MIN", args }),
    minimum: (args) => ({ kind: "call", name: "MIN", args }),
    align: (args) => ({ kind: "call", name: "ALIGN", args }),
  },
};

/** The last byte: start + size - 1, the 1 as `~-x`, because it is no literal of the file's. */
function lastOf(subject: string): Node {
  const behind: Node = {
    kind: "chain",
    first: { kind: "about", name: "ORIGIN", subject },
    rest: [{ operator: "+", operand: { kind: "about", name: "LENGTH", subject } }],
  };
  return { kind: "unary", operators: ["~", "-"], operand: behind };
}

function negated(operand: Node): Node {
  return { kind: "unary", operators: ["!"], operand };
}
