import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../workbench";

export const name = "a person sees the chip in the status bar, chooses another and takes it back";

export async function run(bench: Workbench): Promise<void> {
  const entry = bench.page.locator(".statusbar-item[id*='bootsmith.chip']");
  const shows = (chip: string): Promise<void> =>
    bench.until(async () => (await entry.innerText()).includes(chip), `the status bar shows ${chip}`);
  const declaration = (): string => readFileSync(join(bench.workspace, "bootsmith.json"), "utf8");

  await bench.openFile("application/src/main.c", 1);
  await shows("STM32L475VG");
  await bench.screenshot("chip-status");

  await entry.click();
  await bench.quickInput.getByText("Named here").first().waitFor();
  assert.match((await bench.quickInputRows())[0] ?? "", /STM32L475VG/);
  await bench.screenshot("chip-list");
  await bench.quickInputField.fill("STM32L475VR");
  await bench.quickInput.getByText("closest to STM32L475VR").first().waitFor();
  await bench.quickInputField.fill("nucleo_f429zi");
  await bench.quickPick(/nucleo_f429zi/);
  await shows("STM32F429ZI");
  assert.match(declaration(), /"device": "nucleo_f429zi"/);

  await bench.runCommand("Bootsmith: Select Chip…");
  await bench.quickInput.getByText("Named here").first().waitFor();
  await bench.quickPick(/Use What the Workspace Says/);
  await shows("STM32L475VG");
  assert.doesNotMatch(declaration(), /"device"/);
}
