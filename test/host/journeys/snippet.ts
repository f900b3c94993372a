import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../workbench";

export const name = "a person inserts jumps for the chip of the workspace, with a preview, as files, and while typing";

const command = "Bootsmith: Insert Jump to System Bootloader…";

export async function run(bench: Workbench): Promise<void> {
  await bench.openFile("application/src/main.c", 1);
  await insertWithPreview(bench);
  await makeFiles(bench);
  await insertAnyway(bench);
  await refuse(bench);
  await help(bench);
  await offerInMenu(bench);
  await completeInTabs(bench);
}

async function insertWithPreview(bench: Workbench): Promise<void> {
  await bench.runCommand(command);
  await bench.quickInput.getByText("Chip of this file").waitFor();
  const chips = await bench.quickInputRows();
  assert.match(chips[0] ?? "", /STM32L475VG/);
  await bench.screenshot("snippet-chip");
  await bench.quickPick(/STM32L475VG/);
  await bench.quickInput.getByText("as this project").waitFor();
  await picture(bench, "snippet-library");
  await bench.quickPick(/CMSIS registers/);
  await picture(bench, "snippet-entry");
  await bench.quickPick(/At once/);
  await bench.quickInput.getByText("Insert at Cursor").waitFor();
  await picture(bench, "snippet-preview");
  assert.match((await bench.quickInputRows())[0] ?? "", /Condition: With BFB2/);
  assert.doesNotMatch(await textOf(bench), /STM32L475VG/);
  await bench.quickPick(/Insert at Cursor/);
  await bench.notification(/Code for STM32L475VG is inserted/).waitFor();
  await bench.until(async () => (await textOf(bench)).includes("STM32L475VG"), "the code is in the editor");
  await bench.screenshot("snippet-inserted");
  await bench.undo();
}

async function makeFiles(bench: Workbench): Promise<void> {
  await bench.runCommand("Bootsmith: Insert Jump to Application…");
  await bench.quickPick(/STM32L475VG/);
  await bench.quickPick(/CMSIS registers/);
  await bench.quickInput.getByText(/Address of the application/).waitFor();
  assert.equal(await bench.quickInputField.inputValue(), "0x08020800");
  await bench.quickInputField.fill("0x08020804");
  await bench.quickInput.getByText(/has to be a multiple of/).waitFor();
  await bench.screenshot("snippet-address");
  await bench.quickEnter("0x08020800");
  await bench.quickPick(/Save as Files of Its Own/);
  await bench.quickInput.getByText("bootloader/src").waitFor();
  await picture(bench, "snippet-folder");
  await bench.quickPick(/bootloader\/src/);
  await bench.notification(/jump_to_application\.c, jump_to_application\.h/).waitFor();
  const made = (file: string): string => join(bench.workspace, "bootloader", "src", file);
  assert.match(readFileSync(made("jump_to_application.c"), "utf8"), /#include "jump_to_application\.h"/);
  assert.ok(existsSync(made("jump_to_application.h")));
  assert.equal(await bench.activeTab(), "jump_to_application");
  await bench.screenshot("snippet-files");
}

/** AN2606 rules the jump out on STM32L0; users say that it works. */
async function insertAnyway(bench: Workbench): Promise<void> {
  await bench.openFile("application/src/ease.c", 1);
  await bench.runCommand(command);
  await bench.quickInputField.fill("STM32L052K8");
  await bench.quickPick(/STM32L052K8/);
  await bench.dialog.waitFor();
  await picture(bench, "snippet-anyway");
  await bench.answerDialog("Show Anyway");
  await bench.quickPick(/STM32Cube HAL/);
  await bench.quickPick(/Through a reset/);
  await bench.quickPick(/Insert at Cursor/);
  await bench.until(async () => (await textOf(bench)).includes("STM32L052K8"), "the code is in the editor");
  await bench.undo();
}

async function refuse(bench: Workbench): Promise<void> {
  await bench.runCommand(command);
  await bench.quickInputField.fill("MK64FN1M0VLL12");
  await bench.quickPick(/MK64FN1M0VLL12/);
  await bench.dialog.waitFor();
  await picture(bench, "snippet-refused");
  assert.match(await bench.dialog.innerText(), /bootloader/i);
  await bench.page.keyboard.press("Escape");
}

async function help(bench: Workbench): Promise<void> {
  await bench.runCommand(command);
  await bench.quickPick(/STM32L475VG/);
  await bench.quickPick(/CMSIS registers/);
  await bench.quickPick(/Through a reset/);
  await bench.quickPick(/How Do I Get This Board/);
  await bench.until(async () => (await bench.activeTab()).includes("STM32L475VG"), "the help page is open");
  await picture(bench, "snippet-help");
  await bench.openFile("application/src/ease.c", 1);
}

async function offerInMenu(bench: Workbench): Promise<void> {
  await bench.page.keyboard.press("Shift+F10");
  const entry = bench.page.locator(".monaco-menu .action-item", { hasText: "Bootsmith" });
  await entry.hover();
  const items = bench.page.locator(".monaco-submenu .action-item", { hasText: "Insert" });
  await items.first().waitFor();
  await picture(bench, "snippet-menu");
  assert.equal(await items.count(), 3);
  await bench.page.keyboard.press("Escape");
  await bench.page.keyboard.press("Escape");
}

/** A file with tabs and CR LF keeps both. */
async function completeInTabs(bench: Workbench): Promise<void> {
  const file = join(bench.workspace, "application", "src", "tabs.c");
  writeFileSync(file, '#include "stm32l475xx.h"\r\n\r\nint twice(int x)\r\n{\r\n\treturn 2 * x;\r\n}\r\n\r\n');
  await bench.openFile("application/src/tabs.c", 8);
  await bench.page.keyboard.type("stm32boot");
  const suggestions = bench.page.locator(".suggest-widget .monaco-list-row");
  await suggestions.filter({ hasText: "request_system_bootloader" }).waitFor();
  const details = bench.page.locator(".suggest-details").getByText("BFB2").first();
  // Pressed while the list still changes, the key asks for suggestions again instead.
  await bench.until(async () => {
    await bench.page.keyboard.press("ControlOrMeta+Space");
    await details.waitFor({ timeout: 2_000 }).catch(() => undefined);
    return details.isVisible();
  }, "the documentation is shown");
  await bench.screenshot("snippet-completion");
  await bench.page.keyboard.press("Enter");
  await bench.until(
    async () => (await textOf(bench)).includes("start_system_bootloader("),
    "the code is in the editor",
  );
  await bench.save();
  await bench.until(() => Promise.resolve(readFileSync(file, "utf8").includes("STM32L475VG")), "the file is saved");
  const text = readFileSync(file, "utf8");
  assert.match(text, /\r\n\r\n\/\*\r\n \* System bootloader of STM32L475VG/);
  assert.match(text, /\r\n\treturn;|\r\n\t\treturn;/);
  assert.doesNotMatch(text, /[^\r]\n|^\t* {2}/m);
}

/** Lists and dialogs fade in. */
async function picture(bench: Workbench, file: string): Promise<void> {
  await bench.page.waitForTimeout(400);
  await bench.screenshot(file);
}

async function textOf(bench: Workbench): Promise<string> {
  return (await bench.editor.innerText()).replace(/\u00a0/g, " ");
}
