import { MacroExpander } from "../../../../src/core/linker/macro-expander";
import { preprocessTokens } from "../../../../src/core/linker/preprocessor";
import { SnapshotReader } from "../../../../src/core/project/snapshot";
import type { PreprocessedC } from "../../../../src/core/sources/c-addresses";

/** A C file that stands alone, after the preprocessor. */
export function preprocessed(text: string, defines: Readonly<Record<string, string>> = {}): PreprocessedC {
  const uri = "memfs:/ws/main.c";
  const files = new SnapshotReader({ roots: ["memfs:/ws"], listing: [uri], texts: new Map(), binaries: new Map() });
  const given = Object.fromEntries(Object.entries(defines).map(([name, value]) => [name, { text: value }]));
  const { tokens, macros, problems } = preprocessTokens(uri, text, given, [], files);
  const expander = new MacroExpander(problems);
  for (const [name, macro] of macros) expander.macros.set(name, macro);
  return { file: { uri, text, hash: "" }, tokens, macros, expand: (input) => expander.expand(input) };
}
