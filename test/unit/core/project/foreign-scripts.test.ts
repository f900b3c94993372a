import { describe, expect, it } from "vitest";
import { allParts, findDevices } from "../../../../src/core/mcu/find-device";
import { extentOf } from "../../../../src/core/layout/agreement";
import { applyEdits, checkFiles, pathOf, type Checked, type Files } from "../../../support/memory-tree";
import { cubeIcf } from "../linker/icf/icf-cases";
import { mbedScatter, plainScatter } from "../linker/scatter/scatter-scripts";

const chip = { device: "STM32F407VG" };

const ld = `MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1024K
RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 128K }
SECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH .text : { *(.text*) } >FLASH .data : { *(.data*) } >RAM AT>FLASH }
`;

/** What a person sees in Problems without having asked for notes. */
function shown({ located }: Checked): string[] {
  return located
    .filter((finding) => finding.severity !== "information")
    .map((finding) => `${pathOf(finding.uri)}:${finding.start.line + 1} ${finding.code}`);
}

/** `script vectors-end` of every image that is linked. */
function images({ layouts }: Checked): string[] {
  const hex = (value: number | undefined): string => value?.toString(16) ?? "?";
  return layouts.flatMap((layout) =>
    layout.images.map((image) => {
      const { slot, vectors, end } = extentOf(layout, image);
      const start = slot === vectors ? hex(vectors) : `${hex(slot)}/${hex(vectors)}`;
      return `${pathOf(image.linkerScript ?? "?")} ${image.role} ${start}-${hex(end)}`;
    }),
  );
}

describe("a project with nothing but an IAR or Arm script is an image", () => {
  it.each<[string, Files, string]>([
    [
      "CubeMX for IAR",
      { "EWARM/stm32f407xx_flash.icf": cubeIcf("0x08008000", "0x08008000", "0x080FFFFF"), "app.ioc": "" },
      "EWARM/stm32f407xx_flash.icf other 8008000-8100000",
    ],
    [
      "µVision",
      { "MDK-ARM/app.sct": plainScatter("0x08010000", "0x000F0000"), "MDK-ARM/app.uvprojx": "" },
      "MDK-ARM/app.sct application 8010000-8100000",
    ],
    [
      "Mbed for Arm Compiler",
      {
        "app/mbed_app.json": '{ "target_overrides": { "*": { "target.mbed_app_start": "0x08020000" } } }',
        "app/TARGET_X/TOOLCHAIN_ARM/x.sct": mbedScatter.replace(
          '#include "cmsis_nvic.h"',
          "#define MBED_ROM_START 0x8000000",
        ),
      },
      "app/TARGET_X/TOOLCHAIN_ARM/x.sct application 8020000-?",
    ],
  ])("%s", async (_, files, image) => {
    const checked = await checkFiles(files, chip);
    expect(images(checked)).toEqual([image]);
    expect(shown(checked)).toEqual([]);
  });
});

