import { text, type Text } from "../core/text";

/** What a `bootsmith-build` task runs; variables are replaced already. */
export interface BuildCommand {
  readonly command: string;
  /** null: `command` is a line for the shell. */
  readonly args: readonly string[] | null;
  /** Absolute, or relative to the folder the task belongs to; null = that folder. */
  readonly cwd: string | null;
  /** Added to the environment of VS Code. */
  readonly env: Readonly<Record<string, string>>;
}

/** Why a task definition cannot be run, and what to change in it. */
export interface BuildProblem {
  readonly problem: Text;
  readonly nextStep: Text;
}

/** @param definition as tasks.json has it: anything */
export function parseBuildTask(definition: unknown): BuildCommand | BuildProblem {
  const fields = new Map<string, unknown>(
    typeof definition === "object" && definition !== null ? Object.entries(definition) : [],
  );
  const [command, args, cwd] = ["command", "args", "cwd"].map((name) => fields.get(name) ?? null);
  const env = fields.get("env") ?? {};
  if (typeof command !== "string" || command.trim() === "")
    return wrong("command", text("Give the command line that builds, for example “make -j4”."));
  if (args !== null && !isListOfText(args)) return wrong("args", text("Give a list of texts, or leave it out."));
  if (cwd !== null && (typeof cwd !== "string" || cwd === ""))
    return wrong("cwd", text("Give a folder, or leave it out."));
  if (!isTextByName(env)) return wrong("env", text("Give names with texts, or leave it out."));
  return { command, args: args === null ? null : args, cwd: typeof cwd === "string" ? cwd : null, env };
}

function wrong(property: string, nextStep: Text): BuildProblem {
  return { problem: text("The task’s “{0}” is not valid.", property), nextStep };
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isTextByName(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === "string")
  );
}
