import assert from "node:assert/strict";
import { enlargeApplication } from "../larger-image";
import type { Workbench } from "../workbench";

export const name = "a person opens the Boards view, looks into a board's memory, flashes from its row and compares";

export async function run(bench: Workbench): Promise<void> {
  enlargeApplication(bench.workspace, 0x6_0000);
  const rows = bench.page.locator(".pane-body .monaco-list-row");
  const row = (text: string | RegExp) => rows.filter({ hasText: text }).first();
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  await row("Simulated STM32L475VG").waitFor();
  await row("Simulated STM32F407VG").locator(".monaco-tl-twistie").click();
  await row("Internal Flash").waitFor();
  for (const fact of ["DFU mode", "SIMULATED407", "0483:df11"]) await row(fact).waitFor();
  await row("Internal Flash").locator(".monaco-tl-twistie").click();
  await row(/0x08000000–0x0800FFFF.*4 × 16 KiB.*read, erase, write/).waitFor();
  await row("0x08000000–0x0800FFFF").locator(".monaco-tl-twistie").click();
  await row(/0x0800C000–0x0800FFFF.*16 KiB/).waitFor();
  await bench.screenshot("boards-view");
  for (const [theme, picture] of [
    ["Light Modern", "boards-view-light"],
    ["Dark High Contrast", "boards-view-high-contrast"],
    ["Dark Modern", "boards-view-dark"],
  ] as const) {
    await bench.runCommand("Preferences: Color Theme");
    await bench.quickInputField.fill(theme);
    await bench.quickPick(theme);
    await bench.quickInput.waitFor({ state: "hidden" });
    await bench.screenshot(picture);
  }

  await row("Simulated STM32L475VG").hover();
  await row("Simulated STM32L475VG").locator('.action-label[aria-label^="Flash Image"]').click();
  await bench.quickPick(/application/);
  await bench.dialog.getByText("Flash application to Simulated STM32L475VG?").waitFor();
  await bench.answerDialog("Flash");
  await row(/Simulated STM32L475VG.*Flashing application.*%/).waitFor();
  await bench.screenshot("boards-flashing");
  await bench.notification(/application is on Simulated STM32L475VG.*Verified/).waitFor();
  await row(/Simulated STM32L475VG.*DFU mode/).waitFor();

  await row("Simulated STM32L475VG").click({ button: "right" });
  await bench.page.locator(".context-view .monaco-menu").waitFor();
  await bench.screenshot("boards-menu");
  const items = await bench.page.locator(".context-view .monaco-menu .action-label").allInnerTexts();
  for (const item of ["Compare Board with Image…", "Erase…", "Remove Read Protection…", "Copy Serial Number"])
    assert.ok(items.includes(item), items.join(" | "));
  assert.ok(!items.includes("Detach to DFU…"), items.join(" | "));
  await bench.page.keyboard.press("Escape");

  await bench.runCommand("Bootsmith: Compare Board with Image…");
  await bench.quickPick(/bootloader/);
  await bench.quickPick(/STM32L475VG/);
  const page = await pageWith(bench, /erase units differ/);
  assert.match(page, /0x08000000/);
  await bench.screenshot("boards-compare");

  await bench.runCommand("Bootsmith: Remove Read Protection…");
  await bench.quickEnter("the other board");
  await bench.quickInput.getByText("Type “STM32L475VG”, or press Escape").waitFor();
  await bench.screenshot("boards-unprotect");
  await bench.closeQuickInput();
}

/** Text of the Markdown preview, once it says something. */
async function pageWith(bench: Workbench, what: RegExp): Promise<string> {
  let found = "";
  await bench.until(
    async () => {
      for (const frame of bench.page.frames()) {
        const text = await frame
          .locator("body")
          .innerText({ timeout: 500 })
          .catch(() => "");
        if (frame !== bench.page.mainFrame() && what.test(text)) found = text;
      }
      return found !== "";
    },
    `a page says ${String(what)}`,
  );
  return found;
}
