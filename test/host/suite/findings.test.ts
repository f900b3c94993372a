import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";

/** The open folder is a copy of the main sample, which is clean. */
describe("findings", () => {
  const folder = (): vscode.Uri => {
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri);
    return uri;
  };
  const file = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);
  const own = (): string[] =>
    vscode.languages
      .getDiagnostics()
      .flatMap(([uri, list]) =>
        list
          .filter((diagnostic) => diagnostic.source === "bootsmith")
          .map(
            (diagnostic) =>
              `${uri.path.slice(folder().path.length + 1)}:${diagnostic.range.start.line + 1} ${codeOf(diagnostic)}`,
          ),
      )
      .sort();

  before(async () => {
    await vscode.extensions.getExtension("bootsmith.bootsmith")?.activate();
  });

  it("there are none in a good project", async () => {
    // The first analysis may still run: a finding would show up after a change that brings one, see below.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(own(), []);
  });

  it("follow unsaved text, carry a related place, and a fix mends every file at once", async () => {
    const main = await vscode.workspace.openTextDocument(file("bootloader/src/main.c"));
    const script = await vscode.workspace.openTextDocument(file("application/STM32L475VGTX_FLASH.ld"));
    const system = await vscode.workspace.openTextDocument(file("application/src/system_stm32l4xx.c"));
    const originals = [main, script, system].map((document) => document.getText());
    try {
      await replace(main, "0x08020000UL", "0x08030000UL");
      assert.equal(main.isDirty, true);
      // Linker script and VECT_TAB_OFFSET agree, so the constant is the odd one out.
      const expected = ["bootloader/src/main.c:9 application-start-mismatch"];
      await until(
        () => own().join() === expected.join(),
        () => own().join(" | "),
      );

      const [diagnostic] = vscode.languages.getDiagnostics(main.uri).filter((one) => one.source === "bootsmith");
      assert.ok(diagnostic);
      assert.equal(diagnostic.relatedInformation?.[0]?.location.uri.toString(), script.uri.toString());

      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        main.uri,
        diagnostic.range,
      );
      const fix = actions.find(
        (action) =>
          action.title.startsWith("Start application at 0x08030000 in every file") && !action.title.includes("preview"),
      );
      assert.ok(fix?.command, actions.map((action) => action.title).join(" | "));
      await vscode.commands.executeCommand(fix.command.command, ...((fix.command.arguments ?? []) as unknown[]));
      assert.match(script.getText(), /HEADER \(r\) {3}: ORIGIN = 0x08030000, LENGTH = 2K/);
      assert.match(script.getText(), /FLASH {2}\(rx\) {2}: ORIGIN = 0x08030800, LENGTH = 830K/);
      assert.match(system.getText(), /VECT_TAB_OFFSET {9}0x00030800U/);
      await until(
        () => own().length === 0,
        () => own().join(" | "),
      );
    } finally {
      for (const [index, document] of [main, script, system].entries()) await putBack(document, originals[index] ?? "");
    }
  });

  it("a finding is silenced where it stands", async () => {
    const main = await vscode.workspace.openTextDocument(file("bootloader/src/main.c"));
    const original = main.getText();
    try {
      await replace(main, "0x08020000UL", "0x08030000UL");
      await until(
        () => own().length === 1,
        () => own().join(" | "),
      );
      const [diagnostic] = vscode.languages.getDiagnostics(main.uri).filter((one) => one.source === "bootsmith");
      assert.ok(diagnostic);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        main.uri,
        diagnostic.range,
      );
      const ignore = actions.find((action) => action.title === "Ignore application-start-mismatch here");
      assert.ok(ignore?.command, actions.map((action) => action.title).join(" | "));
      await vscode.commands.executeCommand(ignore.command.command, ...((ignore.command.arguments ?? []) as unknown[]));
      assert.match(main.getText(), /bootsmith-ignore application-start-mismatch/);
      await until(
        () => own().length === 0,
        () => own().join(" | "),
      );
    } finally {
      await putBack(main, original);
    }
  });

  it("a mistake in a JSON file that VS Code marks itself is not told twice", async () => {
    const declaration = await vscode.workspace.openTextDocument(file("bootsmith.json"));
    const original = declaration.getText();
    const sources = (): string[] => vscode.languages.getDiagnostics(declaration.uri).map(({ source }) => source ?? "");
    try {
      await setText(declaration, original.replace('"name":', '"name"'));
      await until(
        () => sources().includes("json"),
        () => sources().join(" | "),
      );
      // Both checks have run by then, in whatever order.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.deepEqual([...new Set(sources())], ["json"]);
    } finally {
      await putBack(declaration, original);
    }
  });

  it("a stale fix changes nothing", async () => {
    const script = await vscode.workspace.openTextDocument(file("application/STM32L475VGTX_FLASH.ld"));
    const before = script.getText();
    const edit = { range: { uri: script.uri.toString(), start: 0, end: 4 }, current: "not this", replacement: "x" };
    void vscode.commands.executeCommand(
      "bootsmith.applyFix",
      { title: { template: "t", args: [] }, edits: [edit], preferred: true },
      false,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(script.getText(), before);
  });
});

function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === "string" ? code : "";
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  await setText(document, document.getText().replace(from, to));
}

/** Saved, too: VS Code opens what is left dirty in a tab, and the next test that closes tabs would be asked about it. */
async function putBack(document: vscode.TextDocument, original: string): Promise<void> {
  await setText(document, original);
  assert.equal(await document.save(), true);
}

async function setText(document: vscode.TextDocument, text: string): Promise<void> {
  if (document.getText() === text) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)),
    text,
  );
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

async function until(holds: () => boolean, says: () => string): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) assert.fail(`After 10 s: ${says()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
