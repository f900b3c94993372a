import type { WrittenSnippet } from "./request";

/** A file that a snippet becomes. */
export interface SnippetFile {
  readonly name: string;
  readonly text: string;
}

/**
 * A snippet as files of its own, the one to open first: source and header in C and C++, one module in Rust.
 * @param name without an extension
 * @param style brings text into the manner of the editor
 */
export function snippetFiles(
  snippet: Pick<WrittenSnippet, "code" | "language" | "declarations">,
  name: string,
  style: (code: string) => string = (code) => code,
): readonly [SnippetFile, ...SnippetFile[]] {
  const { code, language, declarations } = snippet;
  if (language === "rust") {
    return [{ name: `${name}.rs`, text: style(code) }];
  }
  return [
    { name: `${name}.${language}`, text: style(sourceText(code, declarations, `${name}.h`)) },
    { name: `${name}.h`, text: style(headerText(declarations, name)) },
  ];
}

/** The unit with its own header in front of its includes; what the header declares is not declared again. */
function sourceText(code: string, declarations: readonly string[], header: string): string {
  const own = `${declarations.join("\n")}\n\n`;
  const at = declarations.length === 0 ? -1 : code.indexOf(`\n${own}`);
  const rest = at < 0 ? code : code.slice(0, at + 1) + code.slice(at + 1 + own.length);
  const first = rest.search(/^#/m);
  const place = first < 0 ? rest.length : first;
  return `${rest.slice(0, place)}#include "${header}"\n${rest.slice(place)}`;
}

/** For C and C++ alike: the functions have C linkage, so that start-up files in assembler can call them. */
function headerText(declarations: readonly string[], name: string): string {
  const guard = includeGuard(`${name}.h`);
  const plain = declarations.map((declaration) => declaration.replace(/^extern "C" /, ""));
  const includes = plain.some((declaration) => /\bbool\b/.test(declaration)) ? ["#include <stdbool.h>", ""] : [];
  return `${[
    `#ifndef ${guard}`,
    `#define ${guard}`,
    "",
    ...includes,
    "#ifdef __cplusplus",
    'extern "C" {',
    "#endif",
    "",
    ...plain,
    "",
    "#ifdef __cplusplus",
    "}",
    "#endif",
    "",
    "#endif",
  ].join("\n")}\n`;
}

/** `JUMP_TO_APPLICATION_H`: no digit in front, and no name that C keeps for itself (two underscores, or one before a capital). */
export function includeGuard(file: string): string {
  const name = file
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[0-9]/.test(name) || name === "" ? `H_${name}` : name;
}

/** `name`, else `name_2`, `name_3` …: the first that `taken` does not know. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}_${n}`;
    if (!taken(candidate)) {
      return candidate;
    }
  }
}
