import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text";
import { script } from "../../../support/linker-script";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const code = "flash-address-mismatch";
const boot = script("0x08000000", "32K");
const app = script("0x08008000", "480K");
const pair: Files = {
  "bootloader/STM32F407VGTX_FLASH.ld": boot,
  "bootloader/Makefile": "TARGET = node-boot\n",
  "application/STM32F407VGTX_FLASH.ld": app,
  "application/Makefile": "TARGET = node\nBUILD = build\n",
};

const task = (command: string, rest = ""): string =>
  JSON.stringify({ version: "2.0.0", tasks: [{ label: "flash it", type: "shell", command }] }).replace(
    '"type"',
    `${rest}"type"`,
  );

/** `path:line code` of the findings of this rule. */
async function found(files: Files): Promise<string[]> {
  const { lines } = await checkFiles(files);
  return lines.filter((line) => line.endsWith(code));
}

/** A place that states the address 0x08008000 once, in a file that is added to the pair. */
const places: readonly (readonly [what: string, file: string, content: string])[] = [
  ["a shell task", ".vscode/tasks.json", task("st-flash write application/build/node.bin 0x08008000")],
  [
    "a process task with args",
    ".vscode/tasks.json",
    `{ "tasks": [ { "label": "flash", "type": "process", "command": "dfu-util", "args": ["-a", "0", "-s", "0x08008000:leave", "-D", "\${workspaceFolder}/application/build/node.bin"] } ] }`,
  ],
  [
    "args with quoting, a cwd and comments",
    ".vscode/tasks.json",
    `{ // mine\n "tasks": [ { "label": "flash", "command": "st-flash", "options": { "cwd": "\${workspaceFolder}/application" }, "args": ["write", { "value": "build/app.bin", "quoting": "strong" }, "0x08008000"], } ] }`,
  ],
  [
    "our own task",
    ".vscode/tasks.json",
    `{ "tasks": [ { "type": "bootsmith", "action": "flash", "file": "application/build/application.bin", "address": "0x08008000" } ] }`,
  ],
  [
    "our own task that says what it writes",
    ".vscode/tasks.json",
    `{ "tasks": [ { "type": "bootsmith", "action": "flash", "as": "application", "file": "release.bin", "address": "0x08008000" } ] }`,
  ],
  [
    "OpenOCD inside quotes inside JSON",
    ".vscode/tasks.json",
    task('openocd -f board.cfg -c "program application/build/node.bin verify reset exit 0x08008000"'),
  ],
  [
    "a task for Windows alone",
    ".vscode/tasks.json",
    `{ "tasks": [ { "label": "flash", "type": "shell", "command": "make flash", "windows": { "command": "STM32_Programmer_CLI.exe -c port=SWD -w application\\\\build\\\\node.bin 0x08008000 -rst" } } ] }`,
  ],
  [
    "a debug configuration",
    ".vscode/launch.json",
    `{ "configurations": [ { "name": "debug", "type": "cortex-debug", "overrideLaunchCommands": ["monitor flash write_image erase application/build/node.bin 0x08008000", "monitor reset halt"] } ] }`,
  ],
  [
    "setupCommands of cppdbg",
    ".vscode/launch.json",
    `{ "configurations": [ { "name": "debug", "type": "cppdbg", "cwd": "\${workspaceFolder}/application", "setupCommands": [ { "text": "restore build/node.bin binary 0x08008000" } ] } ] }`,
  ],
  [
    "a Makefile rule with variables",
    "application/Makefile",
    "TARGET = node\nBUILD = build\nFLASH_ADDR ?= 0x08008000\n\nflash: all\n\tst-flash --reset write $(BUILD)/$(TARGET).bin $(FLASH_ADDR)\n",
  ],
  [
    "a Makefile rule with $<",
    "application/Makefile",
    "TARGET = node\nprogram: build/node.bin\n\tdfu-util -a 0 -D $< -s 0x08008000:leave\n",
  ],
  ["a Makefile above both", "Makefile", "flash-app:\n\tst-flash write application/build/app.bin 0x08008000\n"],
  [
    "a CMake target",
    "application/CMakeLists.txt",
    "project(node C)\nadd_executable(${PROJECT_NAME}.elf main.c)\nadd_custom_target(flash\n  COMMAND st-flash write ${CMAKE_CURRENT_BINARY_DIR}/${PROJECT_NAME}.bin\n    0x08008000\n  DEPENDS node)\n",
  ],
  ["a J-Link script", "application/flash.jlink", "device STM32F407VG\nloadbin build/node.bin, 0x08008000\nr\nq\n"],
  ["a shell script", "application/flash.sh", "#!/bin/sh\nADDR=0x08008000\nst-flash write build/node.bin $ADDR\n"],
];

