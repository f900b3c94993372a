/** A word of a command line, with the place it stands at in its file. Quotes are off, backslashes are slashes. */
export interface CommandWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** How a file writes its command lines. */
export interface CommandStyle {
  /** A new line ends a command, unless a backslash stands in front of it. CMake and JSON go on. */
  readonly lines: boolean;
}

/** A line of this length is no command that anybody wrote. */
const longestCommand = 20_000;
const blank = /[\s,]/;
const quote = /["'`]/;

/**
 * The commands of a stretch of text, each as its words: split at blanks, commas and what stands between commands. Reads
 * shells, Makefiles, CMake and the inside of JSON strings alike; nothing is expanded.
 */
export function commandsIn(text: string, start: number, end: number, style: CommandStyle): CommandWord[][] {
  const commands: CommandWord[][] = [[]];
  const next = (): void => {
    if ((commands.at(-1)?.length ?? 0) > 0) commands.push([]);
  };
  const last = Math.min(end, text.length);
  let at = start;
  while (at < last) {
    const character = text[at] ?? "";
    if (character === "\\" && /\r|\n/.test(text[at + 1] ?? "")) at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    else if (character === "\n" && style.lines) {
      next();
      at++;
    } else if (blank.test(character)) at++;
    else if (character === "#" && startsComment(text, at)) at = endOfLine(text, at, last);
    else if (/[;&|]/.test(character)) {
      next();
      at++;
    } else {
      const word = wordAt(text, at, last);
      commands.at(-1)?.push(word);
      at = Math.max(word.end, at + 1);
      if (quote.test(text[at] ?? "")) at++;
      if (text.startsWith('\\"', at)) at += 2;
    }
  }
  return commands.filter((words) => words.length > 0);
}

/** The words inside a quoted word: `-c "program app.bin verify"`. */
export function commandsInside(text: string, word: CommandWord): CommandWord[][] {
  return /\s/.test(word.text) ? commandsIn(text, word.start, word.end, { lines: false }) : [];
}

function startsComment(text: string, at: number): boolean {
  return at === 0 || /\s/.test(text[at - 1] ?? "");
}

function endOfLine(text: string, at: number, last: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? last : Math.min(end, last);
}

/** One word: plain, or quoted as a whole (`"…"`, `'…'`, and `\"…\"` inside JSON). */
function wordAt(text: string, from: number, last: number): CommandWord {
  const opening = text.startsWith('\\"', from) ? '\\"' : quote.test(text[from] ?? "") ? (text[from] ?? "") : "";
  if (opening !== "") {
    const start = from + opening.length;
    const close = text.indexOf(opening, start);
    const end = close < 0 || close > Math.min(last, start + longestCommand) ? Math.min(last, start) : close;
    return { text: plain(text.slice(start, end)), start, end };
  }
  let end = from;
  while (end < last && !/[\s,;&|"']/.test(text[end] ?? "") && end - from < longestCommand) {
    // `$(VAR)` and `${VAR}` may hold blanks: `$(BUILD DIR)` is rare, `$(call f, x)` is no name.
    end++;
  }
  // A backslash in front of a quote belongs to the quote; one at a line's end continues the line.
  const stop = text[end - 1] === "\\" && end - 1 > from ? end - 1 : end;
  return { text: plain(text.slice(from, stop)), start: from, end: stop };
}

function plain(text: string): string {
  return text.replace(/\\{1,2}/g, "/");
}
