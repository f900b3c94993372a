/** What the editor tells apart in a GNU ld script, in every branch of its `#if`s. */
export type ScriptTokenKind = "comment" | "directive" | "string" | "template" | "word" | "punctuation";

export interface ScriptToken {
  readonly kind: ScriptTokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One group per kind, in the order of {@link ScriptTokenKind}; what is left are single characters. */
const pattern = new RegExp(
  [
    // A comment that is never closed runs to the end. `#` opens a comment of ld's own unless it opens a directive.
    String.raw`(\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*)`,
    String.raw`(#[ \t]*(?:if|ifdef|ifndef|elif|else|endif|define|undef|include|error|warning|pragma|line)\b(?:\\\r?\n|\/\*[^]*?(?:\*\/|$)|[^\n])*)`,
    // As in ld, a string may run over several lines; a quote that nothing closes is a character.
    String.raw`("[^"]*")`,
    String.raw`(\{\{[^}\n]*\}\}|\{%[^\n]*?%\}|\$\{[^}\n]*\}|<\/?#[^\n>]*>)`,
    // In `*lib/*.o(.text)` the `/*` is part of a path (ldlex.l).
    String.raw`(\/DISCARD\/|[\w.$~@]+(?:\/\*(?=[\w.?-]+[ \t]*\()[\w.?-]+)?)`,
    String.raw`((?:<<|>>)=?|&&|\|\||[-+*\/%&|^=!<>]=|[^\s\\])`,
  ].join("|"),
  "g",
);
const kinds: readonly ScriptTokenKind[] = ["comment", "directive", "string", "template", "word", "punctuation"];
const lineComment = /[^\n]*/y;

/** The tokens of a script, in linear time. White space and line continuations are between them. */
export function scriptTokens(source: string): readonly ScriptToken[] {
  const tokens: ScriptToken[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    const kind = kinds[match.slice(1).findIndex((group: string | undefined) => group !== undefined)] ?? "punctuation";
    const start = match.index;
    if (match[0] === "#" || (kind === "directive" && !opensLine(source, start))) {
      lineComment.lastIndex = start;
      const text = (lineComment.exec(source)?.[0] ?? "#").replace(/\r$/, "");
      tokens.push({ kind: "comment", text, start, end: start + text.length });
      pattern.lastIndex = start + text.length;
    } else {
      const text = kind === "comment" || kind === "directive" ? match[0].replace(/\r$/, "") : match[0];
      tokens.push({ kind, text, start, end: start + text.length });
    }
  }
  return tokens;
}

function opensLine(source: string, at: number): boolean {
  return /(?:^|\n)[ \t]*$/.test(source.slice(Math.max(0, source.lastIndexOf("\n", at - 1)), at));
}

/** Whether a token says something to the linker: no comment, and no line of the preprocessor. */
export function isCode({ kind }: ScriptToken): boolean {
  return kind !== "comment" && kind !== "directive";
}

/** `if`, `elif`, `else` or `endif` of a directive that switches between groups of lines. */
export function conditionalOf({ kind, text }: ScriptToken): "if" | "else" | "endif" | undefined {
  const name = kind === "directive" ? /^#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b/.exec(text)?.[1] : undefined;
  if (name === undefined) return undefined;
  return name === "endif" ? "endif" : name === "else" || name === "elif" ? "else" : "if";
}
