import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import * as vscode from "vscode";
import { VscodeSourceTree } from "../../../src/workspace/vscode-source-tree";
import { sourceTreeChecks, type TreeMaker } from "../../conformance/source-tree";

/** The same checks as on the command line's files: here on VS Code's, virtual ones included. */
describe("VscodeSourceTree conforms", () => {
  const folders: string[] = [];
  let count = 0;

  const emptyFolder = (): vscode.Uri => {
    const scheme = vscode.workspace.workspaceFolders?.[0]?.uri.scheme;
    if (scheme === "memfs") return vscode.Uri.parse(`memfs:/conformance ${++count}`);
    const folder = mkdtempSync(join(tmpdir(), "bootsmith tree "));
    folders.push(folder);
    return vscode.Uri.file(folder);
  };

  const make: TreeMaker = async (files) => {
    const root = emptyFolder();
    await vscode.workspace.fs.createDirectory(root);
    for (const [path, bytes] of Object.entries(files)) {
      const names = path.split("/");
      for (let depth = 1; depth < names.length; depth++) {
        await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(root, ...names.slice(0, depth)));
      }
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root, path), bytes);
    }
    return { tree: new VscodeSourceTree(() => [root]), root: root.toString() };
  };

  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  for (const check of sourceTreeChecks) it(check.name, () => check.run(make));
});
