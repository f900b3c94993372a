import { describe, expect, it } from "vitest";
import type { ProjectSettings } from "../../../../src/core/project/discovery";
import { hex } from "../../../../src/core/notation";
import { script } from "../../../support/linker-script";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

/** Start of the vector table as the linker script of each layout states it; `? name` where it is not known. */
async function starts(files: Files, settings: Partial<ProjectSettings> = {}): Promise<string[]> {
  const { layouts } = await checkFiles(files, settings);
  return layouts.flatMap((layout) =>
    layout.claims
      .filter((claim) => claim.quantity === "vectors" && claim.statedBy === "linker-script")
      .map(({ value }) => (value.known ? hex(value.value) : `? ${value.missing.join(" ")}`)),
  );
}

/** Values of VTOR writes, in the same manner. */
async function tables(files: Files, settings: Partial<ProjectSettings> = {}): Promise<string[]> {
  const { layouts } = await checkFiles(files, settings);
  return layouts.flatMap((layout) =>
    layout.claims
      .filter((claim) => claim.statedBy === "vector-table-offset")
      .map(({ value }) => (value.known ? hex(value.value) : `? ${value.missing.join(" ")}`)),
  );
}

const bySymbol = script("0x08000000 + LD_FLASH_OFFSET", "512K - LD_FLASH_OFFSET");
const byDefault = `OFFSET = DEFINED(APP_OFFSET) ? APP_OFFSET : 0x4000;\n${script("0x08000000 + OFFSET", "512K - OFFSET")}`;
const byMacro = `#ifndef APP_START\n#define APP_START 0x08004000\n#endif\n${script("APP_START", "128K")}`;
const system = "void SystemInit(void) { SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; }\n";
const commands = (...entries: readonly Readonly<Record<string, unknown>>[]): string => JSON.stringify(entries);

