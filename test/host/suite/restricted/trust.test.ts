import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";

describe("Restricted Mode", () => {
  it("is what this window is in", () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it("ignores defines that the workspace's settings state, but not its chip", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const read = (name: string): unknown => vscode.workspace.getConfiguration("bootsmith", folder).get(name);
    const changed = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration("bootsmith.device", folder)) return;
        listener.dispose();
        resolve();
      });
    });
    const settings = { "bootsmith.device": "STM32L475VG", "bootsmith.defines": { START: "1" } };
    const file = vscode.Uri.joinPath(folder, ".vscode", "settings.json");
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(settings)));
    await changed;
    assert.equal(read("device"), "STM32L475VG");
    assert.deepEqual(read("defines"), {});
  });
});
