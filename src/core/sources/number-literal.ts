import { hex } from "../notation";

/** What Mbed's tools read from a string: `0x…` or decimal digits; no suffix, no arithmetic, no leading 0. */
export function parseMbedInteger(text: string): number | undefined {
  const digits = /^\s*(0[xX][0-9a-fA-F]+|0+|[1-9][0-9]*)\s*$/.exec(text)?.[1];
  const value = digits === undefined ? undefined : Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * A C-like integer: decimal, octal with a leading 0, `0x…`, with any of the suffixes U and L. Nothing else:
 * no arithmetic, no K.
 */
export function parseCInteger(text: string): number | undefined {
  const match = /^\s*(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)[uUlL]*\s*$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const digits = match[1];
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** {@link parseCInteger}, and `K`, `M` behind it as GNU ld writes sizes: what `bootsmith.json` takes. */
export function parseSize(text: string): number | undefined {
  const match = /^\s*(0[xX][0-9a-fA-F]+|[0-9]+)\s*([kKmM]?)\s*$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const factor = { "": 1, k: 1024, m: 1024 * 1024 }[(match[2] ?? "").toLowerCase()] ?? 1;
  const value = Number(match[1]) * factor;
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * `value` in the manner of the literal that stands there: same radix, digit count, case and suffix.
 * A K or M literal stays one where the value allows it; octal and ld's suffix forms become hex.
 */
export function writeLike(current: string, value: number): string | undefined {
  if (!Number.isSafeInteger(value) || value < 0) return undefined;
  const literal = /^(\s*)(0[xX]|\$)?([0-9a-fA-F]+)([a-zA-Z]*)(\s*)$/.exec(current);
  const [, before = "", prefix = "", digits = "", tail = "", after = ""] = literal ?? [];
  if (prefix !== "") {
    const suffix = /^[uUlL]*$/.test(tail) ? tail : "";
    const figures = value.toString(16).padStart(digits.length, "0");
    const upper = /[A-F]/.test(digits) || (!/[a-f]/.test(digits) && digits.length >= 8);
    return before + (prefix === "$" ? "0x" : prefix) + (upper ? figures.toUpperCase() : figures) + suffix + after;
  }
  const unit = tail.toLowerCase() === "k" ? 1024 : tail.toLowerCase() === "m" ? 1024 * 1024 : 0;
  if (literal !== null && unit !== 0) {
    if (value % unit === 0) return before + String(value / unit) + tail + after;
    if (value % 1024 === 0) return before + String(value / 1024) + "K" + after;
    return before + "0x" + value.toString(16) + after;
  }
  if (literal !== null && /^(0|[1-9][0-9]*)$/.test(digits) && /^[uUlL]*$/.test(tail))
    return before + String(value) + tail + after;
  return hex(value);
}
