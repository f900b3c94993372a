/** Whether two part names can mean one chip: equal, but for a pin letter that either leaves open (`STM32F407xG`). */
export function samePart(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const pin = one.replace(/-.$/, "").length - 2;
  return [...one.toUpperCase()].every(
    (char, i) => char === other[i]?.toUpperCase() || (i === pin && (one[i] === "x" || other[i] === "x")),
  );
}

/** Whether some part of the one list can be some part of the other. */
export function shareParts(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.some((other) => samePart(one, other)));
}
