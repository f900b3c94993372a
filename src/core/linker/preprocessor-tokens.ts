import type { SourceRange, Uri } from "../project/snapshot";
import { text } from "../text";
import type { Problems } from "./problems";

export type TokenKind = "name" | "number" | "string" | "other";

/** A preprocessing token that remembers where it is written and which macro call it stands for. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it is written; null for a token made by `##` or `#`, or from a define that stands in no file. */
  readonly spelled: SourceRange | null;
  /** The outermost macro invocation it came from; null for a token of the file itself. */
  readonly call: SourceRange | null;
  /** White space stands in front of it. */
  readonly space: boolean;
  /** Met inside its own expansion: never expanded again (C11 6.10.3.4). */
  readonly painted: boolean;
}

/** A logical line: continued lines joined, comments gone. */
export interface Line {
  /** The first token is a `#` that opens a directive. */
  readonly directive: boolean;
  readonly tokens: readonly Token[];
  readonly range: SourceRange;
}

const blank = /[^\S\n]+|\\\r?\n/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /\.?[0-9](?:[eEpP][+-]|'[0-9A-Za-z_]|[0-9A-Za-z_.]){0,1000}/y;
const quotation = /"[^"\n]{0,4000}"|'[^'\n]{1,40}'/y;

/** The directive names of C; a `#` line with another word is a comment to the linker. */
export const directiveNames = new Set(
  "if ifdef ifndef elif elifdef elifndef else endif define undef include include_next error warning pragma line".split(
    " ",
  ),
);

/** Splits a file into logical lines of preprocessing tokens, in linear time. */
export class LineReader {
  private pos = 0;
  private space = false;

  constructor(
    private readonly uri: Uri,
    private readonly source: string,
    private readonly problems: Problems,
  ) {}

  /** The next logical line, or undefined behind the last one. */
  next(): Line | undefined {
    if (this.pos >= this.source.length) {
      return undefined;
    }
    const start = this.pos;
    const tokens: Token[] = [];
    this.space = true;
    while (this.pos < this.source.length) {
      if (this.source[this.pos] === "\n") {
        this.pos++;
        break;
      }
      if (!this.skipBlank()) {
        tokens.push(this.token());
      }
    }
    const first = tokens[0];
    const directive = first?.text === "#" && directiveNames.has(tokens[1]?.text ?? "");
    return {
      directive,
      tokens: directive ? tokens : withoutComment(tokens),
      range: { uri: this.uri, start: first?.spelled?.start ?? start, end: tokens.at(-1)?.spelled?.end ?? this.pos },
    };
  }

  private skipBlank(): boolean {
    if (this.match(blank) !== null) {
      this.space = true;
      return true;
    }
    if (this.source.startsWith("//", this.pos)) {
      const end = this.source.indexOf("\n", this.pos);
      this.pos = end < 0 ? this.source.length : end;
      return true;
    }
    if (this.source.startsWith("/*", this.pos)) {
      const end = this.source.indexOf("*/", this.pos + 2);
      if (end < 0) {
        const range = { uri: this.uri, start: this.pos, end: this.pos + 2 };
        this.problems.syntax(range, text("This comment is never closed."));
      }
      this.pos = end < 0 ? this.source.length : end + 2;
      this.space = true;
      return true;
    }
    return false;
  }

  private token(): Token {
    const start = this.pos;
    const space = this.space;
    this.space = false;
    const kind = this.kind();
    const spelled = { uri: this.uri, start, end: this.pos };
    return { kind, text: this.source.slice(start, this.pos), spelled, call: null, space, painted: false };
  }

  private kind(): TokenKind {
    if (this.match(word) !== null) {
      return "name";
    }
    if (this.match(number) !== null) {
      return "number";
    }
    if (this.match(quotation) !== null) {
      return "string";
    }
    this.pos += this.source.startsWith("##", this.pos) ? 2 : 1;
    return "other";
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.pos;
    const found = pattern.exec(this.source)?.[0] ?? null;
    this.pos += found?.length ?? 0;
    return found;
  }
}

/** In a text line a `#` begins a comment of the linker's own. */
function withoutComment(tokens: readonly Token[]): readonly Token[] {
  const comment = tokens.findIndex((token) => token.text === "#" || token.text === "##");
  return comment < 0 ? tokens : tokens.slice(0, comment);
}

/** The tokens of a define that comes from outside; `source` is the literal's range, without quotes. */
export function tokensOfDefine(define: { text: string; source?: SourceRange }, problems: Problems): Token[] {
  const { source } = define;
  const reader = new LineReader("", define.text.replace(/\n/g, " "), problems);
  const sameLength = source !== undefined && source.end - source.start === define.text.length;
  return (reader.next()?.tokens ?? []).map((token) => {
    const at = token.spelled?.start ?? 0;
    const spelled = sameLength
      ? { uri: source.uri, start: source.start + at, end: source.start + at + token.text.length }
      : (source ?? null);
    return { ...token, spelled };
  });
}

/** A `#` line that can only be a directive: prose behind a `#` is a comment to the linker. */
const plainDirective = /^[ \t]*#[ \t]*(?:define[ \t]+[A-Za-z_]|undef[ \t]+[A-Za-z_]|include(?:_next)?[ \t]*["<A-Z_])/m;
const conditional = /^[ \t]*#[ \t]*(?:if|ifdef|ifndef)\b/m;
const endOfConditional = /^[ \t]*#[ \t]*endif\b/m;

/** True for a script that goes through the C preprocessor before the linker sees it: its lines say so, not its name. */
export function isPreprocessed(source: string): boolean {
  return plainDirective.test(source) || (conditional.test(source) && endOfConditional.test(source));
}
