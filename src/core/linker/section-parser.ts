import { text } from "../text";
import { parseExpression } from "./expression-parser";
import type { ParserHost } from "./parser-host";
import type { Scanner, Word } from "./scanner";
import { parseBody, type SectionBody } from "./section-body-parser";
import { parseStatement, recover } from "./statement-parser";
import type { Brace, Expression, RegionUse, SectionEntry } from "./syntax";

const sectionType = /\(\s{0,100}(?:NOLOAD|COPY|DSECT|INFO|OVERLAY|READONLY|TYPE)\b[^(){}]{0,200}\)/y;
const atRegion = /AT\s{0,100}>/y;

/** Where the words between colon and brace put a section. */
interface Places {
  loadAddress: Expression | null;
  alignment: Expression | null;
}

interface Trailer {
  region: RegionUse | null;
  loadRegion: RegionUse | null;
}

/** `SECTIONS { … }`, the keyword being consumed. */
export function parseSections(scanner: Scanner, host: ParserHost, keyword: Word): void {
  if (!scanner.accept("{")) {
    host.complain(scanner.here(), text("A '{' is expected behind {0}.", keyword.text));
    return;
  }
  host.understood();
  parseSectionList(scanner, host);
  if (!scanner.accept("}")) {
    host.complain(scanner.range(keyword.from, keyword.to), text("This SECTIONS block is never closed."));
  }
}

function parseSectionList(scanner: Scanner, host: ParserHost): void {
  for (;;) {
    const next = scanner.peek();
    if (next === "" || next === "}") {
      return;
    }
    if (scanner.accept(";") || scanner.accept(",") || parseStatement(scanner, host, { body: null })) {
      continue;
    }
    const word = scanner.word("name");
    if (word === null) {
      host.complain(scanner.here(), text("An output section or an assignment is expected here."));
      if (scanner.peek() === "{") {
        scanner.skipBalanced();
      } else {
        scanner.pos++;
        recover(scanner);
      }
    } else if (word.text === "INCLUDE" && !word.quoted) {
      host.include(scanner, word.from, (included) => parseSectionList(included, host));
    } else if (word.text === "INSERT") {
      skipInsert(scanner, host);
    } else if (word.text === "GROUP" && !word.quoted) {
      parseGroup(scanner, host, word);
    } else if (word.text === "OVERLAY" && !word.quoted) {
      parseOverlay(scanner, host, word);
    } else {
      parseSection(scanner, host, word);
    }
  }
}

/** `GROUP [address] : { sections }`: the address is that of the location counter (ldgram.y, for old scripts). */
function parseGroup(scanner: Scanner, host: ParserHost, keyword: Word): void {
  const address = parseHead(scanner, host, []);
  if (address === "none" || !scanner.accept("{")) {
    host.complain(scanner.range(keyword.from, keyword.to), text("This GROUP cannot be read."));
    skipUnknown(scanner);
    return;
  }
  if (address !== null) {
    host.program.steps.push({ kind: "dot", operator: "=", expression: address });
  }
  parseSectionList(scanner, host);
  if (!scanner.accept("}")) {
    host.complain(scanner.range(keyword.from, keyword.to), text("This GROUP is never closed."));
  }
}

/** `INSERT AFTER section` or `INSERT BEFORE section`, the first word being consumed. */
export function skipInsert(scanner: Scanner, host: ParserHost): void {
  host.program.inserts = true;
  scanner.word("name");
  const section = scanner.word("file");
  if (section !== null) scanner.note("section", section);
  scanner.accept(";");
}

