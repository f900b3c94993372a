import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { commands, helpScheme } from "../../../src/manifest";

describe("the system bootloader in the editor", () => {
  before(async () => {
    await vscode.extensions.getExtension("bootsmith.bootsmith")?.activate();
  });

  const hoverOn = async (language: string, content: string): Promise<string> => {
    const document = await vscode.workspace.openTextDocument({ language, content });
    const position = document.positionAt(content.indexOf("0x") + 4);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      position,
    );
    return hovers
      .flatMap(({ contents }) => contents)
      .map((one) => (one instanceof vscode.MarkdownString ? one.value : "").replace(/&nbsp;/g, " "))
      .join("\n");
  };

  for (const [language, content] of [
    ["c", "#define ROM 0x1FFF0000UL\n"],
    ["cpp", "constexpr auto rom = 0x1FFF'0000;\n"],
    ["rust", "const ROM: u32 = 0x1FFF_0000;\n"],
    ["linkerscript", "MEMORY { ROM (r) : ORIGIN = 0x1FFF0000, LENGTH = 28K }\n"],
  ] as const)
    it(`a hover in ${language} says on which lines an address is what`, async () => {
      const words = await hoverOn(language, content);
      assert.match(words, /Jump address of the system bootloader on/);
      assert.match(words, /STM32F4/);
    });

  it("there is no hover on any other number", async () => {
    assert.equal(await hoverOn("c", "#define PORT 0x40021000UL\n"), "");
  });

  it("the help page of a chip opens as a preview, made from the tables", async () => {
    await vscode.commands.executeCommand(commands.bootloaderHelp, "STM32H743ZIT6");
    const page = await vscode.workspace.openTextDocument(
      vscode.Uri.from({ scheme: helpScheme, path: "/STM32H743ZI.md" }),
    );
    assert.match(page.getText(), /^# How to get STM32H743ZI into its bootloader/);
    assert.match(page.getText(), /0x1FF09800/);
    const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    const end = Date.now() + 10_000;
    while (!labels().some((label) => label.includes("STM32H743ZI"))) {
      if (Date.now() > end) assert.fail(`After 10 s: ${labels().join(" | ")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
});
