import { text, type Text } from "../text";
import { keywords, type Keyword } from "./keyword-rows";

const byName = new Map(keywords.map((keyword) => [keyword.name, keyword]));
/** Short spellings that MEMORY takes (GNU ld manual "MEMORY Command"). */
const shortNames: Readonly<Record<string, string>> = { org: "ORIGIN", o: "ORIGIN", len: "LENGTH", l: "LENGTH" };

/** The keyword of this name; `org` and `len` only where an `=` follows. */
export function keywordOf(name: string, beforeEquals: boolean): Keyword | undefined {
  return byName.get(beforeEquals && Object.hasOwn(shortNames, name) ? (shortNames[name] ?? name) : name);
}

/** The location counter, which hover explains too. */
export const locationCounter: Keyword = {
  name: ".",
  places: [],
  help: text(
    "The location counter: the address that the next byte gets. Inside an output section it counts from its start.",
  ),
};

/** What the letters of a region's attributes mean (GNU ld manual "MEMORY Command"). */
export function attributeWords(attributes: string): readonly Text[] {
  const words: Text[] = [];
  let inverted = false;
  for (const letter of attributes.toUpperCase()) {
    if (letter === "!") inverted = true;
    else words.push(...letterWord(letter, inverted));
  }
  return words;
}

function letterWord(letter: string, inverted: boolean): Text[] {
  switch (letter) {
    case "R":
      return [inverted ? text("not read-only") : text("read-only")];
    case "W":
      return [inverted ? text("not writable") : text("writable")];
    case "X":
      return [inverted ? text("not executable") : text("executable")];
    case "A":
      return [inverted ? text("not allocated") : text("allocated")];
    case "I":
    case "L":
      return [inverted ? text("not initialised") : text("initialised")];
    default:
      return [];
  }
}
