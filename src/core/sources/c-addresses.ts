import type { LiteralTerm } from "../linker/linker-script";
import type { Macro } from "../linker/macro-expander";
import type { Token } from "../linker/preprocessor-tokens";
import type { LiteralSite, Value } from "../layout/claim";
import type { SourceRange, TextFile } from "../project/snapshot";
import { addressConstant, type ConstantMeaning } from "./constant-names";
import { evaluateC, isSummand, type CExpression } from "./c-expression";

/** A C file after preprocessing: what is compiled, and the macros that stand at its end. */
export interface PreprocessedC {
  readonly file: TextFile;
  readonly tokens: readonly Token[];
  readonly macros: ReadonlyMap<string, Macro>;
  expand(tokens: readonly Token[]): readonly Token[];
}

/** `SCB->VTOR = …` that is compiled. */
export interface VtorAssignment {
  readonly value: Value<number>;
  /** Where the offset is written: the literal of `VECT_TAB_OFFSET`, or the assignment where there is none. */
  readonly range: SourceRange;
  /** The literal to change; absent where no single one decides. */
  readonly site?: LiteralSite;
  readonly label: string;
  /** Set where the expression is a bitwise OR whose operands share bits: what a plain sum would give. */
  readonly sum?: number;
}

/** A named constant that states where an application is, or how long its header. */
export interface AddressConstant {
  readonly name: string;
  readonly meaning: ConstantMeaning;
  readonly value: number;
  readonly range: SourceRange;
  /** The literal, or the whole expression, to change; absent where no single place decides. */
  readonly site?: LiteralSite;
}

const vectorTableWords = /VTOR|VECT_TAB|E000ED08|vector_?table/i;
const subjectWords = /APP|FIRMWARE|FW|PROG|IMAGE|IMG|SLOT|SKETCH|HEADER|HDR/gi;

/** Worth preprocessing at all: it speaks of the vector table, or a name in it could be an address constant's. */
export function mayStateAddresses(text: string): boolean {
  if (vectorTableWords.test(text)) return true;
  subjectWords.lastIndex = 0;
  for (let match = subjectWords.exec(text); match !== null; match = subjectWords.exec(text)) {
    let [start, end] = [match.index, subjectWords.lastIndex];
    while (start > 0 && isWordCharacter(text.charCodeAt(start - 1))) start--;
    while (end < text.length && isWordCharacter(text.charCodeAt(end))) end++;
    if (end - start < 64 && addressConstant(text.slice(start, end)) !== undefined) return true;
    subjectWords.lastIndex = end;
  }
  return false;
}

function isWordCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

/**
 * Every write to VTOR that is compiled: by name, by its address (0xE000ED08), libopencm3's and SPL's ways. One whose
 * value cannot be read (`|=`, a function of the project's own) has an unknown value.
 */
export function vtorAssignments(source: PreprocessedC): VtorAssignment[] {
  const found: VtorAssignment[] = [];
  source.tokens.forEach((token, index) => {
    const assigned = assignedFrom(source.tokens, index);
    if (assigned !== undefined) found.push(assignment(source, token, assigned));
    else if (isOtherWrite(source.tokens, index)) found.push(assignment(source, token, []));
  });
  return found;
}

/** The tokens of the value that the token at `index` begins to assign; undefined where it is no write to VTOR. */
function assignedFrom(tokens: readonly Token[], index: number): readonly Token[] | undefined {
  const token = tokens[index];
  if (token?.text === "NVIC_SetVectorTable" && tokens[index + 1]?.text === "(") {
    const inside = until(tokens, index + 2, ";").slice(0, -1);
    return inside.length > 2 ? inside.map((one) => (one.text === "," ? { ...one, text: "|" } : one)) : undefined;
  }
  const byAddress = /^0xE000ED08[uUlL]*$/i.test(token?.text ?? "");
  if (!isRegister(tokens, index) && !byAddress) return undefined;
  let at = index + 1;
  while (byAddress && tokens[at]?.text === ")") at++;
  if (tokens[at]?.text !== "=" || tokens[at + 1]?.text === "=") return undefined;
  return until(tokens, at + 1, ";");
}

/** `SCB->VTOR` or `SCB_VTOR`; the register of the other security world is not this image's. */
function isRegister(tokens: readonly Token[], index: number): boolean {
  const [token, before] = [tokens[index]?.text, tokens[index - 1]?.text];
  if (token === "SCB_VTOR") return true;
  if (token !== "VTOR" || (before !== ">" && before !== ".")) return false;
  return !tokens.slice(Math.max(0, index - 8), index).some((one) => /_NS$/.test(one.text));
}

