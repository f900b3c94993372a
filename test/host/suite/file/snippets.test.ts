import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { commands } from "../../../../src/manifest";

/** Runs the command and takes the first item of each of its questions. */
async function insertJump(): Promise<void> {
  const state = { done: false };
  const command = vscode.commands.executeCommand(commands.insertSystemBootloaderJump).then(() => (state.done = true));
  // Accepting does nothing while no question is open yet.
  while (!state.done) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
  }
  await command;
}

describe("the jump into the system bootloader", () => {
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("opens a C file where no editor is open", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await insertJump();
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, "c");
    assert.equal(document.isUntitled, true);
    assert.match(document.getText(), /#include "stm32l4xx_hal\.h"[\s\S]*request_system_bootloader/);
  });

  it("is written at the cursor, with the editor's indentation and line ends, in one step", async () => {
    const content = "int before;\n\nint after;\n";
    const document = await vscode.workspace.openTextDocument({ language: "c", content });
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    editor.options = { insertSpaces: false, tabSize: 8 };
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await insertJump();
    const text = document.getText();
    assert.match(text, /^int before;\r\n/);
    assert.match(text, /\r\nint after;\r\n$/);
    assert.match(text, /\r\n\t[a-z*_]/i);
    assert.doesNotMatch(text, /[^\r]\n/);
    assert.doesNotMatch(text, /^ {2}/m);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), content.replace(/\n/g, "\r\n"));
  });
});
