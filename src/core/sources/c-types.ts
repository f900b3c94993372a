import type { Token } from "../linker/preprocessor-tokens";

/** Words that a type is made of and that say nothing of its size. */
const qualifiers = /^(const|volatile|__IO|__I|__O|struct|signed|register|static|extern|std|restrict|__restrict)$/;
const word32 = /^(u?int(32)?(_t)?|u?int_?least32_t|u?intptr_t|unsigned|long|size_t|vu32|u32|v?uint32(_t)?|__IO)$/i;
const sizes: readonly (readonly [RegExp, number])[] = [
  [/^(u?int8_t|char|uchar|u8|byte|void|bool|_Bool|vu8)$/, 1],
  [/^(u?int16_t|short|u16|vu16)$/, 2],
  [/^(u?int64_t|u64|double)$/, 8],
  [word32, 4],
];

/** Tokens; an expression that is longer is no address that anybody wrote. */
export const longestExpression = 256;

/**
 * The index of the parenthesis, bracket or brace that closes the one at `open`; the number of tokens where none does
 * within `reach` tokens.
 */
export function closingOf(tokens: readonly Token[], open: number, reach = tokens.length): number {
  const farthest = Math.min(tokens.length, open + reach);
  let nesting = 0;
  for (let index = open; index < farthest; index++) {
    const text = tokens[index]?.text ?? "";
    if (text === "(" || text === "[" || text === "{") nesting++;
    else if ((text === ")" || text === "]" || text === "}") && --nesting === 0) return index;
  }
  return tokens.length;
}

/**
 * The tokens of a type in the parentheses at `open`: `uint32_t *`, `void (*)(void)`, `pFunction`. A lone name that is no
 * known type counts as one only in front of an operand that could not go on an expression.
 */
export function typeAt(
  tokens: readonly Token[],
  open: number,
  isVariable: (name: string) => boolean,
): readonly Token[] | undefined {
  const close = closingOf(tokens, open);
  const inner = tokens.slice(open + 1, close);
  const [first] = inner;
  const next = tokens[close + 1];
  if (first?.kind !== "name" || next === undefined || isVariable(first.text)) return undefined;
  if (!inner.every((token) => token.kind === "name" || /^[*():<>,]$/.test(token.text))) return undefined;
  const startsOperand = next.kind !== "other" || next.text === "(" || next.text === "*" || next.text === "&";
  if (!startsOperand) return undefined;
  const only = inner.length === 1 && !isTypeName(first.text);
  return only && next.text !== "(" && next.text !== "*" && next.kind !== "name" && next.kind !== "number"
    ? undefined
    : inner;
}

function isTypeName(name: string): boolean {
  return qualifiers.test(name) || sizes.some(([pattern]) => pattern.test(name)) || name.endsWith("_t");
}

/** What `+ 1` adds to a value of the type: 1 for a number, the size of what it points to, 0 where that is not known. */
export function pointeeSize(type: readonly Token[]): number {
  const stars = type.filter((token) => token.text === "*").length;
  if (stars === 0) return isPlainNumber(type) ? 1 : 0;
  // A pointer to a pointer, also to a function: four bytes each.
  if (stars > 1) return 4;
  if (type.some((token) => token.text === "(")) return 0;
  return baseSize(type);
}

function isPlainNumber(type: readonly Token[]): boolean {
  return type.every((token) => token.kind !== "name" || isTypeName(token.text));
}

/** Bytes of the type without its stars; 0: a structure or a name of the project's own. */
export function baseSize(type: readonly Token[]): number {
  const names = type.filter(
    (token) => token.kind === "name" && !(qualifiers.test(token.text) && token.text !== "__IO"),
  );
  const decisive = names.at(-1)?.text;
  if (type.some((token) => token.text === "struct") || decisive === undefined) return 0;
  return sizes.find(([pattern]) => pattern.test(decisive))?.[1] ?? 0;
}
