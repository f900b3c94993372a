import { URI, Utils } from "vscode-uri";
import type { BootLayout } from "../core/layout/boot-layout";
import { baseName, isInside, relativePath } from "../core/project/paths";
import type { Uri } from "../core/project/snapshot";
import { text, type Text } from "../core/text";
import type { FlashJob } from "./flash-job";
import type { Parallelism } from "../core/mcu/flash-timing";
import { guardedForFile, imageChoices, type ImageChoice } from "../core/dfu/plan/image-choice";

/** The properties of a `bootsmith` task, parsed; the schema is in package.json. */
interface TaskDefinition {
  readonly action: "flash" | "verify";
  readonly image: string | null;
  readonly file: string | null;
  readonly address: number | null;
  readonly board: string | null;
  readonly as: "bootloader" | "application" | null;
  readonly leave: boolean | "where-known";
  readonly strategy: "changed" | "full";
  /** Path of a file, as `file` is. */
  readonly preserve: string | null;
  readonly voltage: number | null;
  readonly verify: boolean;
  readonly all: boolean;
  readonly wait: boolean | number;
  readonly detach: boolean;
}

/** A folder of the workspace, as far as a task needs it. */
export interface TaskFolder {
  readonly uri: Uri;
  readonly name: string;
}

/** Why a task definition cannot be run, and what to change in it. */
export interface TaskProblem {
  readonly problem: Text;
  readonly nextStep: Text;
}

/**
 * From the definition of a task (variables already replaced) to what it asks for. Pure.
 * @param definition as tasks.json has it: anything
 * @param folder folder the task belongs to; null for a task of the workspace file
 * @param layouts of the whole workspace; only those of the folder count
 */
export function definitionToJob(
  definition: unknown,
  folder: TaskFolder | null,
  layouts: readonly BootLayout[],
): FlashJob | TaskProblem {
  const parsed = parseDefinition(definition);
  if ("problem" in parsed) {
    return parsed;
  }
  const own = folder === null ? layouts : layoutsIn(folder, layouts);
  if (parsed.image !== null) {
    return jobOfImage(parsed, parsed.image, imageChoices(own), folder);
  }
  return parsed.file === null ? bothOrNeither : jobOfFile(parsed, parsed.file, folder, own);
}

/** The layouts whose image set lies in a folder. */
export function layoutsIn(folder: TaskFolder, layouts: readonly BootLayout[]): readonly BootLayout[] {
  return layouts.filter((layout) => isInside(layout.set.folder, folder.uri));
}

/** What a task calls an image: its name, with the set's in front where the name alone is not enough. */
export function imageWord(choice: ImageChoice, all: readonly ImageChoice[]): string {
  const alone = all.filter(({ name }) => name === choice.name).length === 1;
  return alone ? choice.name : `${choice.setName}/${choice.name}`;
}

const bothOrNeither: TaskProblem = {
  problem: text("The task names no image, or an image and a file at once."),
  nextStep: text("Set either “image” or “file” in tasks.json."),
};

function wrong(property: string, expected: Text): TaskProblem {
  return { problem: text("The task’s “{0}” is not valid.", property), nextStep: expected };
}

