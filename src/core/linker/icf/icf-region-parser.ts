import { text } from "../../text";
import type { Cursor } from "../cursor";
import type { IcfHost } from "./icf-host";
import type { RegionNode } from "./icf-syntax";

const name = /[A-Za-z_]\w{0,400}/y;
const memory = /[A-Za-z_]\w{0,400}\s{0,100}:/y;
const operator = /[|&-]/y;
const MAX_DEPTH = 64;

/** A region expression: literals and names, combined by `|`, `&` and `-` from the left. */
export function parseRegion(cursor: Cursor, host: IcfHost, depth = 0): RegionNode {
  cursor.skip();
  const from = cursor.pos;
  const first = operand(cursor, host, depth);
  const rest: { operator: "|" | "&" | "-"; operand: RegionNode }[] = [];
  for (;;) {
    const found = first.kind === "fault" ? null : cursor.match(operator);
    if (found === null) break;
    const combined = found.text === "&" ? "&" : found.text === "-" ? "-" : "|";
    rest.push({ operator: combined, operand: operand(cursor, host, depth) });
  }
  return rest.length === 0 ? first : { kind: "chain", first, rest, range: cursor.range(from, cursor.pos) };
}

function operand(cursor: Cursor, host: IcfHost, depth: number): RegionNode {
  if (depth > MAX_DEPTH) {
    host.complain(cursor.here(), text("This expression is nested more than {0} deep.", MAX_DEPTH));
    return { kind: "fault" };
  }
  if (cursor.accept("(")) {
    const inner = parseRegion(cursor, host, depth + 1);
    if (inner.kind !== "fault" && !cursor.accept(")")) return fault(cursor, host, text("A ')' is missing."));
    return inner;
  }
  cursor.skip();
  const from = cursor.pos;
  cursor.match(memory);
  if (cursor.accept("[")) return literal(cursor, host, from);
  cursor.pos = from;
  const named = cursor.match(name);
  if (named === null) return fault(cursor, host, text("A region is expected here: its name, or [from … to …]."));
  const range = cursor.range(named.from, named.to);
  host.note("region", named.text, range, "reference");
  return { kind: "name", name: named.text, range };
}

/** Behind the `[`. */
function literal(cursor: Cursor, host: IcfHost, start: number): RegionNode {
  if (cursor.accept("]")) return { kind: "empty" };
  if (cursor.words("from") === null) return fault(cursor, host, text("'from' is expected behind '['."));
  const from = host.expression(cursor);
  const isEnd = cursor.words("to") !== null;
  if (!isEnd && cursor.words("size") === null) {
    return fault(cursor, host, text("'to' or 'size' is expected here."));
  }
  const bound = host.expression(cursor);
  const repeat = cursor.words("repeat") === null ? null : host.expression(cursor);
  const displacement = cursor.words("displacement") === null ? null : host.expression(cursor);
  if (!cursor.accept("]")) return fault(cursor, host, text("A ']' is missing."));
  const range = cursor.range(start, cursor.pos);
  const [to, size] = isEnd ? [bound, null] : [null, bound];
  return { kind: "range", from, to, size, repeat, displacement, range };
}

function fault(cursor: Cursor, host: IcfHost, message: ReturnType<typeof text>): RegionNode {
  host.complain(cursor.here(), message);
  return { kind: "fault" };
}
