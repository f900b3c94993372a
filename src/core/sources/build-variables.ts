import type { TextFile, Uri } from "../project/snapshot";
import { parseJson } from "./json-document";

/** A variable's value as it stands in a build file. */
export interface BuildVariable {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where it stands in another file than the one that uses it. */
  readonly uri?: Uri;
}

export type BuildVariables = ReadonlyMap<string, BuildVariable>;

const makeAssignment =
  /^[ \t]*(?:(?:export|override|readonly|local)[ \t]+)*([A-Za-z_]\w{0,60})[ \t]*(?:[:?!]{0,3}=|(\+=))[ \t]*([^\n]{0,500})$/gm;
const targetAssignment = /^[\w./%-]{1,80}[ \t]*:[ \t]*([A-Za-z_]\w{0,60})[ \t]*[:?+]?=/gm;
const cmakeSet =
  /\bset[ \t]?\([ \t]{0,8}([A-Za-z_]\w{0,60})[ \t]{1,20}"?([^\s()"]{1,300})"?[ \t]{0,8}(?:\)|CACHE|PARENT_SCOPE)/gi;
const cmakeProject = /\bproject[ \t]?\([ \t\n]{0,8}([\w.+-]{1,100})/gi;

/** The variables of a Makefile or shell script; one that gets several values has none. */
export function makeVariables(text: string): BuildVariables {
  const several = new Set<string>([...text.matchAll(targetAssignment)].map((match) => match[1] ?? ""));
  const found = [...text.matchAll(makeAssignment)].map((match): readonly [string, BuildVariable] => {
    const [whole, name = "", appended, rest = ""] = match;
    if (appended !== undefined) several.add(name);
    const value = rest
      .replace(/(^|[ \t])#.*$/, "")
      .trimEnd()
      .replace(/\\$/, "")
      .trim();
    const bare = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
    const start = match.index + whole.length - rest.length + Math.max(0, rest.indexOf(bare));
    return [name, { text: bare, start, end: start + bare.length }];
  });
  return once(found, several);
}

/** The variables that a CMake file sets, with the project's name; one that gets several values has none. */
export function cmakeVariables(text: string): BuildVariables {
  const set = [...text.matchAll(cmakeSet)].map((match) => entry(match, match[1] ?? "", match[2] ?? ""));
  const projects = [...text.matchAll(cmakeProject)].flatMap((match) =>
    ["PROJECT_NAME", "CMAKE_PROJECT_NAME"].map((name) => entry(match, name, match[1] ?? "")),
  );
  return once([...set, ...projects], new Set());
}

/** The cache variables of a `CMakePresets.json` (cmake-presets(7)); one that presets give several values has none. */
export function presetVariables(file: TextFile): BuildVariables {
  const presets = parseJson(file).root?.member("configurePresets")?.items ?? [];
  const found = presets.flatMap((preset) =>
    (preset.member("cacheVariables")?.properties ?? []).flatMap(({ name, value }) => {
      const text = value.type === "object" ? value.member("value") : value;
      if (text?.string === undefined) return [];
      const { start, end, uri } = text.range;
      return [[name, { text: text.source, start, end, uri }] as const];
    }),
  );
  return once(found, new Set());
}

function entry(match: RegExpExecArray, name: string, value: string): readonly [string, BuildVariable] {
  const start = match.index + match[0].lastIndexOf(value);
  return [name, { text: value, start, end: start + value.length }];
}

function once(list: readonly (readonly [string, BuildVariable])[], several: Set<string>): BuildVariables {
  const variables = new Map<string, BuildVariable>();
  for (const [name, variable] of list) {
    const before = variables.get(name);
    if (before !== undefined && before.text !== variable.text) several.add(name);
    else if (before === undefined) variables.set(name, variable);
  }
  for (const name of several) variables.delete(name);
  return variables;
}

/** Variables inside variables go this deep at most. */
const maximumDepth = 8;
const reference = /\$\(([\w-]+)\)|\$\{([\w-]+)\}|\$([A-Za-z_]\w*)/g;

/** A text with its variables replaced by their values; what is not known stays as it is written. */
export function expanded(text: string, variables: BuildVariables, depth = 0): string {
  if (depth > maximumDepth || text.length > 2000) return text;
  return text.replace(reference, (whole, round?: string, curly?: string, plain?: string) => {
    const variable = variables.get(round ?? curly ?? plain ?? "");
    return variable === undefined ? whole : expanded(variable.text, variables, depth + 1);
  });
}

/** The literal that a word is: itself, or the one in the variable that it names. */
export function literalOf(word: BuildVariable, variables: BuildVariables, depth = 0): BuildVariable | undefined {
  const name = /^\$[({]?([\w-]+)[)}]?$/.exec(word.text)?.[1];
  if (name === undefined) return word;
  const variable = variables.get(name);
  return variable === undefined || depth > maximumDepth ? undefined : literalOf(variable, variables, depth + 1);
}
