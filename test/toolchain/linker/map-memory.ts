/** A row of "Memory Configuration"; values are the low 32 bits. */
export interface MapRegion {
  readonly name: string;
  readonly origin: number;
  readonly length: number;
  /** In ld's own spelling: `xrw`. */
  readonly attributes: string;
}

/** The regions that a map of GNU ld tells, without its own `*default*`. */
export function memoryOf(map: string): MapRegion[] {
  const table = /^Memory Configuration\n\nName .*\n([^]*?)^\*default\*/m.exec(map)?.[1] ?? "";
  return table.split("\n").flatMap((line) => {
    const row = /^(.*?)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)(?:\s+([!a-z]+))?$/.exec(line);
    const [, name = "", origin = "", length = "", attributes = ""] = row ?? [];
    return row === null ? [] : [{ name, origin: low(origin), length: low(length), attributes }];
  });
}

function low(digits: string): number {
  return Number(BigInt.asUintN(32, BigInt(`0x${digits}`)));
}

const letters: readonly (readonly [written: RegExp, inMap: string])[] = [
  [/a/i, "a"],
  [/x/i, "x"],
  [/r/i, "r"],
  [/w/i, "w"],
  [/[il]/i, "l"],
];

/** Attributes as written, in the spelling of ld's map (lang_map_flags in ldlang.c): `(rwx)` → `xrw`, `(rw!x)` → `rw!x`. */
export function mapSpelling(written: string): string {
  const sets: [string, string] = ["", ""];
  for (const word of written.match(/!?[a-z]+/gi) ?? []) sets[word.startsWith("!") ? 1 : 0] += word;
  const spelt = (set: string): string => letters.map(([letter, sign]) => (letter.test(set) ? sign : "")).join("");
  const inverted = spelt(sets[1]);
  return spelt(sets[0]) + (inverted === "" ? "" : `!${inverted}`);
}
