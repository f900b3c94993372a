import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";

/** The open folder is a copy of the main sample, with its linker scripts. */
describe("linker scripts in the editor", () => {
  let document: vscode.TextDocument;
  const folder = (): vscode.Uri => {
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri);
    return uri;
  };
  const file = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);
  /** Position inside the first match of `words`, `into` characters behind its beginning. */
  const at = (words: string, into = 1, one = document): vscode.Position => {
    const index = one.getText().indexOf(words);
    assert.notEqual(index, -1, words);
    return one.positionAt(index + into);
  };
  const ask = <T>(command: string, ...args: unknown[]): Thenable<T> =>
    vscode.commands.executeCommand<T>(`vscode.${command}`, ...args);
  const hoverText = async (uri: vscode.Uri, position: vscode.Position): Promise<string> =>
    (await ask<vscode.Hover[]>("executeHoverProvider", uri, position))
      .flatMap(({ contents }) => contents)
      .map((one) => (one instanceof vscode.MarkdownString ? one.value : "").replace(/&nbsp;/g, " ").replace(/\\/g, ""))
      .join("\n");

  before(async () => {
    await vscode.extensions.getExtension("bootsmith.bootsmith")?.activate();
    document = await vscode.workspace.openTextDocument(file("application/STM32L475VGTX_FLASH.ld"));
    await vscode.window.showTextDocument(document);
  });

  // A file that is left dirty would ask the next test whether to save it.
  after(async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    assert.equal(document.isDirty, false);
  });

  it("are known as linker scripts", () => assert.equal(document.languageId, "linkerscript"));

  it("hover tells what a region is and holds", async () => {
    const words = await hoverText(document.uri, at("FLASH  (rx)"));
    assert.match(words, /0x08020800 to 0x080FFFFF: 894 KiB/);
    assert.match(words, /Holds .isr_vector, .text, .rodata/);
    assert.match(words, /Holds the initial contents of .data/);
  });

  it("hover tells a symbol's value and what a keyword does", async () => {
    assert.match(await hoverText(document.uri, at("_estack")), /0x20018000/);
    assert.match(await hoverText(document.uri, at("KEEP")), /against --gc-sections/);
  });

  it("completion behind > offers the regions", async () => {
    const position = at(">HEADER");
    const { items } = await ask<vscode.CompletionList>("executeCompletionItemProvider", document.uri, position, ">");
    const labels = items.map(({ label }) =>
      typeof label === "string" ? label : `${label.label} ${label.description ?? ""}`,
    );
    assert.ok(labels.includes("FLASH 0x08020800, 894 KiB"), labels.join(" | "));
    assert.ok(!labels.includes("SECTIONS"), labels.join(" | "));
  });

  it("a definition is where the region is declared; references are all its uses", async () => {
    const position = at(">RAM AT> FLASH", 11);
    const [definition] = await ask<vscode.Location[]>("executeDefinitionProvider", document.uri, position);
    assert.equal(definition?.range.start.line, at("FLASH  (rx)").line);
    const references = await ask<vscode.Location[]>("executeReferenceProvider", document.uri, position);
    assert.deepEqual([...new Set(references.map(({ range }) => document.getText(range)))], ["FLASH"]);
    assert.equal(references.length, 6);
  });

  it("rename changes every place, and only in scripts that share it", async () => {
    const edit = await ask<vscode.WorkspaceEdit>(
      "executeDocumentRenameProvider",
      document.uri,
      at("HEADER (r)"),
      "HEAD",
    );
    const entries = edit.entries();
    assert.deepEqual(
      entries.map(([uri]) => uri.toString()),
      [document.uri.toString()],
    );
    assert.equal(entries[0]?.[1].length, 3);
  });

  for (const [what, words, reason] of [
    ["a symbol that start-up code uses", "_estack", /_estack is used in \S+, line \d+/],
    ["a symbol of an object file", "Reset_Handler", /Reset_Handler is defined in no file of this script/],
  ] as const)
    it(`rename refuses ${what}, and says why`, async () => {
      await assert.rejects(
        async () => ask<vscode.WorkspaceEdit>("executeDocumentRenameProvider", document.uri, at(words), "other"),
        reason,
      );
    });

  it("the outline has regions with their size, sections and symbols", async () => {
    const symbols = await ask<vscode.DocumentSymbol[]>("executeDocumentSymbolProvider", document.uri);
    const told = symbols.map(({ name, detail }) => `${name} ${detail}`);
    assert.ok(told.includes("RAM2 0x10000000, 32 KiB"), told.join(" | "));
    assert.ok(told.includes(".data > RAM AT> FLASH"), told.join(" | "));
    assert.deepEqual(
      symbols.find(({ name }) => name === ".bss")?.children.map(({ name }) => name),
      ["_sbss", "_ebss"],
    );
  });

  it("blocks fold", async () => {
    const folds = await ask<vscode.FoldingRange[]>("executeFoldingRangeProvider", document.uri);
    const memory = at("MEMORY\n{", 8).line;
    assert.ok(folds.some(({ start, end }) => start === memory && end === memory + 4));
  });

  it("values stand behind expressions, and follow unsaved text at once", async () => {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const labels = async (): Promise<unknown[]> =>
      (await ask<vscode.InlayHint[]>("executeInlayHintProvider", document.uri, whole)).map(({ label }) => label);
    assert.deepEqual(await labels(), ["= 0x20018000", "= 0x20000000"]);
    const edit = new vscode.WorkspaceEdit();
    const place = at("LENGTH = 96K", 9);
    edit.replace(document.uri, new vscode.Range(place, place.translate(0, 3)), "64K + 16K");
    await vscode.workspace.applyEdit(edit);
    try {
      assert.deepEqual(await labels(), ["= 0x20014000", "= 80 KiB", "= 0x20000000"]);
    } finally {
      const back = new vscode.WorkspaceEdit();
      back.replace(document.uri, new vscode.Range(place, place.translate(0, 9)), "96K");
      await vscode.workspace.applyEdit(back);
    }
  });

  it("formatting mends indentation and columns of a selection alone", async () => {
    const content =
      "MEMORY {\nA (rx) : ORIGIN = 0, LENGTH = 1K\n  LONGER (r) : ORIGIN = 0x1000, LENGTH = 1K\n}\nSECTIONS {\n.a : { }\n}\n";
    const script = await vscode.workspace.openTextDocument({ language: "linkerscript", content });
    const options = { tabSize: 2, insertSpaces: true };
    const apply = async (edits: vscode.TextEdit[]): Promise<string> => {
      const edit = new vscode.WorkspaceEdit();
      edit.set(script.uri, edits);
      await vscode.workspace.applyEdit(edit);
      return script.getText();
    };
    const range = new vscode.Range(4, 0, 6, 1);
    const part = await ask<vscode.TextEdit[]>("executeFormatRangeProvider", script.uri, range, options);
    assert.equal(await apply(part), content.replace("\n.a", "\n  .a"));
    const rest = await ask<vscode.TextEdit[]>("executeFormatDocumentProvider", script.uri, options);
    assert.equal(
      await apply(rest),
      "MEMORY {\n  A      (rx) : ORIGIN = 0,      LENGTH = 1K\n  LONGER (r)  : ORIGIN = 0x1000, LENGTH = 1K\n}\nSECTIONS {\n  .a : { }\n}\n",
    );
    await vscode.window.showTextDocument(script);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("hover on a linker symbol in a source tells its value and where it is defined", async () => {
    const startup = await vscode.workspace.openTextDocument(file("application/src/startup_stm32l475xx.s"));
    const words = await hoverText(startup.uri, at("=_estack", 2, startup));
    assert.match(words, /Linker symbol of application/);
    assert.match(words, /0x20018000/);
    assert.match(words, /Defined in STM32L475VGTX_FLASH.ld, line 11/);
    const source = await vscode.workspace.openTextDocument(file("application/src/fw_version.c"));
    assert.match(await hoverText(source.uri, at("_image_length", 2, source)), /Linker symbol of application/);
    assert.equal(await hoverText(source.uri, at("uint8_t", 2, source)), "");
  });
});
