import { text } from "../../text";
import type { Cursor } from "../cursor";
import type { IcfHost } from "./icf-host";
import type { Selector } from "./icf-syntax";

const word = /[A-Za-z_]\w{0,400}/y;
const pattern = /"[^"\n]{0,400}"|[\w.$*?@:/\\+#-]{1,400}/y;

/** `{ readonly, first section .intvec, block HEAP }`, from its opening brace on. */
export function parseSelectors(cursor: Cursor, host: IcfHost): Selector[] {
  const selectors: Selector[] = [];
  if (!cursor.accept("{")) {
    host.complain(cursor.here(), text("A '{' is expected here."));
    return selectors;
  }
  for (let next = cursor.peek(); next !== "" && next !== "}"; next = cursor.peek()) {
    if (cursor.accept(",") || cursor.accept(";")) continue;
    const selector = parseSelector(cursor, host);
    if (selector !== null) selectors.push(selector);
  }
  if (!cursor.accept("}")) host.complain(cursor.here(), text("A '}' is missing."));
  return selectors;
}

/** One selector up to its comma; null where it takes sections by their attributes only. */
function parseSelector(cursor: Cursor, host: IcfHost): Selector | null {
  let first = false;
  let found: Selector | null = null;
  for (let next = cursor.peek(); next !== "" && !",;}".includes(next); next = cursor.peek()) {
    if (next === "{") {
      // A block that is defined where it stands.
      cursor.skipBraces();
      continue;
    }
    const key = cursor.match(word);
    if (key === null) {
      if (cursor.match(pattern) === null) cursor.pos++;
      continue;
    }
    first ||= key.text === "first";
    if (!subjects.has(key.text)) continue;
    const subject = cursor.match(pattern);
    if (subject === null) continue;
    const name = subject.text.replaceAll('"', "");
    const range = cursor.range(subject.from, subject.to);
    if (key.text === "section") {
      host.note("section", name, range, "reference");
      // What the linker may leave out is said in the source (ROOT, __root), not here.
      found = { block: null, first, input: { name, kept: true, range } };
    } else if (key.text === "block" || key.text === "overlay") {
      host.note("section", name, range, "reference");
      found = { block: name, first, input: null };
    }
  }
  return found;
}

/** Words that a name or pattern follows. */
const subjects = new Set(["section", "block", "overlay", "object", "symbol"]);
