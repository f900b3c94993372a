import assert from "node:assert/strict";
import type { Workbench } from "../workbench";

export const name = "a newcomer opens the palette and looks at Bootsmith's log";

export async function run(bench: Workbench): Promise<void> {
  await bench.openPalette("Bootsmith: ");
  await bench.quickInputRows();
  await bench.screenshot("palette");
  // The list holds only the rows in sight.
  await bench.quickInputField.fill(">Bootsmith: Show");
  const titles = await bench.quickInputRows();
  assert.ok(titles.includes("Bootsmith: Show Log"), titles.join(" | "));
  await bench.closeQuickInput();
  await bench.runCommand("Bootsmith: Show Log");
  await bench.page
    .locator(".part.panel")
    .getByLabel(/Bootsmith/)
    .first()
    .waitFor();
  await bench.screenshot("show-log");
}
