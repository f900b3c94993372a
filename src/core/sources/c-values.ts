import type { Token } from "../linker/preprocessor-tokens";
import { flowOf, type Flow, type Lookup } from "./address-flow";
import { closingOf, longestExpression, pointeeSize } from "./c-types";
import { argumentsOf, untilAny, type CFunction } from "./c-functions";

/** What each name stands for; null: several things, or something that cannot be followed. */
export type Values = Map<string, Flow | null>;

/** Looks a name up in the function first. */
export function lookupIn(own: Values, outer: Values): Lookup {
  return (name) => (own.has(name) ? own.get(name) : outer.get(name)) ?? undefined;
}

/**
 * Takes down every `name = expression` among the tokens. A name that gets two values has none: which one holds where
 * is for a compiler to know.
 */
export function noteAssignments(tokens: readonly Token[], own: Values, outer: Values): void {
  const lookup = lookupIn(own, outer);
  tokens.forEach((token, at) => {
    if (token.kind !== "name") return;
    const [before, next, following] = [tokens[at - 1]?.text, tokens[at + 1]?.text, tokens[at + 2]?.text];
    // A member of something: another object may have one of the same name.
    if (before === "." || (before === ">" && tokens[at - 2]?.text === "-")) return;
    if (changesInPlace(tokens, at)) note(own, outer, token.text, undefined, false);
    const pointerEnd =
      before === "*" && next === ")" && following === "("
        ? closingOf(tokens, at + 2, longestExpression)
        : tokens.length;
    if (tokens[pointerEnd + 1]?.text === "=")
      note(own, outer, token.text, flowOf(untilAny(tokens, pointerEnd + 2, [";", ","]), lookup), true);
    const initialised = next === "{" && isDeclared(tokens, at);
    if ((next !== "=" || following === "=") && !initialised) return;
    const value = initialised
      ? tokens.slice(at + 2, closingOf(tokens, at + 1, longestExpression))
      : untilAny(tokens, at + 2, [";", ","]);
    note(own, outer, token.text, declaredAs(tokens, at, flowOf(value, lookup)), isDeclared(tokens, at));
  });
}

/** `x += …`, `x++`, `f(&x)`: from here on nobody knows what x is. */
function changesInPlace(tokens: readonly Token[], at: number): boolean {
  const [before, next, following] = [tokens[at - 1]?.text ?? "", tokens[at + 1]?.text ?? "", tokens[at + 2]?.text];
  if (/^[-+*/|&^]$/.test(next) && following === "=") return true;
  if (/^[-+]$/.test(next) && following === next && !/^(name|number)$/.test(tokens[at + 3]?.kind ?? "")) return true;
  if (/^[-+]$/.test(before) && tokens[at - 2]?.text === before) return true;
  return before === "&" && /^[(,]$/.test(tokens[at - 2]?.text ?? "");
}

function isDeclared(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before !== undefined && (before.text === "*" || (before.kind === "name" && before.text !== "return"));
}

/** `uint32_t *p = …`: what the declaration says `p` points to counts, whatever the cast was. */
function declaredAs(tokens: readonly Token[], at: number, flow: Flow | undefined): Flow | undefined {
  let start = at;
  while (start > 0 && start > at - 8 && /^(name|\*)$/.test(kindOf(tokens[start - 1]))) start--;
  const type = tokens.slice(start, at);
  if (flow?.kind !== "address" || !type.some((token) => token.text === "*") || type[0]?.kind !== "name") return flow;
  return { ...flow, step: pointeeSize(type) };
}

function kindOf(token: Token | undefined): string {
  return token?.text === "*" ? "*" : (token?.kind ?? "");
}

function note(own: Values, outer: Values, name: string, flow: Flow | undefined, declared: boolean): void {
  const values = declared || own.has(name) || !outer.has(name) ? own : outer;
  const before = values.get(name);
  values.set(name, flow === undefined || (before !== undefined && !same(before, flow)) ? null : flow);
}

function same(a: Flow | null, b: Flow): boolean {
  return a !== null && a.kind === b.kind && a.value === b.value;
}

/** A call: the name in front of the parenthesis, and its arguments. */
export interface Call {
  readonly name: Token;
  readonly args: readonly (readonly Token[])[];
}

/** Every `name(…)` among the tokens. */
export function callsIn(tokens: readonly Token[]): Call[] {
  return tokens.flatMap((name, at) => {
    if (name.kind !== "name" || tokens[at + 1]?.text !== "(") return [];
    return [{ name, args: argumentsOf(untilAny(tokens, at + 2, [")"])) }];
  });
}

/** The parameters of a function with what a call gives them; undefined where the call gives no address. */
export function boundParameters(called: CFunction, { args }: Call, lookup: Lookup): Values | undefined {
  const values: Values = new Map();
  called.parameters.forEach((name, index) => {
    const flow = flowOf(args[index] ?? [], lookup);
    if (name !== "" && flow !== undefined) values.set(name, flow);
  });
  return values.size === 0 ? undefined : values;
}
