import type { Segment } from "./script-text";
import type { Token } from "./preprocessor-tokens";

/** Glued, these would read as one token to the linker where the preprocessor meant two. */
const followers: Readonly<Record<string, string>> = {
  ".": ".",
  ">": ">=",
  "<": "<=",
  "+": "+=",
  "-": "-=>",
  "/": "/*=",
  "&": "&=",
  "|": "|=",
  "=": "=",
  "!": "=",
  "*": "=/",
  "%": "=",
  "^": "=",
};

/** Writes the preprocessor's output and the map back to its sources. */
export class ScriptTextBuilder {
  readonly segments: Segment[] = [];
  private readonly pieces: string[] = [];
  private length = 0;
  private last: Token | undefined;

  text(): string {
    return this.pieces.join("");
  }

  append(token: Token): void {
    const { last } = this;
    if (last !== undefined && (token.space || (last.call !== token.call && wouldGlue(last, token)))) {
      this.pieces.push(" ");
      this.length++;
    }
    const previous = this.segments.at(-1);
    if (previous !== undefined && follows(previous, token, this.length)) {
      const spelled = previous.spelled === null ? null : { ...previous.spelled, end: token.spelled?.end ?? 0 };
      this.segments[this.segments.length - 1] = { ...previous, length: previous.length + token.text.length, spelled };
    } else {
      const { spelled, call } = token;
      this.segments.push({ out: this.length, length: token.text.length, spelled, call });
    }
    this.pieces.push(token.text);
    this.length += token.text.length;
    this.last = token;
  }
}

/** True when the token continues the segment both in the output and in its file. */
function follows(segment: Segment, token: Token, at: number): boolean {
  const { spelled } = segment;
  return (
    spelled !== null &&
    segment.out + segment.length === at &&
    segment.call === token.call &&
    token.spelled?.uri === spelled.uri &&
    token.spelled.start === spelled.end &&
    spelled.end - spelled.start === segment.length &&
    token.spelled.end - token.spelled.start === token.text.length
  );
}

/** After cpp_avoid_paste of GCC: only what the linker's lexer would take for one token. */
function wouldGlue(left: Token, right: Token): boolean {
  const next = right.text.charAt(0);
  if (left.kind === "number") {
    return /[\w.+-]/.test(next);
  }
  if (left.kind === "name") {
    return /\w/.test(next);
  }
  return (followers[left.text] ?? "").includes(next) || (left.text === "." && right.kind === "number");
}
