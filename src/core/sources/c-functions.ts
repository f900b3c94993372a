import type { Token } from "../linker/preprocessor-tokens";
import { closingOf, longestExpression } from "./c-types";

/** A function with a body. */
export interface CFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Token[];
}

/** A file's tokens as functions and what stands outside of them. */
export interface CUnit {
  readonly functions: readonly CFunction[];
  readonly outside: readonly Token[];
}

/** Takes the function bodies out of a file; classes, namespaces and `extern "C"` are looked into. In linear time. */
export function unitOf(tokens: readonly Token[]): CUnit {
  const functions: CFunction[] = [];
  const outside: Token[] = [];
  // Where the parenthesis of the declarator at hand opens: kept on the way, so that nobody looks back for it.
  let [opening, nesting] = [-1, 0];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.text === "(" && nesting++ === 0) opening = at;
    else if (token.text === ")") nesting = Math.max(0, nesting - 1);
    else if (token.text === ";") [opening, nesting] = [-1, 0];
    if (token.text === "{" && opening >= 0 && endsDeclarator(tokens, at)) {
      const end = closingOf(tokens, at);
      const list = tokens.slice(opening + 1, closingOf(tokens, opening));
      functions.push({
        name: tokens[opening - 1]?.text ?? "",
        parameters: parametersOf(list),
        body: tokens.slice(at + 1, end),
      });
      [opening, nesting] = [-1, 0];
      at = end;
    } else outside.push(token);
  }
  return { functions, outside };
}

/** `)`, or a word that may stand between a parameter list and a body. */
function endsDeclarator(tokens: readonly Token[], brace: number): boolean {
  const before = tokens[brace - 1]?.text ?? "";
  return before === ")" || /^(const|noexcept|override|final)$/.test(before);
}

/** The names of the parameters, in order; "" for one that cannot be read. */
function parametersOf(list: readonly Token[]): string[] {
  return argumentsOf(list).map((one) => {
    const last = one.at(-1);
    return last?.kind === "name" && one.length > 1 ? last.text : "";
  });
}

/** The arguments between the parentheses of a call or declaration. */
export function argumentsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const found: Token[][] = [];
  let nesting = 0;
  for (const token of tokens) {
    if (/^[([{]$/.test(token.text)) nesting++;
    else if (/^[)\]}]$/.test(token.text)) nesting--;
    if (token.text === "," && nesting === 0) found.push([]);
    else if (found.length === 0) found.push([token]);
    else found.at(-1)?.push(token);
  }
  return found;
}

/** The tokens up to the first of these texts outside any parentheses; bounded. */
export function untilAny(tokens: readonly Token[], from: number, ends: readonly string[]): readonly Token[] {
  const farthest = Math.min(tokens.length, from + longestExpression);
  let nesting = 0;
  let at = from;
  for (; at < farthest; at++) {
    const text = tokens[at]?.text ?? "";
    if (nesting === 0 && ends.includes(text)) break;
    if (/^[([{]$/.test(text)) nesting++;
    else if (/^[)\]}]$/.test(text) && --nesting < 0) break;
  }
  return tokens.slice(from, at);
}