describe("symbols of the linker", () => {
  it.each<[string, Files, Partial<ProjectSettings>, string]>([
    ["a setting", { "app/a.ld": bySymbol }, { symbols: { LD_FLASH_OFFSET: "0x8000" } }, "0x08008000"],
    ["nothing", { "app/a.ld": bySymbol }, {}, "? LD_FLASH_OFFSET"],
    [
      "a Makefile",
      { "app/a.ld": bySymbol, "app/Makefile": "LDFLAGS = -Wl,--defsym=LD_FLASH_OFFSET=0x8000\n" },
      {},
      "0x08008000",
    ],
    [
      "a Makefile's variable",
      { "app/a.ld": bySymbol, "app/Makefile": "OFFSET ?= 0x8000\nLDFLAGS = -Wl,--defsym=LD_FLASH_OFFSET=$(OFFSET)\n" },
      {},
      "0x08008000",
    ],
    [
      "a variable that another make sets",
      {
        "app/a.ld": bySymbol,
        "app/Makefile":
          "OFFSET ?= 0x8000\nLDFLAGS = -Wl,--defsym=LD_FLASH_OFFSET=$(OFFSET)\nb:\n\t$(MAKE) OFFSET=0x4000\n",
      },
      {},
      "? LD_FLASH_OFFSET",
    ],
    [
      "CMake's link options",
      {
        "app/a.ld": bySymbol,
        "app/CMakeLists.txt":
          'add_executable(app main.c)\ntarget_link_options(app PRIVATE "LINKER:--defsym=LD_FLASH_OFFSET=0x8000")\n',
      },
      {},
      "0x08008000",
    ],
    ["a default that nobody overrides", { "app/a.ld": byDefault }, {}, "0x08004000"],
    ["a default that a setting overrides", { "app/a.ld": byDefault }, { symbols: { APP_OFFSET: "32K" } }, "0x08008000"],
    [
      "a default that a build overrides with what nobody knows",
      { "app/a.ld": byDefault, "app/Makefile": "LDFLAGS = -Wl,--defsym=APP_OFFSET=$(WHERE)\n" },
      {},
      "? APP_OFFSET",
    ],
    [
      "a default that a build overrides",
      { "app/a.ld": byDefault, "app/Makefile": "LDFLAGS = -Wl,--defsym=APP_OFFSET=0x8000\n" },
      {},
      "0x08008000",
    ],
    [
      "bootsmith.json for the set",
      {
        "bootsmith.json":
          '{"sets":[{"name":"n","symbols":{"LD_FLASH_OFFSET":"0x8000"},"images":[{"name":"app","linkerScript":"app/a.ld"}]}]}',
        "app/a.ld": bySymbol,
      },
      {},
      "0x08008000",
    ],
    [
      "bootsmith.json for the image, before a setting",
      {
        "bootsmith.json":
          '{"sets":[{"name":"n","images":[{"name":"app","linkerScript":"app/a.ld","symbols":{"LD_FLASH_OFFSET":32768}}]}]}',
        "app/a.ld": bySymbol,
      },
      { symbols: { LD_FLASH_OFFSET: "0x4000" } },
      "0x08008000",
    ],
  ])("%s", async (_what, files, settings, expected) => {
    expect(await starts(files, settings)).toEqual([expected]);
  });

  it("are changed where they stand when the image moves", async () => {
    const files: Files = {
      "bootloader/STM32F407VG.ld": script("0x08000000", "32K"),
      "bootloader/main.c": "#define APP_ADDRESS 0x08010000\n",
      "application/STM32F407VG.ld": bySymbol,
      "application/Makefile": "LDFLAGS = -Wl,--defsym=LD_FLASH_OFFSET=0x8000\n",
    };
    const { findings } = await checkFiles(files);
    const fix = findings
      .flatMap((finding) => finding.fixes)
      .find(({ edits }) => edits.some(({ range }) => range.uri.endsWith("Makefile")));
    const mended = applyEdits(files, fix?.edits ?? []);
    expect(mended["application/Makefile"]).toBe("LDFLAGS = -Wl,--defsym=LD_FLASH_OFFSET=0x10000\n");
    expect((await checkFiles(mended)).lines).toEqual([]);
  });

  it("that are no numbers are told in bootsmith.json", async () => {
    const json =
      '{"sets":[{"name":"n","symbols":{"A":"x"},\n"includePaths":[1],\n"images":[{"name":"app","linkerScript":"a.ld"}]}]}';
    const { lines } = await checkFiles({ "bootsmith.json": json, "a.ld": script("0x08000000", "32K") });
    expect(lines).toEqual(["bootsmith.json:1 bootsmith-json", "bootsmith.json:2 bootsmith-json"]);
  });
});

