import type { BuiltImage } from "../layout/boot-layout";
import type { Evaluated, LinkerScript, OutputSection, ScriptRegion } from "../linker/linker-script";
import { parseNumber } from "../linker/number-literal";
import { baseName } from "../project/paths";
import type { Uri } from "../project/snapshot";
import { sizeText } from "../notation";
import { text, type Text } from "../text";
import { fileOf } from "./included-file";
import { attributeWords, keywordOf, locationCounter } from "./keywords";
import { percentOf, usedOf } from "./region-usage";
import { codeAt, subjectAt, type OpenText, type Subject } from "./subject";
import { hexOf, sizeOf, valueText } from "./value-text";

/** What is said of a place in a script. */
export interface LanguageHover {
  /** Offsets in the open file. */
  readonly start: number;
  readonly end: number;
  /** A line of the script's language that stands first. */
  readonly code: string;
  readonly sentences: readonly Text[];
}

/** A script as one image links it. */
export interface ScriptView {
  readonly script: LinkerScript;
  /** Built files of that image. */
  readonly built: readonly BuiltImage[];
  /** Text of a file of the script. */
  readonly textOf: (uri: Uri) => string | undefined;
}

/** So many names are listed before a sentence says that there are more. */
const longestList = 8;

/** What the script knows of the name, number or keyword at an offset of one of its files. */
export function hoverAt(view: ScriptView, open: OpenText, offset: number): LanguageHover | undefined {
  const subject = subjectAt(view.script, open, offset);
  if (subject !== undefined) {
    const told = aboutSubject(view, subject);
    return told === undefined ? undefined : { start: subject.start, end: subject.end, ...told };
  }
  return view.script.dialect === "gnu-ld" ? hoverOfWord(view.script, open, offset) : undefined;
}

type Told = Pick<LanguageHover, "code" | "sentences">;

function aboutSubject(view: ScriptView, { kind, name }: Subject): Told | undefined {
  switch (kind) {
    case "region":
      return aboutRegion(view, name);
    case "symbol":
      return aboutSymbol(view.script, name);
    case "section":
      return aboutSection(view.script, name);
    case "macro":
      return aboutMacro(view, name);
    case "file": {
      const uri = fileOf(view.script, name);
      return {
        code: name,
        sentences: [
          uri === undefined
            ? text("{0} was not found: what it says is unknown here.", name)
            : text("Included file {0}.", baseName(uri)),
        ],
      };
    }
  }
}

function aboutRegion({ script, built }: ScriptView, written: string): Told {
  const name = script.aliases[written] ?? written;
  const region = script.regions.find((one) => one.name === name);
  const alias = name === written ? [] : [text("{0} is another name of region {1}.", written, name)];
  if (region === undefined) {
    return {
      code: written,
      sentences: [...alias, text("Region {0} is not declared in the files of this script.", name)],
    };
  }
  const words = attributeWords(region.attributes);
  return {
    code: region.attributes === "" ? name : `${name} (${region.attributes})`,
    sentences: [
      ...alias,
      ...extentOf(region),
      ...usageOf(region, built),
      ...contentsOf(script, name),
      ...(words.length === 0 ? [] : [attributeSentence(region.attributes)]),
    ],
  };
}

function extentOf({ origin, length }: ScriptRegion): Text[] {
  const [from, size] = [origin.value, length.value];
  if (from.known && size.known && size.value > 0n) {
    const last = hexOf(from.value + size.value - 1n);
    return [text("{0} to {1}: {2} ({3}).", hexOf(from.value), last, sizeOf(size.value), hexOf(size.value))];
  }
  return [
    from.known ? text("Origin {0}.", hexOf(from.value)) : openSentence(text("The origin"), from.missing),
    size.known ? text("Length {0}.", sizeOf(size.value)) : openSentence(text("The length"), size.missing),
  ];
}

function openSentence({ template }: Text, missing: readonly string[]): Text {
  return missing.length === 0
    ? text("{0} cannot be computed.", template)
    : text("{0} depends on {1}, which is not known here.", template, missing.join(", "));
}

function usageOf(region: ScriptRegion, built: readonly BuiltImage[]): Text[] {
  const used = usedOf(region, built);
  const size = region.length.value.known ? Number(region.length.value.value) : null;
  const percent = percentOf({ name: region.name, size, used });
  return used === null || percent === null
    ? []
    : [text("The built image loads {0} into it: {1} %.", sizeText(used), percent)];
}

/** What the script puts there. */
function contentsOf({ dialect, sections }: LinkerScript, region: string): Text[] {
  const names = (chosen: readonly OutputSection[]): string => listed(chosen.map(({ name }) => name));
  const runs = sections.filter((section) => section.region === region);
  const loads = sections.filter((section) => section.loadRegion === region && section.region !== region);
  // The name of an IAR section is the directive that makes it; an Arm region is its own section.
  const held = dialect === "arm-scatter" ? runs.filter(({ name }) => name !== region) : runs;
  const holds = dialect === "iar" ? text("Filled by {0}.", names(held)) : text("Holds {0}.", names(held));
  return [
    ...(held.length > 0 ? [holds] : []),
    ...(loads.length > 0 ? [text("Holds the initial contents of {0}.", names(loads))] : []),
    ...(runs.length + loads.length === 0 ? [text("No output section is placed here by name.")] : []),
  ];
}

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  return unique.length > longestList ? `${unique.slice(0, longestList).join(", ")}, …` : unique.join(", ");
}

