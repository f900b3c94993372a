import * as vscode from "vscode";
import { BootsmithError } from "../core/errors";
import { text } from "../core/text";
import { taskType } from "../manifest";
import { layoutsOf, sleep, toolsOf, type FlashDeps } from "./dialogs";
import { imageChoices } from "../core/dfu/plan/image-choice";
import { runJob } from "./run-job";
import { definitionToJob, imageWord, layoutsIn, type TaskFolder } from "./task-definition";
import { FlashTerminal } from "./terminal";

/** The task type: a flash task per image with a built file, and whatever tasks.json defines. */
export function flashTasks(deps: FlashDeps): vscode.TaskProvider {
  return {
    provideTasks: () => offeredTasks(deps),
    resolveTask: (task) => {
      // The definition must stay the very object VS Code asked about.
      const resolved = flashTask(deps, task.definition, task.scope ?? vscode.TaskScope.Workspace, task.name);
      resolved.presentationOptions = task.presentationOptions;
      return resolved;
    },
  };
}

async function offeredTasks(deps: FlashDeps): Promise<vscode.Task[]> {
  const layouts = await layoutsOf(deps);
  return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => {
    const choices = imageChoices(layoutsIn(folderOf(folder), layouts));
    return choices.map((choice) => {
      const image = imageWord(choice, choices);
      // A bootloader is named as one: choosing the task is the explicit choice.
      const as = choice.role === "bootloader" ? { as: "bootloader" } : {};
      const definition = { type: taskType, action: "flash", image, ...as };
      return flashTask(deps, definition, folder, vscode.l10n.t("flash {0}", image));
    });
  });
}

function flashTask(
  deps: FlashDeps,
  definition: vscode.TaskDefinition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  name: string,
): vscode.Task {
  const execution = new vscode.CustomExecution((resolved) =>
    Promise.resolve(terminalFor(deps, resolved, folderOfScope(scope))),
  );
  const task = new vscode.Task(definition, scope, name, taskType, execution, []);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  return task;
}

/** The folder a task belongs to; a task of the workspace file belongs to the only folder, if there is one only. */
function folderOfScope(scope: vscode.WorkspaceFolder | vscode.TaskScope): TaskFolder | null {
  if (typeof scope === "object") {
    return folderOf(scope);
  }
  const [only, ...others] = vscode.workspace.workspaceFolders ?? [];
  return only === undefined || others.length > 0 ? null : folderOf(only);
}

function folderOf({ uri, name }: vscode.WorkspaceFolder): TaskFolder {
  return { uri: uri.toString(), name };
}

function terminalFor(deps: FlashDeps, definition: unknown, folder: TaskFolder | null): FlashTerminal {
  return new FlashTerminal(async (print, signal) => {
    if (!vscode.workspace.isTrusted) {
      throw new BootsmithError(
        "untrusted-workspace",
        text("Boards are not touched in Restricted Mode: the files of this folder would decide what is flashed."),
        text("Trust the workspace (command “Workspaces: Manage Workspace Trust”), then run the task again."),
      );
    }
    const job = definitionToJob(definition, folder, await layoutsOf(deps));
    if ("problem" in job) {
      throw new BootsmithError("bad-usage", job.problem, job.nextStep);
    }
    return runJob(job, toolsOf(deps), { print, now: Date.now, sleep, signal });
  }, deps.log);
}
