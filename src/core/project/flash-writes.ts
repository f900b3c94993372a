import { cmakeVariables, expanded, literalOf, makeVariables, type BuildVariables } from "../sources/build-variables";
import type { CommandWord } from "../sources/command-words";
import { flashCommands, mayFlash, ofWords, type FlashCommand } from "../sources/flash-commands";
import { parseJson, type JsonValue } from "../sources/json-document";
import type { ImageRole } from "./image-set";
import { baseName, folderOf, join } from "./paths";
import { remembered } from "./remembered";
import type { SnapshotReader, SourceRange, TextFile, Uri } from "./snapshot";
import type { WorkspaceIndex } from "./workspace-index";

/** A place of the workspace that has a raw binary written to an address. */
export interface FlashWrite {
  /** Path of the binary, variables replaced as far as they are known. */
  readonly path: string;
  /** The folder that the path counts from; where it begins with an unknown variable, the one the command stands in. */
  readonly base: Uri;
  /** The folder that the binary lies in, where the whole path is known. */
  readonly folder: Uri | undefined;
  readonly address: number;
  /** The literal of the address. */
  readonly range: SourceRange;
  /** What to call it: the name of a task, or of the tool. */
  readonly label: string;
  /** What a `bootsmith` task says the binary is. */
  readonly role?: ImageRole;
  /** The task, rule, target or script that it is a part of: unique in its file. */
  readonly step: string;
}

/** Writes that one task, rule or script makes, with its name. */
export interface WriteGroup {
  readonly name: string;
  readonly writes: readonly FlashWrite[];
}

/** Steps that write several files, and tasks that depend on tasks which do. */
export function writesTogether(files: SnapshotReader, index: WorkspaceIndex): WriteGroup[] {
  const writes = flashWrites(files, index);
  const groups = new Map<string, FlashWrite[]>();
  for (const write of writes) {
    const key = `${write.range.uri}#${write.step}`;
    groups.set(key, [...(groups.get(key) ?? []), write]);
  }
  const steps = [...groups.values()].map((group) => ({ name: nameOf(group), writes: group }));
  const compound = index.flashFiles
    .filter((uri) => baseName(uri) === "tasks.json")
    .flatMap((uri) => compoundTasks(files.text(uri), writes));
  return [...steps, ...compound].filter((group) => group.writes.length > 1);
}

function nameOf([first]: readonly FlashWrite[]): string {
  return first === undefined ? "" : `${first.label} (${baseName(first.range.uri)})`;
}

/** `"dependsOn": ["flash bootloader", "flash application"]`. */
function compoundTasks(file: TextFile | undefined, writes: readonly FlashWrite[]): WriteGroup[] {
  if (file === undefined) return [];
  return (parseJson(file).root?.member("tasks")?.items ?? []).flatMap((task) => {
    const own = task.member("label")?.string ?? "";
    const wanted = task.member("dependsOn")?.items.flatMap((one) => one.string ?? []) ?? [];
    const together = writes.filter(
      (write) => write.range.uri === file.uri && (wanted.includes(write.label) || write.label === own),
    );
    return wanted.length > 0 ? [{ name: `${own} (${baseName(file.uri)})`, writes: together }] : [];
  });
}

/** Every write of the workspace that its tasks, launch settings, build files and flash scripts spell out. */
export function flashWrites(files: SnapshotReader, index: WorkspaceIndex): FlashWrite[] {
  return [...index.flashFiles, ...index.buildFiles].flatMap((uri) => {
    const file = files.text(uri);
    if (file === undefined) return [];
    return remembered(file, "flash writes", files, () => writesOf(file));
  });
}

function writesOf(file: TextFile): FlashWrite[] {
  const name = baseName(file.uri);
  if (name === "tasks.json") return writesOfTasks(file);
  if (!mayFlash(file.text)) return [];
  if (name === "launch.json") return writesOfLaunch(file);
  if (/^CMakeLists\.txt$|\.cmake$/.test(name)) return writesOfCMake(file);
  if (/\.(ini|uvprojx|cproject)$|^\.cproject$/.test(name)) return [];
  return writesOfMake(file);
}

