import assert from "node:assert/strict";
import type { Workbench } from "../workbench";

export const name = "a person flashes the application to a simulated board, looks at the plan, and verifies it";

export async function run(bench: Workbench): Promise<void> {
  await bench.runCommand("Bootsmith: Flash Image to Board…");
  await bench.quickInput.getByText("Choose a file…").waitFor();
  const images = await bench.quickInputRows();
  assert.ok(
    images.some((image) => image.includes("application")),
    images.join(" | "),
  );
  assert.ok(
    images.some((image) => image.includes("Choose a file…")),
    images.join(" | "),
  );
  await bench.screenshot("flash-image");
  await bench.quickPick(/application/);
  await bench.quickInput.getByText("Simulated boards").waitFor();
  const boards = (await bench.quickInputRows()).filter((row) => row.includes("STM32"));
  assert.deepEqual(boards, ["Simulated STM32F407VG", "Simulated STM32L475VG"]);
  await bench.screenshot("flash-board");
  await bench.quickPick(/STM32L475VG/);
  await bench.dialog.waitFor();
  const plan = await bench.dialog.innerText();
  assert.match(plan, /Flash application to Simulated STM32L475VG\?/);
  assert.match(plan, /erase units change/);
  assert.match(plan, /0x08020000.*written/);
  assert.match(plan, /0x08000000–0x0801FFFF: bootloader, kept/);
  await bench.screenshot("flash-plan");
  await bench.answerDialog("Flash");
  await bench.notification(/application is on Simulated STM32L475VG.*Verified/).waitFor();
  await bench.screenshot("flash-done");

  await bench.runCommand("Bootsmith: Flash Image to Board…");
  // The board that was chosen is remembered for the folder.
  await bench.quickPick(/bootloader/);
  await bench.dialog.getByText("Write the Bootloader").waitFor();
  await bench.screenshot("flash-bootloader");
  await bench.answerDialog("Cancel");

  await bench.runCommand("Bootsmith: Verify Board Against Image…");
  await bench.quickPick(/application/);
  await bench.notification(/Simulated STM32L475VG holds application: every byte agrees/).waitFor();

  await bench.runCommand("Bootsmith: List DFU Boards");
  await bench.quickInput.getByText("Simulated boards").waitFor();
  await bench.screenshot("list-boards");
}
