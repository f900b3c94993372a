import type { Evaluated, LinkerScript, OutputSection } from "../linker/linker-script";
import { baseName } from "../project/paths";
import type { SourceRange, Uri } from "../project/snapshot";
import { text, type Text } from "../text";
import { keywordOf } from "./keywords";
import { placesOf } from "./references";
import { subjectAt, type OpenText, type Subject } from "./subject";

/** What a rename would be about, or why there is none. */
export type RenameTarget = { readonly subject: Subject } | { readonly refused: Text };

/** The places to rewrite, or why not. */
export type Renaming = { readonly ranges: readonly SourceRange[] } | { readonly refused: Text };

/** A mention of a name outside the linker scripts. */
export interface Mention {
  readonly uri: Uri;
  /** One-based. */
  readonly line: number;
}

/** Symbols that start-up code and libraries of the tool chain look for (newlib init.c, libgloss crt0.S and sbrk, libgcc unwind-arm). */
const toolchainSymbols =
  /^(?:_?_?end_?_?|_init|_fini|__(?:pre)?init_array_(?:start|end)|__fini_array_(?:start|end)|__exidx_(?:start|end)|__bss_(?:start|end)__|__stack|__(?:Stack|Heap)(?:Top|Base|Limit))$/;

/** Whether the name at an offset can be renamed, as far as the scripts tell. */
export function renameTarget(scripts: readonly LinkerScript[], open: OpenText, offset: number): RenameTarget {
  const subject = scripts.flatMap((script) => subjectAt(script, open, offset) ?? [])[0];
  if (subject === undefined) return { refused: text("No name of the linker script stands here.") };
  const { kind, name } = subject;
  if (kind === "file") return { refused: text("Rename the file {0} in the Explorer, then this line.", name) };
  const given = scripts.some(({ options }) => options !== undefined && isGiven(options, name));
  if (given) return { refused: text("{0} is given from outside, by -D or --defsym: rename it there.", name) };
  const defined = scripts.some(({ occurrences }) =>
    occurrences.some((one) => one.kind === kind && one.name === name && one.role === "definition"),
  );
  if (!defined) {
    return {
      refused: text("{0} is defined in no file of this script, so renaming it here would break the link.", name),
    };
  }
  if (kind === "symbol" && toolchainSymbols.test(name)) {
    return { refused: text("Libraries of the tool chain look for {0} by this name.", name) };
  }
  return { subject };
}

function isGiven({ defines, defsyms }: NonNullable<LinkerScript["options"]>, name: string): boolean {
  return Object.hasOwn(defines, name) || Object.hasOwn(defsyms, name);
}

/**
 * The places that get the new name, after everything is checked that core can check.
 * @param textOf gives the text of the scripts' files
 * @param reread reads the same scripts again with these files replaced
 * @param mentions where sources other than linker scripts use the name
 */
export function rename(
  scripts: readonly LinkerScript[],
  { kind, name }: Subject,
  newName: string,
  textOf: (uri: Uri) => string | undefined,
  reread: (texts: ReadonlyMap<Uri, string>) => readonly LinkerScript[],
  mentions: readonly Mention[],
): Renaming {
  // Regions and sections have no names outside; a header's macros and the symbols of a script may be used anywhere.
  const [mention] = kind === "symbol" || kind === "macro" ? mentions : [];
  if (mention !== undefined) {
    const file = baseName(mention.uri);
    return {
      refused: text("{0} is used in {1}, line {2}, which a rename would not change.", name, file, mention.line),
    };
  }
  const wrong = faultOfName(kind, newName, scripts);
  if (wrong !== undefined) return { refused: wrong };
  const ranges = placesOf(scripts, { kind, name }, textOf).map(({ range }) => range);
  const files = new Set(scripts.flatMap((script) => script.files));
  const outside = ranges.find(({ uri }) => !files.has(uri));
  if (outside !== undefined) {
    return { refused: text("{0} also stands in {1}, which is no linker script.", name, baseName(outside.uri)) };
  }
  const texts = replaced(ranges, newName, textOf);
  const after = reread(texts);
  const same = scripts.every((script, index) => {
    const other = after[index];
    return other !== undefined && meaning(script, kind, name, newName) === meaning(other, kind, newName, newName);
  });
  return same
    ? { ranges }
    : {
        refused: text(
          "With the name {0} the script would mean something else: a macro puts {1} together.",
          newName,
          name,
        ),
      };
}

function faultOfName(kind: Subject["kind"], name: string, scripts: readonly LinkerScript[]): Text | undefined {
  const pattern =
    kind === "macro" ? /^[A-Za-z_]\w*$/ : kind === "symbol" ? /^[A-Za-z_.][\w.]*$/ : /^[A-Za-z_.][\w.-]*$/;
  if (!pattern.test(name) || name === ".") return text("{0} is no name that GNU ld takes here without quotes.", name);
  // In an expression a word of hex digits with such an end is a number (ldlex.l).
  if (kind !== "macro" && /^[0-9A-Fa-f]+[HhXxBbOoDd]$/.test(name)) return text("GNU ld reads {0} as a number.", name);
  if (keywordOf(name, true) !== undefined) return text("{0} is a word of the GNU ld language.", name);
  // Macros replace any other name.
  const taken = scripts.some(({ occurrences }) =>
    occurrences.some((one) => one.name === name && (one.kind === kind || one.kind === "macro" || kind === "macro")),
  );
  return taken ? text("{0} is the name of something else in this script.", name) : undefined;
}

function replaced(
  ranges: readonly SourceRange[],
  newName: string,
  textOf: (uri: Uri) => string | undefined,
): ReadonlyMap<Uri, string> {
  const texts = new Map<Uri, string>();
  // From the back, so that the offsets in front stay right.
  for (const { uri, start, end } of [...ranges].sort((a, b) => b.start - a.start)) {
    const before = texts.get(uri) ?? textOf(uri) ?? "";
    texts.set(uri, before.slice(0, start) + newName + before.slice(end));
  }
  return texts;
}

/** All that a script says, with one name replaced: equal before and after a good rename. */
function meaning(script: LinkerScript, kind: Subject["kind"], from: string, to: string): string {
  const as = (its: Subject["kind"], name: string): string => (its === kind && name === from ? to : name);
  const region = (name: string | null): string | null => (name === null ? null : as("region", name));
  const missingName = (missing: string): string => missing.replace(/[\w.$]+/g, (word) => (word === from ? to : word));
  const value = ({ value: one }: Evaluated): string =>
    one.known ? one.value.toString() : one.missing.map(missingName).join();
  const section = (one: OutputSection): unknown[] => [
    as("section", one.name),
    region(one.region),
    region(one.loadRegion),
    one.address === null ? null : value(one.address),
    one.fixedSize === null ? null : value(one.fixedSize),
    one.inputs.map((input) => input.name),
  ];
  return JSON.stringify([
    script.regions.map((one) => [region(one.name), one.attributes, value(one.origin), value(one.length)]),
    Object.entries(script.aliases).map(([alias, target]) => [region(alias), region(target)]),
    script.symbols.map((one) => [as("symbol", one.name), value(one.evaluated)]),
    script.sections.map(section),
    script.problems.map(({ code, severity, message }) => [code, severity, message.template]),
  ]);
}
