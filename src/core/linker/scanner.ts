import type { SourceRange } from "../project/snapshot";
import type { Occurrence } from "./linker-script";
import type { Occurrences } from "./occurrences";
import type { Problems } from "./problems";
import type { ScriptText } from "./script-text";
import { TextCursor } from "./text-cursor";

/** A word of the script; quotes are taken off. */
export interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly quoted: boolean;
}

/**
 * What may belong to a bare word depends on the place (GNU ld manual "Symbols", ldlex.l of 2.40). `name`: regions,
 * sections and symbols at the start of a statement; GNU ld's own set without `: , = & ! < >`, which other linkers
 * (and older ld) take as separators. `symbol`: a name inside an expression, so no `-` and `+`. `file`: an input file
 * pattern. `pattern`: an input section pattern inside parentheses.
 */
export type WordKind = "name" | "symbol" | "file" | "pattern";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$/\\~";
const alphabets: Readonly<Record<WordKind, ReadonlySet<string>>> = {
  symbol: new Set(`${letters}@`),
  name: new Set(`${letters}-+[]@`),
  file: new Set(`${letters}-+[]@?*^:`),
  pattern: new Set(`${letters}-+[]@?*^:=&!<>`),
};

const space = /\s+|\ufeff+/y;
const templateDirective = /\{%[^\n]{0,400}?%\}|<\/?#[^\n>]{0,400}>/y;
const flatBrackets = /\([^(){}"]{0,300}\)|\{[^(){}"]{0,300}\}/y;
const placeholder = /\$\{[^}\n]{1,200}\}|\{\{[^}\n]{1,200}\}\}/y;

/** A cursor over a script's text. Every step is linear; nothing here throws. */
export class Scanner extends TextCursor {
  /** A bracket was found that never closes: from now on only simple pairs are skipped, to stay linear. */
  private endless = false;

  constructor(
    source: ScriptText,
    problems: Problems,
    private readonly occurrences: Occurrences,
  ) {
    super(source, problems);
  }

  /** Notes that a name stands here; quotes and template markers around it are no part of it. */
  note(kind: Occurrence["kind"], { text, from, to }: Word, role: Occurrence["role"] = "reference"): void {
    const start = from + Math.max(0, this.text.slice(from, to).indexOf(text));
    this.occurrences.add(kind, text, this.source.spelled(start, start + text.length), role);
  }

  /** Skips white space and comments: also `#` and `//` to the end of the line, and a template's own directives. */
  skip(): void {
    for (;;) {
      const char = this.text[this.pos];
      if (char === undefined) {
        return;
      }
      if (char === "/" && this.text[this.pos + 1] === "*") {
        this.skipComment();
      } else if (char === "#" || (char === "/" && this.text[this.pos + 1] === "/")) {
        const end = this.text.indexOf("\n", this.pos);
        this.pos = end < 0 ? this.text.length : end;
      } else if (char === "\\" && /[\r\n]/.test(this.text[this.pos + 1] ?? "")) {
        this.pos++;
      } else if (char === "{" || char === "<") {
        if (this.match(templateDirective) === null) {
          return;
        }
      } else if (char > " " && char < "\u007f") {
        return;
      } else if (this.match(space) === null) {
        return;
      }
    }
  }

  atEnd(): boolean {
    return this.peek() === "";
  }

  /** The next word, or null (and nothing consumed but white space). */
  word(kind: WordKind): Word | null {
    this.skip();
    const from = this.pos;
    if (this.text[from] === '"') {
      const end = this.text.indexOf('"', from + 1);
      if (end < 0) {
        return null;
      }
      this.pos = end + 1;
      return { text: this.text.slice(from + 1, end), from, to: this.pos, quoted: true };
    }
    const to = this.endOfWord(from, kind);
    this.pos = to;
    return to === from ? null : { text: plainName(this.text.slice(from, to)), from, to, quoted: false };
  }

  /** The next word without consuming it. */
  peekWord(kind: WordKind): Word | null {
    const word = this.word(kind);
    this.pos = word?.from ?? this.pos;
    return word;
  }

  private endOfWord(from: number, kind: WordKind): number {
    const alphabet = alphabets[kind];
    let at = from;
    for (;;) {
      const char = this.text[at];
      if (char === "$" || char === "{") {
        placeholder.lastIndex = at;
        const template = placeholder.exec(this.text);
        if (template !== null) {
          at = placeholder.lastIndex;
          continue;
        }
      }
      if (char === undefined || !alphabet.has(char) || this.endsWord(at, char, kind)) {
        return at;
      }
      at++;
    }
  }

  /** A character of the alphabet that here begins something else: a comment, an operator, a continued line. */
  private endsWord(at: number, char: string, kind: WordKind): boolean {
    const next = this.text[at + 1] ?? "";
    switch (char) {
      case "/":
        // In a pattern `/*` is part of a path (ldlex.l), unless it looks like a comment.
        return next === "/" || (next === "*" && (kind === "name" || kind === "symbol" || this.isComment(at)));
      case "\\":
        return next === "\n" || next === "\r";
      case ":":
        return kind === "file" && /[\s{]/.test(next);
      case "+":
      case "-":
      case "*":
      case "^":
        return next === "=" && kind !== "pattern";
      default:
        return false;
    }
  }

  private isComment(at: number): boolean {
    return /[\s*!-]/.test(this.text[at + 2] ?? "");
  }

  /** Consumes a match of a sticky pattern at this very place. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.pos;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.pos += found?.length ?? 0;
    return found;
  }

  /**
   * Skips `( … )` or `{ … }` with everything nested in it, from its opening bracket on. False where it never ends:
   * then only the opening bracket is consumed, so that what follows is still read.
   */
  skipBalanced(): boolean {
    this.skip();
    const inner = this.pos + 1;
    if (this.endless) {
      const found = this.match(flatBrackets) !== null;
      this.pos = found ? this.pos : inner;
      return found;
    }
    const stack: string[] = [];
    for (let char = this.peek(); char !== ""; char = this.peek()) {
      this.pos++;
      if (char === '"') {
        const end = this.text.indexOf('"', this.pos);
        this.pos = end < 0 ? this.text.length : end + 1;
      } else if (char === "(" || char === "{") {
        stack.push(char === "(" ? ")" : "}");
      } else if (char === stack.at(-1)) {
        stack.pop();
        if (stack.length === 0) {
          return true;
        }
      } else if (char === "}") {
        // A brace inside parentheses: they were never closed, and the brace belongs to somebody outside.
        this.pos--;
        return false;
      }
    }
    this.endless = true;
    this.pos = inner;
    return false;
  }

  /** Skips to the end of the line, or to one of these characters on it. */
  skipLine(stop = ""): void {
    while (this.pos < this.text.length && this.text[this.pos] !== "\n" && !stop.includes(this.text[this.pos] ?? "")) {
      this.pos++;
    }
  }

  /** The range of the next word or character, for a problem. */
  here(): SourceRange {
    const word = this.peekWord("name");
    return this.range(this.pos, word?.to ?? Math.min(this.pos + 1, this.text.length));
  }
}

/** Template markers stand for a name: `@X@`, `${X}`, `{{ X }}` are X. GNU ld itself drops `@`. */
function plainName(written: string): string {
  return /[@{]/.test(written) ? written.replace(/[@${}]/g, "").trim() : written;
}
