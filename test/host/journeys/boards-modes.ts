import { simulate } from "../simulate";
import type { Workbench } from "../workbench";

export const name = "a person mistypes a simulated board, then brings a running one into DFU mode and one of them back";

export async function run(bench: Workbench): Promise<void> {
  const row = (text: string | RegExp) => bench.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  await row("Simulated STM32L475VG").waitFor();
  simulate(bench.workspace, ["STM32F999ZZ"]);
  await bench.notification(/There is no simulated board for STM32F999ZZ.*PORTENTA_H7/).waitFor();
  await bench.screenshot("boards-mistyped");
  simulate(bench.workspace, { not: "a list" });
  await bench.notification(/bootsmith.simulatedBoards.*list of part numbers/).waitFor();
  await bench.runCommand("Notifications: Clear All Notifications");

  simulate(bench.workspace, ["PORTENTA_H7", "MAPLE_MINI", "STM32H563ZI"]);
  await row(/Simulated PORTENTA_H7.*runs its application/).waitFor();
  await row(/Simulated STM32H563ZI.*DFU mode/).waitFor();
  await row(/Simulated MAPLE_MINI.*DFU mode, plain DFU/).waitFor();
  await bench.screenshot("boards-running");

  // By keyboard alone: the rows, what they are called, and their menu.
  await bench.runCommand("Bootsmith: Focus on Boards View");
  const focused = bench.page.locator(".pane-body .monaco-list-row.focused");
  await bench.page.keyboard.press("Home");
  await bench.until(async () => {
    await bench.page.keyboard.press("ArrowDown");
    return /^Simulated PORTENTA_H7, runs its application/.test((await focused.getAttribute("aria-label")) ?? "");
  }, "the arrow keys reach the row of the Portenta, which says what it is");
  await bench.page.keyboard.press("Shift+F10");
  const menu = bench.page.locator(".context-view .monaco-menu");
  await menu.getByText("Detach to DFU…").waitFor();
  await bench.screenshot("boards-running-menu");
  await bench.page.keyboard.press("Escape");

  await bench.runCommand("Bootsmith: Detach to DFU…");
  await bench.notification(/Simulated PORTENTA_H7 is in DFU mode/).waitFor();
  await row(/Simulated PORTENTA_H7.*DFU mode/).waitFor();
  await row("Simulated PORTENTA_H7").locator(".monaco-tl-twistie").click();
  await row(/Bootloader version/).waitFor();
  await bench.screenshot("boards-detached");

  await bench.runCommand("Bootsmith: Detach to DFU…");
  await bench.notification(/No board runs an application that can be told to enter DFU mode/).waitFor();

  await bench.runCommand("Bootsmith: Leave DFU Mode…");
  await bench.quickPick(/PORTENTA_H7/);
  await bench.quickInput.getByText("Address of the vector table that is started").waitFor();
  await bench.page.keyboard.press("Enter");
  await bench.notification(/Simulated PORTENTA_H7.*left DFU mode/).waitFor();
  await bench.screenshot("boards-left");
}
