import assert from "node:assert/strict";
import type { Workbench } from "../workbench";

export const name = "a person inserts the jump into the system bootloader for the chip of the workspace";

export async function run(bench: Workbench): Promise<void> {
  await bench.openFile("application/src/main.c", 1);
  await bench.runCommand("Bootsmith: Insert Jump to System Bootloader…");
  await bench.quickInput.getByText("Chips of this workspace").waitFor();
  const chips = await bench.quickInputRows();
  assert.match(chips[0] ?? "", /STM32L475VG/);
  await bench.screenshot("snippet-chip");
  await bench.quickPick(/STM32L475VG/);
  await bench.quickPick(/CMSIS registers/);
  await bench.screenshot("snippet-entry");
  await bench.quickPick(/At once/);
  await bench.notification(/jump into the system bootloader of STM32L475VG is inserted/).waitFor();
  await bench.until(
    async () => (await bench.editor.innerText()).replace(/\u00a0/g, " ").includes("STM32L475VG"),
    "the code is in the editor",
  );
  await bench.screenshot("snippet-inserted");

  await bench.runCommand("Bootsmith: Insert Jump to System Bootloader…");
  await bench.quickInputField.fill("MK64FN1M0VLL12");
  await bench.quickPick(/MK64FN1M0VLL12/);
  await bench.quickPick(/CMSIS registers/);
  await bench.quickPick(/Through a reset/);
  await bench.dialog.waitFor();
  await bench.screenshot("snippet-refused");
  assert.match(await bench.dialog.innerText(), /bootloader/i);
}
