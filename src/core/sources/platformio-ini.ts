import type { SourceRange, TextFile } from "../project/snapshot";

/** A value with the place it stands at. */
export interface IniValue {
  readonly text: string;
  readonly range: SourceRange;
}

/** One `[env:…]` of a `platformio.ini`, with what names its chip. */
export interface PlatformioEnv {
  readonly name: string;
  readonly board?: IniValue;
  /** `board_build.mcu`: overrides the chip of the board. */
  readonly mcu?: IniValue;
}

type Section = ReadonlyMap<string, IniValue>;

/** `extends` and `${section.key}` go this deep at most. */
const maximumDepth = 8;

/** The environments that `pio run` builds: those of `default_envs`, else all. */
export function platformioEnvs(file: TextFile): readonly PlatformioEnv[] {
  const sections = sectionsOf(file);
  const envs = [...sections.keys()].filter((name) => name.startsWith("env:")).map((name) => name.slice(4));
  const chosen = valueOf(sections, "platformio", "default_envs")?.text.split(/[\s,]+/) ?? [];
  const built = envs.filter((name) => chosen.includes(name));
  return (built.length > 0 ? built : envs).map((name) => {
    const board = valueOf(sections, `env:${name}`, "board");
    const mcu = valueOf(sections, `env:${name}`, "board_build.mcu");
    return { name, ...(board !== undefined && { board }), ...(mcu !== undefined && { mcu }) };
  });
}

function sectionsOf(file: TextFile): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, IniValue>>();
  let section = new Map<string, IniValue>();
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
    if (entry?.[1] !== undefined && text !== "") {
      const start = offset + entry[0].length;
      section.set(entry[1], { text, range: { uri: file.uri, start, end: start + text.length } });
    }
    offset += line.length + 1;
  }
  return sections;
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