function attributeSentence(attributes: string): Text {
  const words = attributeWords(attributes).map(({ template }) => template);
  return text("Attributes: {0}. They matter only for sections that name no region.", words.join(", "));
}

function aboutSymbol(script: LinkerScript, name: string): Told {
  const symbol = script.symbols.find((one) => one.name === name);
  if (symbol === undefined) {
    const none = text("No file of this script defines {0}: an object file or the command line does (--defsym).", name);
    return { code: name, sentences: [none] };
  }
  return {
    code: `${name} = ${shortValue(symbol.evaluated)}`,
    sentences: symbolSentences(symbol.evaluated, symbol.needsLink),
  };
}

/** The value, or `?`. */
function shortValue({ value }: Evaluated): string {
  return value.known ? hexOf(value.value) : "?";
}

/** What is known of a symbol's value. */
export function symbolSentences({ value }: Evaluated, needsLink: boolean): Text[] {
  if (value.known) return [text("{0} (decimal {1}).", valueText(value.value), String(BigInt.asIntN(64, value.value)))];
  if (needsLink) return [text("Its address is known only after the link: it follows the location counter.")];
  return [openSentence(text("Its value"), value.missing)];
}

function aboutSection(script: LinkerScript, name: string): Told {
  const section = script.sections.find((one) => one.name === name);
  if (section === undefined)
    return { code: name, sentences: [text("No file of this script makes a section {0}.", name)] };
  const { region, loadRegion, address, fixedSize, types, inputs } = section;
  const where = (one: string): string => {
    const origin = script.regions.find((candidate) => candidate.name === one)?.origin.value;
    return origin?.known === true ? `${one} (${hexOf(origin.value)})` : one;
  };
  const kept = inputs.filter((input) => input.kept).map((input) => input.name);
  return {
    code: types.length === 0 ? name : `${name} (${types.join(", ")})`,
    sentences: [
      ...(region === null ? [] : [text("Lies in {0} when the program runs.", where(region))]),
      ...(loadRegion === null || loadRegion === region
        ? []
        : [text("Its initial contents lie in {0}; start-up code copies them.", where(loadRegion))]),
      ...(address?.value.known === true ? [text("Begins at {0}.", hexOf(address.value.value))] : []),
      ...(fixedSize?.value.known === true ? [text("Size: {0}.", sizeOf(fixedSize.value.value))] : []),
      ...types.flatMap((type) => keywordOf(type, false)?.help ?? []),
      ...(inputs.length > 0 ? [text("Takes in {0}.", listed(inputs.map((input) => input.name)))] : []),
      ...(kept.length > 0 ? [text("Kept although nothing may refer to it: {0}.", listed(kept))] : []),
    ],
  };
}

/** How a macro is defined, as its file says. */
function aboutMacro({ script, textOf }: ScriptView, name: string): Told {
  const definitions = script.occurrences.filter(
    (one) => one.kind === "macro" && one.name === name && one.role === "definition",
  );
  const lines = definitions.map(({ range }) => {
    const source = textOf(range.uri) ?? "";
    const from = source.lastIndexOf("\n", range.start - 1) + 1;
    return /^(?:\\\r?\n|[^\n])*/.exec(source.slice(from, from + 1000))?.[0].trim() ?? "";
  });
  const given = script.options?.defines[name];
  if (lines.length > 0)
    return { code: [...new Set(lines)].join("\n"), sentences: [text("Macro of the C preprocessor.")] };
  return given === undefined
    ? { code: name, sentences: [text("No file of this script defines the macro {0}; -D may.", name)] }
    : { code: `-D${name}=${given.text}`, sentences: [text("Macro that the build defines.")] };
}

/** Keywords, numbers and the attributes of a region. */
function hoverOfWord(script: LinkerScript, { uri, text: source }: OpenText, offset: number): LanguageHover | undefined {
  const place = codeAt(source, offset);
  if (place?.token.kind !== "word") return undefined;
  const { text: written, start, end } = place.token;
  const at = { start, end };
  const region = script.regions.find(
    ({ range, nameRange, origin }) =>
      range.uri === uri && nameRange.end < start && end < origin.expression.start && origin.expression.uri === uri,
  );
  if (region !== undefined && region.attributes.includes(written)) {
    return { ...at, code: `(${region.attributes})`, sentences: [attributeSentence(region.attributes)] };
  }
  const keyword = written === "." ? locationCounter : keywordOf(written, place.next?.text.startsWith("=") ?? false);
  if (keyword !== undefined) return { ...at, code: written, sentences: [keyword.help] };
  const { value } = parseNumber(written);
  if (value === null) return undefined;
  const others = text("{0} (decimal {1}).", valueText(value), String(value));
  return { ...at, code: written, sentences: [others] };
}
