import { text } from "../text";
import { parseExpression } from "./expression-parser";
import type { ParserHost } from "./parser-host";
import type { Scanner, Word } from "./scanner";
import type { Expression } from "./syntax";

const originWords = new Set(["ORIGIN", "org", "o", "origin", "ORG"]);
const lengthWords = new Set(["LENGTH", "len", "l", "length", "LEN"]);
/** What cannot be a region's name when a brace or a parenthesis follows: the block before it was never closed. */
const blockCommands = new Set(["MEMORY", "SECTIONS", "PHDRS", "ENTRY", "REGION_ALIAS", "PROVIDE"]);
const attributes = /\(([^(){}]{0,400})\)/y;
const comment = /\/\*[^]*?\*\//g;

interface Field {
  readonly expression: Expression;
  /** Offset behind it. */
  readonly end: number;
}

/** `MEMORY { … }`, the keyword being consumed. */
export function parseMemory(scanner: Scanner, host: ParserHost, keyword: Word): void {
  if (!scanner.accept("{")) {
    host.complain(scanner.here(), text("A '{' is expected behind {0}.", keyword.text));
    return;
  }
  host.understood();
  parseEntries(scanner, host);
  if (!scanner.accept("}")) {
    host.complain(scanner.range(keyword.from, keyword.to), text("This MEMORY block is never closed."));
  }
}

function parseEntries(scanner: Scanner, host: ParserHost): void {
  for (;;) {
    const next = scanner.peek();
    if (next === "" || next === "}") {
      return;
    }
    if (scanner.accept(",")) {
      continue;
    }
    if (next === ";") {
      host.complain(scanner.here(), text("GNU ld reads no ';' inside MEMORY."));
      scanner.accept(";");
      continue;
    }
    const word = scanner.word("name");
    if (word === null) {
      host.complain(scanner.here(), text("The name of a memory region is expected here."));
      scanner.pos++;
      scanner.skipLine("}");
    } else if (word.text === "INCLUDE" && !word.quoted && scanner.peek() !== ":") {
      host.include(scanner, word.from, (included) => parseEntries(included, host));
    } else if (blockCommands.has(word.text) && "{(".includes(scanner.peek())) {
      scanner.pos = word.from;
      return;
    } else {
      parseEntry(scanner, host, word);
    }
  }
}

function parseEntry(scanner: Scanner, host: ParserHost, name: Word): void {
  const nameRange = scanner.range(name.from, name.to);
  const flags = parseAttributes(scanner, host);
  scanner.accept(",");
  if (!scanner.accept(":")) {
    host.complain(nameRange, text("{0} is no entry of MEMORY: a ':' is expected behind the name.", name.text));
    scanner.skipLine("}");
    return;
  }
  const origin = parseField(scanner, host, originWords, "ORIGIN");
  scanner.accept(",");
  const length = origin === null ? null : parseField(scanner, host, lengthWords, "LENGTH");
  if (origin === null || length === null) {
    scanner.skipLine("}");
  }
  if (origin === null) {
    return;
  }
  host.program.regions.push({
    name: name.text,
    attributes: flags,
    origin: origin.expression,
    length: length?.expression ?? { node: { kind: "fault" }, range: origin.expression.range, exact: false },
    range: scanner.range(name.from, (length ?? origin).end),
    nameRange,
  });
  scanner.note("region", name, "definition");
  if (origin.expression.node.kind !== "fault" && length !== null && length.expression.node.kind !== "fault") {
    host.understood();
  }
}

function parseAttributes(scanner: Scanner, host: ParserHost): string {
  if (scanner.peek() !== "(") {
    return "";
  }
  const from = scanner.pos;
  const written = scanner.match(attributes);
  if (written === null) {
    host.complain(scanner.here(), text("The attributes of this region are never closed."));
    return "";
  }
  const flags = written.slice(1, -1).replace(comment, " ").trim();
  if (!/^[rwxail!\s]+$/i.test(flags)) {
    const message = text("GNU ld knows the attributes R, W, X, A, I, L and '!', not ({0}).", flags);
    host.problems.syntax(scanner.range(from, scanner.pos), message);
  }
  return flags;
}

/** `ORIGIN = expr` or `LENGTH = expr`; null (after a problem) where the keyword is not there. */
function parseField(scanner: Scanner, host: ParserHost, keywords: ReadonlySet<string>, name: string): Field | null {
  const word = scanner.peekWord("name");
  if (word === null || !keywords.has(word.text)) {
    host.complain(scanner.here(), text("{0} = … is expected here.", name));
    return null;
  }
  scanner.pos = word.to;
  if (!scanner.accept("=")) {
    host.complain(scanner.here(), text("A '=' is expected behind {0}.", word.text));
    return null;
  }
  const expression = parseExpression(scanner, host.problems);
  if (expression.node.kind === "fault") {
    // Find the way to the next field or entry without another complaint.
    scanner.skipLine(",}");
  }
  return { expression, end: scanner.pos };
}
