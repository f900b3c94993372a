import { readAnyScript } from "../../../../src/core/linker/read-any-script";
import type { LinkerScript, LinkerScriptOptions } from "../../../../src/core/linker/linker-script";
import { complaints, folder, plain, readerOf, regionTable } from "./reading";

/** A script of IAR or Arm with what a person works out by hand. */
export interface DialectCase {
  readonly name: string;
  readonly script: string;
  readonly defines?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** name → [origin, length]; names that are missing where it is not known. */
  readonly regions: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** Those worth a look. */
  readonly symbols?: Readonly<Record<string, unknown>>;
  /** name → [address, region, input patterns] */
  readonly sections?: Readonly<Record<string, readonly [unknown, string | null, readonly string[]]>>;
  /** All of them; none where left out. */
  readonly problems?: readonly string[];
}

export function readAs(
  file: string,
  script: string,
  options: Partial<LinkerScriptOptions> = {},
  files: Readonly<Record<string, string>> = {},
): LinkerScript {
  const reader = readerOf({ ...files, [file]: script });
  return readAnyScript(`${folder}/${file}`, reader, { defines: {}, defsyms: {}, includePaths: [], ...options });
}

export function readCase(file: string, { script, defines = {}, files = {} }: DialectCase): LinkerScript {
  const given = Object.fromEntries(Object.entries(defines).map(([name, text]) => [name, { text }]));
  return readAs(file, script, { defines: given }, files);
}

/** What was read, cut to what the case speaks of. */
export function outcome(script: LinkerScript, { symbols = {}, sections = {} }: DialectCase): DialectCase {
  const found = Object.fromEntries(script.symbols.map((one) => [one.name, plain(one.evaluated)]));
  const placed = Object.fromEntries(
    script.sections.map(({ name, address, region, inputs }) => [
      name,
      [address === null ? null : plain(address), region, inputs.map((input) => input.name)] as const,
    ]),
  );
  return {
    name: "",
    script: "",
    regions: regionTable(script) as Record<string, [unknown, unknown]>,
    symbols: Object.fromEntries(Object.keys(symbols).map((name) => [name, found[name]])),
    sections: Object.fromEntries(
      Object.keys(sections).flatMap((name) => {
        const one = placed[name];
        return one === undefined ? [] : [[name, one] as const];
      }),
    ),
    problems: complaints(script),
  };
}

/** What the case says should come out. */
export function expected(one: DialectCase): DialectCase {
  const { regions, symbols = {}, sections = {}, problems = [] } = one;
  return { name: "", script: "", regions, symbols, sections, problems };
}
