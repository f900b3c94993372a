import type { SourceRange, Uri } from "../project/snapshot";

/** A stretch of text and where it came from. */
export interface Segment {
  /** Offset in {@link ScriptText.text}. */
  readonly out: number;
  readonly length: number;
  /** Where these characters are written; null for text a macro made up (`##`) or that stands in no file. */
  readonly spelled: SourceRange | null;
  /** The outermost macro invocation that produced them; null for text that stands there itself. */
  readonly call: SourceRange | null;
}

export interface ExpressionPlace {
  readonly range: SourceRange;
  /** True when the file says exactly this at `range`: no macro took part, or one that only passed it on. */
  readonly exact: boolean;
}

const insignificant = /\s+|\/\*[^]*?\*\/|\/\/[^\n]*|\\\r?\n/g;

/**
 * The text the linker reads (a file, or the preprocessor's output) with a map back to the files it came from.
 * Offsets are UTF-16 offsets in `text` unless they come in a {@link SourceRange}.
 */
export class ScriptText {
  constructor(
    readonly uri: Uri,
    readonly text: string,
    private readonly segments: readonly Segment[],
    private readonly sourceOf: (uri: Uri) => string | undefined,
  ) {}

  /** A file that goes to the linker as it is. */
  static verbatim(uri: Uri, text: string): ScriptText {
    const spelled = { uri, start: 0, end: text.length };
    return new ScriptText(uri, text, [{ out: 0, length: text.length, spelled, call: null }], () => text);
  }

  /** The range in the file the text stands in: a macro's text stands where the macro is invoked. */
  range(from: number, to: number): SourceRange {
    const first = this.standing(from, from);
    const last = to > from ? this.standing(to - 1, to) : first;
    if (first.uri !== last.uri) {
      return first;
    }
    return { uri: first.uri, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
  }

  /** The range where the characters are written, also inside a macro's definition; null where there is none. */
  spelled(from: number, to: number): SourceRange | null {
    let index = this.indexAt(from);
    let segment = this.segments[index];
    if (segment === undefined) {
      return null;
    }
    const start = inside(segment, from, Math.min(to, segment.out + segment.length));
    let end = start;
    while (start !== null && end !== null && segment.out + segment.length < to) {
      const next: Segment | undefined = this.segments[++index];
      if (next === undefined || next.out !== segment.out + segment.length) {
        return null;
      }
      const more = inside(next, next.out, Math.min(to, next.out + next.length));
      if (more?.uri !== end.uri || more.start !== end.end) {
        return null;
      }
      end = more;
      segment = next;
    }
    return start === null || end === null ? null : { uri: start.uri, start: start.start, end: end.end };
  }

  /** Where an expression stands, and whether an edit could replace it there as a whole. */
  expression(from: number, to: number): ExpressionPlace {
    if (to <= from) {
      return { range: this.range(from, from), exact: false };
    }
    const first = this.segments[this.indexAt(from)];
    const last = this.segments[this.indexAt(to - 1)];
    if (first === undefined || last === undefined) {
      return { range: this.range(from, to), exact: false };
    }
    if (first === last && first.call === null) {
      return { range: this.range(from, to), exact: true };
    }
    if (first.call === null && last.call === null) {
      const range = this.range(from, to);
      return { range, exact: this.says(range, from, to) };
    }
    return this.argument(first, last, from, to) ?? { range: this.range(from, to), exact: false };
  }

  /** An expression that is one argument of a macro call stands in the file as well: inside the call's parentheses. */
  private argument(first: Segment, last: Segment, from: number, to: number): ExpressionPlace | null {
    const head = inside(first, from, Math.min(to, first.out + first.length));
    const tail = inside(last, Math.max(from, last.out), to);
    const call = first.call;
    if (head === null || tail === null || call === null || call !== last.call) {
      return null;
    }
    if (head.uri !== call.uri || tail.uri !== call.uri || head.start < call.start || tail.end > call.end) {
      return null;
    }
    const range = { uri: call.uri, start: head.start, end: tail.end };
    return range.end > range.start && this.says(range, from, to) ? { range, exact: true } : null;
  }

  private says(range: SourceRange, from: number, to: number): boolean {
    const written = this.sourceOf(range.uri)?.slice(range.start, range.end);
    return written?.replace(insignificant, "") === this.text.slice(from, to).replace(insignificant, "");
  }

  private standing(from: number, to: number): SourceRange {
    const segment = this.segments[this.indexAt(from)];
    const range = segment === undefined ? null : (segment.call ?? inside(segment, from, to));
    return range ?? { uri: this.uri, start: 0, end: 0 };
  }

  /** The last segment that begins at or before the offset. */
  private indexAt(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const segment = this.segments[middle];
      if (segment !== undefined && segment.out <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

function inside(segment: Segment, from: number, to: number): SourceRange | null {
  const { spelled } = segment;
  if (spelled === null || spelled.end - spelled.start !== segment.length) {
    return spelled;
  }
  const limit = (offset: number): number => spelled.start + Math.min(Math.max(offset - segment.out, 0), segment.length);
  return { uri: spelled.uri, start: limit(from), end: limit(to) };
}
