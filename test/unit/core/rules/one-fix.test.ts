import { describe, expect, it } from "vitest";
import type { Finding, Fix } from "../../../../src/core/rules/finding";
import { english } from "../../../../src/core/text";
import { script } from "../../../support/linker-script";
import { applyEdits, checkFiles, pathOf, type Files } from "../../../support/memory-tree";
import { sampleFiles } from "../../../support/sample-workspaces";

const variant = "variants/PORTENTA_H7_M7";

function changed(files: Files, ...edits: readonly (readonly [string, string, string])[]): Files {
  const result: Record<string, string | Uint8Array> = { ...files };
  for (const [file, from, to] of edits) {
    const before = String(result[file]);
    if (!before.includes(from)) throw new Error(`${file} does not say ${from}`);
    result[file] = before.replace(from, to);
  }
  return result;
}

function preferred(finding: Finding | undefined): Fix {
  const fix = finding?.fixes.find((one) => one.preferred);
  if (fix === undefined) throw new Error("no preferred fix");
  return fix;
}

const written = (fix: Fix): string[] =>
  fix.edits
    .map(
      ({ range, current, replacement }) => `${pathOf(range.uri).split("/").at(-1) ?? ""}: ${current} -> ${replacement}`,
    )
    .sort();

describe("one fix changes linker script, mbed_app.json and VECT_TAB_OFFSET together", () => {
  it("moves a Portenta application back to where its factory bootloader jumps, and keeps its end", async () => {
    const good = sampleFiles("portenta-h7");
    const files = changed(
      good,
      [`${variant}/linker_script.ld`, "ORIGIN = 0x8040000, LENGTH = 0xC0000", "ORIGIN = 0x8060000, LENGTH = 0xA0000"],
      [`${variant}/conf/mbed_app.json`, '"0x8040000"', '"0x8060000"'],
      [`${variant}/conf/mbed_app.json`, '"0xC0000"', '"0xA0000"'],
      [`${variant}/system_stm32h7xx.c`, "0x00040000UL", "0x00060000UL"],
    );
    const { findings } = await checkFiles(files);
    const fix = preferred(findings.find((finding) => finding.code === "application-start-mismatch"));
    expect(written(fix)).toEqual([
      "linker_script.ld: 0x8060000 -> 0x8040000",
      "linker_script.ld: 0xA0000 -> 0xC0000",
      "mbed_app.json: 0x8060000 -> 0x8040000",
      "mbed_app.json: 0xA0000 -> 0xC0000",
      "system_stm32h7xx.c: 0x00060000UL -> 0x00040000UL",
    ]);
    expect(applyEdits(files, fix.edits)).toEqual(good);
    expect((await checkFiles(applyEdits(files, fix.edits))).lines).toEqual([]);
  });

  const board = (start: string, size: string, offset: string): Files => ({
    "board/STM32F407VGTX.ld": `MEMORY\n{\n  FLASH (rx) : ORIGIN = ${start}, LENGTH = ${size}\n  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K\n}\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }\n`,
    "board/conf/mbed_app.json": `{ "target_overrides": { "*": { "target.mbed_app_start": "${start}", "target.mbed_app_size": "${size}" } } }\n`,
    "board/system_stm32f4xx.c": `#define VECT_TAB_OFFSET ${offset}\nvoid SystemInit(void) { SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; }\n`,
  });

  it("moves an application out of the middle of a sector", async () => {
    const files = board("0x08006000", "0xFA000", "0x6000");
    const { findings, lines } = await checkFiles(files);
    expect(lines).toEqual(["board/STM32F407VGTX.ld:3 erase-unit-shared"]);
    expect(applyEdits(files, preferred(findings[0]).edits)).toEqual(board("0x08008000", "0xF8000", "0x8000"));
  });

  it("offers both ways where one place stands against one, and says which file is the bootloader's", async () => {
    const files = {
      "boot/boot.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K }\n",
      "boot/main.c": "#define APP_ADDRESS 0x08008000\n",
      "app/STM32F407VGTX.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x0800C000, LENGTH = 976K }\n",
    };
    const { findings } = await checkFiles(files);
    const titles = findings[0]?.fixes.map(
      (fix) => `${english(fix.title)} / ${fix.afterwards === undefined ? "" : english(fix.afterwards)}`,
    );
    expect(titles).toEqual([
      "Start app at 0x0800C000 in every file / boot changes too: rebuild and flash it (main.c).",
      "Start app at 0x08008000 in every file / ",
    ]);
  });
});

