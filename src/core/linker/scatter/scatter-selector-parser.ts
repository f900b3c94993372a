import type { SourceRange } from "../../project/snapshot";
import type { Cursor } from "../cursor";
import type { InputPattern } from "../linker-script";

const modulePattern = /"[^"\n]{0,400}"|[^\s(){};",]{1,400}/y;
const sectionPattern = /"[^"\n]{0,400}"|[^\s(){},;"]{1,400}/y;

/** Told of every file and section pattern. */
export type PatternListener = (kind: "section" | "file", name: string, range: SourceRange) => void;

/**
 * The selectors of an execution region, up to its closing brace: `*.o (RESET, +First)`, `.ANY (+RO)`. Gives the section
 * names, `+First` in front; selections by attribute only (`+RO`) name none. What armlink may leave out is decided by
 * references and entry points, never here: all are kept.
 */
export function parseSelectors(cursor: Cursor, listener: PatternListener): InputPattern[] {
  const [first, others]: [InputPattern[], InputPattern[]] = [[], []];
  for (let next = cursor.peek(); next !== "" && next !== "}"; next = cursor.peek()) {
    if (cursor.accept("(")) {
      const { inputs, isFirst } = parseSections(cursor, listener);
      for (const input of inputs) (isFirst ? first : others).push(input);
      continue;
    }
    const found = cursor.match(modulePattern);
    if (found === null) cursor.pos++;
    else if (!/^[*.]|^"?\*/.test(found.text)) note(cursor, found, "file", listener);
  }
  return [...first, ...others];
}

/** Behind the opening parenthesis, through the closing one. */
function parseSections(
  cursor: Cursor,
  listener: PatternListener,
): { readonly inputs: readonly InputPattern[]; readonly isFirst: boolean } {
  const inputs: InputPattern[] = [];
  let isFirst = false;
  let depth = 1;
  for (let next = cursor.peek(); next !== "" && next !== "}" && depth > 0; next = cursor.peek()) {
    if (cursor.accept("(")) depth++;
    else if (cursor.accept(")")) depth--;
    else {
      const found = cursor.match(sectionPattern);
      if (found === null) cursor.pos++;
      else if (/^\+?first$/i.test(found.text)) isFirst = true;
      else if (!/^[+:]|^\+?last$|^OVERALIGN$|^[0-9]/i.test(found.text)) {
        inputs.push({ ...note(cursor, found, "section", listener), kept: true });
      }
    }
    if (depth === 0) break;
  }
  return { inputs, isFirst };
}

function note(
  cursor: Cursor,
  found: { readonly text: string; readonly from: number; readonly to: number },
  kind: "section" | "file",
  listener: PatternListener,
): { readonly name: string; readonly range: SourceRange } {
  const name = found.text.replaceAll('"', "");
  const range = cursor.range(found.from, found.to);
  listener(kind, name, range);
  return { name, range };
}