describe("flash-address-mismatch", () => {
  it.each(places)("%s: silent where it is right", async (_what, file, content) => {
    const { located } = await checkFiles({ ...pair, [file]: content });
    expect(located.filter((one) => one.severity !== "information").map((one) => one.message)).toEqual([]);
  });

  it.each(places)("%s: an error where it is wrong, and mended in its own place", async (_what, file, content) => {
    const files = { ...pair, [file]: content.replace("0x08008000", "0x08010000") };
    const { findings, located } = await checkFiles(files);
    const finding = findings.find((one) => one.code === code);
    expect(located.map((one) => one.code)).toEqual([code]);
    expect(finding?.severity).toBe("error");
    const [fix] = finding?.fixes ?? [];
    expect(fix?.preferred).toBe(true);
    expect(applyEdits(files, fix?.edits ?? [])).toEqual({ ...pair, [file]: content });
  });

  it.each(places)("%s: goes along when the image moves", async (_what, file, content) => {
    const files = { ...pair, "bootloader/main.c": "#define APP_ADDRESS 0x08010000\n", [file]: content };
    const { findings } = await checkFiles(files);
    const fix = findings
      .flatMap((finding) => finding.fixes)
      .find(({ title }) => english(title) === "Start application at 0x08010000 in every file");
    const mended = applyEdits(files, fix?.edits ?? []);
    expect(mended[file]).toBe(content.replace("0x08008000", "0x08010000"));
    expect((await checkFiles(mended)).lines).toEqual([]);
  });

  it("says what is written where, and where the image begins", async () => {
    const files = { ...pair, ".vscode/tasks.json": task("st-flash write application/build/node.bin 0x08000000") };
    const { located } = await checkFiles(files);
    expect(located.map((one) => one.message)).toEqual([
      "flash it writes application to 0x08000000, but it starts at 0x08008000 (ORIGIN(FLASH) in STM32F407VGTX_FLASH.ld).",
    ]);
  });

  it.each<[string, Files]>([
    [
      "a HEX file brings its addresses along",
      { Makefile: "f:\n\tst-flash write application/build/node.hex 0x08010000\n" },
    ],
    ["a file that is nobody's", { Makefile: "f:\n\tst-flash write application/build/settings.bin 0x08060000\n" }],
    ["a file of another folder", { Makefile: "f:\n\tst-flash write tools/fonts.bin 0x08060000\n" }],
    [
      "a bootloader that lies in the application's folder",
      { "application/Makefile": "TARGET = node\nf:\n\tst-flash write prebuilt/bootloader.bin 0x08000000\n" },
    ],
    [
      "a merged file",
      {
        "application/Makefile":
          "TARGET = node\nall:\n\tcat boot.bin app.bin > build/node.bin\nf:\n\tst-flash write build/node.bin 0x08000000\n",
      },
    ],
    ["a merged file by name", { Makefile: "f:\n\tst-flash write application/build/node_merged.bin 0x08000000\n" }],
    [
      "two slots",
      {
        "application/Makefile":
          "TARGET = node\na:\n\tst-flash write build/node.bin 0x08008000\nb:\n\tst-flash write build/node.bin 0x08080000\n",
      },
    ],
    ["a path with an unknown name", { Makefile: "f:\n\tst-flash write application/$(OUT).bin 0x08010000\n" }],
    ["an address that is not known", { Makefile: "f:\n\tst-flash write application/build/app.bin $(ADDR)\n" }],
    ["a commented line", { Makefile: "f:\n#\tst-flash write application/build/app.bin 0x08010000\n" }],
    ["external memory", { Makefile: "f:\n\tSTM32_Programmer_CLI -w application/build/app.bin 0x90000000\n" }],
    [
      "RAM",
      { ".vscode/launch.json": '{"configurations":[{"x":"restore application/build/app.bin binary 0x20000000"}]}' },
    ],
    ["a broken tasks.json", { ".vscode/tasks.json": '{"tasks": [ { "command": "st-flash write application/app.bin' }],
    ["no tasks", { ".vscode/tasks.json": '{"tasks": {"type": "bootsmith"} }', ".vscode/launch.json": "[]" }],
  ])("is silent about %s", async (_what, more) => {
    expect(await found({ ...pair, ...more })).toEqual([]);
  });

  it("takes an image at its header and at its vector table", async () => {
    const header = `MEMORY { HEADER (r) : ORIGIN = 0x08008000, LENGTH = 0x400\n FLASH (rx) : ORIGIN = 0x08008400, LENGTH = 479K\n RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K }
SECTIONS { .header : { KEEP(*(.header)) } >HEADER .isr_vector : { KEEP(*(.isr_vector)) } >FLASH .text : { *(.text*) } >FLASH }\n`;
    const at = (address: string): Files => ({
      ...pair,
      "application/STM32F407VGTX_FLASH.ld": header,
      Makefile: `f:\n\tst-flash write application/build/app.bin ${address}\n`,
    });
    expect(await found(at("0x08008000"))).toEqual([]);
    expect(await found(at("0x08008400"))).toEqual([]);
    expect(await found(at("0x08008200"))).toEqual([`Makefile:2 ${code}`]);
  });

  it("keeps quiet while the image's own places contradict each other", async () => {
    const files = {
      ...pair,
      "bootloader/main.c": "#define APP_ADDRESS 0x08010000\n",
      Makefile: "f:\n\tst-flash write application/build/app.bin 0x08010000\n",
    };
    expect(await found(files)).toEqual([]);
  });

  it("keeps two boards of one repository apart", async () => {
    const files: Files = {
      "boards/red/STM32F407VG.ld": script("0x08000000", "1024K"),
      "boards/red/Makefile": "TARGET = fw\nflash:\n\tst-flash write build/fw.bin 0x08000000\n",
      "boards/blue/STM32F103C8.ld": script("0x08002000", "56K"),
      "boards/blue/Makefile": "TARGET = fw\nflash:\n\tst-flash write build/fw.bin 0x08002000\n",
    };
    expect(await found(files)).toEqual([]);
    const wrong = {
      ...files,
      "boards/blue/Makefile": "TARGET = fw\nflash:\n\tst-flash write build/fw.bin 0x08000000\n",
    };
    expect(await found(wrong)).toEqual([`boards/blue/Makefile:3 ${code}`]);
  });
});
