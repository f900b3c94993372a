import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { commands } from "../../../src/manifest";

/** The open folder is a copy of the main sample: a declared set, whose chip stands in its `bootsmith.json`. */
describe("choosing the chip", () => {
  let folder: vscode.Uri;
  let original = "";

  before(async () => {
    await vscode.extensions.getExtension("bootsmith.bootsmith")?.activate();
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri);
    folder = uri;
  });

  beforeEach(async () => {
    original = await declaration();
  });

  afterEach(async () => {
    await setting(undefined);
    await vscode.workspace.fs.writeFile(file(), new TextEncoder().encode(original));
    await until(async () => (await vscode.workspace.openTextDocument(file())).getText() === original);
  });

  const file = (): vscode.Uri => vscode.Uri.joinPath(folder, "bootsmith.json");
  const declaration = async (): Promise<string> => new TextDecoder().decode(await vscode.workspace.fs.readFile(file()));
  const configured = (): string => vscode.workspace.getConfiguration("bootsmith", folder).get<string>("device", "");
  const setting = (part: string | undefined): Thenable<void> =>
    vscode.workspace
      .getConfiguration("bootsmith", folder)
      .update("device", part, vscode.ConfigurationTarget.WorkspaceFolder);

  it("writes the chosen part into bootsmith.json and saves it", async () => {
    await choose(0);
    assert.equal(await declaration(), original.replace("STM32L475VGT6", "STM32L475VG"));
    assert.equal(configured(), "");
  });

  it("takes the choice back", async () => {
    // Behind the parts that the files name: STM32L475VG, and three sizes of the device define.
    await choose(4);
    assert.doesNotMatch(await declaration(), /"device"/);
    assert.deepEqual(JSON.parse(await declaration()), withoutDevice(original));
  });

  it("writes into the setting where that is what counts, and takes it back there, too", async () => {
    await setting("STM32F407VG");
    await choose(1);
    assert.equal(configured(), "STM32L475VG");
    assert.equal(await declaration(), original);
    await choose(4);
    assert.equal(configured(), "");
    assert.doesNotMatch(await declaration(), /"device"/);
  });

  it("changes nothing when the list is closed", async () => {
    const command = vscode.commands.executeCommand(commands.selectDevice);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await command;
    assert.equal(await declaration(), original);
    assert.equal(configured(), "");
  });
});

/** Runs the command and takes the item at this place of its list, headings not counted. */
async function choose(place: number): Promise<void> {
  const state = { done: false };
  const command = vscode.commands.executeCommand(commands.selectDevice).then(() => (state.done = true));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  for (let i = 0; i < place; i++) await vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
  // Accepting does nothing while the list is not open yet.
  await until(async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    return state.done;
  });
  await command;
}

function withoutDevice(json: string): unknown {
  const parsed = JSON.parse(json) as { sets: Record<string, unknown>[] };
  return { ...parsed, sets: parsed.sets.map((set) => ({ ...set, device: undefined })).map(drop) };
}

function drop(set: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail("not so after 10 s");
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
