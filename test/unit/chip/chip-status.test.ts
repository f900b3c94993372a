import { describe, expect, it } from "vitest";
import { candidatesOf, isChosen, readTyped } from "../../../src/chip/chip-candidates";
import { chipStatus, common, layoutsOfFile } from "../../../src/chip/chip-status";
import { english } from "../../../src/core/text";
import { script } from "../../support/linker-script";
import { checkFiles, root, type Files } from "../../support/memory-tree";

const boot = script("0x08000000", "32K");
const app = script("0x08008000", "480K");

/** What the status bar says while a file is open. */
async function status(files: Files, open?: string, device = "") {
  const { layouts } = await checkFiles(files, { device });
  const shown = chipStatus(layoutsOfFile(layouts, open === undefined ? undefined : `${root}/${open}`));
  return shown && { label: english(shown.label), tooltip: shown.tooltip.map(english), doubtful: shown.doubtful };
}

describe("the status bar", () => {
  it.each<[string, Files, string, string[]]>([
    [
      "one chip and who names it",
      { "x.ioc": "Mcu.CPN=STM32F407VGT6\n", "a.ld": app },
      "STM32F407VG",
      ["STM32F407VG, named by x.ioc."],
    ],
    [
      "an open name",
      { Makefile: "-DSTM32F407xx", "a.ld": app },
      "STM32F407xx: 2 chips fit",
      ["Makefile leaves open which one it is: STM32F407xE, STM32F407xG."],
    ],
    [
      "several lines",
      { Makefile: "-DSTM32F411xE -DSTM32F446xx", "a.ld": app },
      "3 chips fit",
      ["Makefile leaves open which one it is: STM32F411xE, STM32F446xC, STM32F446xE."],
    ],
    [
      "the flash layouts of a chip with a choice",
      { "STM32G474RETX_FLASH.ld": app },
      "STM32G474RE",
      [
        "STM32G474RE, named by the name of STM32G474RETX_FLASH.ld.",
        "Flash layout by option bit: DBANK = 1 (factory), DBANK = 0.",
      ],
    ],
    ["no chip", { "a.ld": app }, "no chip known", ["No file names the chip. Choose it here."]],
  ])("shows %s", async (_name, files, label, tooltip) => {
    expect(await status(files)).toEqual({ label, tooltip, doubtful: false });
  });

  it("is not there without a layout", async () => expect(await status({ "readme.md": "" })).toBeUndefined());

  it("follows the active editor, from image set to image set", async () => {
    const files = {
      "boards/a/STM32F407VGTX_FLASH.ld": app,
      "boards/a/src/main.c": "",
      "boards/b/STM32F429ZITX_FLASH.ld": app,
      "boards/c/c.ld": app,
    };
    expect((await status(files, "boards/a/src/main.c"))?.label).toBe("STM32F407VG");
    expect((await status(files, "boards/b/STM32F429ZITX_FLASH.ld"))?.label).toBe("STM32F429ZI");
    expect((await status(files, "boards/c/c.ld"))?.label).toBe("no chip known");
    expect((await status(files, "elsewhere.txt"))?.label).toBe("STM32F407VG, STM32F429ZI");
    expect((await status(files))?.tooltip).toContain("a:");
  });

  it("counts the chips of many projects", async () => {
    const files = Object.fromEntries(
      ["F407VG", "F429ZI", "L475VG"].map((part) => [`boards/${part}/STM32${part}TX_FLASH.ld`, app]),
    );
    expect((await status(files))?.label).toBe("3 chips");
  });

  it("shows what contradicts the choice", async () => {
    const files = { "x.ioc": "Mcu.CPN=STM32F407VGT6\n", "STM32F429ZITX_FLASH.ld": app };
    expect(await status(files)).toEqual({
      label: "STM32F407VG",
      tooltip: ["STM32F407VG, named by x.ioc.", "the name of STM32F429ZITX_FLASH.ld says STM32F429ZITX."],
      doubtful: true,
    });
  });

  it("says that a setting names no chip", async () => {
    expect(await status({ "STM32F407VGTX_FLASH.ld": app }, undefined, "STM32F999")).toMatchObject({
      label: "STM32F407VG",
      tooltip: [expect.anything(), "setting bootsmith.device says STM32F999, which is no chip Bootsmith knows."],
      doubtful: true,
    });
  });

  it("shows image by image where they differ", async () => {
    const json = `{"sets":[{"name":"n","images":[{"name":"boot","linkerScript":"b/STM32F407VGTX_FLASH.ld"},{"name":"app","linkerScript":"a/STM32F429ZITX_FLASH.ld"}]}]}`;
    const files = { "bootsmith.json": json, "b/STM32F407VGTX_FLASH.ld": boot, "a/STM32F429ZITX_FLASH.ld": app };
    const shown = await status(files);
    expect(shown).toMatchObject({ label: "2 chips fit", doubtful: true });
    expect(shown?.tooltip).toEqual(
      expect.arrayContaining([
        "boot: STM32F407VG, named by the name of STM32F407VGTX_FLASH.ld.",
        "app: STM32F429ZI, named by the name of STM32F429ZITX_FLASH.ld.",
      ]),
    );
  });

  it("shows the core of each image of a chip with two", async () => {
    const shown = await status({
      "x.ioc": "Mcu.CPN=STM32H747XIH6\n",
      "CM7/flash.ld": script("0x08000000", "1M"),
      "CM4/flash.ld": script("0x08100000", "1M"),
    });
    expect(shown?.label).toBe("STM32H747XI");
    expect(shown?.tooltip).toEqual(expect.arrayContaining(["CM7 runs on core cm7.", "CM4 runs on core cm4."]));
  });

  it("names the environments of a platformio.ini", async () => {
    const ini = "[env:a]\nboard = nucleo_f429zi\n[env:b]\nboard = disco_f407vg\n";
    const shown = await status({ "platformio.ini": ini, "a.ld": app });
    expect(shown?.tooltip).toEqual([
      "ws (a):",
      "STM32F429ZI, named by platformio.ini [env:a].",
      "ws (b):",
      "STM32F407VG, named by platformio.ini [env:b].",
    ]);
  });

  it("shows nothing of a file's words that could mislead", async () => {
    const shown = await status({ "a.ld": app }, undefined, "STM\u202e\n32");
    expect(shown?.tooltip.join()).not.toMatch(/[\u202e\n]/);
  });
});

