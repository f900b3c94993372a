import { describe, expect, it } from "vitest";
import { script } from "../../../support/linker-script";
import { checkFiles, type Files } from "../../../support/memory-tree";

const boot = script("0x08000000", "32K");
const app = script("0x08008000", "480K");

async function sets(files: Files): Promise<string[]> {
  const { layouts } = await checkFiles(files);
  return layouts.map(
    (layout) => `${layout.set.name}: ${layout.images.map((image) => `${image.role} ${image.name}`).join(" + ")}`,
  );
}

describe("evident image sets", () => {
  it.each<[string, Files, string[]]>([
    [
      "two project folders side by side",
      { "bootloader/boot.ld": boot, "application/app.ld": app },
      ["ws: bootloader bootloader + application application"],
    ],
    [
      "CubeIDE's Boot and Appli",
      { "p/Boot/STM32F407VGTX_FLASH.ld": boot, "p/Appli/STM32F407VGTX_FLASH.ld": app },
      ["p: bootloader Boot + application Appli"],
    ],
    [
      "two scripts in one folder",
      { Makefile: "", "ld/bootloader.ld": boot, "ld/application.ld": app },
      ["ws: bootloader bootloader + application application"],
    ],
    [
      "a bootloader folder inside the application's project",
      { Makefile: "", "stm32.ld": app, "bootloader/Makefile": "", "bootloader/stm32.ld": boot },
      ["ws: bootloader bootloader + application ws"],
    ],
    [
      "_FLASH.ld beside _RAM.ld is one program",
      { "STM32F407VGTX_FLASH.ld": boot, "STM32F407VGTX_RAM.ld": boot },
      ["ws: other ws"],
    ],
    [
      "scripts for the RAM of each core of a chip are no programs of their own",
      {
        "CM7/STM32H745ZITX_FLASH_CM7.ld": boot,
        "CM7/STM32H745ZITX_RAM_CM7.ld": boot,
        "CM4/stm32h745xx_flash_CM4.ld": app,
        "CM4/stm32h745xx_sram1_CM4.ld": boot,
      },
      ["ws: other CM4 + other CM7"],
    ],
    [
      "boards in one repository are no set",
      { "boards/a/a.ld": boot, "boards/b/b.ld": app },
      ["a: other a", "b: other b"],
    ],
    [
      "a bootloader and two applications: nobody knows which",
      { "bootloader/a.ld": boot, "app1/application.ld": app, "app2/application.ld": app },
      ["app1: application app1", "app2: application app2", "bootloader: bootloader bootloader"],
    ],
    [
      "a fragment without MEMORY is no program",
      { "sections.ld": "SECTIONS { .text : { *(.text) } }", "main.ld": `${boot}INCLUDE sections.ld\n` },
      ["ws: application ws"],
    ],
    ["nothing at all", { "readme.txt": "" }, []],
  ])("%s", async (_name, files, expected) => {
    expect((await sets(files)).sort()).toEqual(expected.sort());
  });

  it("takes a script that another one includes as part of that one", async () => {
    const files = {
      "regions.ld": boot,
      "app/app.ld": "INCLUDE ../regions.ld\nSECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }",
    };
    expect(await sets(files)).toEqual(["app: application app"]);
  });
});

describe("the chip of a set", () => {
  const candidates = async (files: Files, device = ""): Promise<string[]> => {
    const { layouts } = await checkFiles(files, { device });
    return [...new Set(layouts.flatMap((layout) => layout.device.candidates.map((one) => one.part)))];
  };

  it.each<[string, Files, string[]]>([
    ["the script's name", { "STM32F407VGTX_FLASH.ld": boot }, ["STM32F407VG"]],
    [".ioc", { "x.ioc": "Mcu.Name=STM32L475V(C-E-G)Tx\nMcu.UserName=STM32L475VGTx\n", "a.ld": boot }, ["STM32L475VG"]],
    [
      "a define in the Makefile",
      { Makefile: "DEFS = -DUSE_HAL_DRIVER -DSTM32F411xE\n", "a.ld": boot },
      ["STM32F411xE"],
    ],
    ["the comment of the script", { "a.ld": `/* Linker script for STM32F407VGTx */\n${boot}` }, ["STM32F407VG"]],
    ["a folder with a board's name", { "variants/PORTENTA_H7_M7/linker_script.ld": app }, ["STM32H747XI"]],
    ["nothing", { "a.ld": boot }, []],
  ])("from %s", async (_name, files, expected) => {
    expect(await candidates(files)).toEqual(expected);
  });

  it("takes an explicit setting before everything else", async () => {
    expect(await candidates({ "STM32F407VGTX_FLASH.ld": boot }, "STM32L475VGT6")).toEqual(["STM32L475VG"]);
  });

  it("keeps every part that fits an open name as a candidate", async () => {
    expect((await candidates({ Makefile: "-DSTM32L475xx", "a.ld": boot })).length).toBeGreaterThan(1);
  });
});

describe("bootsmith.json", () => {
  it("names sets, header and device, and reports what it cannot use at its place", async () => {
    const json = `{
  "sets": [{
    "name": "node", "device": "STM32L475VGT6", "typo": 1,
    "images": [
      { "name": "boot", "role": "boss", "linkerScript": "b.ld" },
      { "name": "app", "linkerScript": "a.ld", "header": { "size": "much" } }
    ]
  }]
}`;
    const { layouts, lines } = await checkFiles({ "bootsmith.json": json, "b.ld": boot, "a.ld": app });
    expect(lines).toEqual([
      "bootsmith.json:3 bootsmith-json",
      "bootsmith.json:5 bootsmith-json",
      "bootsmith.json:6 bootsmith-json",
    ]);
    expect(layouts.map((layout) => layout.images.map((image) => `${image.role} ${image.name}`))).toEqual([
      ["bootloader boot", "application app"],
    ]);
  });

  it.each([
    ["", 1],
    ["[]", 1],
    ["{", 1],
    ['{"sets": 5}', 1],
    ["\u0000\u0001", 1],
  ])("answers %j with a finding", async (json) => {
    const { lines } = await checkFiles({ "bootsmith.json": json, "a.ld": boot });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.endsWith("bootsmith-json"))).toBe(true);
  });

  it("turns configurations into layouts with their own defines", async () => {
    const json = `{"sets":[{"name":"n","device":"STM32F407VGT6","configurations":[{"name":"a","defines":{"START":"0x08008000"}},{"name":"b","defines":{"START":"0x08010000"}}],"images":[{"name":"app","linkerScript":"a.ld"}]}]}`;
    const { layouts } = await checkFiles({
      "bootsmith.json": json,
      "a.ld": `#define UNUSED 1\n${script("START", "64K")}`,
    });
    const starts = layouts.map((layout) => layout.claims.find((claim) => claim.quantity === "vectors")?.value);
    expect(starts).toEqual([
      { known: true, value: 0x08008000 },
      { known: true, value: 0x08010000 },
    ]);
  });
});
