import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import type { Workbench } from "../workbench";

export const name = "a person reads and writes a linker script with its values, hover, completion, outline and rename";

const script = "application/STM32L475VGTX_FLASH.ld";

export async function run(bench: Workbench): Promise<void> {
  await bench.openFile(script, 11);
  await values(bench);
  await outline(bench);
  await hover(bench);
  await complete(bench);
  await renameRegion(bench);
  await refuse(bench);
}

/** Values stand behind expressions; the status bar tells how full the regions are. */
async function values(bench: Workbench): Promise<void> {
  await bench.editor.getByText("= 0x20018000").first().waitFor();
  const status = statusEntry(bench);
  await bench.until(async () => (await status.innerText()).includes("HEADER"), "the status bar shows the regions");
  await bench.screenshot("language-values");
}

async function outline(bench: Workbench): Promise<void> {
  await bench.runCommand("Explorer: Focus on Outline View");
  const row = bench.page.locator(".outline-pane .monaco-list-row", { hasText: "FLASH" }).first();
  await row.waitFor();
  assert.match(await row.innerText(), /0x08020800, 894 KiB/);
  for (const [theme, picture] of [
    ["Light Modern", "language-outline-light"],
    ["Dark High Contrast", "language-outline-high-contrast"],
    ["Dark Modern", "language-outline"],
  ] as const) {
    await chooseTheme(bench, theme);
    await bench.screenshot(picture);
  }
}

async function hover(bench: Workbench): Promise<void> {
  for (const [theme, picture] of [
    ["Light Modern", "language-hover-light"],
    ["Dark High Contrast", "language-hover-high-contrast"],
    ["Dark Modern", "language-hover"],
  ] as const) {
    await chooseTheme(bench, theme);
    await bench.openFile(script, 19);
    await bench.page.keyboard.press("ControlOrMeta+ArrowRight");
    await bench.runCommand("Show or Focus Hover");
    await bench.page
      .getByText(/to 0x080FFFFF: 894 KiB/)
      .first()
      .waitFor();
    await bench.screenshot(picture);
    await bench.page.keyboard.press("Escape");
  }
}

async function complete(bench: Workbench): Promise<void> {
  const widget = bench.page.locator(".suggest-widget.visible");
  for (const [theme, picture] of [
    ["Light Modern", "language-completion-light"],
    ["Dark High Contrast", "language-completion-high-contrast"],
    ["Dark Modern", "language-completion"],
  ] as const) {
    await chooseTheme(bench, theme);
    await bench.openFile(script, 29);
    await bench.page.keyboard.press("End");
    await bench.page.keyboard.type(" AT>");
    await widget.locator(".monaco-list-row", { hasText: "FLASH" }).waitFor();
    assert.match(await widget.innerText(), /RAM2/);
    await bench.screenshot(picture);
    await bench.page.keyboard.press("Escape");
    await bench.page.keyboard.press("Escape");
    for (let typed = 0; typed < " AT>".length; typed++) await bench.page.keyboard.press("Backspace");
  }
  await bench.save();
}

async function renameRegion(bench: Workbench): Promise<void> {
  await bench.openFile(script, 18);
  await bench.page.keyboard.press("ControlOrMeta+ArrowRight");
  await bench.page.keyboard.press("F2");
  const field = bench.page.locator(".rename-box input");
  await field.waitFor();
  await bench.screenshot("language-rename");
  await field.fill("VERSION_PAGE");
  await bench.page.keyboard.press("Enter");
  const saved = (): string => readFileSync(join(bench.workspace, script), "utf8");
  await bench.until(async () => {
    await bench.save();
    return saved().match(/\bVERSION_PAGE\b/g)?.length === 3;
  }, "the region is renamed in all three places");
  assert.doesNotMatch(saved(), /\bHEADER\b/);
}

/** What start-up code uses is not renamed, and the editor says why. */
async function refuse(bench: Workbench): Promise<void> {
  await bench.openFile(script, 11);
  await bench.page.keyboard.press("F2");
  const field = bench.page.locator(".rename-box input");
  await field.waitFor();
  await field.fill("_top_of_stack");
  await bench.page.keyboard.press("Enter");
  await bench.page
    .getByText(/_estack is used in startup_stm32l475xx\.s, line 11/)
    .first()
    .waitFor();
  await bench.screenshot("language-rename-refused");
}

function statusEntry(bench: Workbench): Locator {
  return bench.page.locator(".statusbar-item", { hasText: "RAM" }).first();
}

async function chooseTheme(bench: Workbench, theme: string): Promise<void> {
  await bench.runCommand("Preferences: Color Theme");
  await bench.quickInputField.fill(theme);
  await bench.quickPick(theme);
  await bench.quickInput.waitFor({ state: "hidden" });
}
