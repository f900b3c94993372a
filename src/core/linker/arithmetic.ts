import { computeBinary, truth } from "./operators";
import { absolute, belonging, combine, fromStart, type Base, type Quantity, type SectionBase } from "./quantity";

/** What the operators ask for. */
interface Place {
  readonly section: SectionBase | null;
  dividedByZero(): void;
}

/** These give a plain number whatever their operands belong to (ldexp.c, fold_binary). */
const numberOperators = new Set(["==", "!=", "<", ">", "<=", ">=", "&&", "||"]);
/** These keep the section of their operands even where both belong to it. */
const keepers = new Set(["MIN", "MAX", "ALIGN"]);

/** Whether the operator gives a plain number, whatever its operands belong to. */
export function givesNumber(operator: string): boolean {
  return numberOperators.has(operator);
}

/** `left operator right`; also what `+=` and its like do, and `MIN`, `MAX` and `ALIGN` of two values. */
export function applyBinary(operator: string, left: Quantity, right: Quantity, place: Place): Quantity {
  const { a, b, base } = matched(operator, left, right, place.section === null);
  const whole = operator === "+" || operator === "-" ? linear(operator, a, b, base) : null;
  if (whole !== null) {
    return whole;
  }
  const result = combine([fromStart(a), fromStart(b)], ([x = 0n, y = 0n]) => {
    const value = compute(operator, x, y);
    if (value === null) {
      place.dividedByZero();
    }
    return value;
  });
  return belonging(result, base, typeof base !== "string");
}

/** The operands as ld brings them together, and what the result belongs to. */
function matched(
  operator: string,
  left: Quantity,
  right: Quantity,
  outside: boolean,
): { a: Quantity; b: Quantity; base: Base } {
  const result = (base: Base, same: boolean): Base =>
    numberOperators.has(operator) ? "number" : !same || keepers.has(operator) ? base : outside ? "absolute" : "number";
  if (left.base === right.base) {
    return { a: left, b: right, base: result(right.base, true) };
  }
  if (right.base === "number") {
    return { a: left, b: right, base: result(left.base, false) };
  }
  if (left.base === "number") {
    return { a: left, b: right, base: result(right.base, false) };
  }
  return { a: absolute(left), b: absolute(right), base: result("absolute", true) };
}

/** Sums and differences need no section's start where it cancels out or stays what it was; null where they do. */
function linear(operator: "+" | "-", a: Quantity, b: Quantity, base: Base): Quantity | null {
  const sum = (relative: boolean): Quantity =>
    belonging(
      combine([a, b], ([x = 0n, y = 0n]) => (operator === "+" ? x + y : x - y)),
      base,
      relative,
    );
  if (typeof a.base !== "string" && b.base === "number") {
    return sum(a.relative);
  }
  if (a.base === "number" && typeof b.base !== "string" && operator === "+") {
    return sum(b.relative);
  }
  return a.base === b.base && a.relative === b.relative && operator === "-" ? sum(false) : null;
}

function compute(operator: string, a: bigint, b: bigint): bigint | null {
  switch (operator) {
    case "MIN":
      return a < b ? a : b;
    case "MAX":
      return a > b ? a : b;
    case "ALIGN":
      return alignUp(a, b);
    default:
      return computeBinary(operator, a, b);
  }
}

/** `!`, `~`, unary `-` and `+`; ld applies them to the distance from the section's start. */
export function applySign(operand: Quantity, operator: string): Quantity {
  if (operator === "+") {
    return operand;
  }
  const from = fromStart(operand);
  const result = combine([from], ([v = 0n]) => (operator === "!" ? truth(v === 0n) : operator === "~" ? ~v : -v));
  return belonging(result, from.base, from.relative);
}

/** As ldexp.c's align_n: an alignment of 0 or 1 changes nothing. */
export function alignUp(value: bigint, alignment: bigint): bigint {
  return alignment <= 1n ? value : (BigInt.asUintN(64, value + alignment - 1n) / alignment) * alignment;
}
