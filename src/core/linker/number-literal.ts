/** A number as the linker reads it. */
export interface NumberLiteral {
  /** Null where nothing sensible can be made of it. */
  readonly value: bigint | null;
  /** False for a spelling that GNU ld refuses (`2G`, `10KB`, `0x1000UL`) but that has one clear meaning. */
  readonly accepted: boolean;
}

const MAX = (1n << 64n) - 1n;
const scales: Readonly<Record<string, bigint>> = { "": 1n, K: 1n << 10n, M: 1n << 20n, G: 1n << 30n };
const radixOf: Readonly<Record<string, number>> = { H: 16, X: 16, O: 8, D: 10, B: 2 };

/**
 * Reads a number in expression state (GNU ld manual "Constants"; measured with 2.40): decimal, octal with a leading 0,
 * `0x…`, `$…`, suffixes `h o b d`, and `K`/`M` directly behind the digits.
 */
export function parseNumber(text: string): NumberLiteral {
  const suffixed = /^([0-9A-Fa-f]{1,64})([HhXxOoDdBb])$/.exec(text);
  if (suffixed !== null && !/^0[xX]./.test(text)) {
    const [, digits = "", suffix = ""] = suffixed;
    return { value: scan(digits, radixOf[suffix.toUpperCase()] ?? 10), accepted: true };
  }
  const plain = /^(0[xX]|\$)?([0-9A-Fa-f]*)([KkMmGg]?)((?:i?[Bb])?|[uUlL]{1,3})$/.exec(text);
  const [, prefix, digits = "", scale = "", tail = ""] = plain ?? [];
  if (plain === null || (prefix === undefined && !/^[0-9]+$/.test(digits)) || (prefix === "$" && digits === "")) {
    return { value: null, accepted: false };
  }
  const unit = scale.toUpperCase();
  if (/^i?[Bb]$/.test(tail) && unit === "") {
    return { value: null, accepted: false };
  }
  const radix = prefix !== undefined ? 16 : digits.startsWith("0") ? 8 : 10;
  const value = BigInt.asUintN(64, scan(digits, radix) * (scales[unit] ?? 1n));
  return { value, accepted: tail === "" && unit !== "G" };
}

/** Like strtoull: stops at the first digit that is none (`08` is 0), and saturates. */
function scan(digits: string, radix: number): bigint {
  let value = 0n;
  for (const digit of digits) {
    const n = parseInt(digit, 16);
    if (n >= radix || value > MAX) {
      break;
    }
    value = value * BigInt(radix) + BigInt(n);
  }
  return value > MAX ? MAX : value;
}