/** The folder that `.vscode` stands in. */
function workspaceOf(file: TextFile): Uri {
  return folderOf(folderOf(file.uri));
}

function writesOfTasks(file: TextFile): FlashWrite[] {
  const { root } = parseJson(file);
  return (root?.member("tasks")?.items ?? []).flatMap((task, index) => {
    const step = `task ${index}`;
    const label = (task.member("label") ?? task.member("taskName"))?.string;
    const cwd = task.member("options")?.member("cwd")?.string ?? "";
    const base = placeIn(workspaceOf(file), cwd) ?? workspaceOf(file);
    if (task.member("type")?.string === "bootsmith")
      return bootsmithTask(file, task, { label: label ?? "bootsmith", step });
    const variants = [task, ...["windows", "linux", "osx"].flatMap((name) => task.member(name) ?? [])];
    return variants.flatMap((variant) =>
      commandsOfTask(file, variant, task).flatMap((command) =>
        writeOf(file, command, { base, label, step, variables: new Map() }),
      ),
    );
  });
}

function commandsOfTask(file: TextFile, variant: JsonValue, task: JsonValue): FlashCommand[] {
  const own = variant.member("command");
  if (own === undefined && variant.member("args") === undefined) return [];
  const command = own ?? task.member("command");
  const args = (variant.member("args") ?? task.member("args"))?.items ?? [];
  const commandWord = command === undefined ? undefined : wordOf(command);
  const words = [commandWord, ...args.map(wordOf)].flatMap((word) => word ?? []);
  return ofWords(file.text, words);
}

/** A string, or `{ "value": …, "quoting": … }`. */
function wordOf(node: JsonValue): CommandWord | undefined {
  const value = node.type === "object" ? node.member("value") : node;
  if (value?.string === undefined) return undefined;
  return { text: value.source.replace(/\\{1,2}/g, "/"), start: value.range.start, end: value.range.end };
}

/** Our own task: `file` and `address`; with `image` there is no address to be wrong. */
function bootsmithTask(
  file: TextFile,
  task: JsonValue,
  names: { readonly label: string; readonly step: string },
): FlashWrite[] {
  const [path, address, as] = [task.member("file")?.string, task.member("address"), task.member("as")?.string];
  if (path === undefined || address?.string === undefined || !/^0[xX][0-9A-Fa-f]{1,8}$/.test(address.source)) return [];
  if (!/\.bin$/i.test(path)) return [];
  const word = { text: address.source, start: address.range.start, end: address.range.end };
  return [
    {
      ...placed(workspaceOf(file), path),
      address: Number(word.text),
      range: { uri: file.uri, start: word.start, end: word.end },
      ...names,
      ...((as === "bootloader" || as === "application") && { role: as }),
    },
  ];
}

/** Debug adapters take commands for GDB and OpenOCD as strings. */
function writesOfLaunch(file: TextFile): FlashWrite[] {
  const { root } = parseJson(file);
  return (root?.member("configurations")?.items ?? []).flatMap((configuration, index) => {
    const label = configuration.member("name")?.string;
    const base = placeIn(workspaceOf(file), configuration.member("cwd")?.string ?? "") ?? workspaceOf(file);
    return stringsIn(configuration).flatMap(({ range }) =>
      flashCommands(file.text, range.start, range.end, { lines: false }).flatMap((command) =>
        writeOf(file, command, { base, label, step: `configuration ${index}`, variables: new Map() }),
      ),
    );
  });
}

function stringsIn(node: JsonValue): JsonValue[] {
  if (node.string !== undefined) return [node];
  return [...node.items, ...node.properties.map(({ value }) => value)].flatMap(stringsIn);
}

