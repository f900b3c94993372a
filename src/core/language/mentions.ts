/** Comments of C and of GNU assemblers for Arm; one that is never closed runs to the end. */
const comment = /\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|(?<=\s)@[^\n]*/g;

/** The one-based line where a source first uses a name outside comments; undefined where it does not. */
export function lineOfMention(source: string, name: string): number | undefined {
  if (!source.includes(name)) return undefined;
  const code = source.replace(comment, (words) => words.replace(/[^\n]/g, " "));
  const at = code.search(new RegExp(`(?<![\\w$.])${name.replace(/[.$]/g, "\\$&")}(?![\\w$])`));
  return at < 0 ? undefined : code.slice(0, at).split("\n").length;
}