function parseSection(scanner: Scanner, host: ParserHost, name: Word): void {
  const types: string[] = [];
  const address = parseHead(scanner, host, types);
  if (address === "none") {
    host.complain(scanner.range(name.from, name.to), text("{0} is no output section: a ':' is expected.", name.text));
    skipUnknown(scanner);
    return;
  }
  const places = parseConstraints(scanner, host, types);
  const body: SectionBody = { inputs: [], items: [], keeping: 0 };
  const slot = openSection(host);
  if (scanner.peek() === "{") {
    parseBraces(scanner, host, body, name);
  } else if (scanner.peek() !== ">") {
    host.complain(scanner.here(), text("A '{' is expected for section {0}.", name.text));
    recover(scanner);
    closeSection(host, slot, null);
    return;
  }
  const trailer = parseTrailer(scanner, host);
  closeSection(host, slot, pushSection(scanner, host, name, { address, ...places, body, trailer, types }));
  host.understood();
}

type Slot = Brace["slot"];

function openSection(host: ParserHost): Slot {
  const slot: Slot = { section: null };
  host.program.steps.push({ kind: "open", slot });
  return slot;
}

function closeSection(host: ParserHost, slot: Slot, section: SectionEntry | null): void {
  slot.section = section;
  host.program.steps.push({ kind: "close", slot });
}

function pushSection(
  scanner: Scanner,
  host: ParserHost,
  name: Word,
  parts: Places & {
    address: Expression | null;
    body: SectionBody;
    trailer: Trailer;
    types: readonly string[];
  },
): SectionEntry {
  const { region, loadRegion } = parts.trailer;
  scanner.note("section", name, "definition");
  const section: SectionEntry = {
    name: name.text,
    nameRange: scanner.range(name.from, name.to),
    range: scanner.range(name.from, scanner.pos),
    types: parts.types,
    // `AT> r` without `> r` serves for both (measured with GNU ld 2.40).
    region: region ?? loadRegion,
    loadRegion: region === null ? null : loadRegion,
    address: parts.address,
    loadAddress: parts.loadAddress,
    alignment: parts.alignment,
    inputs: parts.body.inputs,
    body: parts.body.items,
  };
  host.program.sections.push(section);
  return section;
}

/** `[address] [(type)] :`; "none" where no colon comes. */
function parseHead(scanner: Scanner, host: ParserHost, types: string[]): Expression | null | "none" {
  let address: Expression | null = null;
  for (;;) {
    if (scanner.accept(":")) {
      return address;
    }
    const next = scanner.peek();
    if (next === "(" && acceptTypes(scanner, types)) {
      continue;
    }
    if (address !== null || next === "" || "{};,=>".includes(next)) {
      return "none";
    }
    address = parseExpression(scanner, host.problems);
    if (address.node.kind === "fault") {
      scanner.skipLine(":{};");
    }
  }
}

/** `(NOLOAD)`, `(READONLY, TYPE=SHT_PROGBITS)`: its words are kept. */
function acceptTypes(scanner: Scanner, types: string[]): boolean {
  const type = scanner.match(sectionType);
  types.push(...(type?.match(/[A-Z]+/g) ?? []));
  return type !== null;
}

/** Everything between the colon and the brace: `AT(…) ALIGN(…) SUBALIGN(…) ONLY_IF_RO (NOLOAD)`. */
function parseConstraints(scanner: Scanner, host: ParserHost, types: string[]): Places {
  const places: Places = { loadAddress: null, alignment: null };
  for (;;) {
    const next = scanner.peek();
    if (next === "(" && acceptTypes(scanner, types)) {
      continue;
    }
    const word = next === "{" ? null : scanner.peekWord("name");
    if (word === null) {
      return places;
    }
    scanner.pos = word.to;
    if (scanner.peek() === "(") {
      parseConstraint(scanner, host, word, places);
    } else if (!/^(?:ONLY_IF_R[OW]|SPECIAL|ALIGN_WITH_INPUT|NOCROSSREFS)$/.test(word.text)) {
      host.complain(scanner.range(word.from, word.to), text("{0} is not expected here.", word.text));
      return places;
    }
  }
}

