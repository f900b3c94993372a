import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";

describe("a virtual folder", () => {
  it("is what this window has open", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.equal(folder?.uri.scheme, "memfs");
    const names = (await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name);
    assert.ok(names.includes("bootsmith.json"), names.join());
  });
});
