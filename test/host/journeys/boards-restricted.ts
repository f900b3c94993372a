import assert from "node:assert/strict";
import type { Workbench } from "../workbench";

export const name = "in Restricted Mode the Boards view shows no board and says why";
export const restricted = true;

export async function run(bench: Workbench): Promise<void> {
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  const welcome = bench.page.locator(".welcome-view-content");
  await welcome.getByText("Boards are not touched in Restricted Mode").waitFor();
  await welcome.locator(".monaco-button", { hasText: "Manage Workspace Trust" }).waitFor();
  await bench.screenshot("boards-restricted");
  assert.equal(await bench.page.locator(".pane-body .monaco-list-row", { hasText: "STM32" }).count(), 0);
}
