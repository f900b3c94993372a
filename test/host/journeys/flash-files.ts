import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIntelHex, writeIntelHex } from "../../../src/core/image/intel-hex";
import { chooseFile } from "../file-dialog";
import { simulate } from "../simulate";
import type { Workbench } from "../workbench";

export const name =
  "a person is warned of another chip, keeps what shares a sector with a file, and writes over no bootloader";

/** Two places in one sector of 128 KiB of the F407; what follows an image in its last unit counts as the image's. */
const [others, ours] = [0x0804_0000, 0x0805_0000];
const bytes = (seed: number) => Uint8Array.from({ length: 256 }, (_, index) => (seed + index * 3) & 0xff);

export async function run(bench: Workbench): Promise<void> {
  const path = (file: string) => join(bench.workspace, file);
  const write = (file: string, ...parts: (readonly [number, Uint8Array])[]) =>
    writeFileSync(path(file), writeIntelHex(parts.map(([address, data]) => ({ address, data }))));
  write("both.hex", [others, bytes(2)], [ours, bytes(1)]);
  write("one.hex", [ours, bytes(3)]);
  write("kept.hex", [others, bytes(2)]);
  writeFileSync(path("raw.bin"), bytes(4));
  simulate(bench.workspace, ["STM32F407VG", "MAPLE_MINI"]);
  const row = (text: string) => bench.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  await row("Simulated MAPLE_MINI").waitFor();
  /** From a board's row, with a file that is typed into VS Code's file dialog. */
  const flash = async (board: string, file: string): Promise<void> => {
    await bench.runCommand("Notifications: Clear All Notifications");
    await row(board).hover();
    await row(board).locator('.action-label[aria-label^="Flash Image"]').click();
    await bench.quickPick(/Choose a file/);
    await chooseFile(bench, path(file));
  };

  await bench.runCommand("Bootsmith: Flash Image to Board…");
  await bench.quickPick(/application/);
  await bench.quickPick(/STM32F407VG/);
  await bench.dialog.getByText(/application is for STM32L475VG.*the board is STM32F407VG/).waitFor();
  await bench.screenshot("flash-other-chip");
  await bench.answerDialog("Cancel");

  await flash("Simulated STM32F407VG", "both.hex");
  await bench.dialog.getByText("Flash both.hex to Simulated STM32F407VG?").waitFor();
  await bench.answerDialog("Flash");
  await bench.notification(/both\.hex is on Simulated STM32F407VG/).waitFor();

  await flash("Simulated STM32F407VG", "one.hex");
  await bench.dialog.getByText("The old bytes can be saved to a file first").waitFor();
  await bench.screenshot("flash-preserve");
  await bench.answerDialog("Save Them and Go On…");
  await chooseFile(bench, path("saved.hex"));
  await bench.dialog.getByText(/is erased with it and written back/).waitFor();
  await bench.screenshot("flash-preserve-plan");
  await bench.answerDialog("Flash");
  await bench.notification(/one\.hex is on Simulated STM32F407VG/).waitFor();
  const saved = readIntelHex(readFileSync(path("saved.hex")), "saved.hex").segments;
  const there = saved.find(({ address, data }) => address <= others && address + data.length >= others + 256);
  assert.deepEqual(there?.data.slice(others - there.address, others - there.address + 256), bytes(2));

  await bench.runCommand("Bootsmith: Verify Board Against Image…");
  await bench.quickPick(/Choose a file/);
  await chooseFile(bench, path("kept.hex"));
  await bench.notification(/Simulated STM32F407VG holds kept\.hex: every byte agrees/).waitFor();

  // This folder has a bootloader where the stream of the Maple goes.
  await flash("Simulated MAPLE_MINI", "raw.bin");
  await bench.quickInput.getByText(/Empty: the board takes no address/).waitFor();
  await bench.quickEnter("");
  await bench.notification(/would overwrite bootloader.*“as” in a task/).waitFor();
}
