import { describe, expect, it } from "vitest";
import { script } from "../../../support/linker-script";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const pair: Files = {
  "bootloader/STM32F407VGTX_FLASH.ld": script("0x08000000", "32K"),
  "application/STM32F407VGTX_FLASH.ld": script("0x08008000", "480K"),
};

/** Places of the bootloader's code that state 0x08008000. */
const places: readonly (readonly [what: string, file: string, content: string])[] = [
  ["a define", "bootloader/main.c", "#define APP_ADDRESS 0x08008000UL\n"],
  ["a constant with digit separators", "bootloader/main.cpp", "constexpr std::uint32_t kAppStart = 0x0800'8000;\n"],
  ["a cast", "bootloader/main.cpp", "constexpr auto APP_START = static_cast<std::uint32_t>(0x08008000);\n"],
  ["an enum", "bootloader/map.h", "enum memory_map { RAM = 0x20000000, APP_ADDRESS = 0x08008000 };\n"],
  ["an offset from FLASH_BASE", "bootloader/main.c", "#define APP_ADDRESS (FLASH_BASE + 0x8000)\n"],
  [
    "a sum with another constant",
    "bootloader/main.c",
    "#define BOOT_SIZE 0x8000\n#define APP_ADDRESS (FLASH_BASE + BOOT_SIZE)\n",
  ],
  ["Rust", "bootloader/src/main.rs", "pub const APP_ADDRESS: u32 = 0x0800_8000;\n"],
  ["Rust with a type behind it", "bootloader/src/main.rs", "const APP_START: usize = 0x0800_8000usize;\n"],
  ["the assembler's .equ", "bootloader/jump.s", ".equ APP_ADDRESS, 0x08008000\n ldr r0, =APP_ADDRESS\n"],
  ["the assembler's =", "bootloader/jump.S", "APP_ADDRESS = 0x08008000\n"],
  ["Arm's EQU", "bootloader/jump.s", "APP_ADDRESS EQU 0x08008000\n"],
];

const wrong = (content: string): string =>
  content.replace(/0x0800(['_]?)8000/, "0x0801$10000").replace(/0x8000\b/, "0x10000");

describe("what the bootloader's code states of the application", () => {
  it.each(places)("%s: silent where it is right", async (_what, file, content) => {
    expect((await checkFiles({ ...pair, [file]: content })).lines).toEqual([]);
  });

  it.each(places)("%s: told where it is wrong, and mended", async (_what, file, content) => {
    const files = { ...pair, [file]: wrong(content) };
    expect(files[file]).not.toBe(content);
    const { findings, lines } = await checkFiles(files);
    expect(lines.map((line) => line.replace(/:\d+/, "")).sort()).toEqual(
      ["application/STM32F407VGTX_FLASH.ld application-start-mismatch", `${file} application-start-mismatch`].sort(),
    );
    for (const fix of findings.flatMap((finding) => finding.fixes))
      expect((await checkFiles(applyEdits(files, fix.edits))).lines).toEqual([]);
  });

  it("with -D, in the build file that gives it", async () => {
    const files: Files = {
      ...pair,
      "bootloader/Makefile": "CFLAGS += -DAPP_ADDRESS=0x08010000\n",
      "bootloader/main.c": "void jump(void) { go(APP_ADDRESS); }\n",
    };
    const { lines } = await checkFiles(files);
    expect(lines).toContain("bootloader/Makefile:1 application-start-mismatch");
    const unused = { ...files, "bootloader/main.c": "void jump(void) { go(0); }\n" };
    expect((await checkFiles(unused)).lines).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["a comment", "bootloader/src/main.rs", "// const APP_ADDRESS: u32 = 0x0801_0000;\n"],
    ["another memory", "bootloader/src/main.rs", "const APP_ADDRESS: u32 = 0x9000_0000;\n"],
    ["another name", "bootloader/jump.s", ".equ STACK_TOP, 0x20020000\n.equ LOGO_ADDRESS, 0x08010000\n"],
    ["a built crate", "bootloader/target/x.rs", "const APP_ADDRESS: u32 = 0x0801_0000;\n"],
    ["an unknown sum", "bootloader/main.c", "#define APP_ADDRESS (FLASH_BASE + UNKNOWN)\n"],
    ["a start-up file", "bootloader/startup_stm32f407xx.s", ".equ APP_ADDRESS, 0x08010000\n"],
  ])("says nothing: %s", async (_what, file, content) => {
    expect((await checkFiles({ ...pair, [file]: content })).lines).toEqual([]);
  });
});

describe("system_stm32*.c", () => {
  const st = (base: string, offset: string, more = ""): string =>
    `${more}\n#define VECT_TAB_BASE_ADDRESS ${base}\n#define VECT_TAB_OFFSET ${offset}\nvoid SystemInit(void) { SCB->VTOR = VECT_TAB_BASE_ADDRESS | VECT_TAB_OFFSET; }\n`;
  const messages = async (files: Files): Promise<string[]> =>
    (await checkFiles(files)).located.map(({ severity, message }) => `${severity}: ${message}`);

  it("is told of an OR that is no sum in a sentence of its own", async () => {
    expect(
      await messages({
        "STM32F407VGTX_FLASH.ld": script("0x08040800", "255K"),
        "system_stm32f4xx.c": st("0x08030000", "0x00010800U"),
      }),
    ).toEqual([
      expect.stringMatching(/erase/),
      "error: Base and VECT_TAB_OFFSET are joined with | and share bits, so VTOR is set to 0x08030800, not to their sum 0x08040800; the vector table of ws lies at 0x08040800 (ORIGIN(FLASH) in STM32F407VGTX_FLASH.ld).",
    ]);
  });

  it("is told of it also where nobody knows where the image is linked", async () => {
    expect(
      await messages({ "a.ld": script("WHERE", "64K"), "system_stm32f4xx.c": st("0x08030000", "0x00010800U") }),
    ).toContain(
      "warning: Base and VECT_TAB_OFFSET are joined with | and share bits, so VTOR is set to 0x08030800, not to their sum 0x08040800.",
    );
  });

  it.each<[string, string]>([
    ["no shared bits", st("FLASH_BASE", "0x00008000U")],
    ["an OR that comes out where the image is linked", st("0x08008000", "0x00008000U")],
    ["a table in RAM", st("SRAM_BASE", "0x00000000U", "#define VECT_TAB_SRAM")],
    ["a plain sum", st("FLASH_BASE", "0x00008000U").replace("| VECT", "+ VECT")],
  ])("is silent: %s", async (_what, content) => {
    expect(
      await messages({ "STM32F407VGTX_FLASH.ld": script("0x08008000", "480K"), "system_stm32f4xx.c": content }),
    ).toEqual([]);
  });
});
