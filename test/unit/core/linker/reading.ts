import { readLinkerScript } from "../../../../src/core/linker/read-linker-script";
import type { Evaluated, LinkerScript, LinkerScriptOptions } from "../../../../src/core/linker/linker-script";
import { SnapshotReader, type SourceRange, type TextFile } from "../../../../src/core/project/snapshot";
import { english } from "../../../../src/core/text";

export const folder = "file:///project";
export const main = `${folder}/app.ld`;

/** A reader over files given by name (relative to the project folder) and text. */
export function readerOf(files: Readonly<Record<string, string>>): SnapshotReader {
  const texts = Object.entries(files).map(([name, text]): [string, TextFile] => {
    const uri = `${folder}/${name}`;
    return [uri, { uri, text, hash: name }];
  });
  return new SnapshotReader({
    roots: [folder],
    listing: texts.map(([uri]) => uri),
    texts: new Map(texts),
    binaries: new Map(),
  });
}

/** Reads `app.ld` with the given text (and further files). */
export function read(
  script: string,
  options: Partial<LinkerScriptOptions> = {},
  files: Readonly<Record<string, string>> = {},
): LinkerScript {
  return readLinkerScript(main, readerOf({ ...files, "app.ld": script }), {
    defines: {},
    defsyms: {},
    includePaths: [],
    ...options,
  });
}

/** The value as a number, or the names that are missing. */
export function plain(evaluated: Evaluated | undefined): number | readonly string[] | undefined {
  const value = evaluated?.value;
  return value?.known === true ? Number(BigInt.asUintN(32, value.value)) : value?.missing;
}

/** `name: [origin, length]` of every region. */
export function regionTable(script: LinkerScript): Record<string, unknown[]> {
  return Object.fromEntries(script.regions.map((r) => [r.name, [plain(r.origin), plain(r.length)]]));
}

export function symbolTable(script: LinkerScript): Record<string, unknown> {
  return Object.fromEntries(script.symbols.map((s) => [s.name, plain(s.evaluated)]));
}

/** Severity and English sentence of every problem. */
export function complaints(script: LinkerScript): string[] {
  return script.problems.map((problem) => `${problem.severity}: ${english(problem.message)}`);
}

/** What a range says in these files. */
export function said(range: SourceRange, script: string, files: Readonly<Record<string, string>> = {}): string {
  const texts: Readonly<Record<string, string>> = { ...files, "app.ld": script };
  return (texts[range.uri.slice(folder.length + 1)] ?? "").slice(range.start, range.end);
}
