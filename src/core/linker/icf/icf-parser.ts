import { text } from "../../text";
import type { Cursor } from "../cursor";
import type { IcfHost } from "./icf-host";
import { parsePlacement } from "./icf-placement-parser";
import { parseRegion } from "./icf-region-parser";
import { parseSelectors } from "./icf-selector-parser";
import type { Directive } from "./icf-syntax";

const identifier = /[A-Za-z_][\w$]{0,400}/y;
const string = /"[^"\n]{0,4000}"/y;
const MAX_DEPTH = 200;

/** Directives that say nothing about memory: passed over up to their `;`, braces included. */
const others = new Set(
  "initialize do keep export use define save logical relocate exclude vector static warning undefine retain".split(" "),
);

/** Reads directives up to a closing brace or the end of the file. */
export function parseDirectives(cursor: Cursor, host: IcfHost, depth = 0): Directive[] {
  const directives: Directive[] = [];
  for (let next = cursor.peek(); next !== "" && next !== "}"; next = cursor.peek()) {
    if (cursor.accept(";")) continue;
    const before = cursor.pos;
    for (const directive of parseDirective(cursor, host, depth)) directives.push(directive);
    if (cursor.pos === before) cursor.pos++;
  }
  return directives;
}

/** The whole file: a brace that nobody opened does not end it. */
export function parseConfiguration(cursor: Cursor, host: IcfHost): Directive[] {
  const directives = parseDirectives(cursor, host);
  while (cursor.peek() !== "") {
    host.complain(cursor.here(), text("This '}' closes nothing."));
    cursor.pos++;
    for (const directive of parseDirectives(cursor, host)) directives.push(directive);
  }
  return directives;
}

function parseDirective(cursor: Cursor, host: IcfHost, depth: number): readonly Directive[] {
  const start = cursor.pos;
  if (!/[A-Za-z_]/.test(cursor.peek())) {
    const labelled = parsePlacement(cursor, host);
    return labelled === null ? skipOther(cursor, host) : finished(cursor, host, labelled);
  }
  if (cursor.words("define", "symbol") !== null || cursor.words("define", "exported", "symbol") !== null) {
    return finished(cursor, host, parseSymbol(cursor, host, start));
  }
  if (cursor.words("define", "region") !== null)
    return finished(cursor, host, parseRegionDefinition(cursor, host, start));
  if (cursor.words("define", "block") !== null || cursor.words("define", "overlay") !== null) {
    return finished(cursor, host, parseBlock(cursor, host));
  }
  if (cursor.words("if") !== null) return parseConditional(cursor, host, depth);
  if (cursor.words("include") !== null) return parseInclude(cursor, host, start, depth);
  if (cursor.words("check", "that") !== null) return finished(cursor, host, parseCheck(cursor, host, start));
  if (cursor.words("error") !== null) return finished(cursor, host, parseError(cursor, start));
  if (cursor.words("export", "symbol") !== null) return parseExport(cursor, host);
  const placement = parsePlacement(cursor, host);
  if (placement !== null) return finished(cursor, host, placement);
  return skipOther(cursor, host);
}

function parseSymbol(cursor: Cursor, host: IcfHost, start: number): Directive | null {
  const name = cursor.match(identifier);
  if (name === null || !cursor.accept("=")) {
    host.complain(cursor.here(), text("'define symbol' needs a name, '=' and a value."));
    return null;
  }
  host.note("symbol", name.text, cursor.range(name.from, name.to), "definition");
  const expression = host.expression(cursor);
  return { kind: "symbol", name: name.text, expression, range: cursor.range(start, cursor.pos) };
}

function parseRegionDefinition(cursor: Cursor, host: IcfHost, start: number): Directive | null {
  const name = cursor.match(identifier);
  if (name === null || !cursor.accept("=")) {
    host.complain(cursor.here(), text("'define region' needs a name, '=' and a region."));
    return null;
  }
  const nameRange = cursor.range(name.from, name.to);
  host.note("region", name.text, nameRange, "definition");
  const node = parseRegion(cursor, host);
  return { kind: "region", name: name.text, node, range: cursor.range(start, cursor.pos), nameRange };
}

/** `define block NAME with alignment = 8, size = S { … }` */
function parseBlock(cursor: Cursor, host: IcfHost): Directive | null {
  const name = cursor.match(identifier) ?? cursor.match(string);
  if (name === null) {
    host.complain(cursor.here(), text("A name is expected here."));
    return null;
  }
  const plain = name.text.replaceAll('"', "");
  host.note("section", plain, cursor.range(name.from, name.to), "definition");
  while (cursor.match(attributeOfBlock) !== null) {
    if (cursor.accept("=")) host.expression(cursor);
  }
  return { kind: "block", name: plain, selectors: parseSelectors(cursor, host) };
}

const attributeOfBlock = /,|[A-Za-z_]\w{0,100}/y;

