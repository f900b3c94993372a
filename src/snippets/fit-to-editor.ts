/** How an editor writes code. */
export interface EditorStyle {
  readonly insertSpaces: boolean;
  /** Columns of one indentation step. */
  readonly tabSize: number;
  readonly eol: "\n" | "\r\n";
}

/** Columns of one indentation step in the code that core/snippets writes. */
const generatedStep = 2;

/**
 * Generated code in the manner of the editor: its indentation and its line ends. Only whole leading steps change, so
 * comments keep the one space that aligns their asterisks.
 */
export function fitToEditor(code: string, style: EditorStyle): string {
  const unit = style.insertSpaces ? " ".repeat(style.tabSize) : "\t";
  return code
    .split(/\r?\n/)
    .map((line) => {
      const spaces = /^ */.exec(line)?.[0].length ?? 0;
      const steps = Math.floor(spaces / generatedStep);
      return unit.repeat(steps) + line.slice(steps * generatedStep);
    })
    .join(style.eol);
}

/**
 * The text to insert at a cursor so that the code starts and ends on lines of its own.
 * @param before the cursor's line in front of it
 * @param after the cursor's line behind it
 */
export function onOwnLines(code: string, before: string, after: string, eol: EditorStyle["eol"]): string {
  const start = before.trim() === "" ? "" : eol;
  const body = code.endsWith(eol) ? code : code + eol;
  return start + (after.trim() === "" ? body.slice(0, -eol.length) : body);
}
