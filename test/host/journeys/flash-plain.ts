import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chooseFile } from "../file-dialog";
import { simulate } from "../simulate";
import type { Workbench } from "../workbench";

export const name = "a person flashes a raw binary to a board of plain DFU, which takes no address";
export const sample = "stm32f407-discovery";

export async function run(bench: Workbench): Promise<void> {
  writeFileSync(
    join(bench.workspace, "raw.bin"),
    Uint8Array.from({ length: 2048 }, (_, index) => (index * 3) & 0xff),
  );
  simulate(bench.workspace, ["STM32F407VG", "MAPLE_MINI"]);
  const row = (text: string) => bench.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  await row("Simulated MAPLE_MINI").waitFor();
  await row("Simulated MAPLE_MINI").hover();
  await row("Simulated MAPLE_MINI").locator('.action-label[aria-label^="Flash Image"]').click();
  await bench.quickPick(/Choose a file/);
  await chooseFile(bench, join(bench.workspace, "raw.bin"));
  await bench.quickInput.getByText(/Empty: the board takes no address/).waitFor();
  await bench.screenshot("flash-ask-address");
  await bench.quickEnter("");

  // The only .bin of the folder counts as its image, and that is for another chip.
  await bench.answerDialog("Flash Anyway");
  await bench.dialog.getByText(/the board decides alone what it erases/).waitFor();
  await bench.screenshot("flash-plain-plan");
  await bench.answerDialog("Flash");
  await bench.notification(/is on Simulated MAPLE_MINI/).waitFor();
  await bench.screenshot("flash-plain-done");
}
