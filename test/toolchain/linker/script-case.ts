import type { LinkerScript } from "../../../src/core/linker/linker-script";
import { readLinkerScript } from "../../../src/core/linker/read-linker-script";
import { SnapshotReader } from "../../../src/core/project/snapshot";

/** A linker script, and what its command line says. */
export interface ScriptCase {
  readonly name: string;
  readonly script: string;
  /** Further files, by their path next to the script; folders of `includePaths` among them. */
  readonly files?: Readonly<Record<string, string>>;
  /** `-D`. */
  readonly defines?: Readonly<Record<string, string>>;
  /** `--defsym`. */
  readonly defsyms?: Readonly<Record<string, bigint>>;
  /** `-I` and `-L`, relative to the script. */
  readonly includePaths?: readonly string[];
  /** The build runs the C preprocessor over it first. */
  readonly preprocessed?: true;
  /** GNU ld refuses it: then Bootsmith has to find a fault as well. `maybe` for random ones, which may divide by zero. */
  readonly refused?: true | "maybe";
  /** Symbols whose value only a link knows although an empty link and a full one agree by chance. */
  readonly byChance?: readonly string[];
}

const root = "file:///case";

/** What Bootsmith reads. */
export function readCase(one: ScriptCase): LinkerScript {
  const files = { ...one.files, "script.ld": one.script };
  const texts = Object.entries(files).map(([name, text]) => {
    const uri = `${root}/${name}`;
    return [uri, { uri, text, hash: name }] as const;
  });
  const reader = new SnapshotReader({
    roots: [root],
    listing: texts.map(([uri]) => uri),
    texts: new Map(texts),
    binaries: new Map(),
  });
  return readLinkerScript(`${root}/script.ld`, reader, {
    defines: Object.fromEntries(Object.entries(one.defines ?? {}).map(([name, text]) => [name, { text }])),
    defsyms: one.defsyms ?? {},
    includePaths: (one.includePaths ?? []).map((path) => `${root}/${path}`),
  });
}
