import type { ImageRef } from "../layout/boot-layout";
import type { SourceRange, Uri } from "../project/snapshot";
import { text, type Text } from "../text";
import { symbolSentences } from "./hover";

/** What one image's linker script says of a symbol that a source uses. */
export interface SymbolOrigin {
  /** Name of the image. */
  readonly image: string;
  readonly sentences: readonly Text[];
  /** Its name where the script defines it. */
  readonly definition: SourceRange;
}

const assemblerFile = /\.(s|asm)$/i;

/**
 * The linker symbols of a name in a C, C++, Rust or assembler source, one per script that defines it. Only where the
 * source takes the name from outside: `extern` in C and Rust; an assembler takes every name it does not define.
 * @param source the text of the file `uri`
 */
export function linkerSymbols(
  name: string,
  { uri, source }: { readonly uri: Uri; readonly source: string },
  images: readonly ImageRef[],
): readonly SymbolOrigin[] {
  if (!takesFromOutside(name, uri, source)) return [];
  const found = new Map<string, SymbolOrigin>();
  for (const { name: image, script } of images) {
    const symbol = script?.symbols.find((one) => one.name === name);
    if (script === undefined || symbol === undefined) continue;
    const { range } = symbol;
    const definition =
      script.occurrences.find(
        (one) =>
          one.kind === "symbol" &&
          one.name === name &&
          one.role === "definition" &&
          one.range.uri === range.uri &&
          one.range.start >= range.start &&
          one.range.end <= range.end,
      )?.range ?? range;
    const sentences = symbolSentences(symbol.evaluated, symbol.needsLink);
    const key = `${definition.uri} ${definition.start} ${JSON.stringify(sentences)}`;
    if (!found.has(key))
      found.set(key, { image, sentences: [text("Linker symbol of {0}.", image), ...sentences], definition });
  }
  return [...found.values()];
}

function takesFromOutside(name: string, uri: Uri, source: string): boolean {
  if (!/^[A-Za-z_.$][\w.$]*$/.test(name)) return false;
  const quoted = name.replace(/[.$]/g, "\\$&");
  if (assemblerFile.test(uri)) return !new RegExp(`^${quoted}:`, "m").test(source);
  // A declaration ends at its semicolon; Rust's stand in the braces of `extern "C" { … }`.
  return new RegExp(
    `\\bextern\\b[^;{}]{0,400}\\b${quoted}\\b|\\bextern\\s*"C"\\s*\\{[^{}]{0,20000}\\b${quoted}\\b`,
  ).test(source);
}
