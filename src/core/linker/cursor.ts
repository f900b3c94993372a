import type { SourceRange } from "../project/snapshot";
import type { Problems } from "./problems";
import type { ScriptText } from "./script-text";
import { TextCursor } from "./text-cursor";

/** A piece of the text that was consumed. */
export interface Span {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const space = /[\s\ufeff]+/y;

/** A cursor over an IAR or Arm script. Every step is linear; nothing here throws. */
export class Cursor extends TextCursor {
  /** @param lineComment what opens a comment to the end of the line, beside `//` */
  constructor(
    source: ScriptText,
    problems: Problems,
    private readonly lineComment: ";" | "//",
  ) {
    super(source, problems);
  }

  /** Skips white space and comments. */
  skip(): void {
    for (;;) {
      const { text, pos } = this;
      if (text.startsWith("//", pos) || (text[pos] === this.lineComment && pos < text.length)) {
        const end = text.indexOf("\n", pos);
        this.pos = end < 0 ? text.length : end;
      } else if (text.startsWith("/*", pos)) {
        this.skipComment();
      } else if (this.consume(space) === null) {
        return;
      }
    }
  }

  /** Consumes what a sticky pattern matches next, behind white space and comments; null (and nothing) where it does not. */
  match(pattern: RegExp): Span | null {
    this.skip();
    return this.consume(pattern);
  }

  private consume(pattern: RegExp): Span | null {
    pattern.lastIndex = this.pos;
    const found = pattern.exec(this.text)?.[0] ?? "";
    if (found === "") {
      return null;
    }
    const from = this.pos;
    this.pos += found.length;
    return { text: found, from, to: this.pos };
  }

  /** Consumes these words, in this order, in any case; all or none. */
  words(...wanted: readonly string[]): Span | null {
    this.skip();
    const start = this.pos;
    let from: number | null = null;
    for (const word of wanted) {
      const found = this.match(wordPattern);
      if (found?.text.toLowerCase() !== word) {
        this.pos = start;
        return null;
      }
      from ??= found.from;
    }
    return { text: wanted.join(" "), from: from ?? start, to: this.pos };
  }

  /** The range of the next word or character, for a problem. */
  here(): SourceRange {
    this.skip();
    const { pos } = this;
    const word = this.consume(wordPattern);
    this.pos = pos;
    return this.range(pos, word?.to ?? Math.min(pos + 1, this.text.length));
  }

  /** Whether nothing but blanks stands in front on the line. */
  atLineStart(): boolean {
    const before = this.text.slice(Math.max(0, this.pos - 200), this.pos);
    return /(?:^|\n)[ \t]*$/.test(before);
  }

  /** Skips to one of these characters, or to the end. Comments and strings are passed over as such. */
  skipTo(stop: string): void {
    for (let char = this.peek(); char !== "" && !stop.includes(char); char = this.peek()) {
      if (this.consume(stringPattern) === null && this.consume(plainRun) === null) this.pos++;
    }
  }

  /** Skips to the next brace, and over `{ … }` with everything nested in it. */
  skipBraces(): void {
    let depth = 0;
    do {
      this.skipTo("{}");
      if (this.accept("{")) depth++;
      else if (this.accept("}")) depth--;
      else return;
    } while (depth > 0);
  }
}

const wordPattern = /[A-Za-z_$][\w$.]{0,400}/y;
const plainRun = /[\w.$]+/y;
const stringPattern = /"[^"\n]{0,4000}"/y;
