import type { TextFile } from "../project/snapshot";

/** One entry of a compilation database (Clang's "JSON Compilation Database Format Specification"), as far as options matter here. */
export interface CompileCommand {
  /** The source, absolute where the database says where, with forward slashes. */
  readonly file: string;
  /** `-D`: name → value, `1` where there is none. Undone by a later `-U`. */
  readonly macros: Readonly<Record<string, string>>;
  /** `--defsym` of the linker: name → value as written. */
  readonly symbols: Readonly<Record<string, string>>;
  /** `-I` and `-isystem`, absolute as `file` is. */
  readonly includePaths: readonly string[];
}

/** A database of more files than this is read so far. */
const maximumEntries = 20_000;

/** Reads a `compile_commands.json`; what is no entry is passed over. */
export function compileCommands(file: TextFile): readonly CompileCommand[] {
  return entriesOf(file.text)
    .slice(0, maximumEntries)
    .flatMap((entry) => commandOf(entry) ?? []);
}

function entriesOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    // A build that is running writes the file anew: there is nothing to say of half a file.
    return [];
  }
}

function commandOf(entry: unknown): CompileCommand | undefined {
  const fields = new Map<string, unknown>(typeof entry === "object" && entry !== null ? Object.entries(entry) : []);
  const [file, directory, command, list] = ["file", "directory", "command", "arguments"].map((name) =>
    fields.get(name),
  );
  if (typeof file !== "string") return undefined;
  const folder = typeof directory === "string" ? directory : "";
  const words = Array.isArray(list)
    ? list.filter((word): word is string => typeof word === "string")
    : splitCommand(typeof command === "string" ? command : "");
  return { file: absolute(file, folder), ...optionsOf(words, folder) };
}

const word = /(?:[^\s"'\\]|\\[^\n]|"(?:[^"\\]|\\.)*"|'[^']*')+/g;

/** Words of a command line as a POSIX shell splits them, quotes taken off. */
function splitCommand(command: string): readonly string[] {
  return (command.match(word) ?? []).map((one) =>
    one.replace(
      /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_whole, escaped?: string, double?: string, single?: string) =>
        escaped ?? double?.replace(/\\(["\\$`])/g, "$1") ?? single ?? "",
    ),
  );
}

function optionsOf(words: readonly string[], folder: string): Omit<CompileCommand, "file"> {
  const macros: Record<string, string> = {};
  const symbols: Record<string, string> = {};
  const includePaths: string[] = [];
  words.forEach((one, index) => {
    const glued = /^(-D|-U|-I|-isystem)(.*)$/.exec(one);
    const value = glued?.[2] === "" ? (words[index + 1] ?? "") : (glued?.[2] ?? "");
    const [, name, text = "1"] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(value) ?? [];
    if (glued?.[1] === "-D" && name !== undefined) macros[name] = text;
    else if (glued?.[1] === "-U" && name !== undefined) Reflect.deleteProperty(macros, name);
    else if ((glued?.[1] === "-I" || glued?.[1] === "-isystem") && value !== "")
      includePaths.push(absolute(value, folder));
    for (const [, symbol = "", number = ""] of one.matchAll(/--defsym[=,]([A-Za-z_]\w*)=([^,]+)/g))
      symbols[symbol] = number;
  });
  return { macros, symbols, includePaths };
}

/** A path of the machine that built, `..` taken out. */
function absolute(path: string, folder: string): string {
  const forward = path.replaceAll("\\", "/");
  const whole = /^(\/|[A-Za-z]:\/)/.test(forward) ? forward : `${folder.replaceAll("\\", "/")}/${forward}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === ".." && parts.length > 1) parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}
