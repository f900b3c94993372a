import type { LinkerScript, Occurrence } from "../linker/linker-script";
import type { SourceRange, Uri } from "../project/snapshot";
import { fileOf } from "./included-file";
import { isCode, scriptTokens } from "./script-tokens";
import { subjectAt, type OpenText, type Subject } from "./subject";

/** A place where a name stands. */
export interface Place {
  readonly range: SourceRange;
  readonly role: Occurrence["role"];
}

/** Where the name at an offset is defined, in every script that reads the file; of a file its first byte. */
export function definitionsAt(
  scripts: readonly LinkerScript[],
  open: OpenText,
  offset: number,
): readonly SourceRange[] {
  const found = scripts.flatMap((script) => {
    const subject = subjectAt(script, open, offset);
    if (subject === undefined) return [];
    if (subject.kind === "file") {
      const uri = fileOf(script, subject.name);
      return uri === undefined ? [] : [{ uri, start: 0, end: 0 }];
    }
    return definitionsOf(script, subject);
  });
  return unique(found.map((range) => ({ range, role: "definition" }))).map(({ range }) => range);
}

function definitionsOf(script: LinkerScript, { kind, name }: Subject): SourceRange[] {
  return script.occurrences
    .filter((one) => one.kind === kind && one.name === name && one.role === "definition")
    .map(({ range }) => range);
}

/**
 * Every place of the name at an offset, in all files of these scripts, also in lines that the preprocessor leaves out.
 * @param textOf gives the text of the scripts' files
 */
export function referencesAt(
  scripts: readonly LinkerScript[],
  open: OpenText,
  offset: number,
  textOf: (uri: Uri) => string | undefined,
): readonly Place[] {
  const subjects = scripts.flatMap((script) => subjectAt(script, open, offset) ?? []);
  const [subject] = subjects;
  return subject === undefined ? [] : placesOf(scripts, subject, textOf);
}

/** Every place of a name. */
export function placesOf(
  scripts: readonly LinkerScript[],
  { kind, name }: Pick<Subject, "kind" | "name">,
  textOf: (uri: Uri) => string | undefined,
): readonly Place[] {
  return unique(
    scripts.flatMap((script) => [
      ...script.occurrences
        .filter((one) => one.kind === kind && one.name === name)
        .map(({ range, role }): Place => ({ range, role })),
      ...leftOut(script, name, textOf),
    ]),
  );
}

/** A line that is left out under this configuration counts under another: the same word there is the same name. */
function leftOut(script: LinkerScript, name: string, textOf: (uri: Uri) => string | undefined): Place[] {
  return (script.skipped ?? []).flatMap(({ uri, start, end }) => {
    const line = textOf(uri)?.slice(start, end) ?? "";
    if (!line.includes(name)) return [];
    const body = /^[ \t]*#[ \t]*(?:define|undef)\b/.exec(line)?.[0].length ?? 0;
    return scriptTokens(line.slice(body))
      .filter((token) => isCode(token) && (token.text === name || token.text === `"${name}"`))
      .map((token): Place => {
        const from = start + body + token.start + (token.kind === "string" ? 1 : 0);
        return { range: { uri, start: from, end: from + name.length }, role: "reference" };
      });
  });
}

function unique(places: readonly Place[]): readonly Place[] {
  const byPlace = new Map<string, Place>();
  for (const place of places) {
    const key = `${place.range.uri} ${place.range.start}`;
    // What one script defines another may only use.
    if (byPlace.get(key)?.role !== "definition") byPlace.set(key, place);
  }
  return [...byPlace.values()];
}
