import type { LinkerScript, Occurrence } from "../linker/linker-script";
import type { Uri } from "../project/snapshot";
import { isCode, scriptTokens, type ScriptToken } from "./script-tokens";

/** A file as the editor shows it now. */
export interface OpenText {
  readonly uri: Uri;
  readonly text: string;
}

/** A name of the script under the cursor, with its place in the open file. */
export interface Subject {
  readonly kind: Occurrence["kind"];
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const word = /[\w.$~]+/g;

/** The name at an offset, as the script's reader noted it; where the reader of a dialect notes none, by its spelling. */
export function subjectAt(script: LinkerScript, { uri, text }: OpenText, offset: number): Subject | undefined {
  const noted = script.occurrences
    .filter(({ range }) => range.uri === uri && range.start <= offset && offset <= range.end)
    // Between two names that touch, the one that begins here.
    .sort((a, b) => b.range.start - a.range.start)[0];
  if (noted !== undefined && text.slice(noted.range.start, noted.range.end) === noted.name) {
    return { kind: noted.kind, name: noted.name, start: noted.range.start, end: noted.range.end };
  }
  return script.occurrences.length === 0 ? spelledAt(script, text, offset) : undefined;
}

function spelledAt(script: LinkerScript, text: string, offset: number): Subject | undefined {
  const found = wordAt(text, offset);
  if (found === undefined) return undefined;
  const { text: name, start, end } = found;
  const kind = script.regions.some((region) => region.name === name)
    ? "region"
    : script.symbols.some((symbol) => symbol.name === name)
      ? "symbol"
      : script.sections.some((section) => section.name === name)
        ? "section"
        : undefined;
  return kind === undefined ? undefined : { kind, name, start, end };
}

/** The word around an offset, on its line. */
export function wordAt(
  text: string,
  offset: number,
): { readonly text: string; readonly start: number; readonly end: number } | undefined {
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = text.indexOf("\n", offset);
  for (const { 0: found, index } of text.slice(from, lineEnd < 0 ? text.length : lineEnd).matchAll(word)) {
    const start = from + index;
    if (start <= offset && offset <= start + found.length) return { text: found, start, end: start + found.length };
  }
  return undefined;
}

/** The token at an offset that says something to the linker, with the one behind it. */
export function codeAt(
  text: string,
  offset: number,
): { readonly token: ScriptToken; readonly next: ScriptToken | undefined } | undefined {
  const tokens = scriptTokens(text);
  const at = tokens.findLastIndex(({ start }) => start <= offset);
  // At the border of two tokens the word is meant.
  const index = tokens[at]?.kind === "word" || (tokens[at - 1]?.end ?? -1) < offset ? at : at - 1;
  const token = tokens[index];
  if (token === undefined || offset > token.end || !isCode(token)) return undefined;
  return { token, next: tokens.slice(index + 1).find(isCode) };
}
