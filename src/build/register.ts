import * as vscode from "vscode";
import { buildTaskType } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { BuildTerminal } from "./build-terminal";
import { LinkDiagnostics } from "./link-diagnostics";

/** Build tasks that show what the linker says at the lines of the script. */
export function registerBuild(analysis: AnalysisService): vscode.Disposable {
  const diagnostics = new LinkDiagnostics(analysis);
  return vscode.Disposable.from(
    diagnostics,
    vscode.tasks.registerTaskProvider(buildTaskType, {
      // Which command builds a folder only tasks.json knows.
      provideTasks: () => [],
      resolveTask: (task) => resolved(task, diagnostics),
    }),
  );
}

function resolved(task: vscode.Task, diagnostics: LinkDiagnostics): vscode.Task {
  const scope = task.scope ?? vscode.TaskScope.Workspace;
  const folder = typeof scope === "object" ? scope.uri : vscode.workspace.workspaceFolders?.[0]?.uri;
  const key = JSON.stringify([folder?.toString(), task.name, task.definition]);
  const execution = new vscode.CustomExecution((definition) =>
    Promise.resolve(new BuildTerminal(definition, folder, diagnostics.listenerFor(key))),
  );
  // The definition must stay the very object VS Code asked about.
  const made = new vscode.Task(task.definition, scope, task.name, buildTaskType, execution, []);
  made.presentationOptions = task.presentationOptions;
  if (task.group !== undefined) made.group = task.group;
  return made;
}