describe("a fix that meets a place it cannot change is refused and names it", () => {
  const refusals = async (files: Files): Promise<string[]> => {
    const { findings } = await checkFiles(files);
    return findings.flatMap((finding) =>
      finding.refused.map(
        (refused) =>
          `${english(refused.title)}: ${english(refused.reason)} (${refused.range === undefined ? "" : pathOf(refused.range.uri)})`,
      ),
    );
  };
  const script = (origin: string): string =>
    `base = 0x08000000;\nsize = 0x8000;\nMEMORY\n{\n  FLASH (rx) : ORIGIN = ${origin}, LENGTH = 256K\n}\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }\n`;

  it("an origin that is computed from several places", async () => {
    const files = {
      "boot/STM32F407.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K }\n",
      "boot/main.c": "#define APP_ADDRESS 0x0800C000\n",
      "app/STM32F407.ld": script("base + size"),
    };
    expect(await refusals(files)).toContain(
      "Start app at 0x0800C000 in every file: ORIGIN(FLASH) cannot be changed: it is computed from several places: base + size (app/STM32F407.ld)",
    );
  });

  it("a VECT_TAB_OFFSET whose base shares bits with what it would have to be", async () => {
    const files = {
      "app/STM32F407VGTX.ld":
        "MEMORY { FLASH (rx) : ORIGIN = 0x08016000, LENGTH = 64K }\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }\n",
      "app/system_stm32f4xx.c":
        "#define VECT_TAB_OFFSET 0x6000\nvoid SystemInit(void) { SCB->VTOR = 0x08010000 | VECT_TAB_OFFSET; }\n",
    };
    expect((await refusals(files)).join("\n")).toContain("its base shares bits with the new offset");
  });

  it("a start that bootsmith.json gives as a define", async () => {
    const files = {
      "bootsmith.json":
        '{ "sets": [ { "name": "n", "device": "STM32F407VG", "defines": { "START": "0x08006000" }, "images": [ { "name": "app", "linkerScript": "a.ld" } ] } ] }',
      "a.ld": script("START"),
    };
    expect((await refusals(files)).join("\n")).toContain("its value is given from outside the files");
  });

  it("a mend that would push one image into another", async () => {
    const files = {
      "boot/STM32F407.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K }\n",
      "boot/main.c": "#define APP_ADDRESS 0x08008000\n",
      "app/STM32F407.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x08010000, LENGTH = 256K }\n",
    };
    expect((await refusals(files)).join("\n")).toContain(
      "Start app at 0x08008000 in every file: then boot reaches to 0x08010000",
    );
  });
});

describe("a start that was moved alone", () => {
  const part = "STM32L476RGTX_FLASH.ld";
  const files = (start: string): Files => ({
    [`boot/${part}`]: script("0x08000000", "32K"),
    "boot/main.c": "#define APP_ADDRESS 0x08008000\nvoid go(void) { jump(APP_ADDRESS); }\n",
    [`app/${part}`]: script(start, "992K"),
  });

  it("goes back with the length it had: the end beyond the memory came with it", async () => {
    const { findings } = await checkFiles(files("0x08008200"));
    const [fix] = findings.find(({ code }) => code === "application-start-mismatch")?.fixes ?? [];
    expect(fix && english(fix.title)).toBe("Start app at 0x08008000 in every file");
    const mended = applyEdits(files("0x08008200"), fix?.edits ?? []);
    expect(mended).toEqual(files("0x08008000"));
    expect((await checkFiles(mended)).lines).toEqual([]);
  });

  it("is offered no new place while its header lies behind it", async () => {
    const { findings } = await checkFiles({
      "mbed_app.json":
        '{"target_overrides": {"NUCLEO_F429ZI": {"target.bootloader_img": "bl.bin", "target.header_offset": "0x9000", "target.app_offset": "0x8400", "target.header_format": [["magic", "const", "32be", "0x5a51b3d4"]]}}}',
      "bl.bin": new Uint8Array(28_000),
      "main.cpp": "int main() {}\n",
    });
    expect(findings.map(({ code }) => code)).toContain("mbed-value");
    expect(findings.flatMap(({ fixes }) => fixes)).toEqual([]);
  });
});
