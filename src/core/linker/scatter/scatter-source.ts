import { folderOf, join } from "../../project/paths";
import type { Uri } from "../../project/snapshot";
import type { Define } from "../linker-script";

/** What the first line of a scatter file asks for: `#! armclang -E -x c -DNAME=VALUE -Ifolder`. */
export interface FirstLine {
  readonly preprocess: boolean;
  readonly defines: Readonly<Record<string, Define>>;
  readonly includePaths: readonly Uri[];
}

const words = /(?:"([^"\n]*)"|'([^'\n]*)'|[^\s"'])+/g;

/** Reads the `#!` line, which counts only where it is the very first thing in the file. */
export function firstLine(uri: Uri, source: string): FirstLine {
  if (!source.startsWith("#!")) return { preprocess: false, defines: {}, includePaths: [] };
  const end = source.indexOf("\n");
  const line = source.slice(0, Math.min(end < 0 ? source.length : end, 4000));
  const defines: Record<string, Define> = {};
  const includePaths: Uri[] = [];
  let option = "";
  for (const { 0: word, index } of line.matchAll(words)) {
    const plain = word.replace(/["']/g, "");
    if (option === "" && (plain === "-D" || plain === "-I")) {
      option = plain;
      continue;
    }
    const value = option === "" ? plain.slice(2) : plain;
    const kind = option === "" ? plain.slice(0, 2) : option;
    option = "";
    if (kind === "-I" && value !== "") includePaths.push(join(folderOf(uri), value));
    else if (kind === "-D") {
      const [name = "", text = "1"] = value.split(/=(.*)/s);
      const start = index + word.indexOf(text, word.indexOf("="));
      const stands = value.includes("=") && line.slice(start, start + text.length) === text;
      if (/^\w+$/.test(name)) {
        defines[name] = { text, ...(stands && { source: { uri, start, end: start + text.length } }) };
      }
    }
  }
  return { preprocess: true, defines, includePaths };
}

const commentOrText = /"[^"\n]*"|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|;[^\n]*/g;

/**
 * The file as the C preprocessor may see it: the `#!` line and the linker's own `;` comments blank, every offset the same.
 */
export function withoutLinkerComments(source: string): string {
  const blank = (text: string): string => " ".repeat(text.length);
  return source
    .replace(/^#![^\n]*/, blank)
    .replace(commentOrText, (found) => (found.startsWith(";") ? blank(found) : found));
}
