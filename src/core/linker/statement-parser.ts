import { text } from "../text";
import { parseExpression } from "./expression-parser";
import type { ParserHost } from "./parser-host";
import type { Scanner, Word } from "./scanner";
import type { BodyItem, Expression } from "./syntax";

const assignmentOperator = /(?:<<|>>|[-+*/&|^])?=(?!=)/y;
const provisions = new Set(["PROVIDE", "PROVIDE_HIDDEN", "HIDDEN"]);

/** Commands of the form `NAME ( … )` that say nothing about memory. */
const skippedCommands = new Set([
  ..."ENTRY OUTPUT_FORMAT OUTPUT_ARCH OUTPUT EXTERN GROUP INPUT AS_NEEDED STARTUP SEARCH_DIR TARGET".split(" "),
  ..."NOCROSSREFS NOCROSSREFS_TO LD_FEATURE HLL SYSLIB MAP OPTION".split(" "),
]);

/** Where a statement stands; inside an output section `body` takes what moves the location counter. */
export interface Place {
  readonly body: BodyItem[] | null;
}

/**
 * Reads a statement that may stand anywhere: assignment, PROVIDE, ASSERT, a skipped command.
 * False, and nothing consumed, where something else comes next.
 */
export function parseStatement(scanner: Scanner, host: ParserHost, place: Place): boolean {
  scanner.skip();
  const start = scanner.pos;
  const word = scanner.word("name");
  if (word === null) {
    return false;
  }
  const parenthesis = scanner.peek() === "(";
  if (!word.quoted && parenthesis && provisions.has(word.text)) {
    parseProvision(scanner, host, place, { from: start, provide: word.text !== "HIDDEN" });
    return true;
  }
  if (!word.quoted && parenthesis && word.text === "ASSERT") {
    scanner.pos = start;
    const expression = parseExpression(scanner, host.problems);
    host.program.steps.push({ kind: "assertion", expression });
    finish(scanner, host, expression, { separator: false });
    return true;
  }
  if (!word.quoted && parenthesis && skippedCommands.has(word.text)) {
    noteSymbols(scanner, word);
    if (!scanner.skipBalanced()) {
      host.complain(scanner.range(word.from, word.to), text("The parenthesis behind {0} is never closed.", word.text));
      recover(scanner);
    }
    return true;
  }
  const operator = scanner.match(assignmentOperator);
  if (operator === null) {
    scanner.pos = start;
    return false;
  }
  if (word.text !== ".") scanner.note("symbol", word, "definition");
  const expression = parseExpression(scanner, host.problems);
  const range = scanner.range(start, Math.max(start, scanner.pos));
  assign(host, place, { name: word.text, operator, provide: false, expression, range });
  finish(scanner, host, expression, { separator: true });
  return true;
}

/** The symbols of `ENTRY(Reset_Handler)` and `EXTERN(a b)`. Nothing is consumed. */
function noteSymbols(scanner: Scanner, command: Word): void {
  if (command.text !== "ENTRY" && command.text !== "EXTERN") return;
  const at = scanner.pos;
  scanner.accept("(");
  for (let word = scanner.word("name"); word !== null; word = scanner.word("name")) {
    scanner.note("symbol", word);
    scanner.accept(",");
  }
  scanner.pos = at;
}

function parseProvision(
  scanner: Scanner,
  host: ParserHost,
  place: Place,
  { from, provide }: { from: number; provide: boolean },
): void {
  scanner.accept("(");
  const name = scanner.word("name");
  const operator = scanner.peek() === "=" ? scanner.match(assignmentOperator) : null;
  if (name === null || operator === null) {
    host.complain(scanner.range(from, scanner.pos), text("An assignment in parentheses is expected here."));
    recover(scanner);
    return;
  }
  if (name.text !== ".") scanner.note("symbol", name, "definition");
  const expression = parseExpression(scanner, host.problems);
  const closed = scanner.accept(")");
  const range = scanner.range(from, scanner.pos);
  assign(host, place, { name: name.text, operator, provide, expression, range });
  if (!closed && expression.node.kind !== "fault") {
    host.complain(scanner.here(), text("A ')' is missing."));
    recover(scanner);
    return;
  }
  finish(scanner, host, expression, { separator: true });
}

function assign(
  host: ParserHost,
  place: Place,
  made: {
    name: string;
    operator: string;
    provide: boolean;
    expression: Expression;
    range: ReturnType<Scanner["range"]>;
  },
): void {
  if (made.name !== ".") {
    host.program.steps.push({ kind: "assignment", ...made });
  } else {
    const step: BodyItem = { kind: "dot", operator: made.operator, expression: made.expression };
    host.program.steps.push(step);
    place.body?.push(step);
  }
}

/** Takes the `;` (or `,`) behind a statement, or says that it is missing and finds the next statement. */
function finish(
  scanner: Scanner,
  host: ParserHost,
  expression: Expression,
  { separator }: { separator: boolean },
): void {
  if (expression.node.kind === "fault") {
    recover(scanner);
    return;
  }
  const end = scanner.pos;
  if (scanner.accept(";") || scanner.accept(",") || !separator) {
    host.understood();
    return;
  }
  const sameLine = !scanner.text.slice(end, Math.min(scanner.pos, end + 1000)).includes("\n");
  host.complain(scanner.range(Math.max(end - 1, 0), end), text("A ';' is missing behind this statement."));
  if (sameLine && scanner.peek() !== "}") {
    recover(scanner);
  }
}

/** Skips the rest of a statement that could not be read: behind its `;`, or to the end of the line or block. */
export function recover(scanner: Scanner): void {
  scanner.skipLine(";{}");
  scanner.accept(";");
}
