import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { ExtensionApi } from "../../../src/extension";

describe("activation", () => {
  it("tells how long it took, for the note of a release", async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>("bootsmith.bootsmith");
    const api = await extension?.activate();
    assert.ok(api !== undefined && api.activationTime > 0);
    console.log(`activate took ${api.activationTime.toFixed(1)} ms`);
    const results = process.env["BOOTSMITH_RESULTS"];
    if (results !== undefined) writeFileSync(`${results}.activation.txt`, `${api.activationTime.toFixed(1)} ms\n`);
  });
});