describe("compile_commands.json", () => {
  const app = (...options: string[]): Files => ({
    "app/a.ld": byMacro,
    "app/src/system_stm32f4xx.c": system,
    "app/src/main.c": "int main(void) {}\n",
    "app/build/compile_commands.json": commands({
      directory: "/projects/firmware/app/build",
      file: "/projects/firmware/app/src/system_stm32f4xx.c",
      command: `arm-none-eabi-gcc ${options.join(" ")} -c ../src/system_stm32f4xx.c`,
    }),
  });

  it.each<[string, string[], string]>([
    ["-D", ["-DVECT_TAB_OFFSET=0x8000", "-DAPP_START=0x08008000"], "0x08008000 0x08008000"],
    ["-D apart from its name", ["-D", "VECT_TAB_OFFSET=0x8000", "-D", "APP_START=0x08008000"], "0x08008000 0x08008000"],
    ["quotes", ['"-DVECT_TAB_OFFSET=0x8000"', "'-DAPP_START=0x08008000'"], "0x08008000 0x08008000"],
    ["-U behind it", ["-DVECT_TAB_OFFSET=0x8000", "-DAPP_START=0x08008000", "-UAPP_START"], "0x08004000 0x08008000"],
    ["no define", [], "0x08004000 ? VECT_TAB_OFFSET"],
  ])("%s", async (_what, options, expected) => {
    const files = app(...options);
    expect([...(await starts(files)), ...(await tables(files))].join(" ")).toBe(expected);
  });

  it("takes a list of arguments, a relative path, and another machine's folders", async () => {
    const files = {
      ...app(),
      "app/build/compile_commands.json": commands({
        directory: "C:\\ci\\job\\app\\build",
        file: "..\\src\\system_stm32f4xx.c",
        arguments: ["gcc", "-DVECT_TAB_OFFSET=0x8000", "-I..\\inc"],
      }),
    };
    expect(await tables(files)).toEqual(["0x08008000"]);
  });

  it("does not know what two files of one image see differently", async () => {
    const entry = (name: string, offset: string): Readonly<Record<string, unknown>> => ({
      directory: "/firmware/app",
      file: `src/${name}`,
      command: `gcc -DVECT_TAB_OFFSET=${offset}`,
    });
    const files = {
      ...app(),
      "app/build/compile_commands.json": commands(entry("system_stm32f4xx.c", "0x8000"), entry("main.c", "0x4000")),
    };
    expect(await tables(files)).toEqual(["? VECT_TAB_OFFSET"]);
  });

  it("keeps the images of one database apart", async () => {
    const entry = (image: string, offset: string): Readonly<Record<string, unknown>> => ({
      directory: "/firmware/build",
      file: `/firmware/${image}/system_stm32f4xx.c`,
      command: `gcc -DUSER_VECT_TAB_ADDRESS -DVECT_TAB_OFFSET=${offset}`,
    });
    const files: Files = {
      "bootloader/STM32F407VG.ld": script("0x08000000", "32K"),
      "bootloader/system_stm32f4xx.c": system,
      "application/STM32F407VG.ld": script("0x08008000", "480K"),
      "application/system_stm32f4xx.c": system,
      "build/compile_commands.json": commands(entry("bootloader", "0"), entry("application", "0x8000")),
    };
    expect(await tables(files)).toEqual(["0x08000000", "0x08008000"]);
    expect((await checkFiles(files)).lines).toEqual([]);
  });

  it("goes behind what a build file says now", async () => {
    const files = { ...app("-DVECT_TAB_OFFSET=0x4000"), "app/Makefile": "CFLAGS = -DVECT_TAB_OFFSET=0x8000\n" };
    expect(await tables(files)).toEqual(["0x08008000"]);
  });

  it.each(["", "{", "[1, null, {}]", '[{"file":1}]', '{"file":"a"}', `[{"file":"${"a/".repeat(5000)}"}]`])(
    "reads nothing out of %j",
    async (text) => {
      expect(await tables({ ...app(), "app/build/compile_commands.json": text })).toEqual(["? VECT_TAB_OFFSET"]);
    },
  );
});

describe("defines of build files", () => {
  it.each<[string, Files]>([
    [
      "of the one CMake target that links with the script",
      {
        "CMakeLists.txt":
          "add_executable(boot boot/main.c)\ntarget_link_options(boot PRIVATE -T${CMAKE_SOURCE_DIR}/boot/boot.ld)\ntarget_compile_definitions(boot PRIVATE VECT_TAB_OFFSET=0)\nadd_executable(app app/main.c)\ntarget_link_options(app PRIVATE -T ${CMAKE_SOURCE_DIR}/app/app.ld)\ntarget_compile_definitions(app PRIVATE VECT_TAB_OFFSET=0x8000)\n",
        "boot/boot.ld": script("0x08000000", "32K"),
      },
    ],
    [
      "by a variable of CMake",
      {
        "app/CMakeLists.txt":
          'set(APP_OFFSET 0x8000 CACHE STRING "where")\nadd_compile_definitions(VECT_TAB_OFFSET=${APP_OFFSET})\n',
      },
    ],
    [
      "by a cache variable of a preset",
      {
        "app/CMakeLists.txt": "add_compile_definitions(VECT_TAB_OFFSET=${APP_OFFSET})\n",
        "app/CMakePresets.json":
          '{"version":3,"configurePresets":[{"name":"a","cacheVariables":{"APP_OFFSET":"0x8000"}},{"name":"b","cacheVariables":{"APP_OFFSET":{"type":"STRING","value":"0x8000"}}}]}',
      },
    ],
    [
      "by a variable of make",
      { "app/Makefile": "APP_OFFSET := 0x8000 # here\nCFLAGS += -DVECT_TAB_OFFSET=$(APP_OFFSET)\n" },
    ],
  ])("%s", async (_what, more) => {
    const files = { "app/app.ld": script("0x08008000", "480K"), "app/src/system_stm32f4xx.c": system, ...more };
    expect(await tables(files)).toEqual(["0x08008000"]);
  });

  it("are not known where two presets differ", async () => {
    const files = {
      "app/app.ld": script("0x08008000", "480K"),
      "app/src/system_stm32f4xx.c": system,
      "app/CMakeLists.txt": "add_compile_definitions(VECT_TAB_OFFSET=${APP_OFFSET})\n",
      "app/CMakePresets.json":
        '{"configurePresets":[{"cacheVariables":{"APP_OFFSET":"0x8000"}},{"cacheVariables":{"APP_OFFSET":"0x4000"}}]}',
    };
    expect(await tables(files)).toEqual(["? VECT_TAB_OFFSET"]);
  });

  it("of the settings reach C sources, too", async () => {
    const files = { "app/app.ld": script("0x08008000", "480K"), "app/src/system_stm32f4xx.c": system };
    expect(await tables(files, { defines: { VECT_TAB_OFFSET: "0x8000" } })).toEqual(["0x08008000"]);
  });
});