/** `if (…) { … } else if (…) { … } else { … }` */
function parseConditional(cursor: Cursor, host: IcfHost, depth: number): readonly Directive[] {
  if (depth >= MAX_DEPTH) {
    host.complain(cursor.here(), text("These conditions are nested more than {0} deep.", MAX_DEPTH));
    cursor.skipTo(";}");
    return [];
  }
  const condition = host.expression(cursor);
  if (condition.node.kind === "fault") cursor.skipTo("{;");
  const then = parseBody(cursor, host, depth);
  let otherwise: readonly Directive[] = [];
  if (cursor.words("else", "if") !== null) otherwise = parseConditional(cursor, host, depth + 1);
  else if (cursor.words("else") !== null) otherwise = parseBody(cursor, host, depth);
  return [{ kind: "if", condition, then, otherwise }];
}

function parseBody(cursor: Cursor, host: IcfHost, depth: number): readonly Directive[] {
  if (!cursor.accept("{")) {
    host.complain(cursor.here(), text("A '{' is expected here."));
    return [];
  }
  const directives = parseDirectives(cursor, host, depth + 1);
  if (!cursor.accept("}")) host.complain(cursor.here(), text("A '}' is missing."));
  return directives;
}

/** The directives of the included file stand in for the line. */
function parseInclude(cursor: Cursor, host: IcfHost, start: number, depth: number): readonly Directive[] {
  const file = cursor.match(string);
  if (file === null) {
    host.complain(cursor.here(), text("'include' needs a file name in quotes."));
    cursor.skipTo(";}");
    return [];
  }
  const name = file.text.slice(1, -1);
  host.note("file", name, cursor.range(file.from + 1, file.to - 1), "reference");
  const included = host.open(name, cursor.range(start, file.to));
  cursor.accept(";");
  if (included === null) return [];
  const directives = depth >= MAX_DEPTH ? [] : parseConfiguration(included, host);
  host.close();
  return directives;
}

function parseCheck(cursor: Cursor, host: IcfHost, start: number): Directive {
  const expression = host.expression(cursor);
  const range = cursor.range(start, cursor.pos);
  cursor.accept(",");
  const message = cursor.match(string)?.text.slice(1, -1) ?? cursor.text.slice(start, cursor.pos).trim();
  return { kind: "check", expression, message, range };
}

function parseError(cursor: Cursor, start: number): Directive {
  const message = cursor.match(string)?.text.slice(1, -1) ?? "";
  return { kind: "error", message, range: cursor.range(start, cursor.pos) };
}

function parseExport(cursor: Cursor, host: IcfHost): readonly Directive[] {
  const name = cursor.match(identifier);
  if (name !== null) host.note("symbol", name.text, cursor.range(name.from, name.to), "reference");
  cursor.skipTo(";}");
  return [];
}

function skipOther(cursor: Cursor, host: IcfHost): readonly Directive[] {
  const start = cursor.pos;
  const name = cursor.match(identifier);
  if (name === null || !others.has(name.text)) {
    const range = name === null ? cursor.here() : cursor.range(start, name.to);
    host.complain(range, text("A directive of an IAR configuration file is expected here."));
  } else {
    host.understood();
  }
  skipDirective(cursor);
  return [];
}

/** Skips to behind the `;` of a directive, or to a line that begins another; braces on the way are its own. */
function skipDirective(cursor: Cursor): void {
  const start = cursor.pos;
  for (let next = cursor.peek(); next !== "" && next !== "}"; next = cursor.peek()) {
    if (cursor.accept(";")) return;
    if (cursor.pos > start && cursor.atLineStart() && startsDirective(cursor)) return;
    if (next === "{") cursor.skipBraces();
    else if (cursor.match(string) === null && cursor.match(anyWord) === null) cursor.pos++;
  }
}

const anyWord = /[\w.$]+/y;

/** Takes the `;` behind a directive; where it is missing, says so and goes on with what follows. */
function finished(cursor: Cursor, host: IcfHost, directive: Directive | null): readonly Directive[] {
  if (directive === null || isFault(directive)) {
    skipDirective(cursor);
  } else if (cursor.accept(";")) {
    host.understood();
  } else {
    host.complain(cursor.here(), text("A ';' is missing in front of this."));
    if (!startsDirective(cursor)) skipDirective(cursor);
  }
  return directive === null ? [] : [directive];
}

function isFault(directive: Directive): boolean {
  return (
    (directive.kind === "symbol" && directive.expression.node.kind === "fault") ||
    (directive.kind === "region" && directive.node.kind === "fault")
  );
}

const directiveWords = new Set(["define", "place", "if", "include", "check", "error", ...others]);

function startsDirective(cursor: Cursor): boolean {
  cursor.skip();
  const { pos } = cursor;
  const found = cursor.match(identifier);
  cursor.pos = pos;
  return found === null ? '"}'.includes(cursor.peek()) : directiveWords.has(found.text);
}
