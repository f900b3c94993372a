/** Whether two part names can mean one chip: equal, but for a pin letter that either leaves open (`STM32F407xG`). */
export function samePart(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const pin = one.replace(/-.$/, "").length - 2;
  const open = one[pin] === "x" || other[pin] === "x";
  const fixed = (part: string): string => (open ? part.slice(0, pin) + part.slice(pin + 1) : part).toUpperCase();
  return fixed(one) === fixed(other);
}

/** Whether some part of the one list can be some part of the other. */
export function shareParts(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.some((other) => samePart(one, other)));
}
