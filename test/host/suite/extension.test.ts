import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { commands } from "../../../src/manifest";

describe("the installed extension", () => {
  const extension = vscode.extensions.getExtension("bootsmith.bootsmith");

  before("activate it", async () => {
    assert.ok(extension, "bootsmith.bootsmith is installed");
    await extension.activate();
  });

  it("comes from the package, not from the repository", () => {
    assert.match(extension?.extensionUri.path ?? "", /extensions\/bootsmith\.bootsmith-/);
  });

  it("has registered every command it contributes", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = Object.values(commands).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it("shows its log when asked", async () => {
    await vscode.commands.executeCommand(commands.showLog);
  });
});