describe("the scripts of several tool chains are one program", () => {
  const sides: Files = {
    Makefile: "",
    "EWARM/stm32f407xx_flash.icf": cubeIcf("0x08000000", "0x08000000", "0x080FFFFF"),
    "EWARM/stm32f407xx_sram.icf": cubeIcf("0x20000000", "0x20000000", "0x2000FFFF"),
    "MDK-ARM/app.sct": plainScatter("0x08000000", "0x00100000"),
    "STM32CubeIDE/STM32F407VGTX_FLASH.ld": ld,
    "Drivers/CMSIS/Device/ST/STM32F4xx/Source/Templates/iar/linker/stm32f401xc_flash.icf": cubeIcf(
      "0x08000000",
      "0x08000000",
      "0x0803FFFF",
    ),
  };
  const without = (...parts: string[]): Files =>
    Object.fromEntries(Object.entries(sides).filter(([path]) => !parts.some((part) => path.includes(part))));

  it("GNU ld's is analysed, the others are no further images", async () => {
    const checked = await checkFiles(sides, chip);
    expect(images(checked)).toEqual(["STM32CubeIDE/STM32F407VGTX_FLASH.ld other 8000000-8100000"]);
    expect(shown(checked)).toEqual([]);
  });

  it("without it IAR's is, and its twin for RAM is none", async () => {
    const checked = await checkFiles(without("STM32CubeIDE"), chip);
    expect(images(checked)).toEqual(["EWARM/stm32f407xx_flash.icf other 8000000-8100000"]);
    expect(shown(checked)).toEqual([]);
  });

  it("without both Arm's is", async () => {
    const checked = await checkFiles(without("STM32CubeIDE", "EWARM"), chip);
    expect(images(checked)).toEqual(["MDK-ARM/app.sct application 8000000-8100000"]);
    expect(shown(checked)).toEqual([]);
  });

  it("Mbed's three folders of a target are one program, too", async () => {
    const checked = await checkFiles(
      {
        "mbed_app.json": '{ "target_overrides": { "*": { "target.mbed_app_start": "0x08010000" } } }',
        "TARGET_B/TOOLCHAIN_GCC_ARM/b.ld": ld.replace("0x08000000, LENGTH = 1024K", "MBED_APP_START, LENGTH = 960K"),
        "TARGET_B/TOOLCHAIN_ARM/b.sct": mbedScatter,
        "TARGET_B/TOOLCHAIN_IAR/b.icf": cubeIcf("MBED_APP_START", "MBED_APP_START", "0x080FFFFF"),
      },
      chip,
    );
    expect(images(checked).map((image) => image.split(" ")[0])).toEqual(["TARGET_B/TOOLCHAIN_GCC_ARM/b.ld"]);
  });

  it("a bootloader for IAR and an application for GNU ld in folders of their own are two", async () => {
    const checked = await checkFiles(
      {
        "boot/EWARM/stm32f407xx_flash.icf": cubeIcf("0x08000000", "0x08000000", "0x08007FFF"),
        "boot/boot.ioc": "",
        "app/app.ld": ld.replace("0x08000000, LENGTH = 1024K", "0x08008000, LENGTH = 992K"),
        "app/Makefile": "",
      },
      chip,
    );
    expect(images(checked)).toEqual([
      "boot/EWARM/stm32f407xx_flash.icf bootloader 8000000-8008000",
      "app/app.ld application 8008000-8100000",
    ]);
    expect(shown(checked)).toEqual([]);
  });

  it("scripts in unrelated projects are sets of their own", async () => {
    const boards = Object.fromEntries(
      ["a", "b", "c"].flatMap((board) => [
        [`${board}/EWARM/flash.icf`, cubeIcf("0x08000000", "0x08000000", "0x080FFFFF")],
        [`${board}/${board}.ioc`, ""],
      ]),
    );
    const checked = await checkFiles(boards, chip);
    expect(checked.layouts.map((layout) => layout.images.length)).toEqual([1, 1, 1]);
    expect(shown(checked)).toEqual([]);
  });
});

/** Every part whose flash begins at the usual address, once for each size of flash and first RAM. */
function kinds(): { part: string; flash: number; ram: number }[] {
  const found = new Map<string, { part: string; flash: number; ram: number }>();
  for (const { part } of allParts()) {
    const [device] = findDevices(part).candidates;
    const memories = device?.memories ?? [];
    const flash = memories.find(({ kind, base }) => kind === "flash" && base === 0x08000000);
    const ram = memories.find(({ base }) => base === 0x20000000);
    if (device === undefined || flash === undefined || ram === undefined) continue;
    const key = `${device.family} ${flash.size} ${ram.size}`;
    if (!found.has(key)) found.set(key, { part, flash: flash.size, ram: ram.size });
  }
  return [...found.values()];
}

