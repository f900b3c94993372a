import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { buildTaskType } from "../../../../src/manifest";

/** Milliseconds in which a refused task must not have run its command. */
const patience = 5_000;

describe("a build task in Restricted Mode", () => {
  it("does not run its command", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const task = { label: "build it", type: buildTaskType, command: "touch it-ran" };
    const file = vscode.Uri.joinPath(folder.uri, ".vscode", "tasks.json");
    const content = JSON.stringify({ version: "2.0.0", tasks: [task] });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
    // VS Code asks for trust first, which nobody gives here, so the command may never end.
    void vscode.commands.executeCommand("workbench.action.tasks.runTask", task.label);
    await new Promise((resolve) => setTimeout(resolve, patience));
    const names = (await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name);
    assert.deepEqual(
      names.filter((name) => name === "it-ran"),
      [],
    );
    assert.ok(names.includes("application"), "the folder was read");
  });
});
