import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { URI } from "vscode-uri";
import { NodeSourceTree } from "../../../src/cli/node-source-tree";
import { sourceTreeChecks, type TreeMaker } from "../../conformance/source-tree";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function folderWith(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bootsmith tree "));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

const make: TreeMaker = async (files) => {
  const folder = await folderWith(files);
  return { tree: new NodeSourceTree([folder]), root: URI.file(folder).toString() };
};

describe("NodeSourceTree conforms", () => {
  it.each(sourceTreeChecks)("$name", (check) => check.run(make));
});

describe("NodeSourceTree", () => {
  it("does not follow links in circles", async () => {
    const folder = await folderWith({ "a/x.ld": "" });
    await symlink(folder, join(folder, "a", "again"));
    expect(await new NodeSourceTree([folder]).list()).toHaveLength(1);
  });

  it("ends at a bounded depth", async () => {
    const folder = await folderWith({ "a.ld": "", [`${"d/".repeat(60)}deep.ld`]: "" });
    expect(await new NodeSourceTree([folder]).list()).toHaveLength(1);
  });

  it("lists a folder that two roots hold once", async () => {
    const folder = await folderWith({ "a/x.ld": "", "b.ld": "" });
    expect(await new NodeSourceTree([folder, join(folder, "a")]).list()).toHaveLength(2);
  });

  it("finds nothing where there is no folder", async () => {
    expect(await new NodeSourceTree([join(tmpdir(), "bootsmith-none")]).list()).toEqual([]);
  });
});