/** `SCB->VTOR |= …`, and functions that say they set it. */
function isOtherWrite(tokens: readonly Token[], index: number): boolean {
  const [token, next, afterNext] = [tokens[index], tokens[index + 1]?.text ?? "", tokens[index + 2]?.text];
  if (isRegister(tokens, index)) return /^[-+|&^]$/.test(next) && afterNext === "=";
  return token?.kind === "name" && next === "(" && /set_?(vtor|vector_?table)|vtor_?set/i.test(token.text);
}

/** Tokens; a longer one is no constant that anybody wrote. */
const longestExpression = 256;

function until(tokens: readonly Token[], from: number, end: string): readonly Token[] {
  const farthest = Math.min(tokens.length, from + longestExpression);
  let stop = from;
  while (stop < farthest && tokens[stop]?.text !== end) stop++;
  return tokens.slice(from, stop);
}

function assignment(source: PreprocessedC, at: Token, tokens: readonly Token[]): VtorAssignment {
  const expression = evaluateC(tokens);
  const offset = offsetTerm(source, expression);
  const macro = offset === undefined ? undefined : macroAround(source, offset.range);
  const range = offset?.range ?? at.call ?? at.spelled ?? { uri: source.file.uri, start: 0, end: 0 };
  const label = macro?.name ?? "SCB->VTOR";
  const value = expression.value;
  if (offset === undefined || !value.known) return { value, range, label };
  const summed = tokens.map((token) => (token.text === "|" ? { ...token, text: "+" } : token));
  const plain = evaluateC(summed).value;
  const overlaps = plain.known && plain.value !== value.value;
  // Where bits overlap the base cannot be told from the value; the sum is what the file means.
  const meant = overlaps ? plain.value : value.value;
  const site = isSummand(summed, offset)
    ? { range: offset.range, current: offset.text, base: meant - Number(offset.value) }
    : wholeBody(source, macro, meant);
  return { value, range, label, ...(site !== undefined && { site }), ...(overlaps && { sum: plain.value }) };
}

/** The literal that carries the offset: the only one, else the one in a macro whose name says offset. */
function offsetTerm(source: PreprocessedC, expression: CExpression): LiteralTerm | undefined {
  const [only, second] = expression.terms;
  if (second === undefined) return only;
  return expression.terms.find((term) => /OFFSET/i.test(macroAround(source, term.range)?.name ?? ""));
}

function macroAround(source: PreprocessedC, range: SourceRange): Macro | undefined {
  for (const macro of source.macros.values()) {
    const body = rangeOfBody(macro.body);
    if (body?.uri === range.uri && body.start <= range.start && range.end <= body.end) return macro;
  }
  return undefined;
}

/** A macro's body as one site, where it is a constant by itself: `(128 * 1024)`. */
function wholeBody(source: PreprocessedC, macro: Macro | undefined, meant: number): LiteralSite | undefined {
  const range = macro === undefined ? undefined : rangeOfBody(macro.body);
  if (macro === undefined || range?.uri !== source.file.uri) return undefined;
  const { value } = evaluateC(macro.body);
  return value.known
    ? { range, current: source.file.text.slice(range.start, range.end), base: meant - value.value }
    : undefined;
}

function rangeOfBody(body: readonly Token[]): SourceRange | undefined {
  const [first, last] = [body[0]?.spelled, body.at(-1)?.spelled];
  return first && last && first.uri === last.uri ? { uri: first.uri, start: first.start, end: last.end } : undefined;
}

/** What may stand between an operator and its operand: parentheses and a cast. */
const opening = String.raw`[\s(]{0,20}(?:\w{1,40}\s{0,20}\)\s{0,20})?`;

/** Whether the texts add the constant to a flash base, or use it as the vector table's offset: it counts from there. */
export function countsFromFlash(name: string, texts: readonly string[]): boolean {
  const base = String.raw`\b(?:\w{0,40}(?:FLASH|BASE|START|ORIGIN)\w{0,40}|0x0?8000000[uUlL]{0,3})`;
  const use = new RegExp(
    String.raw`${base}[\s)]{0,20}[+|]${opening}${name}\b|\b${name}[\s)]{0,20}[+|]${opening}${base}|VECT_TAB_OFFSET[ \t]{1,40}\(?${name}\b`,
  );
  return texts.some((one) => use.test(one));
}

/** Whether the texts add or subtract the constant: a size that moves an address. */
export function movesAddresses(name: string, texts: readonly string[]): boolean {
  const use = new RegExp(String.raw`[-+]${opening}${name}\b|\b${name}[\s)]{0,20}[-+]`);
  return texts.some((one) => use.test(one));
}

/** The constants of a file that name an application's place: `#define`, `const`, `constexpr` and those of an `enum`. */
export function addressConstants(source: PreprocessedC): AddressConstant[] {
  const defined = [...source.macros.values()].flatMap((macro) =>
    macro.params === null ? constantOf(source, macro.name, macro.body) : [],
  );
  const declared = source.tokens.flatMap((token, index) => {
    const opening = source.tokens[index + 1]?.text;
    if (token.kind !== "name" || (opening !== "=" && opening !== "{") || !isConstant(source.tokens, index)) return [];
    return constantOf(source, token.text, until(source.tokens, index + 2, opening === "{" ? "}" : ";"));
  });
  return [...defined, ...declared, ...enumerators(source)];
}

