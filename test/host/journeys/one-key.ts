import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../workbench";

export const name =
  "a person builds and flashes with one key: a failed build flashes nothing, the second time asks nothing";

/** Milliseconds until VS Code has read a changed tasks.json; nothing on the page tells. */
const noticeTime = 3_000;

export async function run(bench: Workbench): Promise<void> {
  const key = () => bench.page.keyboard.press("ControlOrMeta+F7");
  await key();
  await bench.dialog.getByText("This folder has no build task.").waitFor();
  await bench.screenshot("one-key-no-task");
  await bench.answerDialog("Cancel");

  writeBuildTask(bench.workspace, "exit 3");
  await bench.page.waitForTimeout(noticeTime);
  await key();
  await bench.notification(/build task “build it” ended with exit code 3; nothing was flashed/).waitFor();
  await bench.screenshot("one-key-failed-build");

  writeBuildTask(bench.workspace, "true");
  await bench.page.waitForTimeout(noticeTime);
  await key();
  await bench.quickPick(/STM32L475VG/);
  await bench.dialog.getByText("Flash application to Simulated STM32L475VG?").waitFor();
  await bench.screenshot("one-key-plan");
  await bench.answerDialog("Flash");
  await bench.notification(/application is on Simulated STM32L475VG.*Verified/).waitFor();

  await bench.runCommand("Notifications: Clear All Notifications");
  await key();
  await bench.notification(/application was on Simulated STM32L475VG already; nothing was written/).waitFor();
  await bench.screenshot("one-key-done");
}

/** A default build task that runs one shell command. */
function writeBuildTask(workspace: string, command: string): void {
  const task = { label: "build it", type: "shell", command, group: { kind: "build", isDefault: true } };
  mkdirSync(join(workspace, ".vscode"), { recursive: true });
  writeFileSync(join(workspace, ".vscode", "tasks.json"), JSON.stringify({ version: "2.0.0", tasks: [task] }));
}
