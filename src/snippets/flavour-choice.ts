import { SNIPPET_FLAVOURS, type SnippetFlavour, type SnippetLanguage } from "../core/snippets/request";

/** What there is to tell the library from. */
export interface FlavourFacts {
  /** The open file; undefined where none is. */
  readonly file?: { readonly name: string; readonly language: string; readonly text: string };
  /** What the files around it speak of. */
  readonly around: readonly SnippetFlavour[];
}

/** What a file includes, and the library that brings it; the most telling first. */
const includes: readonly (readonly [RegExp, SnippetFlavour])[] = [
  [/^\s*#\s*include\s*[<"]libopencm3\//m, "libopencm3"],
  [/^\s*#\s*include\s*[<"]Arduino\.h[>"]/m, "arduino"],
  [/^\s*#\s*include\s*[<"]mbed\.h[>"]/m, "mbed"],
  [/^\s*#\s*include\s*[<"]stm32[a-z0-9]+_hal(_[a-z0-9_]+)?\.h[>"]/im, "hal"],
  [/^\s*#\s*include\s*[<"]stm32[a-z0-9]+\.h[>"]/im, "cmsis"],
];

/** Files that only projects with the library have. */
const tellingFiles: readonly (readonly [RegExp, SnippetFlavour])[] = [
  [/(^|\/)(mbed_app\.json5?|mbed-os\.lib)$/, "mbed"],
  [/\.ino$/, "arduino"],
  [/(^|\/)libopencm3(\/|\.rules\.mk$)/, "libopencm3"],
  [/\.ioc$|(^|\/)stm32[a-z0-9]+_hal(_conf|_msp)?\.[ch]$/i, "hal"],
  [/(^|\/)Cargo\.toml$|\.rs$/, "rust"],
];

/** Characters at the top of a file that are looked at: includes stand there. */
const topOfFile = 20_000;

/** The libraries that the open file and its project speak of, best first. Empty where nothing tells. */
export function evidentFlavours({ file, around }: FlavourFacts): readonly SnippetFlavour[] {
  const language = file === undefined ? undefined : languageOf(file);
  if (language === "rust") {
    return ["rust"];
  }
  const top = file?.text.slice(0, topOfFile) ?? "";
  const included = includes.filter(([pattern]) => pattern.test(top)).map(([, flavour]) => flavour);
  const found = [...included, ...(file !== undefined && isSketch(file.name) ? sketchOf(around) : around)];
  return [...new Set(found)].filter((flavour) => fits(flavour, language));
}

/** Every library, the evident ones first. */
export function flavoursInOrder(evident: readonly SnippetFlavour[]): readonly SnippetFlavour[] {
  return [...new Set([...evident, ...SNIPPET_FLAVOURS])];
}

/** The libraries that a project's files speak of, by their names. */
export function flavoursOfFiles(files: readonly string[]): readonly SnippetFlavour[] {
  return tellingFiles.filter(([pattern]) => files.some((file) => pattern.test(file))).map(([, flavour]) => flavour);
}

const languages: ReadonlyMap<string, SnippetLanguage> = new Map([
  ["c", "c"],
  ["cpp", "cpp"],
  ["rust", "rust"],
  ["arduino", "cpp"],
  ["ino", "cpp"],
]);

/** The language a snippet has to be in to stand in a file; undefined: no snippet can. */
export function languageOf({ name, language }: { name: string; language: string }): SnippetLanguage | undefined {
  return isSketch(name) ? "cpp" : languages.get(language);
}

function isSketch(name: string): boolean {
  return /\.(ino|pde)$/i.test(name);
}

/** A sketch is Arduino's; on a board with Arduino's own Mbed core Mbed OS lies below. */
function sketchOf(around: readonly SnippetFlavour[]): readonly SnippetFlavour[] {
  return around.includes("mbed") ? ["mbed", "arduino"] : ["arduino"];
}

/** C++ code does not compile in a C file, and Rust in neither. */
function fits(flavour: SnippetFlavour, language: SnippetLanguage | undefined): boolean {
  switch (language) {
    case undefined:
      return true;
    case "c":
      return flavour !== "mbed" && flavour !== "arduino" && flavour !== "rust";
    case "cpp":
      return flavour !== "rust";
    case "rust":
      return flavour === "rust";
  }
}
