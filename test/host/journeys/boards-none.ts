import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../workbench";

export const name = "a person without a board is told what to do, and simulates one";

export async function run(bench: Workbench): Promise<void> {
  mkdirSync(join(bench.workspace, ".vscode"), { recursive: true });
  writeFileSync(join(bench.workspace, ".vscode", "settings.json"), '{ "bootsmith.simulatedBoards": [] }');
  const welcome = bench.page.locator(".welcome-view-content");
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  await welcome.getByText("Simulate a Board").waitFor();
  await bench.screenshot("boards-welcome");
  await welcome.locator(".monaco-button", { hasText: "Simulate a Board" }).click();
  await bench.quickPick(/STM32F407VG/);
  await bench.page.locator(".pane-body .monaco-list-row", { hasText: "Simulated STM32F407VG" }).waitFor();

  await bench.runCommand("Bootsmith: Help with Boards on USB");
  await bench.until(async () => {
    const texts = await Promise.all(
      bench.page.frames().map((frame) =>
        frame
          .locator("body")
          .innerText({ timeout: 500 })
          .catch(() => ""),
      ),
    );
    return texts.some((text) => /usbipd attach|udev rule/.test(text));
  }, "the page about USB is open");
  await bench.screenshot("boards-help");
}
