import assert from "node:assert/strict";
import { simulate } from "../simulate";
import type { Workbench } from "../workbench";

export const name = "a person flashes two boards at once, and the one of another chip is left alone";

export async function run(bench: Workbench): Promise<void> {
  simulate(bench.workspace, ["STM32L475VG", "STM32L475VG", "STM32F407VG"]);
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  await bench.page.locator(".pane-body .monaco-list-row", { hasText: "Simulated STM32L475VG#2" }).waitFor();
  await bench.runCommand("Bootsmith: Flash Image to All Boards…");
  await bench.quickPick(/application/);
  await bench.dialog.getByText("Flash application to 2 boards?").waitFor();
  const plan = await bench.dialog.innerText();
  assert.match(plan, /Simulated STM32L475VG: 4 of 4 erase units change/);
  assert.match(plan, /Simulated STM32L475VG#2: 4 of 4 erase units change/);
  assert.match(plan, /Left alone:\s+Simulated STM32F407VG is another chip than this project is for/);
  await bench.screenshot("flash-all-plan");
  await bench.answerDialog("Flash All");
  await bench.notification(/application is on 2 of 2 boards/).waitFor();
  await bench.screenshot("flash-all-done");
}
