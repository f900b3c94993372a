import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../../src/core/project/discovery";
import { english } from "../../../../src/core/text";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";
import { boot, header, nucleo, overrides } from "./mbed-project";

describe("what Mbed files state", () => {
  it("leaves image, header and offsets that are as they should be alone", async () => {
    const keys = {
      "target.bootloader_img": "boot.bin",
      "target.header_format": header,
      "target.header_offset": "0x8000",
      "target.app_offset": "0x8400",
    };
    const { layouts, lines } = await checkFiles({ ...nucleo(keys), ...boot });
    expect(lines).toEqual([]);
    const claims = layouts.flatMap((layout) => layout.claims);
    expect(claims.map(({ quantity, value }) => `${quantity} ${value.known ? value.value.toString(16) : "?"}`)).toEqual([
      "slot 8000000",
      "vectors 8000000",
      "end 8007c00",
      "slot 8008000",
      "vectors 8008400",
      "end 8200000",
    ]);
  });

  it("takes an application's place under Mbed CE from its memory bank, and so does the linker script", async () => {
    const { layouts, lines } = await checkFiles({
      ...nucleo({ "target.memory_bank_config": { IROM1: { start: 0x08020000, size: 0x40000 } } }),
      "app.ld":
        "#define A MBED_CONFIGURED_ROM_START\nMEMORY { FLASH (rx) : ORIGIN = A, LENGTH = MBED_CONFIGURED_ROM_BANK_IROM1_SIZE }\n" +
        "SECTIONS { .text : { KEEP(*(.isr_vector)) *(.text*) } > FLASH }\n",
    });
    expect(lines).toEqual([]);
    const [region] = layouts[0]?.images[0]?.regions ?? [];
    expect([region?.origin.value, region?.length.value]).toEqual([
      { known: true, value: 0x08020000 },
      { known: true, value: 0x40000 },
    ]);
    const stated = layouts[0]?.claims.filter(({ statedBy }) => statedBy === "mbed-config");
    expect(stated?.map(({ quantity, value }) => `${quantity} ${value.known ? value.value.toString(16) : "?"}`)).toEqual(
      ["vectors 8020000", "end 8060000"],
    );
  });

  it("compares what a Pelion bootloader jumps to with where the application is", async () => {
    const pair = (start: string): Files => ({
      "bootloader/mbed_app.json": overrides({
        NUCLEO_F429ZI: {
          "target.restrict_size": "0x20000",
          "update-client.application-details": "(MBED_ROM_START + 0x20000)",
          "mbed-bootloader.application-start-address": `(MBED_CONF_UPDATE_CLIENT_APPLICATION_DETAILS + ${start})`,
        },
      }),
      "application/mbed_app.json": overrides({
        NUCLEO_F429ZI: {
          "target.bootloader_img": "boot.bin",
          "target.header_offset": "0x20000",
          "target.app_offset": "0x20400",
        },
      }),
      "application/boot.bin": new Uint8Array(0x1f000),
    });
    expect((await checkFiles(pair("0x400"))).lines).toEqual([]);
    const { findings, lines } = await checkFiles(pair("0x800"));
    expect(lines).toEqual([
      "application/mbed_app.json:6 application-start-mismatch",
      "bootloader/mbed_app.json:6 application-start-mismatch",
    ]);
    const fixes = findings.flatMap((finding) => finding.fixes);
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes)
      expect((await checkFiles(applyEdits(pair("0x800"), fix.edits))).lines, english(fix.title)).toEqual([]);
  });

  it("says comments once, as an information", async () => {
    const { located } = await checkFiles({ "mbed_app.json": '{ // one\n "target_overrides": { /* two */ } }\n' });
    expect(located.map(({ code, severity }) => `${code} ${severity}`)).toEqual(["json-syntax information"]);
  });

  it("says what a second tool would drop as an information", async () => {
    const { located } = await checkFiles({
      ...nucleo({ "target.mbed_app_start": "0x08020000" }),
      "CMakeLists.txt": "include(${MBED_PATH}/tools/cmake/app.cmake)\n",
    });
    expect(located.map(({ code, severity }) => `${code} ${severity}`)).toEqual(["mbed-key-ignored information"]);
    expect(defaultSettings.mbedTool).toBe("mbed-cli-1");
  });
});