describe("silence on whole-flash projects of every kind of part", () => {
  it("says nothing on the files that CubeMX and µVision make", async () => {
    const parts = kinds();
    expect(parts.length).toBeGreaterThan(100);
    const hex = (value: number): string => `0x${value.toString(16).padStart(8, "0").toUpperCase()}`;
    for (const { part, flash, ram } of parts) {
      const icf = cubeIcf("0x08000000", "0x08000000", hex(0x08000000 + flash - 1), hex(0x20000000 + ram - 1));
      const sct = plainScatter("0x08000000", hex(flash), hex(ram));
      for (const files of [{ "EWARM/flash.icf": icf }, { "MDK-ARM/flash.sct": sct }]) {
        const checked = await checkFiles(files, { device: part });
        expect([part, ...shown(checked)]).toEqual([part]);
        expect(images(checked).join()).toContain(`8000000-${(0x08000000 + flash).toString(16)}`);
      }
    }
  }, 60_000);
});

interface Planted {
  readonly name: string;
  readonly files: Files;
  /** `path:line code` of what a person sees. */
  readonly finds: readonly string[];
  readonly after: readonly string[];
}

const pair = (boot: string, app: string, kind: "icf" | "sct"): Files => ({
  [`boot/boot.${kind}`]: boot,
  "boot/Makefile": "",
  [`app/app.${kind}`]: app,
  "app/Makefile": "",
});

const planted: readonly Planted[] = [
  {
    name: "IAR: a vector table that the core cannot take, table and region move together",
    files: { "app/app.icf": cubeIcf("0x08008100", "0x08008100", "0x080FFFFF"), "app/Makefile": "" },
    finds: ["app/app.icf:26 vector-table-alignment"],
    after: ["app/app.icf application 800c000-8100000"],
  },
  {
    name: "IAR: a bootloader that reaches into the application",
    files: pair(
      cubeIcf("0x08000000", "0x08000000", "0x0800BFFF"),
      cubeIcf("0x08008000", "0x08008000", "0x080FFFFF"),
      "icf",
    ),
    finds: ["boot/boot.icf:17 image-overlap"],
    after: ["boot/boot.icf bootloader 8000000-8008000", "app/app.icf application 8008000-8100000"],
  },
  {
    name: "IAR: a region behind the end of the flash",
    files: { "app/app.icf": cubeIcf("0x08008000", "0x08008000", "0x0811FFFF"), "app/Makefile": "" },
    finds: ["app/app.icf:17 region-exceeds-memory"],
    after: ["app/app.icf application 8008000-8100000"],
  },
  {
    name: "Arm: a vector table that the core cannot take",
    files: { "app/app.sct": plainScatter("0x08008100", "0x000F7F00"), "app/Makefile": "" },
    finds: ["app/app.sct:6 vector-table-alignment"],
    after: ["app/app.sct application 800c000-8100000"],
  },
  {
    name: "Arm: a bootloader that reaches into the application",
    files: pair(plainScatter("0x08000000", "0x0000C000"), plainScatter("0x08008000", "0x000F8000"), "sct"),
    finds: ["boot/boot.sct:5 image-overlap"],
    after: ["boot/boot.sct bootloader 8000000-8008000", "app/app.sct application 8008000-8100000"],
  },
  {
    name: "Arm: a region behind the end of the flash",
    files: { "app/app.sct": plainScatter("0x08008000", "0x00100000"), "app/Makefile": "" },
    finds: ["app/app.sct:5 region-exceeds-memory", "app/app.sct:6 region-exceeds-memory"],
    after: ["app/app.sct application 8008000-8100000"],
  },
];

describe("mistakes are found, and their first fix mends every place", () => {
  it.each(planted)("$name", async ({ files, finds, after }) => {
    const checked = await checkFiles(files, chip);
    expect(shown(checked)).toEqual(finds);
    const fix = checked.findings.flatMap((finding) => finding.fixes)[0];
    const mended = await checkFiles(applyEdits(files, fix?.edits ?? []), chip);
    expect(images(mended)).toEqual(after);
    expect(shown(mended)).toEqual([]);
  });
});
