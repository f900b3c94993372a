import type { WhiteSpaceEdit } from "./formatting";
import type { ScriptLine } from "./script-lines";
import { isCode } from "./script-tokens";

/** Nobody aligns longer lines than this. */
const longestLine = 1000;

/** An entry of MEMORY on a line of its own, cut where columns begin. */
interface Entry {
  /** `FLASH`, `(rx)`, `: ORIGIN = 0x08000000,`, `LENGTH = 1M`, comment; empty where the entry has none. */
  readonly cells: readonly Cell[];
}

interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const entry =
  /^([^\s():,"]+(?:\([^(){}\n]*\))?|"[^"\n]+")(?:[ \t]+(\([^(){}\n]*\)))?[ \t]+(:[ \t]+(?:ORIGIN|org|o)\b[^\n]*?)[ \t]+((?:LENGTH|len|l)[ \t]*=[^\n]*)$/;

/** Brings the columns of neighbouring entries of MEMORY in line: attributes, colon, LENGTH and the comment behind. */
export function* alignMemory(lines: readonly ScriptLine[], source: string): Generator<WhiteSpaceEdit> {
  let group: Entry[] = [];
  for (const line of lines) {
    const inside = line.block?.kind === "memory";
    // Comments and `#if` between entries do not part them.
    if (inside && line.tokens.length > 0 && (line.fixed || !line.tokens.some(isCode))) continue;
    const found = inside && !line.continues ? entryOf(line, source) : undefined;
    if (found === undefined) {
      yield* aligned(group);
      group = [];
    } else {
      group.push(found);
    }
  }
  yield* aligned(group);
}

/** The cells of an entry; undefined where the line is something else, or where a column has no white space in front. */
function entryOf(line: ScriptLine, source: string): Entry | undefined {
  const comment = line.tokens.find(({ kind }) => kind === "comment");
  if (line.first === undefined || line.end - line.first > longestLine) return undefined;
  // A comment between the columns: a person's own arrangement.
  if (comment !== undefined && comment !== line.tokens.at(-1)) return undefined;
  if (line.tokens.some(({ text }) => text === "{" || text === "}")) return undefined;
  const code = source.slice(line.first, comment?.start ?? line.end);
  const match = entry.exec(code.trimEnd());
  if (match === null) return undefined;
  const [, name = "", attributes = "", origin = "", length = ""] = match;
  const cells: Cell[] = [];
  let from = line.first;
  for (const text of [name, attributes, origin, length]) {
    const start = text === "" ? from : source.indexOf(text, from);
    from = start + text.length;
    cells.push({ text, start, end: from });
  }
  if (comment !== undefined && comment.start > from) cells.push({ ...comment });
  return { cells };
}

function* aligned(group: readonly Entry[]): Generator<WhiteSpaceEdit> {
  if (group.length === 0) return;
  const widths = [0, 1, 2, 3].map((column) => Math.max(...group.map(({ cells }) => cells[column]?.text.length ?? 0)));
  for (const { cells } of group) {
    // Where the cell before begins, and where this one has to.
    let [behind, gap] = [cells[0]?.end ?? 0, 0];
    for (let column = 1; column < cells.length; column++) {
      const cell = cells[column];
      if (cell === undefined) break;
      gap +=
        (widths[column - 1] ?? 0) - (cells[column - 1]?.text.length ?? 0) + ((widths[column - 1] ?? 0) > 0 ? 1 : 0);
      if (cell.text === "") continue;
      // A comment may touch the code: white space is never put where there was none.
      if (cell.start > behind) yield { start: behind, end: cell.start, text: " ".repeat(gap) };
      [behind, gap] = [cell.end, 0];
    }
  }
}
