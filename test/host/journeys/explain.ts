import type { Workbench } from "../workbench";

export const name = "a person asks what a finding means and reads the packaged page";

export const sample = "stm32f407-discovery-broken-1";

export async function run(bench: Workbench): Promise<void> {
  await bench.waitForProblems((problems) => problems.length === 2, "two findings");
  await bench.openFile("STM32F407VGTX_FLASH.ld", 17);
  await bench.nextProblem();
  await bench.applyQuickFix("Explain region-exceeds-memory");
  await bench.until(async () => (await bench.activeTab()).includes("region-exceeds-memory"), "the help page is open");
  await bench.until(async () => {
    const texts = await Promise.all(
      bench.page.frames().map((frame) =>
        frame
          .locator("body")
          .innerText()
          .catch(() => ""),
      ),
    );
    return texts.some((text) => text.includes("A region is longer than the memory it starts in."));
  }, "the page can be read");
  await bench.screenshot("explain");
}