function parseDefinition(definition: unknown): TaskDefinition | TaskProblem {
  const fields = new Map<string, unknown>(
    typeof definition === "object" && definition !== null ? Object.entries(definition) : [],
  );
  const problems: TaskProblem[] = [];
  const take = <T>(name: string, otherwise: T, is: (value: unknown) => value is T, expected: Text): T => {
    const value = fields.get(name) ?? otherwise;
    if (is(value)) return value;
    problems.push(wrong(name, expected));
    return otherwise;
  };
  const flag = (name: string, otherwise: boolean) => take(name, otherwise, isBoolean, text("Set it to true or false."));
  const word = (name: string) => take(name, null, isWord, text("Give it as text that is not empty, or leave it out."));
  const action = take("action", null, oneOf("flash", "verify", null), text("Set it to “flash” or “verify”."));
  const as = take(
    "as",
    null,
    oneOf("bootloader", "application", null),
    text("Set it to “bootloader” or “application”, or leave it out."),
  );
  const leave = take<TaskDefinition["leave"]>(
    "leave",
    "where-known",
    isLeave,
    text("Set it to true, false or “where-known”."),
  );
  const address = take("address", null, isAddress, text("Give a hexadecimal address, for example “0x08020000”."));
  if (action === null) problems.unshift(wrong("action", text("Set it to “flash” or “verify”.")));
  const task: TaskDefinition = {
    action: action ?? "verify",
    as,
    leave,
    address: address === null ? null : Number(address),
    image: word("image"),
    file: word("file"),
    board: word("board"),
    strategy: take<TaskDefinition["strategy"]>(
      "strategy",
      "changed",
      oneOf("changed", "full"),
      text("Set it to “changed” or “full”."),
    ),
    preserve: word("preserve"),
    voltage: take("voltage", null, isVoltage, text("Give the supply of the board in volts, from 1.8 to 3.6.")),
    verify: flag("verify", true),
    all: flag("all", false),
    wait: take("wait", false, isWait, text("Set it to true, or to the number of seconds to wait.")),
    detach: flag("detach", true),
  };
  const [first] = problems;
  return first ?? ((task.image === null) === (task.file === null) ? bothOrNeither : task);
}

function oneOf<const T extends string | null>(...values: T[]) {
  return (value: unknown): value is T => values.some((each) => each === value);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isLeave(value: unknown): value is TaskDefinition["leave"] {
  return isBoolean(value) || value === "where-known";
}

function isWord(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && value.trim() !== "");
}

function isAddress(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && /^0[xX][0-9A-Fa-f]{1,8}$/.test(value));
}

function isVoltage(value: unknown): value is number | null {
  return value === null || (typeof value === "number" && value >= 1.8 && value <= 3.6);
}

function isWait(value: unknown): value is boolean | number {
  return typeof value === "boolean" || (typeof value === "number" && value > 0);
}

/**
 * Bytes per write that a supply allows on F2, F4 and F7, without an external Vpp (RM0090 §3.6.2 table 12).
 * @param volts of the board, 1.8 to 3.6
 */
export function parallelismAt(volts: number): Parallelism {
  if (volts >= 2.7) return 4;
  return volts >= 2.1 ? 2 : 1;
}

function jobOfImage(
  task: TaskDefinition,
  name: string,
  choices: readonly ImageChoice[],
  folder: TaskFolder | null,
): FlashJob | TaskProblem {
  const named = choices.filter((choice) => [choice.name, choice.id, `${choice.setName}/${choice.name}`].includes(name));
  const [choice, ...others] = named;
  const list = (some: readonly ImageChoice[]) => some.map((each) => imageWord(each, choices)).join(", ");
  if (choice === undefined) {
    return {
      problem: text("No image of this folder with a built file is called “{0}”.", name),
      nextStep:
        choices.length === 0
          ? text("Build the project first, or name a HEX or BIN file as “file”.")
          : text("Images that can be flashed: {0}.", list(choices)),
    };
  }
  if (others.length > 0) {
    return {
      problem: text("Several images are called “{0}”.", name),
      nextStep: text("Name one of these: {0}.", list(named)),
    };
  }
  return shared(jobOfChoice(choice, task.action), task, folder);
}

