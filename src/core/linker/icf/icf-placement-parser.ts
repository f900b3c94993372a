import { text } from "../../text";
import type { Cursor } from "../cursor";
import type { IcfHost } from "./icf-host";
import { parseRegion } from "./icf-region-parser";
import { parseSelectors } from "./icf-selector-parser";
import type { Placement } from "./icf-syntax";

const label = /"[^"\n]{0,400}"\s{0,100}:/y;
const memory = /[A-Za-z_]\w{0,400}\s{0,100}:/y;
const qualifier = /,|[A-Za-z_]\w{0,100}/y;

/** `["name":] place [noload] at address|at start of|at end of|in … { … }`; null, and nothing consumed, for anything else. */
export function parsePlacement(cursor: Cursor, host: IcfHost): Placement | null {
  cursor.skip();
  const start = cursor.pos;
  const quoted = cursor.match(label);
  const keyword = cursor.words("place");
  if (keyword === null) {
    cursor.pos = start;
    return null;
  }
  const noload = cursor.words("noload") !== null;
  const { where, words, to } = whereOf(cursor);
  let address: Placement["address"] = null;
  let region: Placement["region"] = null;
  if (where === "address") {
    cursor.match(memory);
    address = host.expression(cursor);
  } else {
    if (to === null)
      host.complain(cursor.here(), text("'at address', 'at start of', 'at end of' or 'in' is expected here."));
    region = parseRegion(cursor, host);
  }
  while (cursor.peek() !== "{" && cursor.match(qualifier) !== null) {
    if (cursor.accept("=")) host.expression(cursor);
  }
  const selectors = parseSelectors(cursor, host);
  if (cursor.words("except") !== null) cursor.skipBraces();
  const nameFrom = quoted === null ? keyword.from : quoted.from + 1;
  const nameTo = quoted === null ? (to ?? keyword.to) : quoted.from + 1 + nameOf(quoted.text).length;
  const subject = region?.kind === "name" ? ` ${region.name}` : "";
  const name = quoted === null ? `place ${words}${subject}` : nameOf(quoted.text);
  const nameRange = cursor.range(nameFrom, nameTo);
  if (quoted !== null) host.note("section", name, nameRange, "definition");
  return {
    kind: "place",
    name,
    nameRange,
    range: cursor.range(start, cursor.pos),
    where,
    address,
    region,
    noload,
    selectors,
  };
}

function nameOf(quoted: string): string {
  return quoted.slice(1, quoted.lastIndexOf('"'));
}

const ways = [
  { where: "address", words: ["at", "address"] },
  { where: "start", words: ["at", "start", "of"] },
  { where: "end", words: ["at", "end", "of"] },
  { where: "in", words: ["in"] },
] as const;

function whereOf(cursor: Cursor): { where: Placement["where"]; words: string; to: number | null } {
  for (const { where, words } of ways) {
    const found = cursor.words(...words);
    if (found !== null) return { where, words: found.text, to: found.to };
  }
  return { where: "in", words: "in", to: null };
}
