import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { openFolder, runTask, writeTasks } from "../../task-runs";

const board = "STM32L475VG";

describe("flash tasks", () => {
  before("write tasks.json and a changed image", async () => {
    const { uri } = openFolder();
    const image = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, "application/build/application.bin"));
    const changed = image.slice();
    changed[0x900] = (changed[0x900] ?? 0) ^ 0xff;
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(uri, "changed.bin"), changed);
    await writeTasks([
      { label: "flash the application", action: "flash", image: "application", board },
      { label: "verify the application", action: "verify", image: "application", board },
      {
        label: "verify a changed byte",
        action: "verify",
        file: "${workspaceFolder}/changed.bin",
        address: "0x08020000",
        board: "simulated:*L475*",
      },
      // Without `leave` it would be the very task that is offered, and VS Code would show it once.
      { label: "flash somewhere", action: "flash", image: "application", leave: false },
      { label: "flash over the bootloader", action: "flash", file: "changed.bin", address: "0x08010000", board },
      { label: "flash the bootloader unasked", action: "flash", image: "bootloader", board },
      { label: "flash the bootloader", action: "flash", image: "bootloader", as: "bootloader", board },
      { label: "flash nothing", action: "flash", board },
      {
        label: "flash all of a kind",
        action: "flash",
        image: "application",
        board: "*L475*",
        all: true,
        strategy: "full",
      },
      { label: "flash the F407 too", action: "flash", image: "application", board: "STM32F407VG" },
      { label: "wait in vain", action: "flash", image: "application", board: "not there", wait: 1 },
      { label: "flash at 12 V", action: "flash", image: "application", board, voltage: 12 },
    ]);
  });

  it("are offered for each image of the folder", async () => {
    const offered = (await vscode.tasks.fetchTasks({ type: "bootsmith" })).filter(
      ({ source }) => source === "bootsmith",
    );
    const names = offered.map(({ name, scope }) => `${name} in ${(scope as vscode.WorkspaceFolder).name}`);
    const { name } = openFolder();
    assert.deepEqual(names.sort(), [`flash application in ${name}`, `flash bootloader in ${name}`]);
  });

  it("put the application on the board, and verify finds it there", async () => {
    assert.equal(await runTask("flash the application"), 0);
    assert.equal(await runTask("verify the application"), 0);
  });

  it("end with 1 when a byte differs", async () => {
    assert.equal(await runTask("verify a changed byte"), 1);
  });

  it("end with 2 when several boards fit and none is named", async () => {
    assert.equal(await runTask("flash somewhere"), 2);
    assert.equal(await runTask("flash application"), 2);
  });

  it("do not touch the bootloader unless they say so", async () => {
    assert.equal(await runTask("flash over the bootloader"), 1);
    assert.equal(await runTask("flash the bootloader unasked"), 2);
    assert.equal(await runTask("flash the bootloader"), 0);
    assert.equal(await runTask("verify the application"), 0);
  });

  it("flash all boards of a kind, and none of another chip", async () => {
    assert.equal(await runTask("flash all of a kind"), 0);
    assert.equal(await runTask("verify the application"), 0);
    assert.equal(await runTask("flash the F407 too"), 1);
  });

  it("wait for a board as long as they say", async () => {
    assert.equal(await runTask("wait in vain"), 1);
  });

  it("end with 2 when the definition makes no sense", async () => {
    assert.equal(await runTask("flash nothing"), 2);
    assert.equal(await runTask("flash at 12 V"), 2);
  });
});
