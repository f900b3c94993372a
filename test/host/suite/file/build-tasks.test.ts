import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { buildTaskType } from "../../../../src/manifest";
import { openFolder, runTask, writeTasks } from "../../task-runs";

const compile =
  "mkdir -p build && arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard -std=c11 -Os -ffreestanding" +
  " -DSTM32L475xx -D__FPU_PRESENT=1 -D__FPU_USED=1 -Iinc src/*.c src/*.s";
const link =
  "-nostdlib -T STM32L475VGTX_FLASH.ld -Wl,--gc-sections -Wl,-Map=build/application.map -o build/application.elf";

/** What `make -C application` says; both scripts of the sample have one name. */
const enter = String.raw`printf "make: Entering directory '%s'\n" "$PWD/application"`;

/** The open folder is a copy of the main sample; it is built here with the Arm compiler, and put back as it was. */
describe("build tasks", () => {
  const at = (path: string): vscode.Uri => vscode.Uri.joinPath(openFolder().uri, "application", path);
  const scriptFile = (): vscode.Uri => at("STM32L475VGTX_FLASH.ld");
  const flashLength = /(?<=FLASH {2}\(rx\) {2}: ORIGIN = \w+, LENGTH = )\w+/;
  const kept = new Map<string, Uint8Array>();

  before("write tasks.json", async () => {
    for (const [name] of await vscode.workspace.fs.readDirectory(at("build")))
      kept.set(`build/${name}`, await vscode.workspace.fs.readFile(at(`build/${name}`)));
    kept.set("STM32L475VGTX_FLASH.ld", await vscode.workspace.fs.readFile(scriptFile()));
    await writeTasks(
      [
        { label: "build it", command: `${compile} ${link}`, cwd: "application" },
        { label: "build elsewhere", command: `${enter}; cd application && ${compile} ${link}` },
        { label: "a program", command: "sh", args: ["-c", 'test "$0" = "two words"', "two words"] },
        { label: "end with 7", command: "echo out; echo err >&2; exit 7" },
        { label: "no such folder", command: "true", cwd: "not/there" },
        { label: "no command", command: " " },
        { label: "with a variable", command: 'test "$PLACE" = here', env: { PLACE: "here" } },
      ],
      buildTaskType,
    );
  });

  after("put everything back", async () => {
    for (const [path, bytes] of kept) await vscode.workspace.fs.writeFile(at(path), bytes);
  });

  /** The linker's words and findings about it at the script: `line source or code: words`. */
  const problems = (): string[] =>
    vscode.languages.getDiagnostics(scriptFile()).map(({ range, source, code, message }) => {
      const name = source === "bootsmith" && typeof code === "string" ? code : (source ?? "");
      return `${range.start.line + 1} ${name}: ${message}`;
    });

  async function changed(from: string | RegExp, to: string): Promise<void> {
    const text = new TextDecoder().decode(kept.get("STM32L475VGTX_FLASH.ld"));
    assert.notEqual(text.replace(from, to), text);
    await vscode.workspace.fs.writeFile(scriptFile(), new TextEncoder().encode(text.replace(from, to)));
  }

  it("end with the code of their command, and with 2 where it cannot be run", async () => {
    assert.equal(await runTask("end with 7", buildTaskType), 7);
    assert.equal(await runTask("a program", buildTaskType), 0);
    assert.equal(await runTask("with a variable", buildTaskType), 0);
    assert.equal(await runTask("no such folder", buildTaskType), 2);
    assert.equal(await runTask("no command", buildTaskType), 2);
  });

  it("that overflow a region show it at its LENGTH, and nothing more after a build that fits", async () => {
    await changed(flashLength, "1K");
    assert.equal(await runTask("build it", buildTaskType), 1);
    await until(() => problems().some((one) => /^19 region-overflow: FLASH is \d+ bytes too small: /.test(one)));
    // The finding tells more than ld's own line, which is not repeated.
    await until(() => problems().every((one) => !one.includes(" ld:")));
    await changed(flashLength, "800K");
    assert.equal(await runTask("build it", buildTaskType), 0);
    await until(() => problems().length === 0);
  });

  it("that ld refuses show its words at the line it names, until the next run", async () => {
    await changed("  .crc :", "  .crc ) :");
    assert.equal(await runTask("build elsewhere", buildTaskType), 1);
    await until(() => problems().some((one) => /^31 ld: syntax error$/.test(one)));
    await changed(flashLength, "800K");
    assert.equal(await runTask("build elsewhere", buildTaskType), 0);
    await until(() => problems().length === 0);
  });

  it("that fail an ASSERT show it where the script has it", async () => {
    await changed("ENTRY(", 'ASSERT(SIZEOF(.text) < 16, "the code is too large for the slot")\nENTRY(');
    assert.equal(await runTask("build it", buildTaskType), 1);
    await until(() => problems().includes("9 ld: the code is too large for the slot"));
  });

  async function until(holds: () => boolean): Promise<void> {
    const end = Date.now() + 15_000;
    while (!holds()) {
      if (Date.now() > end) assert.fail(`After 15 s: ${problems().join(" | ")}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
});
