import { text } from "../text";
import { parseExpression } from "./expression-parser";
import type { ParserHost } from "./parser-host";
import type { Scanner, Word } from "./scanner";
import { parseStatement, recover } from "./statement-parser";
import type { InputPattern } from "./linker-script";
import type { BodyItem } from "./syntax";

/** Bytes each data statement puts out (GNU ld manual "Output Section Data"). */
const dataSizes: Readonly<Record<string, number>> = { BYTE: 1, SHORT: 2, LONG: 4, QUAD: 8, SQUAD: 8 };
const sorters = new Set([..."SORT SORT_BY_NAME SORT_BY_ALIGNMENT SORT_BY_INIT_PRIORITY SORT_NONE REVERSE".split(" ")]);
const loneWords = new Set(["CONSTRUCTORS", "CREATE_OBJECT_SYMBOLS", "LINKER_VERSION"]);
const anotherSection = /\s{1,100}:\s{0,100}\{|:\s{0,100}\{/y;

/** What the braces of an output section say. */
export interface SectionBody {
  readonly inputs: InputPattern[];
  /** How many KEEP parentheses are open. */
  keeping: number;
  readonly items: BodyItem[];
}

/** Reads statements up to (not including) the closing brace, or to the end of the text. */
export function parseBody(scanner: Scanner, host: ParserHost, body: SectionBody): void {
  for (;;) {
    const next = scanner.peek();
    if (next === "" || next === "}") {
      return;
    }
    if (scanner.accept(";") || scanner.accept(",")) {
      continue;
    }
    if (scanner.accept(")")) {
      // The ')' of KEEP ( … ) and of sorted files ends up here.
      body.keeping = Math.max(0, body.keeping - 1);
      continue;
    }
    // `x/*.o` is a pattern: a statement's name ends where a pattern would end, too.
    const named = scanner.peekWord("name")?.to === scanner.peekWord("file")?.to;
    if (named && (parseData(scanner, host, body) || parseStatement(scanner, host, { body: body.items }))) {
      continue;
    }
    const word = scanner.word("file");
    if (word === null) {
      host.complain(scanner.here(), text("An input section or an assignment is expected here."));
      scanner.pos += scanner.atEnd() ? 0 : 1;
      recover(scanner);
    } else if (!parseInput(scanner, host, body, word)) {
      return;
    }
  }
}

/** `BYTE(…)`, `FILL(…)`, `ASCIZ "…"`, `INCLUDE file`. */
function parseData(scanner: Scanner, host: ParserHost, body: SectionBody): boolean {
  const word = scanner.peekWord("name");
  if (word === null || word.quoted) {
    return false;
  }
  const size = Object.hasOwn(dataSizes, word.text) ? dataSizes[word.text] : undefined;
  scanner.pos = word.to;
  if ((size !== undefined || word.text === "FILL") && scanner.accept("(")) {
    const expression = parseExpression(scanner, host.problems);
    if (!scanner.accept(")") && expression.node.kind !== "fault") {
      host.complain(scanner.here(), text("A ')' is missing."));
    }
    if (size !== undefined) {
      addItem(host, body, { kind: "data", size, range: scanner.range(word.from, scanner.pos) });
    }
    return true;
  }
  if ((word.text === "ASCII" || word.text === "ASCIZ") && scanner.peek() === '"') {
    scanner.word("name");
    addItem(host, body, { kind: "contents" });
    return true;
  }
  if (word.text === "INCLUDE") {
    host.include(scanner, word.from, (included) => parseBody(included, host, body));
    return true;
  }
  scanner.pos = word.from;
  return false;
}

function addItem(host: ParserHost, body: SectionBody, item: BodyItem): void {
  body.items.push(item);
  host.program.steps.push(item);
}

/** An input section description; false where this is rather the head of the next output section. */
function parseInput(scanner: Scanner, host: ParserHost, body: SectionBody, word: Word): boolean {
  const parenthesis = scanner.peek() === "(";
  if (parenthesis && (word.text === "EXCLUDE_FILE" || word.text === "INPUT_SECTION_FLAGS")) {
    scanner.skipBalanced();
    return true;
  }
  if (parenthesis && word.text === "KEEP") {
    scanner.accept("(");
    body.keeping++;
    return true;
  }
  if (parenthesis && sorters.has(word.text)) {
    scanner.skipBalanced(); // sorted file names; their sections follow in parentheses
    addItem(host, body, { kind: "contents" });
    if (scanner.peek() === "(") {
      parsePatterns(scanner, host, body);
    }
    return true;
  }
  const at = scanner.pos;
  scanner.pos = word.to;
  const head = scanner.match(anotherSection) !== null;
  scanner.pos = at;
  if (head) {
    scanner.pos = word.from;
    return false;
  }
  if (!loneWords.has(word.text)) {
    addItem(host, body, { kind: "contents" });
  }
  if (parenthesis) {
    parsePatterns(scanner, host, body);
  }
  return true;
}

/** `(.text .text.* SORT(.init_array.*) EXCLUDE_FILE(*crt?.o) .ctors)`: the patterns, in order. */
function parsePatterns(scanner: Scanner, host: ParserHost, body: SectionBody): void {
  const from = scanner.pos;
  scanner.accept("(");
  for (let nesting = 1; nesting > 0;) {
    const next = scanner.peek();
    if (next === "" || next === "{" || next === "}" || next === ";") {
      host.complain(scanner.range(from, from + 1), text("This parenthesis is never closed."));
      return;
    }
    const word = scanner.word("pattern");
    if (word === null) {
      scanner.pos++;
      nesting += next === "(" ? 1 : next === ")" ? -1 : 0;
    } else if (scanner.peek() !== "(") {
      body.inputs.push({ name: word.text, kept: body.keeping > 0, range: scanner.range(word.from, word.to) });
    } else if (word.text === "EXCLUDE_FILE") {
      scanner.skipBalanced();
    }
  }
  host.understood();
}
