import { BlockTracker } from "./script-blocks";
import { conditionalOf, scriptTokens } from "./script-tokens";

/** Lines that can be folded away, zero-based. The last one stays in sight where it holds the closing brace. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind: "block" | "comment" | "condition";
}

/** The folds of a GNU ld script: braces, comments of several lines, the branches of `#if`. */
export function foldsOf(source: string): readonly Fold[] {
  const folds: Fold[] = [];
  const lineOf = lineCounter(source);
  const tracker = new BlockTracker();
  const branches: number[] = [];
  const add = (start: number, end: number, kind: Fold["kind"]): void => {
    if (end > start) folds.push({ start, end, kind });
  };
  for (const token of scriptTokens(source)) {
    const line = lineOf(token.start);
    const conditional = conditionalOf(token);
    if (conditional === "else" || conditional === "endif") {
      const from = branches.pop();
      if (from !== undefined) add(from, line - 1, "condition");
    }
    if (conditional === "if" || conditional === "else") branches.push(line);
    if (token.kind === "comment") add(line, lineOf(token.end), "comment");
    const closed = tracker.take(token);
    if (closed !== undefined) add(lineOf(closed.brace.start), line - 1, "block");
  }
  return folds;
}

/** Line of an offset. */
function lineCounter(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