/** `AT(…)`, `ALIGN(…)` and their like, their word being consumed. */
function parseConstraint(scanner: Scanner, host: ParserHost, word: Word, places: Places): void {
  if (word.text !== "AT" && word.text !== "ALIGN") {
    scanner.skipBalanced();
    return;
  }
  scanner.accept("(");
  const expression = parseExpression(scanner, host.problems);
  if (!scanner.accept(")") && expression.node.kind !== "fault") {
    host.complain(scanner.here(), text("A ')' is missing."));
  }
  places[word.text === "AT" ? "loadAddress" : "alignment"] = expression;
}

function parseBraces(scanner: Scanner, host: ParserHost, body: SectionBody, name: Word): void {
  scanner.accept("{");
  parseBody(scanner, host, body);
  if (!scanner.accept("}")) {
    host.complain(scanner.range(name.from, name.to), text("The braces of section {0} are never closed.", name.text));
  }
}

/** `[>region] [AT>region] [:phdr …] [=fill] [,]`, in any order. */
function parseTrailer(scanner: Scanner, host: ParserHost): Trailer {
  const trailer: Trailer = { region: null, loadRegion: null };
  for (;;) {
    const end = scanner.pos;
    const next = scanner.peek();
    if (next === ">") {
      scanner.accept(">");
      trailer.region = parseRegionUse(scanner, host);
    } else if (next === "A" && scanner.match(atRegion) !== null) {
      trailer.loadRegion = parseRegionUse(scanner, host);
    } else if (next === ":") {
      scanner.accept(":");
      scanner.word("name");
    } else if (next === "=") {
      scanner.accept("=");
      parseExpression(scanner, host.problems);
    } else {
      // White space and comments behind the section are not part of it.
      scanner.pos = end;
      return trailer;
    }
  }
}

function parseRegionUse(scanner: Scanner, host: ParserHost): RegionUse | null {
  const word = scanner.word("name");
  if (word === null) {
    host.complain(scanner.here(), text("The name of a memory region is expected here."));
    return null;
  }
  // Green Hills: `> .` places a section behind the one before it.
  if (word.text !== ".") scanner.note("region", word);
  return word.text === "." ? null : { name: word.text, range: scanner.range(word.from, word.to) };
}

/** `OVERLAY [start] : [NOCROSSREFS] [AT(…)] { name { … } … } [>region]`: each part counts as a section of its own. */
function parseOverlay(scanner: Scanner, host: ParserHost, keyword: Word): void {
  const types: string[] = ["OVERLAY"];
  const address = parseHead(scanner, host, types);
  const places = parseConstraints(scanner, host, types);
  if (address === "none" || !scanner.accept("{")) {
    host.complain(scanner.range(keyword.from, keyword.to), text("This OVERLAY cannot be read."));
    skipUnknown(scanner);
    return;
  }
  const first = host.program.sections.length;
  for (let name = scanner.word("name"); name !== null; name = scanner.word("name")) {
    const body: SectionBody = { inputs: [], items: [], keeping: 0 };
    if (scanner.peek() !== "{") {
      break;
    }
    const slot = openSection(host);
    parseBraces(scanner, host, body, name);
    parseTrailer(scanner, host);
    const trailer = { region: null, loadRegion: null };
    closeSection(host, slot, pushSection(scanner, host, name, { address, ...places, body, trailer, types }));
    scanner.accept(",");
  }
  if (!scanner.accept("}")) {
    host.complain(scanner.range(keyword.from, keyword.to), text("This OVERLAY is never closed."));
    skipUnknown(scanner);
    return;
  }
  const { region, loadRegion } = parseTrailer(scanner, host);
  const { sections } = host.program;
  for (let i = first; i < sections.length; i++) {
    const section = sections[i];
    if (section !== undefined) {
      sections[i] = { ...section, region: region ?? loadRegion, loadRegion: region === null ? null : loadRegion };
    }
  }
}

/** Skips a statement nobody knows: to its `;`, or behind its braces, or to the end of the line. */
export function skipUnknown(scanner: Scanner): void {
  scanner.skipLine(";{}");
  if (scanner.peek() === "{") {
    scanner.skipBalanced();
  }
  scanner.accept(";");
}
