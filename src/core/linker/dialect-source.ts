import type { SourceRange, Uri } from "../project/snapshot";
import { text } from "../text";
import type { Define } from "./linker-script";
import { preprocess } from "./preprocessor";
import { isPreprocessed } from "./preprocessor-tokens";
import type { Problems } from "./problems";
import type { ScriptLoader } from "./script-loader";
import { ScriptText } from "./script-text";

export interface DialectSource {
  readonly defines: Readonly<Record<string, Define>>;
  readonly loader: ScriptLoader;
  readonly problems: Problems;
  /** The file asks for the preprocessor in a way of its own. */
  readonly forced: boolean;
}

/** The text of a script as its linker gets it: through the C preprocessor where its lines ask for that. */
export function dialectText(uri: Uri, source: string, context: DialectSource): ScriptText {
  return context.forced || isPreprocessed(source) ? preprocess(uri, source, context) : ScriptText.verbatim(uri, source);
}

/** The root file; undefined (after a problem) for one that cannot be read or is no text. */
export function loadRoot(uri: Uri, loader: ScriptLoader, problems: Problems): string | undefined {
  const whole: SourceRange = { uri, start: 0, end: 0 };
  const source = loader.load(uri);
  if (source === undefined) {
    problems.add("linker-script-include", "error", whole, text("This linker script cannot be read."));
  } else if (source.slice(0, 8192).includes("\0")) {
    problems.syntax({ uri, start: 0, end: 1 }, text("This is not a text file, so it is no linker script."));
    return undefined;
  }
  return source;
}
