/** A line of GNU ld that a person can be shown at a place of the linker script. Words as ld wrote them. */
export type LdMessage = { readonly severity: "error" | "warning"; readonly message: string } & (
  | { readonly kind: "at-line"; readonly file: string; /** From 1. */ readonly line: number }
  | { readonly kind: "overflow"; readonly region: string; readonly bytes: number }
  | { readonly kind: "no-fit" | "outside"; readonly region: string; readonly section: string; readonly output: string }
  | { readonly kind: "region"; readonly region: string; readonly field: "origin" | "length" }
  | { readonly kind: "overlap"; readonly section: string; readonly other: string }
  /** Words of the script's own ASSERT, or anything else that ld says without a place. */
  | { readonly kind: "said" }
);

/** Longer lines are no messages: a link command may fill a megabyte. */
const longestLine = 4096;
const colours = /\u001b\[[0-9;]*[A-Za-z]/g;
/** `/usr/…/bin/ld: `, `arm-none-eabi-ld.exe: `; a file's name follows without a blank, and French has one before the colon. */
const prefix = /^(?:.*[\\/\s])?(?:[\w-]+-)?ld(?:\.bfd)?(?:\.exe)?\s?: ?/;
/** What linker scripts are called where ld names one; with the prefix any name will do. */
const scriptLine = /^((?:[A-Za-z]:)?[^:"<>|]+\.(?:ld|lds|x|lcf|script|icf)(?:\.\w+)?):(\d+):?\s+(.*)$/i;
const anyLine = /^((?:[A-Za-z]:)?[^:"<>|]+?)\s?:(\d+)\s?:?\s+(.*)$/;
const severityWord = /^(warning|error|fatal error):\s+/i;
const quote = "[`'‘’‛“”„\"«»]\\s?";
const quoted = `${quote}([^\`'‘’‛“”„"«»]+?)\\s?${quote}`;
const overflow = new RegExp(`^region ${quoted} overflowed by (\\d+) bytes?`);
/** The same in any language: one name in quotes, one number outside of them. */
const translatedOverflow = new RegExp(`^[^\\d\`'‘’‛“”„"«»]*${quoted}[^\\d\`'‘’‛“”„"«»]*?(\\d+)[^\\d\`'‘’‛“”„"«»]*$`);
const noFit = new RegExp(`^(.+?) section ${quoted} will not fit in region ${quoted}`);
const outside = new RegExp(`^address 0x[0-9a-f]+ of (.+?) section ${quoted} is not within region ${quoted}`);
const overlap = /^section (\S+) [LV]MA \[[^\]]*\] overlaps section (\S+) [LV]MA \[/;
const field = /^invalid (origin|length) for memory region (\S+)/;

/** What a line of a build's output says of the linker script; undefined for all others, whatever tool they are of. */
export function parseLdLine(raw: string): LdMessage | undefined {
  if (raw.length > longestLine) return undefined;
  const line = raw.replace(colours, "").trim();
  const start = prefix.exec(line)?.[0].length;
  const words = start === undefined ? line : line.slice(start);
  const place = (start === undefined ? scriptLine : anyLine).exec(words);
  if (place !== null) {
    const [, file = "", number = "", rest = ""] = place;
    // An object file's debug information gives C files and their lines: `main.c:12: undefined reference`.
    if (/\.(c|cc|cpp|cxx|s|o|a|h|hpp|rs)$/i.test(file)) return undefined;
    return { kind: "at-line", file, line: Number(number), ...judged(rest) };
  }
  return start === undefined ? undefined : withoutPlace(words);
}

function withoutPlace(words: string): LdMessage {
  const said = judged(words);
  const { message } = said;
  const over = overflow.exec(message) ?? translatedOverflow.exec(message);
  if (over !== null) return { kind: "overflow", region: over[1] ?? "", bytes: Number(over[2]), ...said };
  const unfit = noFit.exec(message);
  const out = unfit ?? outside.exec(message);
  if (out !== null) {
    const [, output = "", section = "", region = ""] = out;
    return { kind: unfit === null ? "outside" : "no-fit", output, section, region, ...said };
  }
  const over2 = overlap.exec(message);
  if (over2 !== null) return { kind: "overlap", section: over2[1] ?? "", other: over2[2] ?? "", ...said };
  const invalid = field.exec(message);
  if (invalid !== null)
    return { kind: "region", field: invalid[1] === "origin" ? "origin" : "length", region: invalid[2] ?? "", ...said };
  return { kind: "said", ...said };
}

function judged(words: string): Pick<LdMessage, "severity" | "message"> {
  const word = severityWord.exec(words);
  const message = word === null ? words : words.slice(word[0].length);
  return { severity: word?.[1]?.toLowerCase() === "warning" ? "warning" : "error", message };
}