describe("common", () => {
  it.each([
    [["STM32F407VG"], "STM32F407VG"],
    [["STM32F407xE", "STM32F407xG"], "STM32F407xx"],
    [["STM32F407VG", "STM32F407ZG"], "STM32F407xG"],
    [["STM32F407xG", "STM32F429xG"], undefined],
    [["STM32L151CB", "STM32L151CB-A"], undefined],
    [["RP2040", "RP2040"], undefined],
    [[], undefined],
  ])("%j", (parts, expected) => expect(common(parts)).toBe(expected));
});

describe("the list of chips", () => {
  const listed = async (files: Files, device = "") => {
    const { layouts } = await checkFiles(files, { device });
    return { candidates: candidatesOf(layouts), chosen: isChosen(layouts) };
  };

  it("begins with what the files name, with all that name it, and what they name against it", async () => {
    const files = {
      "x.ioc": "Mcu.CPN=STM32F407VGT6\n",
      "STM32F429ZITX_FLASH.ld": app,
      "startup_stm32f407xx.s": "",
    };
    expect(await listed(files)).toEqual({
      candidates: [
        { part: "STM32F407VG", from: ["x.ioc"] },
        { part: "STM32F429ZI", from: ["the name of STM32F429ZITX_FLASH.ld"] },
        { part: "STM32F407xE", from: ["the name of startup_stm32f407xx.s"] },
        { part: "STM32F407xG", from: ["the name of startup_stm32f407xx.s"] },
      ],
      chosen: false,
    });
  });

  it("has something to take back where a person chose", async () => {
    expect((await listed({ "a.ld": app }, "STM32F407VG")).chosen).toBe(true);
    expect((await listed({ "a.ld": app })).candidates).toEqual([]);
  });

  it.each([
    ["nucleo_f429zi", { known: true, parts: ["STM32F429ZI"] }],
    ["0x450", { known: true, parts: expect.arrayContaining(["STM32H743xI"]) as unknown }],
    ["STM32F408VG", { known: false, closest: expect.arrayContaining(["STM32F405VG"]) as unknown }],
    ["nucleo_f429", { known: false, closest: expect.arrayContaining(["NUCLEO_F429ZI"]) as unknown }],
  ])("reads %s as typed", (typed, expected) => expect(readTyped(typed)).toEqual(expected));
});
