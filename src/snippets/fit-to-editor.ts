import type { SnippetLanguage } from "../core/snippets/request";

/** How an editor writes code. */
export interface EditorStyle {
  readonly insertSpaces: boolean;
  /** Columns of one indentation step. */
  readonly tabSize: number;
  readonly eol: "\n" | "\r\n";
}

/** Where code goes. */
export interface Place {
  /** The cursor's line in front of it, and behind it. */
  readonly before: string;
  readonly after: string;
  /** Nothing but white space stands above and before the cursor. */
  readonly atTop: boolean;
}

/** Columns of one indentation step in the code that core/snippets writes. */
const generatedSteps: Readonly<Record<SnippetLanguage, number>> = { c: 2, cpp: 2, rust: 4 };

/**
 * Generated code in the manner of the editor: its indentation and its line ends. Only whole leading steps change, so
 * comments keep the one space that aligns their asterisks.
 * @param base indentation of every line but those for the preprocessor, which stay at the margin
 */
export function fitToEditor(code: string, language: SnippetLanguage, style: EditorStyle, base = ""): string {
  const unit = style.insertSpaces ? " ".repeat(style.tabSize) : "\t";
  const step = generatedSteps[language];
  const fit = (line: string): string => {
    if (line === "" || (language !== "rust" && line.startsWith("#"))) {
      return line;
    }
    const spaces = /^ */.exec(line)?.[0].length ?? 0;
    const steps = Math.floor(spaces / step);
    return base + unit.repeat(steps) + line.slice(steps * step);
  };
  return code.split(/\r?\n/).map(fit).join(style.eol);
}

/** The code as it will stand at a cursor: in the editor's manner, and indented as the cursor's line is. */
export function fitToPlace(code: string, language: SnippetLanguage, place: Place, style: EditorStyle): string {
  return fitToEditor(place.atTop ? code : asItems(code, language), language, style, indentation(place));
}

/** The text to insert at a cursor, so that the code is on lines of its own. */
export function textAt(code: string, language: SnippetLanguage, place: Place, style: EditorStyle): string {
  const base = indentation(place);
  const fitted = fitToPlace(code, language, place, style);
  const body = fitted.endsWith(style.eol) ? fitted.slice(0, -style.eol.length) : fitted;
  // Behind nothing but white space the first line is indented already.
  const blank = place.before.trim() === "";
  const start = blank ? body.slice(body.startsWith(base) ? base.length : 0) : style.eol + body;
  return place.after.trim() === "" ? start : start + style.eol + base;
}

function indentation({ before }: Place): string {
  return /^\s*/.exec(before)?.[0] ?? "";
}

/** `//!` describes the module it opens: below other code it is an error, and an ordinary comment says the same. */
function asItems(code: string, language: SnippetLanguage): string {
  return language === "rust" ? code.replace(/^\/\/!/gm, "//") : code;
}
