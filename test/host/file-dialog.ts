import type { Workbench } from "./workbench";

/** Answers VS Code's own file dialog. */
export async function chooseFile(bench: Workbench, file: string): Promise<void> {
  await bench.until(async () => (await bench.quickInputField.inputValue()).startsWith("/"), "the file dialog is open");
  await bench.until(async () => {
    await bench.quickInputField.fill(file);
    // The dialog may still be about to write its own suggestion.
    await bench.page.waitForTimeout(1000);
    return (await bench.quickInputField.inputValue()) === file;
  }, `the file dialog holds ${file}`);
  await bench.page.keyboard.press("Enter");
}
