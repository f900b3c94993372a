import { alignUp, applyBinary, applySign, givesNumber } from "./arithmetic";
import {
  absolute,
  belonging,
  combine,
  fromStart,
  linkOnly,
  mergeTerms,
  missing,
  noTerms,
  ofSection,
  quantity,
  unknownDot,
  withTerms,
  type Quantity,
  type SectionBase,
} from "./quantity";
import type { Node } from "./syntax";

/** What an expression may ask for. */
export interface Scope {
  /** The output section it stands in; null outside, where plain numbers count as addresses. */
  readonly section: SectionBase | null;
  /** The location counter, where it is known without a link. */
  readonly dot: Quantity | null;
  symbol(name: string): Quantity;
  defined(name: string): boolean;
  origin(region: string): Quantity;
  length(region: string): Quantity;
  /** `ADDR`, `LOADADDR`, `SIZEOF`, `ALIGNOF` of an output section. */
  ofSection(about: string, name: string): Quantity;
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
        : asNumber(quantity(node.value, [{ range: node.range, text: node.text, value: node.value }]), scope);
    case "name":
      return ofSymbol(scope.symbol(node.name), scope);
    case "dot":
      return asAddress(scope.dot ?? unknownDot, scope);
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

/** A literal: outside of sections it counts as an address. */
function asNumber(value: Quantity, scope: Scope): Quantity {
  return scope.section === null ? belonging(value, "absolute", false) : value;
}

/** An absolute symbol counts as a plain number inside a section. */
function ofSymbol(value: Quantity, scope: Scope): Quantity {
  return value.base === "absolute" && scope.section !== null ? belonging(value, "number", false) : value;
}

/** An address: inside a section it belongs to that section. */
function asAddress(value: Quantity, scope: Scope): Quantity {
  if (scope.section === null) {
    return absolute(value);
  }
  return ofSection(value, scope.section);
}

/** Folds `first op a op b …` from the left; the literals are gathered once, at the end. */
function evaluateChain(node: Extract<Node, { kind: "chain" }>, scope: Scope): Quantity {
  const first = evaluate(node.first, scope);
  const terms = [first.terms];
  const comparing = scope.section === null && node.rest.some(({ operator }) => givesNumber(operator));
  let constant = comparing && isConstant(node.first);
  let result = first;
  for (const { operator, operand } of node.rest) {
    const right = evaluate(operand, scope);
    terms.push(right.terms);
    result = applyBinary(operator, withTerms(result, noTerms), withTerms(right, noTerms), scope);
    constant &&= isConstant(operand);
    result = constant ? folded(result) : result;
  }
  return withTerms(result, mergeTerms(terms));
}

/** ld computes with constants while it reads: what comes of it counts as one literal, outside of sections an address. */
function folded(value: Quantity): Quantity {
  return value.base === "number" ? belonging(value, "absolute", false) : value;
}

function isConstant(node: Node): boolean {
  switch (node.kind) {
    case "number":
      return true;
    case "unary":
      return isConstant(node.operand);
    case "chain":
      return isConstant(node.first) && node.rest.every(({ operand }) => isConstant(operand));
    case "conditional":
      return isConstant(node.otherwise) && node.arms.every((arm) => isConstant(arm.condition) && isConstant(arm.then));
    case "call":
      return (node.name === "MIN" || node.name === "MAX" || node.name === "LOG2CEIL") && node.args.every(isConstant);
    case "name":
    case "dot":
    case "about":
    case "fault":
      return false;
  }
}

function evaluateConditional(node: Extract<Node, { kind: "conditional" }>, scope: Scope): Quantity {
  const conditions: Quantity[] = [];
  for (const arm of node.arms) {
    const condition = fromStart(evaluate(arm.condition, scope));
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
  return belonging(all, value.base, value.relative);
}

function evaluateAbout(name: string, subject: string, scope: Scope): Quantity {
  switch (name) {
    case "ORIGIN":
      return asAddress(scope.origin(subject), scope);
    case "LENGTH":
      return scope.length(subject);
    case "DEFINED":
      return quantity(scope.defined(subject) ? 1n : 0n);
    case "CONSTANT": {
      const value = Object.hasOwn(constants, subject) ? constants[subject] : undefined;
      return value === undefined ? missing(`CONSTANT(${subject})`) : quantity(value);
    }
    case "SIZEOF_HEADERS":
      return linkOnly(name);
    default:
      return scope.ofSection(name, subject);
  }
}

function evaluateCall(node: Extract<Node, { kind: "call" }>, scope: Scope): Quantity {
  const args = node.args.map((arg) => evaluate(arg, scope));
  const [first = missing(), second] = args;
  switch (node.name) {
    case "ABSOLUTE":
      return absolute(first);
    case "MIN":
    case "MAX":
      return second === undefined ? missing() : applyBinary(node.name, first, second, scope);
    case "LOG2CEIL":
      return logarithm(first, scope.section === null && node.args.every(isConstant));
    case "ALIGN":
    case "BLOCK":
      return second === undefined
        ? asAddress(nextAligned(fromStart(first), scope), scope)
        : applyBinary("ALIGN", first, second, scope);
    case "NEXT":
      return nextAligned(absolute(first), scope);
    case "SEGMENT_START":
      return asAddress(belonging(first, "absolute", false), scope);
    case "ASSERT":
      if (first.value.known && first.value.value === 0n) {
        scope.assertionFailed(node.message ?? "");
      }
      return first;
    default:
      return combine([...args, linkOnly(`${node.name}()`)], () => null);
  }
}

/** The next address that is a multiple of the alignment, from the location counter on. */
function nextAligned(alignment: Quantity, scope: Scope): Quantity {
  const at = scope.dot ?? unknownDot;
  if (at.relative && typeof at.base !== "string" && at.base.start === null && at.base.alignedStart === true) {
    return belonging(alignedFrom(at, alignment), at.base, true);
  }
  const dot = absolute(at);
  return belonging(alignedFrom(dot, alignment), "absolute", false);
}

function alignedFrom(at: Quantity, alignment: Quantity): Quantity {
  return combine([at, alignment], ([value = 0n, n = 0n]) => alignUp(value, n));
}

function logarithm(value: Quantity, constant: boolean): Quantity {
  const result = combine([fromStart(value)], ([v = 0n]) => log2ceil(v));
  return constant ? folded(result) : result;
}

function log2ceil(value: bigint): bigint {
  let bits = 0n;
  while (1n << bits < value) {
    bits++;
  }
  return bits;
}
