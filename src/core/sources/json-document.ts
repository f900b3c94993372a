import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { SourceRange, TextFile } from "../project/snapshot";
import { text } from "../text";

/** A JSON value with the place it stands at. Comments and trailing commas are accepted, as the tools around do. */
export class JsonValue {
  constructor(
    private readonly file: TextFile,
    private readonly node: Node,
  ) {}

  /** The value's range; a string's is without its quotes, so that an edit may replace it. */
  get range(): SourceRange {
    const quotes = this.node.type === "string" ? 1 : 0;
    return { uri: this.file.uri, start: this.node.offset + quotes, end: this.node.offset + this.node.length - quotes };
  }

  /** The characters at {@link range}. */
  get source(): string {
    return this.file.text.slice(this.range.start, this.range.end);
  }

  get type(): Node["type"] {
    return this.node.type;
  }

  get string(): string | undefined {
    return this.node.type === "string" ? String(this.node.value) : undefined;
  }

  get number(): number | undefined {
    return this.node.type === "number" ? Number(this.node.value) : undefined;
  }

  /** Every property in file order; a key given twice comes twice. */
  get properties(): readonly { readonly key: JsonValue; readonly name: string; readonly value: JsonValue }[] {
    if (this.node.type !== "object") return [];
    return (this.node.children ?? []).flatMap((property) => {
      const [key, value] = property.children ?? [];
      if (key === undefined || value === undefined) return [];
      return [{ key: new JsonValue(this.file, key), name: String(key.value), value: new JsonValue(this.file, value) }];
    });
  }

  get items(): readonly JsonValue[] {
    return this.node.type === "array" ? (this.node.children ?? []).map((child) => new JsonValue(this.file, child)) : [];
  }

  /** The last property of that name, as JSON readers take it. */
  member(name: string): JsonValue | undefined {
    return this.properties.findLast((property) => property.name === name)?.value;
  }
}

/** The parser calls itself for every level. */
const maximumDepth = 200;

/** Where the text opens more objects and lists inside each other than that. */
function offsetOfDepth(text: string, depth: number): number | undefined {
  const scanner = createScanner(text, true);
  let open = 0;
  for (;;) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    if (offset >= text.length) return undefined;
    const token = text[offset];
    if (token === "{" || token === "[") open++;
    if (token === "}" || token === "]") open--;
    if (open > depth) return offset;
  }
}

export interface JsonFault {
  readonly range: SourceRange;
  /** The parser's word for it: `CommaExpected`. */
  readonly reason: string;
  /** The same for people: `a comma is expected`. */
  readonly words: string;
}

/** Junk is one fault, not thousands. */
const mostFaults = 100;

const faultWords: Readonly<Record<string, string>> = {
  InvalidSymbol: text("this word is not known").template,
  InvalidNumberFormat: text("this is not a number").template,
  PropertyNameExpected: text("a key in double quotes is expected").template,
  ValueExpected: text("a value is expected").template,
  ColonExpected: text("a colon is expected").template,
  CommaExpected: text("a comma is expected").template,
  CloseBraceExpected: text("a closing brace is expected").template,
  CloseBracketExpected: text("a closing bracket is expected").template,
  EndOfFileExpected: text("the file should end here").template,
  UnexpectedEndOfComment: text("the comment does not end").template,
  UnexpectedEndOfString: text("the string does not end").template,
  UnexpectedEndOfNumber: text("the number does not end").template,
  InvalidUnicode: text("this is no Unicode escape").template,
  InvalidEscapeCharacter: text("this is no escape sequence").template,
  InvalidCharacter: text("this character is not allowed here").template,
  NestedTooDeep: text("it is nested too deep").template,
};

/** Parses as far as it goes; `root` is undefined when there is no value at all. Behind the first fault the others are guesses. */
export function parseJson(file: TextFile): {
  readonly root: JsonValue | undefined;
  readonly faults: readonly JsonFault[];
} {
  const tooDeep = offsetOfDepth(file.text, maximumDepth);
  if (tooDeep !== undefined)
    return {
      root: undefined,
      faults: [fault(file, "NestedTooDeep", tooDeep, 1)],
    };
  const errors: ParseError[] = [];
  const node = parseTree(file.text, errors, { allowTrailingComma: true, disallowComments: false });
  return {
    root: node === undefined ? undefined : new JsonValue(file, node),
    faults: errors
      .slice(0, mostFaults)
      .map(({ error, offset, length }) => fault(file, printParseErrorCode(error), offset, length)),
  };
}

function fault({ uri }: TextFile, reason: string, start: number, length: number): JsonFault {
  return { range: { uri, start, end: start + Math.max(1, length) }, reason, words: faultWords[reason] ?? reason };
}
