import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { commands } from "../../../../src/manifest";

/** Milliseconds in which a refused task must not have started. */
const patience = 5_000;

describe("flashing in Restricted Mode", () => {
  it("is refused at once by every command that touches a board", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const touching = [
      ...[commands.flash, commands.flashAll, commands.buildAndFlash, commands.verify, commands.compareBoard],
      ...[commands.readBack, commands.eraseBoard, commands.leaveDfu, commands.detachBoard, commands.unprotectBoard],
      ...[commands.listBoards, commands.simulateBoard, commands.copySerial, commands.copyPath],
    ];
    for (const command of touching) {
      // A command that went on would wait for somebody to choose an image or a board.
      const refused = vscode.commands.executeCommand(command).then(() => "refused");
      const asking = new Promise((resolve) => setTimeout(() => resolve("asks"), patience));
      assert.equal(await Promise.race([refused, asking]), "refused", command);
    }
  });

  it("is not done by a task of the folder either", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const task = { label: "flash it", type: "bootsmith", action: "flash", image: "application", board: "STM32L475VG" };
    const file = vscode.Uri.joinPath(folder.uri, ".vscode", "tasks.json");
    const content = JSON.stringify({ version: "2.0.0", tasks: [task] });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
    const flashed: (number | undefined)[] = [];
    const listener = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => flashed.push(exitCode));
    try {
      // VS Code asks for trust first, which nobody gives here, so the command may never end.
      void vscode.commands.executeCommand("workbench.action.tasks.runTask", task.label);
      await new Promise((resolve) => setTimeout(resolve, patience));
      assert.deepEqual(flashed, []);
    } finally {
      listener.dispose();
    }
  });
});
