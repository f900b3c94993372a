import { text } from "../text";
import { parseMemory } from "./memory-parser";
import type { ParserHost } from "./parser-host";
import type { Scanner, Word } from "./scanner";
import { parseSections, skipInsert } from "./section-parser";
import { parseStatement, recover } from "./statement-parser";

const blockWords = /(?:MEMORY|SECTIONS|PHDRS|VERSION)\s{0,100}\{|(?:ENTRY|REGION_ALIAS|INCLUDE|PROVIDE|ASSERT)\b/y;
const switches = new Set("FORCE_COMMON_ALLOCATION INHIBIT_COMMON_ALLOCATION FORCE_GROUP_ALLOCATION".split(" "));

/** Reads the commands of a script up to its end. */
export function parseScript(scanner: Scanner, host: ParserHost): void {
  while (!scanner.atEnd()) {
    if (scanner.accept(";") || scanner.accept(",") || parseStatement(scanner, host, { body: null })) {
      continue;
    }
    const word = scanner.word("name");
    if (word === null) {
      host.complain(scanner.here(), text("A command of a linker script is expected here."));
      skipForeign(scanner);
    } else {
      parseCommand(scanner, host, word);
    }
  }
}

function parseCommand(scanner: Scanner, host: ParserHost, word: Word): void {
  switch (word.quoted ? "" : word.text) {
    case "MEMORY":
    case "memory":
      parseMemory(scanner, host, word);
      break;
    case "SECTIONS":
      parseSections(scanner, host, word);
      break;
    case "REGION_ALIAS":
      parseAlias(scanner, host, word);
      break;
    case "INCLUDE":
      host.include(scanner, word.from, (included) => parseScript(included, host));
      break;
    case "INSERT":
      skipInsert(scanner, host);
      break;
    case "PHDRS":
    case "VERSION":
      if (scanner.peek() !== "{" || !scanner.skipBalanced()) {
        host.complain(scanner.range(word.from, word.to), text("The braces of {0} are never closed.", word.text));
      }
      break;
    default:
      if (!switches.has(word.text)) {
        host.complain(scanner.range(word.from, word.to), text("{0} is no command of GNU ld.", word.text));
        skipForeign(scanner);
      }
  }
}

/** `REGION_ALIAS(alias, region)`: GNU ld wants the alias quoted or apart from its comma, LLD does not. */
function parseAlias(scanner: Scanner, host: ParserHost, keyword: Word): void {
  const open = scanner.accept("(");
  const alias = open ? scanner.word("name") : null;
  scanner.accept(",");
  const region = alias === null ? null : scanner.word("name");
  if (alias === null || region === null || !scanner.accept(")")) {
    host.complain(scanner.range(keyword.from, keyword.to), text("REGION_ALIAS needs an alias and a region."));
    recover(scanner);
    return;
  }
  const range = scanner.range(keyword.from, scanner.pos);
  scanner.note("region", alias, "definition");
  scanner.note("region", region);
  host.program.aliases.push({ alias: alias.text, region: region.text, range });
  host.understood();
}

/** Skips what is not GNU ld's: to its `;`, behind its braces or parentheses, or to a line that begins a known block. */
function skipForeign(scanner: Scanner): void {
  while (scanner.pos < scanner.text.length) {
    scanner.skipLine(";{}()");
    const char = scanner.text[scanner.pos];
    if (char === "{" || char === "(") {
      scanner.skipBalanced();
      if (char === "{") {
        return;
      }
    } else if (char === "\n") {
      scanner.skip();
      const at = scanner.pos;
      const known = scanner.match(blockWords) !== null;
      scanner.pos = at;
      if (known || at >= scanner.text.length) {
        return;
      }
    } else {
      scanner.pos++;
      return;
    }
  }
}
