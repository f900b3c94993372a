import type { Define } from "../linker/linker-script";
import type { SourceRange, TextFile } from "../project/snapshot";
import { cmakeVariables, literalOf, makeVariables, presetVariables, type BuildVariables } from "./build-variables";

/** What the build files of an image hand to compiler and linker. */
export interface BuildDefines {
  /** `-D`: a value that is not plain, or differs between two builds, is given as the name itself and so stays unknown. */
  readonly macros: Readonly<Record<string, Define>>;
  /** `--defsym` of the linker, in the same manner. */
  readonly symbols: Readonly<Record<string, Define>>;
}

interface Stated {
  readonly name: string;
  readonly value: string | undefined;
  readonly range: SourceRange;
}

/** A stretch of a file: only what stands in it counts. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Make, CMake, PlatformIO and their kin: what the compiler's own option looks like. */
const option = /(?:^|[\s"'=,(])-D\s*([A-Za-z_]\w*)(?:=(\\?["']?)([^\s"'\\,;]*))?/gm;
const defsym = /--defsym[\s,=]+([A-Za-z_]\w*)=([^\s"'\\,;)]+)/gm;
const cmakeDefinitions = /\b(?:add|target)_compile_definitions[ \t]{0,20}\(([^()]{0,4000})\)/g;
const eclipseSymbol = /<listOptionValue\b[^<>]{0,400}\bvalue="(?:&quot;)?([A-Za-z_]\w*)(?:=([^"&]*))?(?:&quot;)?"/g;
const keilSymbols = /<Define>([^<]{0,4000})<\/Define>/g;

/**
 * Reads the defines of build files as they stand in the text; nothing is executed. A variable stands for the value that
 * the same file gives it, where that is one.
 * @param stretches only what stands in one of these
 */
export function buildDefines(files: readonly TextFile[], stretches?: readonly Stretch[]): BuildDefines {
  const inside = ({ range }: Stated): boolean =>
    stretches === undefined || stretches.some(({ start, end }) => start <= range.start && range.end <= end);
  const presets = files.filter(({ uri }) => isPresets(uri)).map(presetVariables);
  const macros = files.flatMap((file) => explained(file, statedMacros(file).filter(inside), presets));
  const symbols = files.flatMap((file) =>
    explained(
      file,
      all(file, defsym)
        .map((match) => stated(file, match, 1, 2))
        .filter(inside),
      presets,
    ),
  );
  return { macros: merged(macros), symbols: merged(symbols) };
}

/** `-DAPP_OFFSET=$(OFFSET)` with the value of OFFSET, and the place that states it. */
function explained(file: TextFile, list: readonly Stated[], presets: readonly BuildVariables[]): Stated[] {
  if (!list.some(({ value }) => value?.startsWith("$"))) return [...list];
  const variables = variablesOf(file, presets);
  return list.map((one) => {
    if (one.value?.startsWith("$") !== true) return one;
    const literal = literalOf({ text: one.value, start: one.range.start, end: one.range.end }, variables);
    if (literal === undefined || !/^[\w.+*()-]+$/.test(literal.text)) return one;
    const range = { uri: literal.uri ?? file.uri, start: literal.start, end: literal.end };
    return { ...one, value: literal.text, range };
  });
}

function isPresets(uri: string): boolean {
  return /\/CMake(User)?Presets\.json$/.test(uri);
}

/** Those that a call of make from another rule sets anew are not known. */
function variablesOf(file: TextFile, presets: readonly BuildVariables[]): BuildVariables {
  // What a preset puts into the cache goes before the default of a `set(… CACHE …)`.
  if (/CMakeLists\.txt$|\.cmake$/.test(file.uri))
    return new Map([cmakeVariables(file.text), ...presets].flatMap((variables) => [...variables]));
  if (!/makefile$|\.mk$/i.test(file.uri)) return new Map();
  const variables = new Map(makeVariables(file.text));
  for (const [line] of file.text.matchAll(/\$[({]MAKE[)}][^\n]{0,500}/g))
    for (const [, name = ""] of line.matchAll(/\b([A-Za-z_]\w{0,60})=/g)) variables.delete(name);
  return variables;
}

/** The same names with nothing known of their values: a build file above several images does not tell which one it means. */
export function openDefines(defines: Readonly<Record<string, Define>>): Record<string, Define> {
  return Object.fromEntries(Object.keys(defines).map((name) => [name, { text: name }]));
}

function statedMacros(file: TextFile): Stated[] {
  if (/\.cproject$/.test(file.uri)) return all(file, eclipseSymbol).map((match) => stated(file, match, 1, 2));
  if (/\.uvprojx$/.test(file.uri)) return all(file, keilSymbols).flatMap((match) => wordsOf(file, match, 1));
  const options = all(file, option).map((match) => stated(file, match, 1, 3));
  return [...options, ...all(file, cmakeDefinitions).flatMap((match) => wordsOf(file, match, 1))];
}

function all(file: TextFile, pattern: RegExp): RegExpExecArray[] {
  return [...file.text.matchAll(pattern)];
}

function stated(file: TextFile, match: RegExpExecArray, nameGroup: number, valueGroup: number): Stated {
  const taken = match[valueGroup];
  // The value is the last thing a pattern takes, but for what closes an attribute or a call around it.
  const at = match.index + match[0].lastIndexOf(taken ?? match[0]);
  const value = taken?.includes("(") === false ? taken.replace(/\).*$/, "") : taken;
  return { name: match[nameGroup] ?? "", value, range: { uri: file.uri, start: at, end: at + (value?.length ?? 0) } };
}

/** `USE_HAL VECT_TAB_OFFSET=0x8000`: words between commas or blanks; keywords of CMake are no harm. */
function wordsOf(file: TextFile, match: RegExpExecArray, group: number): Stated[] {
  const list = match[group] ?? "";
  const start = match.index + match[0].indexOf(list);
  return [...list.matchAll(/(?<![^\s,"])(?:-D)?([A-Za-z_]\w*)(?:=([^\s,"]*))?(?![^\s,"])/g)].map((word) => {
    const value = word[2];
    const at = start + word.index + word[0].length - (value?.length ?? 0);
    return { name: word[1] ?? "", value, range: { uri: file.uri, start: at, end: at + (value?.length ?? 0) } };
  });
}

/** The defines of several compilations: one whose values differ is given as the name itself. */
export function mergedDefines(list: readonly Readonly<Record<string, string>>[]): Record<string, Define> {
  const defines = new Map<string, string>();
  for (const given of list) {
    for (const [name, value] of Object.entries(given)) {
      const before = defines.get(name);
      defines.set(name, before === undefined || before === value ? value : name);
    }
  }
  return Object.fromEntries([...defines].map(([name, text]) => [name, { text }]));
}

function merged(list: readonly Stated[]): Record<string, Define> {
  const defines: Record<string, Define> = {};
  for (const { name, value, range } of list) {
    const before = defines[name];
    const define = defineOf(name, value, range);
    defines[name] = before === undefined || before.text === define.text ? (before ?? define) : { text: name };
  }
  return defines;
}

function defineOf(name: string, value: string | undefined, range: SourceRange): Define {
  if (value === undefined) return { text: "1" };
  return /^[\w.+*()-]+$/.test(value) ? { text: value, source: range } : { text: name };
}