function jobOfFile(
  task: TaskDefinition,
  path: string,
  folder: TaskFolder | null,
  layouts: readonly BootLayout[],
): FlashJob | TaskProblem {
  if (path.includes("${")) {
    return {
      problem: text("“{0}” holds a variable that has no value here.", path),
      nextStep: text("Use {0}, or a path relative to the folder of the task.", "${workspaceFolder}"),
    };
  }
  const file = fileUri(path, folder);
  if (file === null) {
    return nowhere(path);
  }
  // A file that an image of the folder names as its own is that image, with all that is known of it.
  const choice = imageChoices(layouts).find(({ artifacts }) => artifacts.includes(file));
  if (choice !== undefined) {
    return shared(jobOfChoice(choice, task.action, file), task, folder);
  }
  return shared(jobOfFreeFile(file, layouts, task.action), task, folder);
}

/** The job with what the task says besides the image. */
function shared(job: FlashJob, task: TaskDefinition, folder: TaskFolder | null): FlashJob | TaskProblem {
  const { address, board, as, leave, strategy, verify, all, detach } = task;
  const preserve = task.preserve === null ? null : fileUri(task.preserve, folder);
  if (task.preserve !== null && preserve === null) {
    return nowhere(task.preserve);
  }
  return checkBootloader({
    ...job,
    ...{ address, board, as, leave, strategy, verify, all, detach, preserve },
    parallelism: task.voltage === null ? null : parallelismAt(task.voltage),
    wait: typeof task.wait === "number" ? task.wait : task.wait ? Infinity : null,
  });
}

function nowhere(path: string): TaskProblem {
  return {
    problem: text("The task belongs to no folder, so “{0}” is not found.", path),
    nextStep: text("Move the task into the tasks.json of a folder."),
  };
}

/** A task has nobody to ask, so its definition must say that the bootloader is meant. */
function checkBootloader(job: FlashJob): FlashJob | TaskProblem {
  if (job.action === "verify" || job.role !== "bootloader" || job.as === "bootloader") {
    return job;
  }
  return {
    problem: text("“{0}” is a bootloader; the task does not say that it may be written.", job.name),
    nextStep: text('Add "as": "bootloader" to the task.'),
  };
}

/**
 * What flashing an image of the workspace asks for; address, board and permission are not said yet.
 * @param file one of its built files
 */
export function jobOfChoice(
  choice: ImageChoice,
  action: FlashJob["action"],
  file: Uri = choice.artifacts[0],
): FlashJob {
  return {
    action,
    name: choice.name,
    role: choice.role,
    file,
    fileName: relativePath(file, choice.folder),
    places: choice.places,
    vectors: choice.vectors,
    devices: choice.devices,
    guarded: choice.guarded,
    ...unsaid,
    region: choice.region,
  };
}

/** The same for a file that belongs to no known image. */
export function jobOfFreeFile(file: Uri, layouts: readonly BootLayout[], action: FlashJob["action"]): FlashJob {
  const fileName = baseName(file);
  const guarded = guardedForFile(layouts, file);
  const nothing = { places: [], vectors: null, devices: [] };
  return { action, name: fileName, role: null, file, fileName, ...nothing, guarded, ...unsaid };
}

const unsaid = {
  address: null,
  board: null,
  as: null,
  leave: "where-known",
  region: null,
  strategy: "changed",
  preserve: null,
  parallelism: null,
  verify: true,
  all: false,
  wait: null,
  detach: true,
} as const;

/**
 * `${workspaceFolder}/…` arrives as a plain path whose scheme is lost, so the folder lends its own: memfs works.
 */
function fileUri(path: string, folder: TaskFolder | null): Uri | null {
  if (folder === null) {
    return isAbsolute(path) ? atRoot(URI.file("/"), path) : null;
  }
  const base = URI.parse(folder.uri);
  if (!isAbsolute(path)) {
    return Utils.joinPath(base, path.replace(/\\/g, "/")).toString();
  }
  return atRoot(base, path);
}

/** `..` is resolved, so that a file has one name however a task gets there. */
function atRoot(base: URI, path: string): Uri {
  const drive = /^[A-Za-z]:[\\/]/.test(path);
  return Utils.joinPath(base.with({ path: "/" }), drive ? path.replace(/\\/g, "/") : path).toString();
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
}
