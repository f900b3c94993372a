import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { commands } from "../../../src/manifest";

const previewScheme = "bootsmith-snippet";
const pause = (milliseconds = 300) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function previews(): vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.scheme === previewScheme);
}

/** Takes the first answer of each question until the code is shown. Returns the command, and the code. */
async function preview(command: string): Promise<{ readonly done: Promise<unknown>; readonly code: string }> {
  const done = Promise.resolve(vscode.commands.executeCommand(command));
  // Accepting does nothing while no question is open yet.
  while (previews().length === 0) {
    await pause();
    if (previews().length === 0) await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
  }
  await pause();
  return { done, code: previews()[0]?.document.getText() ?? "" };
}

/** VS Code gives the name of an untitled document to the next one, and its text too while it is not gone. */
async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  while (vscode.workspace.textDocuments.some(({ isUntitled }) => isUntitled)) await pause(50);
}

/** Takes the first answer of each question that is still asked. */
async function acceptUntil(done: Promise<unknown>): Promise<void> {
  const state = { ended: false };
  void done.finally(() => (state.ended = true));
  while (!state.ended) {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await pause();
  }
  await done;
}

async function accept(command: string): Promise<string> {
  const { done, code } = await preview(command);
  await acceptUntil(done);
  return code;
}

async function openText(content: string, language = "c"): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}

function inWorkspace(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, path);
}

describe("snippets", () => {
  afterEach(closeAll);

  it("open a C file where no editor is open", async () => {
    await closeAll();
    await accept(commands.insertSystemBootloaderJump);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, "c");
    assert.equal(document.isUntitled, true);
    assert.match(document.getText(), /#include "stm32l4xx_hal\.h"[\s\S]*request_system_bootloader/);
  });

  it("write nothing before the choice, and nothing when it is given up", async () => {
    const editor = await openText("int x;\n");
    const { done, code } = await preview(commands.insertSystemBootloaderJump);
    assert.match(code, /^\/\*[\s\S]*Condition: [\s\S]*enter_system_bootloader_if_requested/);
    assert.equal(previews()[0]?.document.languageId, "c");
    assert.equal(editor.document.getText(), "int x;\n");
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await done;
    assert.equal(editor.document.getText(), "int x;\n");
    assert.deepEqual(previews(), []);
  });

  it("are written at the cursor as previewed, with the editor's indentation and line ends, in one step", async () => {
    const content = "int before;\n\t\nint after;\n";
    const { document } = await openText(content, "cpp");
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    editor.options = { insertSpaces: false, tabSize: 8 };
    editor.selection = new vscode.Selection(1, 1, 1, 1);
    const code = await accept(commands.insertSystemBootloaderJump);
    const text = document.getText();
    assert.equal(text, `int before;\r\n${code.replace(/\r?\n/g, "\r\n")}int after;\r\n`);
    assert.match(text, /\r\n\t\t[a-z*_]/i);
    assert.match(text, /\r\n#define SYSTEM_BOOTLOADER_ADDRESS/);
    assert.doesNotMatch(text, /^\t* {2}/m);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), content.replace(/\n/g, "\r\n"));
  });

  it("start the application where the workspace has it: behind its header", async () => {
    await openText("");
    const code = await accept(commands.insertApplicationJump);
    assert.match(code, /#define APPLICATION_ADDRESS 0x080[0-9A-F]0800UL/);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), code.trimEnd());
  });

  it("ask for a bootloader of one's own", async () => {
    await openText("");
    assert.match(await accept(commands.insertOwnBootloader), /0x080[0-9A-F]0800UL/);
  });
});

describe("snippets as files of their own", () => {
  const folder = () => inWorkspace("application/src");
  const entries = async () => (await vscode.workspace.fs.readDirectory(folder())).map(([name]) => name);
  let names: string[];

  before(async () => (names = await entries()));
  after(async () => {
    await closeAll();
    for (const name of await entries())
      if (!names.includes(name)) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), name));
  });

  it("lie beside the open file, and overwrite nothing", async () => {
    for (let time = 0; time < 2; time++) {
      await vscode.window.showTextDocument(inWorkspace("application/src/main.c"));
      const { done } = await preview(commands.insertSystemBootloaderJump);
      // No API tells when the list is open: before, the key would be lost.
      await pause(1_000);
      await vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
      await acceptUntil(done);
    }
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? "", /request_system_bootloader_2\.c$/);
    const made = (await entries()).filter((name) => !names.includes(name)).sort();
    const first = "request_system_bootloader";
    assert.deepEqual(made, [`${first}.c`, `${first}.h`, `${first}_2.c`, `${first}_2.h`]);
    const text = async (name: string) =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder(), name)));
    // The sample includes its device header: no HAL.
    assert.match(await text(`${first}_2.c`), /\n#include "request_system_bootloader_2\.h"\n#include "stm32l4xx\.h"\n/);
    assert.match(await text(`${first}.h`), /^#ifndef REQUEST_SYSTEM_BOOTLOADER_H\n[\s\S]*void request_system_boot/);
  });
});

function textOf(item: vscode.CompletionItem | undefined): string {
  const { insertText } = item ?? {};
  return typeof insertText === "string" ? insertText : (insertText?.value ?? "");
}

describe("snippets while typing", () => {
  afterEach(closeAll);

  const complete = async (content: string, language = "c") => {
    const { document } = await openText(content, language);
    const position = document.positionAt(content.length);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      position,
      undefined,
      100,
    );
    const labelled = items.flatMap((item) => (typeof item.label === "string" ? [] : [{ item, ...item.label }]));
    return labelled.filter(({ description }) => description === "STM32L475VG");
  };

  it("offer one item per entry, for the chip, with the code as documentation", async () => {
    const items = await complete("int x;\nstm32b");
    const labels = items.map(({ label }) => label).sort();
    assert.deepEqual(labels, [
      "jump_to_application",
      "jump_to_system_bootloader",
      "own_bootloader",
      "request_system_bootloader",
    ]);
    const { item } = items.find(({ label }) => label === "request_system_bootloader") ?? {};
    assert.match(textOf(item), /^\/\*[\s\S]*void request_system_bootloader\(void\)\n\{\n/);
    assert.match((item?.documentation as vscode.MarkdownString).value, /BFB2[\s\S]*```c\n\/\*/);
  });

  it("are in the language of the file", async () => {
    const [first] = await complete("stm32", "rust");
    assert.match(textOf(first?.item), /^\/\/! [\s\S]*pub unsafe fn /);
  });

  it("keep quiet in comments, strings and functions", async () => {
    for (const content of ["// stm32", "/*\nstm32", 'char *s = "stm32', "void f(void)\n{\n  stm32"])
      assert.deepEqual(await complete(content), [], content);
  });
});

describe("the address of a system bootloader in code", () => {
  it("offers a jump that is made for the chip", async () => {
    const content = "#define ROM 0x1FFF0000UL\n#define APP 0x08020000UL\n";
    const uri = inWorkspace("application/src/rom.h");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    try {
      const { document } = await vscode.window.showTextDocument(uri);
      const titles = async (word: string) => {
        const at = document.positionAt(content.indexOf(word) + 2);
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          uri,
          new vscode.Range(at, at),
        );
        return actions.map(({ title }) => title).filter((title) => title.startsWith("Bootsmith: "));
      };
      assert.deepEqual(await titles("0x1FFF0000"), ["Bootsmith: Insert a jump made for STM32L475VG…"]);
      assert.deepEqual(await titles("0x08020000"), []);
    } finally {
      await closeAll();
      await vscode.workspace.fs.delete(uri);
    }
  });
});
