import type { SourceRange } from "../project/snapshot";
import { text as sentence } from "../text";
import type { Problems } from "./problems";
import type { ScriptText } from "./script-text";

/** What the cursors of all dialects share: a place in the text, and steps over characters and block comments. */
export abstract class TextCursor {
  pos = 0;
  readonly text: string;

  constructor(
    readonly source: ScriptText,
    protected readonly problems: Problems,
  ) {
    this.text = source.text;
  }

  /** Skips what means nothing in the dialect: white space and comments. */
  abstract skip(): void;

  /** Steps over a block comment that begins here. */
  protected skipComment(): void {
    const end = this.text.indexOf("*/", this.pos + 2);
    if (end < 0) {
      this.problems.syntax(this.range(this.pos, this.pos + 2), sentence("This comment is never closed."));
    }
    this.pos = end < 0 ? this.text.length : end + 2;
  }

  /** The next significant character, empty at the end; nothing but white space is consumed. */
  peek(): string {
    this.skip();
    return this.text[this.pos] ?? "";
  }

  /** Consumes these characters where they come next. */
  accept(characters: string): boolean {
    this.skip();
    const found = this.text.startsWith(characters, this.pos);
    this.pos += found ? characters.length : 0;
    return found;
  }

  range(from: number, to: number): SourceRange {
    return this.source.range(from, to);
  }
}
