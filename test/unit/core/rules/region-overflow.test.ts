import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const map = readFileSync(new URL("../../../fixtures/maps/failed-both.map", import.meta.url), "utf8");

const script = (flash: string, ram: string): string => `ENTRY(Reset_Handler)
MEMORY
{
  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = ${flash}
  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = ${ram}
}
_estack = ORIGIN(RAM) + LENGTH(RAM);
SECTIONS
{
  .isr_vector : { KEEP(*(.isr_vector)) } >FLASH
  .text : { *(.text*) *(.rodata*) } >FLASH
  .data : { *(.data*) } >RAM AT>FLASH
  .bss : { *(.bss*) *(COMMON) } >RAM
}
`;

const project = (flash: string, ram: string, more: Files = {}): Files => ({
  "STM32F407VG_FLASH.ld": script(flash, ram),
  Makefile: "CFLAGS = -DSTM32F407xx\nall:\n",
  "build/app.map": map,
  ...more,
});

async function overflows(files: Files) {
  const { findings, located } = await checkFiles(files);
  return findings.flatMap((finding, index) =>
    finding.code === "region-overflow"
      ? [{ line: (located[index]?.start.line ?? -1) + 1, says: english(finding.message), finding }]
      : [],
  );
}

describe("region-overflow", () => {
  it("says at each region's LENGTH how much is missing, and what takes the most", async () => {
    const found = await overflows(project("2K", "256"));
    expect(found.map(({ line, says }) => `${line} ${says}`)).toEqual([
      "4 FLASH is 1020 bytes too small: the last link put 3068 bytes into its 2 KiB. Largest: main.o 3052 bytes, libhelper.a(lib.o) 12 bytes. There is room behind it for 1 MiB in all.",
      "5 RAM is 248 bytes too small: the last link put 504 bytes into its 256 bytes. Largest: main.o 504 bytes. There is room behind it for 128 KiB in all.",
    ]);
    expect(found[0]?.finding.related[0]?.range.uri).toMatch(/build\/app.map$/);
  });

  it("offers to lengthen the region by whole units, and is content then", async () => {
    const files = project("2K", "256");
    const found = await overflows(files);
    expect(found.map(({ finding }) => finding.fixes.map(({ title }) => english(title)))).toEqual([
      ["Lengthen FLASH to 16 KiB (up to 0x08004000)"],
      ["Lengthen RAM to 1 KiB (up to 0x20000400)"],
    ]);
    const edits = found.flatMap(({ finding }) => finding.fixes.flatMap((fix) => fix.edits));
    expect(await overflows(applyEdits(files, edits))).toEqual([]);
  });

  it("offers nothing where another region begins", async () => {
    const files = project("2K", "1K");
    const next = "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 2K\n  STORE (r) : ORIGIN = 0x08000800, LENGTH = 14K\n";
    const text = String(files["STM32F407VG_FLASH.ld"]).replace(/ {2}FLASH .*\n/, next);
    const [found] = await overflows({ ...files, "STM32F407VG_FLASH.ld": text });
    expect(found?.says).toContain("It cannot grow beyond 2 KiB here: make the program smaller.");
    expect(found?.finding.fixes).toEqual([]);
  });

  it.each<[string, Files]>([
    ["the program is there: the link succeeded", { "build/app.elf": new Uint8Array(4) }],
    [
      "the map is of a link that succeeded",
      { "build/app.map": map.replaceAll("0x00000800", "0x00100000").replace("0x00000100 ", "0x00020000 ") },
    ],
    ["two maps, and neither has the image's name", { "build/other.map": map }],
    ["it is no map", { "build/app.map": '{"version":3}' }],
  ])("is silent where %s", async (_, more) => {
    expect(await overflows(project("2K", "256", more))).toEqual([]);
  });

  it("is silent where the script has room by now", async () => {
    expect(await overflows(project("16K", "1K"))).toEqual([]);
  });

  it("takes a map with other addresses than the script's for another program's, and the binary beside it too", async () => {
    const moved = { ...project("2K", "256"), "build/app.bin": new Uint8Array(64).fill(0x24) };
    const files = applyTo(moved, (text) => text.replace("ORIGIN = 0x08000000", "ORIGIN = 0x08010000"));
    expect((await checkFiles(moved)).lines).toContain("STM32F407VG_FLASH.ld:4 region-overflow");
    expect((await checkFiles(files)).lines).toEqual([]);
  });

  it("names no object files where the map lists none", async () => {
    const bare = map.replace(/^ .*$/gm, "");
    const [found] = await overflows(project("2K", "256", { "build/app.map": bare }));
    expect(found?.says).toMatch(/into its 2 KiB\. There is room/);
  });
});

function applyTo(files: Files, change: (text: string) => string): Files {
  const name = "STM32F407VG_FLASH.ld";
  return { ...files, [name]: change(String(files[name])) };
}
