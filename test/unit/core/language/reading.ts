import type { LinkerScript } from "../../../../src/core/linker/linker-script";
import { english } from "../../../../src/core/text";
import type { LanguageHover } from "../../../../src/core/language/hover";
import { folder, main, read } from "../linker/reading";

/** A script with the cursor, written `|`, taken out. */
export function atCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf("|");
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** The script as read, and what the editor asks with. */
export function opened(
  marked: string,
  files: Readonly<Record<string, string>> = {},
): {
  readonly script: LinkerScript;
  readonly open: { readonly uri: string; readonly text: string };
  readonly offset: number;
  readonly textOf: (uri: string) => string | undefined;
} {
  const { text, offset } = atCursor(marked);
  const texts: Readonly<Record<string, string>> = { ...files, "app.ld": text };
  return {
    script: read(text, {}, files),
    open: { uri: main, text },
    offset,
    textOf: (uri) => texts[uri.slice(folder.length + 1)],
  };
}

/** A hover in English: its code, then its sentences. */
export function wordsOf(hover: LanguageHover | undefined): readonly string[] {
  return hover === undefined ? [] : [hover.code, ...hover.sentences.map(english)];
}
