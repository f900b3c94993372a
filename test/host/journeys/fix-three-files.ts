import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../workbench";

export const name =
  "one fix changes linker script, mbed_app.json and VECT_TAB_OFFSET, previewed, and one undo takes it back";

export const sample = "portenta-h7-broken-3";

const variant = "variants/PORTENTA_H7_M7";
const files = ["linker_script.ld", "conf/mbed_app.json", "system_stm32h7xx.c"];

export async function run(bench: Workbench): Promise<void> {
  const texts = (): string[] => files.map((file) => readFileSync(join(bench.workspace, variant, file), "utf8"));
  const before = texts();
  await bench.waitForProblems((problems) => problems.length === 3, "three findings");
  await bench.openFile(`${variant}/linker_script.ld`, 6);
  await bench.nextProblem();

  const titles = await bench.quickFixes();
  await bench.screenshot("fix-menu");
  assert.ok(titles.includes("Explain application-start-mismatch"), titles.join(" | "));
  await bench.page.keyboard.press("Escape");
  await bench.applyQuickFix(/Start PORTENTA_H7_M7 at 0x08040000 in every file \(3 files\): preview/);
  await bench.notification(/3 files change together/).waitFor();
  await bench.until(
    async () => (await bench.page.locator(".multiDiffEntry").count()) >= 2,
    "the preview shows the files",
  );
  await bench.screenshot("fix-preview");
  await bench.answerNotification(/3 files change together/, "Apply");
  await bench.waitForProblems((problems) => problems.length === 0, "no finding is left");
  await bench.screenshot("fix-done");
  await bench.until(
    () => Promise.resolve(texts().every((text, index) => text !== before[index])),
    "all three files are saved",
  );
  const [script, config, source] = texts();
  assert.match(script ?? "", /ORIGIN = 0x8040000, LENGTH = 0xC0000/i);
  assert.match(config ?? "", /"target.mbed_app_start": "0x8040000",\s+"target.mbed_app_size": "0xC0000"/i);
  assert.match(source ?? "", /VECT_TAB_OFFSET {2}0x00040000UL/);

  await bench.editor.click();
  await bench.undo();
  await bench.waitForProblems((problems) => problems.length === 3, "one undo brings all three findings back");
}