const customCommand = /\badd_custom_(?:target|command)[ \t]?\(/g;

function writesOfCMake(file: TextFile): FlashWrite[] {
  const { text } = file;
  const context = { base: folderOf(file.uri), label: undefined, variables: cmakeVariables(text) };
  return [...text.matchAll(customCommand)].flatMap((match) => {
    const start = match.index + match[0].length;
    const body = text.slice(start, closingOf(text, start));
    const commands = [...body.matchAll(/\bCOMMAND\s+/g)].map((one) => start + one.index + one[0].length);
    return commands.flatMap((from, index) => {
      const to = commands[index + 1] ?? start + body.length;
      return flashCommands(text, from, to, { lines: false }).flatMap((command) =>
        writeOf(file, command, { ...context, step: String(start) }),
      );
    });
  });
}

/** Parentheses inside a call; where more are open it was never closed. */
const deepestCall = 16;

/** The parenthesis that closes a call: some thousand characters on at most. */
function closingOf(text: string, start: number): number {
  let open = 1;
  const last = Math.min(text.length, start + 8000);
  for (let at = start; at < last && open <= deepestCall; at++) {
    if (text[at] === "(") open++;
    else if (text[at] === ")" && --open === 0) return at;
  }
  return open > deepestCall ? start : last;
}

/** Commands of one file that are looked at. */
const maximumCommands = 200;

/** Makefiles, shell scripts and J-Link Commander's scripts: commands line by line. */
function writesOfMake(file: TextFile): FlashWrite[] {
  const { text } = file;
  const context = { base: folderOf(file.uri), label: undefined, variables: makeVariables(text) };
  const rules = /makefile$|\.mk$/i.test(file.uri) ? rulesOf(text) : [];
  const merging = mergingCommands(text);
  return flashCommands(text, 0, text.length, { lines: true })
    .slice(0, maximumCommands)
    .filter(({ file: binary }) => !merging.some((command) => command.includes(binary.text)))
    .flatMap((command) => {
      const rule = rules.findLast(({ start }) => start < command.file.start);
      // `$<` and `$^` are what the rule is made from.
      const made = command.file.text === "$<" || command.file.text === "$^";
      const binary = made ? { ...command.file, text: rule?.prerequisite ?? "" } : command.file;
      return writeOf(
        file,
        { ...command, file: binary },
        { ...context, step: `rule ${rule?.start ?? "of the script"}` },
      );
    });
}

interface Rule {
  readonly start: number;
  /** The first of them. */
  readonly prerequisite: string;
}

function rulesOf(text: string): readonly Rule[] {
  const heads = text.matchAll(/^[^\s#:=][^\n:=]{0,200}:(?!=)[ \t]*([^\s;]*)[^\n]*$/gm);
  return [...heads].map((match) => ({ start: match.index, prerequisite: match[1] ?? "" }));
}

/** Lines that put a file together from several: it is the first of them, whatever its name. */
function mergingCommands(text: string): readonly string[] {
  const merging = /(?:^|[\s@;&])(?:cat|srec_cat|mergehex|dd|copy[ \t]+\/b)[ \t][^\n]{0,400}/gm;
  return [...text.matchAll(merging)].slice(0, maximumCommands).map(([command]) => command);
}

interface Context {
  readonly base: Uri;
  readonly label: string | undefined;
  readonly variables: BuildVariables;
  readonly step: string;
}

function writeOf(file: TextFile, command: FlashCommand, { base, label, variables, step }: Context): FlashWrite[] {
  const path = expanded(command.file.text, variables);
  const literal = literalOf(command.address, variables);
  if (literal === undefined || !/^0[xX][0-9A-Fa-f]{1,8}$/.test(literal.text) || !/\.bin$/i.test(path)) return [];
  return [
    {
      ...placed(base, path),
      address: Number(literal.text),
      range: { uri: file.uri, start: literal.start, end: literal.end },
      label: label ?? command.tool,
      step,
    },
  ];
}

function placed(base: Uri, path: string): Pick<FlashWrite, "path" | "base" | "folder"> {
  const slash = path.lastIndexOf("/");
  return { path, base, folder: placeIn(base, slash < 0 ? "" : path.slice(0, slash)) };
}

/** A folder below a base; undefined where a variable hides it or the path is absolute. */
function placeIn(base: Uri, path: string): Uri | undefined {
  const inside = path.replace(/\\/g, "/").replace(/^\$\{workspace(Folder|Root)\}\/?/, "");
  if (/\$|^[A-Za-z]:|^\//.test(inside)) return undefined;
  return inside === "" || inside === "." ? base : join(base, inside);
}
