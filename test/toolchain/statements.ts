/** One statement of a generated C unit that can be taken out. */
export interface Statement {
  /** Function it is in. */
  readonly place: string;
  /** On one line, without comments. */
  readonly text: string;
  /** First and last line, counted from 0. */
  readonly first: number;
  readonly last: number;
}

/**
 * Statements in the function bodies of a unit, in the generator's layout: braces on lines of their own, one statement a
 * line unless it is broken. Compound statements come whole and also piece by piece; so does each instruction of an asm
 * block. Declarations, comments, directives and preprocessor lines stay.
 */
export function statementsOf(code: string): Statement[] {
  const lines = code.replace(/\/\*.*?\*\//gs, blanked).split("\n");
  const found: Statement[] = [];
  let place = "";
  lines.forEach((line, index) => {
    place = HEAD.exec(line)?.[1] ?? place;
    const last = endOf(lines, index);
    if (last !== undefined && isInBody(lines, index)) {
      const text = lines
        .slice(index, last + 1)
        .join(" ")
        .replace(/\s+/g, " ")
        .trim();
      found.push({ place, text, first: index, last });
    }
  });
  return found;
}

/** The head of a function, at the margin. */
const HEAD = /^(?:[^\s#*/].*?\b)?(?:void|bool) (\w+)\(/;

/** Same number of lines, nothing in them. */
function blanked(comment: string): string {
  return comment.replace(/[^\n]+/g, " ");
}

function isInBody(lines: readonly string[], index: number): boolean {
  const before = lines.slice(0, index);
  return before.lastIndexOf("{") > before.lastIndexOf("}");
}

/** Last line of the statement that starts on this line; undefined: none does. */
function endOf(lines: readonly string[], index: number): number | undefined {
  const line = (lines[index] ?? "").trimEnd();
  if (/^\s+"[^.]/.test(line)) {
    return index;
  }
  if (!/^\s+[\w*((&]/.test(line) || isContinued(lines[index - 1]) || line.trim().startsWith("__asm volatile(")) {
    return line.trim().startsWith("__asm volatile(") && line.endsWith(";") ? index : undefined;
  }
  if (/^\s*(?:if|for|while) \(.*\)$/.test(line)) {
    const brace = `${/^\s*/.exec(line)?.[0] ?? ""}}`;
    return lines.findIndex((other, at) => at > index && other.trimEnd() === brace);
  }
  const last = lines.findIndex((other, at) => at >= index && /[;}]$/.test(other.trimEnd()));
  return last < 0 ? undefined : last;
}

/** The line before ends in the middle of an expression. */
function isContinued(before: string | undefined): boolean {
  return /(?:\|\||&&|[=(,|])$/.test(before?.trimEnd() ?? "");
}

/** The unit without the statement, on the same lines. */
export function without(code: string, { first, last }: Statement): string {
  const lines = code.split("\n");
  return lines.map((line, index) => (index >= first && index <= last ? "" : line)).join("\n");
}

/** The unit with `prefix` in front of every function it defines, so that many fit into one file. */
export function renamed(code: string, prefix: string): string {
  const names = code.split("\n").map((line) => HEAD.exec(line)?.[1]);
  const all = [...new Set(names.filter((name) => name !== undefined))];
  return code.replace(new RegExp(`\\b(?:${all.join("|")})\\b`, "g"), `${prefix}$&`);
}
