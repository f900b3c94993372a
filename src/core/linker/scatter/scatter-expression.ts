import type { ExpressionDialect } from "../dialect-expression";
import type { Node } from "../syntax";

/**
 * Arm Compiler for Embedded Reference Guide, "Expression evaluation in scatter files": numbers, operators also as words,
 * and functions, most of which only a link can answer.
 */
export const scatterExpressions: ExpressionDialect = {
  number: /(?:[0-9]|&[0-9A-Fa-f])[0-9A-Za-z_]{0,80}/y,
  valueOf: (digits) => {
    const [, hex, plain, scale = ""] =
      /^(?:(?:0[xX]|&)([0-9A-Fa-f]+)|(0|[1-9][0-9]*))([KkMm]?)[uUlL]{0,3}$/.exec(digits) ?? [];
    const number = hex === undefined ? plain : `0x${hex}`;
    const unit = scale === "" ? 1n : /k/i.test(scale) ? 1n << 10n : 1n << 20n;
    return number === undefined ? null : BigInt(number) * unit;
  },
  wordOperators: { AND: "&", OR: "|", LAND: "&&", LOR: "||" },
  ofName: {
    ImageBase: { kind: "region", node: base },
    ImageLength: { kind: "region", node: length },
    ImageLimit: { kind: "region", node: limit },
    LoadBase: { kind: "region", node: onlyLinked("LoadBase") },
    LoadLength: { kind: "region", node: onlyLinked("LoadLength") },
    LoadLimit: { kind: "region", node: onlyLinked("LoadLimit") },
    defined: { kind: "symbol", node: (subject) => ({ kind: "about", name: "defined", subject }) },
  },
  ofValues: {
    AlignExpr: (args) => ({ kind: "call", name: "ALIGN", args }),
    GetPageSize: () => ({ kind: "about", name: "GetPageSize()", subject: "" }),
    SizeOfHeaders: () => ({ kind: "about", name: "SizeOfHeaders()", subject: "" }),
  },
};

function base(subject: string): Node {
  return { kind: "about", name: "ORIGIN", subject };
}

function length(subject: string): Node {
  return { kind: "about", name: "LENGTH", subject };
}

function limit(subject: string): Node {
  return { kind: "chain", first: base(subject), rest: [{ operator: "+", operand: length(subject) }] };
}

function onlyLinked(name: string): (subject: string) => Node {
  return (subject) => ({ kind: "about", name, subject });
}
