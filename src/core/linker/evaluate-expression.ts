import { computeBinary, truth } from "./operators";
import { combine, linkOnly, mergeTerms, missing, quantity, type Quantity } from "./quantity";
import type { Node } from "./syntax";

/** What an expression may ask for. */
export interface Scope {
  symbol(name: string): Quantity;
  defined(name: string): boolean;
  origin(region: string): Quantity;
  length(region: string): Quantity;
  /** The location counter, where it is known without a link. */
  readonly dot: Quantity | null;
  /** An ASSERT that does not hold. */
  assertionFailed(message: string): void;
  /** `/` or `%` by zero. */
  dividedByZero(): void;
}

/** Page sizes of arm-none-eabi (GNU ld 2.40, measured). */
const constants: Readonly<Record<string, bigint>> = { MAXPAGESIZE: 0x1000n, COMMONPAGESIZE: 0x1000n };

/** Computes an expression as ld does: 64 bits, division signed, comparison and shift unsigned (ldexp.c). */
export function evaluate(node: Node, scope: Scope): Quantity {
  switch (node.kind) {
    case "number":
      return node.value === null
        ? missing(node.text)
        : quantity(node.value, [{ range: node.range, text: node.text, value: node.value }]);
    case "name":
      return scope.symbol(node.name);
    case "dot":
      return scope.dot ?? linkOnly(".");
    case "unary":
      return node.operators.reduceRight(applySign, evaluate(node.operand, scope));
    case "chain":
      return evaluateChain(node, scope);
    case "conditional":
      return evaluateConditional(node, scope);
    case "about":
      return evaluateAbout(node.name, node.subject, scope);
    case "call":
      return evaluateCall(node, scope);
    case "fault":
      return missing();
  }
}

function applySign(operand: Quantity, operator: string): Quantity {
  if (operator === "+") {
    return operand;
  }
  return combine([operand], ([v = 0n]) => (operator === "!" ? truth(v === 0n) : operator === "~" ? ~v : -v));
}

/** Folds a chain from the left; the literals are gathered once, at the end. */
function evaluateChain(node: Extract<Node, { kind: "chain" }>, scope: Scope): Quantity {
  const first = evaluate(node.first, scope);
  const terms = [first.terms];
  let result = first;
  for (const { operator, operand } of node.rest) {
    const right = evaluate(operand, scope);
    terms.push(right.terms);
    result = applyBinary(operator, { ...result, terms: [] }, { ...right, terms: [] }, scope);
  }
  return { ...result, terms: mergeTerms(terms) };
}

/** `left operator right`; also what `+=` and its like do. */
export function applyBinary(operator: string, left: Quantity, right: Quantity, scope: Scope): Quantity {
  const result = combine([left, right], ([a = 0n, b = 0n]) => {
    const value = computeBinary(operator, a, b);
    if (value === null) {
      scope.dividedByZero();
    }
    return value;
  });
  // An address plus or minus a number stays an address; anything else ld computes from the section's start.
  const address =
    (operator === "+" && left.address !== right.address) || (operator === "-" && left.address && !right.address);
  return { ...result, address };
}

function evaluateConditional(node: Extract<Node, { kind: "conditional" }>, scope: Scope): Quantity {
  const conditions: Quantity[] = [];
  for (const arm of node.arms) {
    const condition = evaluate(arm.condition, scope);
    conditions.push(condition);
    if (!condition.value.known) {
      return combine(conditions, () => null);
    }
    if (condition.value.value !== 0n) {
      return chosen(conditions, evaluate(arm.then, scope));
    }
  }
  return chosen(conditions, evaluate(node.otherwise, scope));
}

function chosen(conditions: readonly Quantity[], value: Quantity): Quantity {
  const all = combine([...conditions, value], (values) => values.at(-1) ?? 0n);
  return { ...all, address: value.address };
}

function evaluateAbout(name: string, subject: string, scope: Scope): Quantity {
  switch (name) {
    case "ORIGIN":
      return scope.origin(subject);
    case "LENGTH":
      return scope.length(subject);
    case "DEFINED":
      return quantity(truth(scope.defined(subject)));
    case "CONSTANT": {
      const value = Object.hasOwn(constants, subject) ? constants[subject] : undefined;
      return value === undefined ? missing(`CONSTANT(${subject})`) : quantity(value);
    }
    default:
      return linkOnly(subject === "" ? name : `${name}(${subject})`);
  }
}

function evaluateCall(node: Extract<Node, { kind: "call" }>, scope: Scope): Quantity {
  const args = node.args.map((arg) => evaluate(arg, scope));
  const [first = missing(), second] = args;
  switch (node.name) {
    case "ABSOLUTE":
      return { ...first, address: true };
    case "MIN":
    case "MAX":
      return combine(args, ([a = 0n, b = 0n]) => (a < b === (node.name === "MIN") ? a : b));
    case "LOG2CEIL":
      return combine([first], ([v = 0n]) => log2ceil(v));
    case "ALIGN":
    case "BLOCK":
      return second === undefined
        ? combine([scope.dot ?? linkOnly("."), first], alignUp)
        : combine([first, second], alignUp);
    case "SEGMENT_START":
      return first;
    case "ASSERT":
      if (first.value.known && first.value.value === 0n) {
        scope.assertionFailed(node.message ?? "");
      }
      return first;
    default:
      return combine([...args, linkOnly(`${node.name}()`)], () => null);
  }
}

/** As ldexp.c's align_n: an alignment of 0 or 1 changes nothing. */
export function alignUp([value = 0n, alignment = 0n]: bigint[]): bigint {
  return alignment <= 1n ? value : ((value + alignment - 1n) / alignment) * alignment;
}

function log2ceil(value: bigint): bigint {
  let bits = 0n;
  while (1n << bits < value) {
    bits++;
  }
  return bits;
}
