import * as vscode from "vscode";
import { text } from "../core/text";
import { taskType } from "../manifest";
import { buildCode, buildTasks, taskKey, type EndedProcess, type TaskSummary } from "./build-task";
import { sleep, tell, type FlashDeps } from "./dialogs";
import { choose } from "./picks";

/** Milliseconds that a process may still report its exit code in, after its task is over. */
const patience = 500;

type KnownTask = TaskSummary & { readonly task: vscode.Task };

/**
 * Runs the build task of a folder.
 * @param signal cancels: the build is ended
 * @returns true when an image may be flashed: it was built, or the person goes without
 */
export async function buildFolder(deps: FlashDeps, folder: string | null): Promise<boolean> {
  const tasks = (await vscode.tasks.fetchTasks())
    .filter(({ definition }) => definition.type !== taskType)
    .map(summaryOf);
  const [only, ...others] = buildTasks(tasks, folder, deps.memory.get("buildTask", folder));
  if (only === undefined) {
    return withoutBuilding();
  }
  const chosen = others.length === 0 ? only : await chooseTask(deps, folder, [only, ...others]);
  if (chosen === undefined) {
    return false;
  }
  const code = await run(chosen.task);
  if (code === 0) {
    return true;
  }
  const failed =
    code === null
      ? text("Whether the build task “{0}” succeeded is not known; nothing was flashed.", chosen.name)
      : text("The build task “{0}” ended with exit code {1}; nothing was flashed.", chosen.name, code);
  tell(deps.log, [failed], "differs");
  return false;
}

function summaryOf(task: vscode.Task): KnownTask {
  const { name, source, scope, group } = task;
  return {
    task,
    name,
    source,
    folder: typeof scope === "object" ? scope.uri.toString() : null,
    isBuild: group?.id === vscode.TaskGroup.Build.id,
    isDefault: group?.isDefault === true,
  };
}

async function chooseTask(
  { memory }: FlashDeps,
  folder: string | null,
  tasks: readonly KnownTask[],
): Promise<KnownTask | undefined> {
  const items = tasks.map((task) => ({ label: task.name, description: task.source, value: task }));
  const title = vscode.l10n.t("Build and Flash");
  const chosen = await choose(title, vscode.l10n.t("Build task; it is remembered for this folder"), items);
  if (chosen !== undefined) await memory.set("buildTask", folder, taskKey(chosen));
  return chosen;
}

/** Nothing builds here: says how to change that, and offers to flash what is there. */
async function withoutBuilding(): Promise<boolean> {
  const go = vscode.l10n.t("Flash Without Building");
  const configure = vscode.l10n.t("Configure Build Task");
  const message = vscode.l10n.t("This folder has no build task.");
  const detail = vscode.l10n.t(
    'A task in tasks.json with "group": { "kind": "build", "isDefault": true } is run before flashing.',
  );
  const choice = await vscode.window.showInformationMessage(message, { modal: true, detail }, go, configure);
  if (choice === configure) {
    await vscode.commands.executeCommand("workbench.action.tasks.configureDefaultBuildTask");
  }
  return choice === go;
}

/** @returns exit code; null when none was told */
async function run(task: vscode.Task): Promise<number | null> {
  const ended: EndedProcess[] = [];
  let execution: vscode.TaskExecution | undefined;
  let settle: (code: number | null) => void = () => undefined;
  const result = new Promise<number | null>((resolve) => (settle = resolve));
  const look = (over: boolean): void => {
    const code = buildCode(ended, over);
    if (code !== undefined) settle(code);
  };
  const isOwn = (other: vscode.TaskExecution): boolean =>
    other === execution || (other.task.name === task.name && other.task.source === task.source);
  const listening = vscode.Disposable.from(
    vscode.tasks.onDidEndTaskProcess((event) => {
      ended.push({ own: isOwn(event.execution), code: event.exitCode });
      look(false);
    }),
    vscode.tasks.onDidEndTask((event) => {
      // The exit code may be told a moment later.
      if (isOwn(event.execution)) void sleep(patience).then(() => look(true));
    }),
  );
  try {
    execution = await vscode.tasks.executeTask(task);
    return await result;
  } finally {
    listening.dispose();
  }
}