describe("include paths", () => {
  const including = "INCLUDE regions.ld\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }\n";
  const declared = (more: string): string =>
    `{"sets":[{"name":"n",${more}"images":[{"name":"app","linkerScript":"app/a.ld"}]}]}`;
  const regions = script("0x08008000", "480K");

  it.each<[string, Files, Partial<ProjectSettings>, string[]]>([
    ["of a setting", { "common/ld/regions.ld": regions }, { includePaths: ["common/ld"] }, ["0x08008000"]],
    ["of nobody", { "common/ld/regions.ld": regions }, {}, []],
    [
      "of a Makefile's -L",
      { "common/regions.ld": regions, "app/Makefile": "LDFLAGS = -L../common\n" },
      {},
      ["0x08008000"],
    ],
    [
      "of CMake",
      {
        "common/regions.ld": regions,
        "app/CMakeLists.txt": "target_link_directories(app PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/../common)\n",
      },
      {},
      ["0x08008000"],
    ],
    [
      "of a setting, outside the workspace",
      { "../sdk/ld/regions.ld": regions },
      { includePaths: ["../sdk/ld"] },
      ["0x08008000"],
    ],
    ["outside the workspace, of nobody", { "../sdk/ld/regions.ld": regions }, {}, []],
    [
      "outside the workspace, of a Makefile",
      { "../sdk/regions.ld": regions, "app/Makefile": "LDFLAGS = -L../../sdk\n" },
      {},
      [],
    ],
  ])("%s", async (_what, more, settings, expected) => {
    const files = { "bootsmith.json": declared(""), "app/a.ld": including, ...more };
    expect(await starts(files, settings)).toEqual(expected);
  });

  it("of bootsmith.json", async () => {
    const files = {
      "bootsmith.json": declared('"includePaths":["common"],'),
      "app/a.ld": including,
      "common/regions.ld": regions,
    };
    expect(await starts(files)).toEqual(["0x08008000"]);
  });

  it.each([
    "INCLUDE ../../../../etc/passwd",
    "INCLUDE /etc/passwd",
    'INCLUDE "../../../etc/passwd"',
    "INCLUDE C:/etc/passwd",
    '#include "/etc/passwd"\n#include "../../../../etc/passwd"',
    "INCLUDE ../../sdk/ld/../../etc/passwd",
  ])("opens nothing else: %s", async (line) => {
    const files = { "bootsmith.json": declared(""), "app/a.ld": `${line}\n${regions}` };
    const { snapshot } = await checkFiles(files, { includePaths: ["../sdk/ld"] });
    expect([...snapshot.texts.keys()].filter((uri) => uri.includes("passwd"))).toEqual([]);
  });
});
