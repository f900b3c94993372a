import assert from "node:assert/strict";
import { enlargeApplication } from "../larger-image";
import { simulate } from "../simulate";
import type { Workbench } from "../workbench";

export const name = "a person cancels a flash half way, is told what is on the board, flashes again, and erases all";

export async function run(bench: Workbench): Promise<void> {
  enlargeApplication(bench.workspace, 0xa_0000);
  simulate(bench.workspace, ["STM32L475VG"]);
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  const rows = bench.page.locator(".pane-body .monaco-list-row", { hasText: "Simulated" });
  await bench.until(async () => (await rows.count()) === 1, "the one simulated board is there");
  await bench.runCommand("Bootsmith: Flash Image to Board…");
  await bench.quickPick(/application/);
  await bench.answerDialog("Flash");
  await bench.notification(/Writing: \d.*KiB\/s/).waitFor();
  await bench.screenshot("flash-writing");
  await bench.answerNotification(/Flashing application/, "Cancel");
  const stopped = bench.notification(/incomplete image that will not start.*flash again/);
  await stopped.waitFor();
  await bench.screenshot("flash-cancelled");

  await bench.runCommand("Notifications: Clear All Notifications");
  await bench.runCommand("Bootsmith: Flash Image to Board…");
  await bench.quickPick(/application/);
  await bench.dialog.getByText(/ended half way, so what the image covers is erased unread/).waitFor();
  await bench.screenshot("flash-after-cancelling");
  await bench.answerDialog("Flash");
  const shown = await percentagesUntil(bench, /application is on Simulated STM32L475VG.*Verified/);
  assert.deepEqual(
    shown,
    [...shown].sort((a, b) => a - b),
    "progress never goes back",
  );
  assert.ok(shown.length > 3, `progress was seen: ${shown.join(", ")}`);

  await bench.runCommand("Notifications: Clear All Notifications");
  await bench.runCommand("Bootsmith: Erase…");
  await bench.quickPick(/whole chip/);
  await bench.dialog.getByText(/would destroy bootloader \(0x08000000 to 0x0801FFFF\)/).waitFor();
  await bench.screenshot("erase-bootloader");
  await bench.answerDialog("Erase the Bootloader Too");
  await bench.quickEnter("STM32L475VG");
  await bench.notification(/Simulated STM32L475VG is erased/).waitFor();
  await bench.screenshot("erase-done");

  await bench.runCommand("Bootsmith: Remove Read Protection…");
  await bench.quickEnter("stm32l475vg");
  await bench.notification(/was told to remove its read protection/).waitFor();
  await bench.screenshot("unprotect-done");
}

/** What the status bar showed, in the order of showing, until a notification says that it is done. */
async function percentagesUntil(bench: Workbench, done: RegExp): Promise<number[]> {
  const seen: number[] = [];
  const status = bench.page.locator(".statusbar-item", { hasText: /^\s*\d+ %/ }).first();
  while (!(await bench.notification(done).isVisible())) {
    const text = await status.innerText({ timeout: 100 }).catch(() => "");
    const percent = /(\d+) %/.exec(text)?.[1];
    if (percent !== undefined && seen.at(-1) !== Number(percent)) seen.push(Number(percent));
    await bench.page.waitForTimeout(50);
  }
  return seen;
}
