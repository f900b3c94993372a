import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../workbench";

export const name =
  "a person sees which images share a chip, writes that down, takes the set apart and puts it together";

export async function run(bench: Workbench): Promise<void> {
  const file = join(bench.workspace, "bootsmith.json");
  const names = (): string[] =>
    (JSON.parse(readFileSync(file, "utf8")) as { sets: { name: string }[] }).sets.map((set) => set.name);
  const tree = bench.page.locator(".pane", { has: bench.page.getByRole("button", { name: "Image Sets Section" }) });
  const row = (text: string | RegExp) => tree.locator(".monaco-list-row", { hasText: text }).first();
  rmSync(file);
  await bench.page.locator(".activitybar .action-label[aria-label^=Bootsmith]").click();
  await row(/application/).waitFor();
  await row(/bootloader.*0x08000000/).waitFor();
  await bench.screenshot("image-sets");

  await row(/stm32l475-boot-app/).hover();
  await row(/stm32l475-boot-app/)
    .locator('.action-label[aria-label^="Edit Image Set"]')
    .click();
  await bench.until(() => Promise.resolve(existsSync(file)), "bootsmith.json is written");
  await bench.until(async () => (await bench.activeTab()).startsWith("bootsmith"), "bootsmith.json is open");
  await row(/stm32l475-boot-app.*bootsmith\.json/).waitFor();
  await bench.screenshot("image-sets-declared");

  await bench.runCommand("Bootsmith: Separate Images");
  await bench.quickPick(/stm32l475-boot-app/);
  await bench.until(() => Promise.resolve(names().join() === "bootloader,application"), "there are two sets");
  await row(/^application.*bootsmith\.json/).waitFor();

  await bench.runCommand("Bootsmith: Put Images into One Set…");
  for (const image of ["bootloader", "application"]) {
    await bench.quickInput.locator(".monaco-list-row", { hasText: image }).first().click();
  }
  await bench.screenshot("image-sets-join");
  await bench.quickInput.getByRole("button", { name: "OK" }).click();
  await bench.quickEnter("node");
  await bench.until(() => Promise.resolve(names().join() === "node"), "there is one set");
  await row(/node.*bootsmith\.json/).waitFor();

  await bench.runCommand("Bootsmith: Change Role of Image…");
  await bench.quickPick("application");
  await bench.quickPick("Neither");
  await bench.until(
    () => Promise.resolve(readFileSync(file, "utf8").includes('"role": "other"')),
    "the role is written",
  );
  await row(/application.*no role/).waitFor();
  await bench.screenshot("image-sets-role");
}
