import assert from "node:assert/strict";
import * as vscode from "vscode";
import { taskType } from "../../src/manifest";

/** A task as tasks.json holds it. */
export interface WrittenTask {
  readonly label: string;
  readonly [property: string]: unknown;
}

/** Milliseconds until VS Code must have taken notice of a changed tasks.json. */
const patience = 20_000;

/** The only folder of the window. */
export function openFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return folder;
}

/** Writes tasks of one type into the folder's tasks.json, and waits until VS Code has read them. */
export async function writeTasks(tasks: readonly WrittenTask[], type: string = taskType): Promise<void> {
  const file = vscode.Uri.joinPath(openFolder().uri, ".vscode", "tasks.json");
  const content = { version: "2.0.0", tasks: tasks.map((task) => ({ type, ...task })) };
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(content, undefined, 2)));
  const end = Date.now() + patience;
  for (;;) {
    const names = (await vscode.tasks.fetchTasks({ type })).map(({ name }) => name);
    if (tasks.every(({ label }) => names.includes(label))) return;
    assert.ok(Date.now() < end, `tasks.json is read; VS Code knows ${names.join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Runs a task by its label as the palette would. @returns its exit code; undefined when it ended without one */
export async function runTask(label: string, type: string = taskType): Promise<number | undefined> {
  const task = (await vscode.tasks.fetchTasks({ type })).find(({ name }) => name === label);
  assert.ok(task, `there is a task ${label}`);
  let listener: vscode.Disposable | undefined;
  const ended = new Promise<number | undefined>((resolve) => {
    listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name === label) resolve(exitCode);
    });
  });
  try {
    await vscode.tasks.executeTask(task);
    return await ended;
  } finally {
    listener?.dispose();
  }
}
