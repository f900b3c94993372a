import type { SourceRange, TextFile, Uri } from "../project/snapshot";

/** A value with the place it stands at. */
export interface IniValue {
  readonly text: string;
  readonly range: SourceRange;
}

/** One `[env:…]` of a `platformio.ini`, with what names its chip. */
export interface PlatformioEnv {
  readonly name: string;
  /** Whether `pio run` builds it: one of `default_envs`, or any where there are none. */
  readonly built: boolean;
  readonly board?: IniValue;
  /** `board_build.mcu`: overrides the chip of the board. */
  readonly mcu?: IniValue;
  /** `board_build.ldscript`. */
  readonly script?: IniValue;
  /** `board_upload.offset_address`: where the ST tools of the platform write the program. */
  readonly offset?: IniValue;
  /** `build_flags`, one line of them each, references replaced where they are one. */
  readonly flags: readonly IniValue[];
}

type Section = ReadonlyMap<string, IniValue>;

/** `extends` and `${section.key}` go this deep at most. */
const maximumDepth = 8;

/** All environments. Those that are not of `default_envs` are built by name. */
export function platformioEnvs(file: TextFile): readonly PlatformioEnv[] {
  const sections = sectionsOf(file);
  const envs = [...sections.keys()].filter((name) => name.startsWith("env:")).map((name) => name.slice(4));
  const chosen = valueOf(sections, "platformio", "default_envs")?.text.split(/[\s,]+/) ?? [];
  const built = envs.filter((name) => chosen.includes(name));
  return envs.map((name) => {
    const board = valueOf(sections, `env:${name}`, "board");
    const mcu = valueOf(sections, `env:${name}`, "board_build.mcu");
    const script = valueOf(sections, `env:${name}`, "board_build.ldscript");
    const offset = valueOf(sections, `env:${name}`, "board_upload.offset_address");
    return {
      name,
      built: built.length === 0 || built.includes(name),
      ...(board !== undefined && { board }),
      ...(mcu !== undefined && { mcu }),
      ...(script !== undefined && { script }),
      ...(offset !== undefined && { offset }),
      flags: flagsOf(sections, `env:${name}`),
    };
  });
}

/**
 * The environments that link with a script, those that are built if any is. A script that none names may be the
 * framework's choice: none is then returned.
 */
export function envsLinking<T extends { readonly script?: IniValue | undefined; readonly built: boolean }>(
  script: Uri,
  envs: readonly T[],
): readonly T[] {
  const naming = envs.filter((env) => {
    const end = env.script?.text.replace(/^\$\{?\w*\}?\//, "").replace(/^(\.{1,2}\/)+/, "");
    return end !== undefined && end !== "" && !end.includes("$") && decodeURI(script).endsWith(`/${end}`);
  });
  const built = naming.filter((env) => env.built);
  return built.length > 0 ? built : naming;
}

/** The flags of an environment; `${env.build_flags}` stands for what another section has. */
function flagsOf(sections: ReadonlyMap<string, Section>, name: string, depth = 0): readonly IniValue[] {
  const own = valueOf(sections, name, "build_flags");
  if (own === undefined || depth > maximumDepth) return [];
  const referred = [...own.text.matchAll(/\$\{([^}.]+)\.build_flags\}/g)].flatMap((match) =>
    match[1] === name ? [] : flagsOf(sections, match[1] ?? "", depth + 1),
  );
  return [own, ...referred];
}

function sectionsOf(file: TextFile): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, IniValue>>();
  let section = new Map<string, IniValue>();
  let key = "";
  let offset = 0;
  for (const line of file.text.split("\n")) {
    const header = /^\[([^\]]+)\]/.exec(line)?.[1]?.trim();
    if (header !== undefined) {
      section = sections.get(header) ?? new Map<string, IniValue>();
      sections.set(header, section);
    }
    const entry = /^([\w.]+)[ \t]*=[ \t]*/.exec(line);
    // A comment behind a value begins with a blank and a semicolon.
    const text = entry === null ? "" : (line.slice(entry[0].length).split(/\s[;#]/)[0] ?? "").trim();
    if (entry?.[1] !== undefined) key = entry[1];
    if (header !== undefined) key = "";
    if (entry?.[1] !== undefined && text !== "") {
      const start = offset + entry[0].length;
      section.set(entry[1], { text, range: { uri: file.uri, start, end: start + text.length } });
    }
    if (key !== "" && /^[ \t]+[^\s;#]/.test(line)) continued(section, key, line, { uri: file.uri, offset });
    offset += line.length + 1;
  }
  return sections;
}

/** A line that begins with a blank goes on with the value above it. */
function continued(section: Map<string, IniValue>, key: string, line: string, at: { uri: Uri; offset: number }): void {
  const before = section.get(key);
  const start = before?.range.start ?? at.offset + line.length - line.trimStart().length;
  const gap = before === undefined ? "" : "\n".padEnd(at.offset - before.range.end, " ");
  // Text and range stay as long as each other, so that a place in the one is a place in the other.
  const text = (before?.text ?? "") + gap + (before === undefined ? line.trimStart() : line).trimEnd();
  section.set(key, { text, range: { uri: at.uri, start, end: start + text.length } });
}

/** A key of a section, of those it extends, or of `[env]`, which all environments share. */
function valueOf(sections: ReadonlyMap<string, Section>, name: string, key: string, depth = 0): IniValue | undefined {
  if (depth > maximumDepth) return undefined;
  const section = sections.get(name);
  const own = section?.get(key);
  if (own !== undefined) {
    const reference = /^\$\{(.+)\.([\w]+|board_build\.mcu)\}$/.exec(own.text);
    const [, place, referred] = reference ?? [];
    return place === undefined || referred === undefined ? own : valueOf(sections, place, referred, depth + 1);
  }
  const parents = section?.get("extends")?.text.split(/[\s,]+/) ?? [];
  for (const parent of parents) {
    const inherited = valueOf(sections, parent, key, depth + 1);
    if (inherited !== undefined) return inherited;
  }
  return name.startsWith("env:") ? sections.get("env")?.get(key) : undefined;
}
