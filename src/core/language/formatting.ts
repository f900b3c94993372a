import { alignMemory } from "./memory-columns";
import { scriptLines, type ScriptLine } from "./script-lines";

export interface FormattingStyle {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** White space between two offsets that becomes `text`. */
export interface WhiteSpaceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Indentation by braces, columns of MEMORY, no white space at the end of lines. Nothing but white space changes, and
 * where there was none there is none afterwards: to GNU ld `A:` and `A :` are different words. Comments, lines of the
 * preprocessor and lines that continue another one by a backslash stay as they are.
 */
export function formattingEdits(source: string, style: FormattingStyle): readonly WhiteSpaceEdit[] {
  const lines = scriptLines(source);
  const edits = [...indentation(lines, source, style), ...alignMemory(lines, source), ...trailing(lines, source)];
  return edits
    .filter(({ start, end, text }) => source.slice(start, end) !== text)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function* indentation(lines: readonly ScriptLine[], source: string, style: FormattingStyle): Generator<WhiteSpaceEdit> {
  // How far the first line of the statement moved: the lines that continue it move along.
  let shift = 0;
  for (const line of lines) {
    if (line.fixed || line.first === undefined) continue;
    const old = width(source.slice(line.start, line.first), style.tabSize);
    const wanted = line.continues ? Math.max(0, old + shift) : line.depth * style.tabSize;
    if (!line.continues) shift = wanted - old;
    yield { start: line.start, end: line.first, text: spaces(wanted, style) };
  }
}

function* trailing(lines: readonly ScriptLine[], source: string): Generator<WhiteSpaceEdit> {
  for (const { fixed, start, first, end, endsInCode } of lines) {
    if (fixed || (first !== undefined && !endsInCode)) continue;
    const from = first ?? start;
    const text = source.slice(from, end);
    const kept = text.trimEnd().length;
    // A backslash with blanks behind it continues no line, without them it would.
    if (kept < text.length && !text.trimEnd().endsWith("\\")) yield { start: from + kept, end, text: "" };
  }
}

function width(blank: string, tabSize: number): number {
  let columns = 0;
  for (const character of blank) columns += character === "\t" ? tabSize - (columns % tabSize) : 1;
  return columns;
}

function spaces(columns: number, { tabSize, insertSpaces }: FormattingStyle): string {
  return insertSpaces
    ? " ".repeat(columns)
    : "\t".repeat(Math.floor(columns / tabSize)) + " ".repeat(columns % tabSize);
}
