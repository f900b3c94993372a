import { BlockTracker, type OpenBlock } from "./script-blocks";
import { isCode, scriptTokens, type ScriptToken } from "./script-tokens";

/** A line of a script, as its formatter sees it. */
export interface ScriptLine {
  readonly start: number;
  /** Offset behind its last character, line break excluded. */
  readonly end: number;
  /** Offset of its first token or comment; undefined on a blank line. */
  readonly first: number | undefined;
  /** It begins inside a comment, holds one of several lines, is the preprocessor's or a template's, or is continued. */
  readonly fixed: boolean;
  /** Blocks around it, a closing brace at its beginning not counted. */
  readonly depth: number;
  /** The statement of a line before goes on here. */
  readonly continues: boolean;
  /** Its last token is no comment. */
  readonly endsInCode: boolean;
  /** The innermost block that it begins in. */
  readonly block: OpenBlock | undefined;
  readonly tokens: readonly ScriptToken[];
}

const opensContinuation = /^(?:[-+*%&|^?:=,<>]|\|\||&&|==|!=|<=|>=|<<|>>|AT)$/;
const asksForMore = /^(?:[-+/%&|^?=(,]|\|\||&&|==|!=|<=|>=|<<)$/;
const memoryField = /^(?:ORIGIN|org|o|LENGTH|len|l)$/;

/** The lines of a script with what its formatter has to know of each. */
export function scriptLines(source: string): readonly ScriptLine[] {
  const tokens = scriptTokens(source);
  const tracker = new BlockTracker();
  const lines: ScriptLine[] = [];
  let next = 0;
  let covered = 0;
  let parentheses = 0;
  let last: ScriptToken | undefined;
  for (let start = 0; start <= source.length;) {
    const newline = source.indexOf("\n", start);
    const lineEnd = newline < 0 ? source.length : newline;
    const end = source[lineEnd - 1] === "\r" && lineEnd > start ? lineEnd - 1 : lineEnd;
    const own: ScriptToken[] = [];
    const { blocks } = tracker;
    const begun = { inside: covered > start, parentheses, last };
    for (let token = tokens[next]; token !== undefined && token.start < lineEnd; token = tokens[++next]) {
      own.push(token);
      covered = Math.max(covered, token.end);
      tracker.take(token);
      if (!isCode(token)) continue;
      parentheses = depthAfter(parentheses, token.text);
      last = token;
    }
    const [head] = own;
    lines.push({
      start,
      end,
      first: head?.start ?? (begun.inside ? start : undefined),
      fixed: begun.inside || covered > lineEnd || isFixed(source, start, own),
      depth: Math.max(0, blocks.length - (head?.text === "}" ? 1 : 0)),
      continues: head !== undefined && continuesStatement(head, begun, blocks.at(-1)?.kind === "memory"),
      endsInCode: own.at(-1) !== undefined && own.at(-1)?.kind !== "comment",
      block: blocks.at(-1),
      tokens: own,
    });
    start = newline < 0 ? source.length + 1 : newline + 1;
  }
  return lines;
}

function depthAfter(parentheses: number, text: string): number {
  if (text === "(") return parentheses + 1;
  if (text === ")") return Math.max(0, parentheses - 1);
  // A brace or semicolon ends whatever parenthesis somebody forgot.
  return text === "{" || text === "}" || text === ";" ? 0 : parentheses;
}

function isFixed(source: string, start: number, own: readonly ScriptToken[]): boolean {
  return (
    own.some(({ kind }) => kind === "directive" || kind === "template") ||
    (own[0]?.kind === "comment" && own[0].text.startsWith("#")) ||
    /\\\r?\n$/.test(source.slice(Math.max(0, start - 3), start))
  );
}

function continuesStatement(
  head: ScriptToken,
  { parentheses, last }: { readonly parentheses: number; readonly last: ScriptToken | undefined },
  inMemory: boolean,
): boolean {
  if (head.kind === "comment") return parentheses > 0;
  if (head.text === "{" || head.text === "}") return false;
  if (parentheses > 0 || (last !== undefined && asksForMore.test(last.text))) return true;
  // `> FLASH` and `AT> FLASH` below a closing brace belong to it, an input pattern `*(.text)` begins a statement.
  return (opensContinuation.test(head.text) && head.text !== "*") || (inMemory && memoryField.test(head.text));
}
