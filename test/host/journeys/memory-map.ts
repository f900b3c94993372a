import assert from "node:assert/strict";
import type { Workbench } from "../workbench";

export const name = "a person opens the memory map, and a block leads to the line that says so";

export async function run(bench: Workbench): Promise<void> {
  await bench.openFile("application/STM32L475VGTX_FLASH.ld", 1);
  await bench.runCommand("Bootsmith: Show Memory Map");
  const map = await bench.webview();
  const header = map.locator("[role=button]", { hasText: "Header" }).first();
  await header.waitFor();
  const names = await map
    .getByRole("button")
    .evaluateAll((blocks: { getAttribute(name: string): string | null }[]) =>
      blocks.map((block) => block.getAttribute("aria-label") ?? ""),
    );
  for (const part of [/bootloader/i, /application/i, /header/i])
    assert.ok(
      names.some((one) => part.test(one)),
      `${part.source}: ${names.join(" | ")}`,
    );
  await bench.screenshot("memory-map");
  await header.focus();
  await bench.page.keyboard.press("Enter");
  await bench.until(async () => (await bench.cursor()).line === 18, "the cursor stands at the HEADER region");
  assert.match(await bench.activeTab(), /^STM32L475VGTX_FLASH/);
  await bench.screenshot("memory-map-line");
}