/** Tokens of one `enum` that are looked at. */
const longestEnum = 4000;

/** `enum { APP_ADDRESS = 0x08008000, … }`. */
function enumerators(source: PreprocessedC): AddressConstant[] {
  const { tokens } = source;
  return tokens.flatMap((token, index) => {
    if (token.text !== "enum") return [];
    const head = tokens.slice(index + 1, index + 12).findIndex((one) => one.text === "{");
    const open = index + 1 + head;
    const found: AddressConstant[] = [];
    for (let at = head < 0 ? tokens.length : open + 1; at < tokens.length && at < open + longestEnum; at++) {
      const [name, next] = [tokens[at], tokens[at + 1]];
      if (name?.text === "}" || name?.text === "enum") break;
      if (name?.kind !== "name" || next?.text !== "=") continue;
      const body = until(tokens, at + 2, ",");
      const end = body.findIndex((one) => one.text === "}");
      found.push(...constantOf(source, name.text, end < 0 ? body : body.slice(0, end)));
      at += 1 + (end < 0 ? body.length : end);
    }
    return found;
  });
}

/** Looks back over the declaration's words for `const` or `constexpr`. */
function isConstant(tokens: readonly Token[], index: number): boolean {
  for (let at = index - 1; at >= 0 && at > index - 8; at--) {
    const token = tokens[at];
    if (token?.text === "const" || token?.text === "constexpr") return true;
    if (token?.kind !== "name" && token?.text !== ":") return false;
  }
  return false;
}

function constantOf(source: PreprocessedC, name: string, body: readonly Token[]): AddressConstant[] {
  const meaning = addressConstant(name);
  if (meaning === undefined) return [];
  const tokens = source.expand(body);
  const { value, terms } = evaluateC(tokens);
  // A constant made from other constants follows them; only one that states a literal of its own is a statement.
  const own = terms.filter((term) =>
    body.some((token) => token.spelled?.start === term.range.start && token.spelled.uri === term.range.uri),
  );
  const [term, second] = own;
  if (!value.known) return [];
  const stated = { name, meaning, value: value.value };
  if (term === undefined) return computedConstant(source, body, tokens, terms).map((one) => ({ ...stated, ...one }));
  if (term.range.uri !== source.file.uri) return [];
  if (second === undefined && isSummand(tokens, term)) {
    return [
      {
        ...stated,
        range: term.range,
        site: { range: term.range, current: term.text, base: value.value - Number(term.value) },
      },
    ];
  }
  const range = rangeOfBody(body) ?? term.range;
  if (own.length !== terms.length || range.uri !== source.file.uri) return [{ ...stated, range }];
  return [{ ...stated, range, site: { range, current: source.file.text.slice(range.start, range.end), base: 0 } }];
}

/** Where flash begins, as a literal that others are added to. */
const flashBases: readonly bigint[] = [0x08000000n, 0x0c000000n];

/**
 * `#define APP_ADDRESS (FLASH_START + BOOTLOADER_SIZE)`: a statement all the same, unless one of its names is one. What to
 * change is the one literal that is added to flash.
 */
function computedConstant(
  source: PreprocessedC,
  body: readonly Token[],
  tokens: readonly Token[],
  terms: CExpression["terms"],
): Pick<AddressConstant, "range" | "site">[] {
  const range = rangeOfBody(body);
  const names = body.filter(({ kind }) => kind === "name");
  if (
    range?.uri !== source.file.uri ||
    names.length < 2 ||
    names.some((one) => addressConstant(one.text) !== undefined)
  )
    return [];
  const [term, second] = terms.filter(({ value }) => !flashBases.includes(value));
  if (term === undefined || second !== undefined || !isSummand(tokens, term)) return [{ range }];
  const { value } = evaluateC(tokens);
  const base = value.known ? value.value - Number(term.value) : 0;
  return [{ range, site: { range: term.range, current: term.text, base } }];
}

/** Where ST's file offers to relocate the table and nobody took the offer: the commented-out define, else its `#if`. */
export function dormantRelocation(file: TextFile): SourceRange | undefined {
  const match =
    /^[ \t]*(?:\/\*|\/\/)[ \t]*#[ \t]*define[ \t]+USER_VECT_TAB_ADDRESS\b.*$/m.exec(file.text) ??
    /^[ \t]*#[ \t]*if(?:def)?[ \t(]+(?:defined[ \t(]*)?USER_VECT_TAB_ADDRESS\b.*$/m.exec(file.text);
  return match === null
    ? undefined
    : { uri: file.uri, start: match.index, end: match.index + match[0].trimEnd().length };
}
