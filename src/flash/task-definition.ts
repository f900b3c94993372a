import { URI, Utils } from "vscode-uri";
import type { BootLayout } from "../core/layout/boot-layout";
import { baseName, isInside, relativePath } from "../core/project/paths";
import type { Uri } from "../core/project/snapshot";
import { text, type Text } from "../core/text";
import type { FlashJob } from "./flash-job";
import { guardedForFile, imageChoices, type ImageChoice } from "../core/dfu/image-choice";

/** The properties of a `bootsmith` task, parsed; the schema is in package.json. */
interface TaskDefinition {
  readonly action: "flash" | "verify";
  readonly image: string | null;
  readonly file: string | null;
  readonly address: number | null;
  readonly board: string | null;
  readonly as: "bootloader" | "application" | null;
  readonly leave: boolean;
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
    return jobOfImage(parsed, parsed.image, imageChoices(own));
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
  const action = fields.get("action");
  const as = fields.get("as") ?? null;
  const leave = fields.get("leave") ?? true;
  const address = fields.get("address") ?? null;
  if (action !== "flash" && action !== "verify") {
    return wrong("action", text("Set it to “flash” or “verify”."));
  }
  if (as !== null && as !== "bootloader" && as !== "application") {
    return wrong("as", text("Set it to “bootloader” or “application”, or leave it out."));
  }
  if (typeof leave !== "boolean") {
    return wrong("leave", text("Set it to true or false."));
  }
  if (address !== null && !(typeof address === "string" && /^0[xX][0-9A-Fa-f]{1,8}$/.test(address))) {
    return wrong("address", text("Give a hexadecimal address, for example “0x08020000”."));
  }
  const words: Record<"image" | "file" | "board", string | null> = { image: null, file: null, board: null };
  for (const name of ["image", "file", "board"] as const) {
    const value = fields.get(name) ?? null;
    if (value !== null && (typeof value !== "string" || value.trim() === "")) {
      return wrong(name, text("Give it as text that is not empty, or leave it out."));
    }
    words[name] = value;
  }
  if ((words.image === null) === (words.file === null)) {
    return bothOrNeither;
  }
  return { action, as, leave, address: address === null ? null : Number(address), ...words };
}

function jobOfImage(task: TaskDefinition, name: string, choices: readonly ImageChoice[]): FlashJob | TaskProblem {
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
  return checkBootloader({ ...jobOfChoice(choice, task.action), ...shared(task) });
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
    return {
      problem: text("The task belongs to no folder, so “{0}” is not found.", path),
      nextStep: text("Move the task into the tasks.json of a folder."),
    };
  }
  // A file that an image of the folder names as its own is that image, with all that is known of it.
  const choice = imageChoices(layouts).find(({ artifacts }) => artifacts.includes(file));
  if (choice !== undefined) {
    return checkBootloader({ ...jobOfChoice(choice, task.action, file), ...shared(task) });
  }
  return { ...jobOfFreeFile(file, layouts, task.action), ...shared(task) };
}

function shared({ address, board, as, leave }: TaskDefinition): Pick<FlashJob, "address" | "board" | "as" | "leave"> {
  return { address, board, as, leave };
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
  };
}

/** The same for a file that belongs to no known image. */
export function jobOfFreeFile(file: Uri, layouts: readonly BootLayout[], action: FlashJob["action"]): FlashJob {
  const fileName = baseName(file);
  const guarded = guardedForFile(layouts, file);
  const nothing = { places: [], vectors: null, devices: [] };
  return { action, name: fileName, role: null, file, fileName, ...nothing, guarded, ...unsaid };
}

const unsaid = { address: null, board: null, as: null, leave: true } as const;

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
