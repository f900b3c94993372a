import { describe, expect, it } from "vitest";
import type { ProjectSettings } from "../../../../src/core/project/discovery";
import { english } from "../../../../src/core/text";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";
import { boot, header, nucleo, overrides } from "./mbed-project";

interface Row {
  readonly name: string;
  readonly fails: Files;
  /** `path:line code`. */
  readonly lines: readonly string[];
  readonly says: string;
  /** The same mended by hand; left out where the fix is all there is. */
  readonly mended?: Files;
  readonly fixable?: boolean;
  readonly settings?: Partial<ProjectSettings>;
}

const rows: readonly Row[] = [
  {
    name: "a letter is missing",
    fails: nucleo({ "target.restict_size": "0x40000" }),
    lines: ["mbed_app.json:4 mbed-key-unknown"],
    says: 'The Mbed tools do not know "target.restict_size"; the key is "target.restrict_size".',
    fixable: true,
  },
  {
    name: "two letters changed places",
    fails: nucleo({ "target.mbed_app_satrt": "0x08020000" }),
    lines: ["mbed_app.json:4 mbed-key-unknown"],
    says: 'the key is "target.mbed_app_start"',
    fixable: true,
  },
  {
    name: "hyphens for underscores",
    fails: nucleo({ "target.mbed-app-start": "0x08020000" }),
    lines: ["mbed_app.json:4 mbed-key-unknown"],
    says: 'the key is "target.mbed_app_start"',
    fixable: true,
  },
  {
    name: "a space behind the key",
    fails: nucleo({ "target.restrict_size ": "0x40000" }),
    lines: ["mbed_app.json:4 mbed-key-unknown"],
    says: '"target.restrict_size " has stray spaces, so the Mbed tools do not see it; write "target.restrict_size".',
    fixable: true,
  },
  {
    name: "no prefix",
    fails: nucleo({ mbed_app_start: "0x08020000" }),
    lines: ["mbed_app.json:4 mbed-key-unknown"],
    says: '"mbed_app_start" without its prefix belongs to the application, not to the target; write "target.mbed_app_start".',
    fixable: true,
  },
  {
    name: "arithmetic",
    fails: nucleo({ "target.restrict_size": "256*1024" }),
    lines: ["mbed_app.json:4 mbed-value"],
    says: 'cannot read "256*1024" as a number',
    fixable: true,
  },
  {
    name: "a suffix",
    fails: nucleo({ "target.mbed_app_start": "0x08020000UL" }),
    lines: ["mbed_app.json:4 mbed-value"],
    says: 'cannot read "0x08020000UL" as a number',
    fixable: true,
  },
  {
    name: "an integer where the tools want a string",
    fails: nucleo({ "target.restrict_size": 262144 }),
    lines: ["mbed_app.json:4 mbed-value"],
    says: 'read target.restrict_size as a string: write "262144"',
    fixable: true,
  },
  {
    name: "a path that is a list",
    fails: nucleo({ "target.bootloader_img": ["boot.bin"] }),
    lines: ["mbed_app.json:4 mbed-value"],
    says: "target.bootloader_img is the path of a file, as a string.",
    mended: { ...nucleo({ "target.bootloader_img": "boot.bin" }), ...boot },
  },
  {
    name: "an offset where an address is asked for",
    fails: nucleo({ "target.mbed_app_start": "0x20000" }),
    lines: ["mbed_app.json:4 mbed-value"],
    says: "0x00020000 lies outside the ROM of NUCLEO_F429ZI",
    fixable: true,
  },
  {
    name: "an address where an offset is asked for",
    fails: { ...nucleo({ "target.bootloader_img": "boot.bin", "target.app_offset": "0x08008000" }), ...boot },
    lines: ["mbed_app.json:5 mbed-value"],
    says: "target.app_offset counts from the start of ROM (0x08000000); 0x10008000 lies behind the end of ROM.",
    fixable: true,
  },
  {
    name: "more than ROM",
    fails: nucleo({ "target.restrict_size": "0x400000" }),
    lines: ["mbed_app.json:4 mbed-value"],
    says: "4 MiB is more than the whole ROM, 2 MiB.",
    fixable: true,
  },
  {
    name: "more than what is left of ROM",
    fails: {
      ...nucleo({
        "target.bootloader_img": "boot.bin",
        "target.app_offset": "0x8000",
        "target.restrict_size": "0x200000",
      }),
      ...boot,
    },
    lines: ["mbed_app.json:6 mbed-value"],
    says: "The application ends at 0x08208000, behind the end of ROM at 0x08200000.",
    fixable: true,
  },
  {
    name: "inside a sector",
    fails: nucleo({ "target.restrict_size": "0x48000" }),
    lines: ["mbed_app.json:4 restrict-size-rounded"],
    says: "round it down to 0x00040000",
    fixable: true,
  },
  {
    name: "less than a sector",
    fails: nucleo({ "target.restrict_size": "0x2000" }),
    lines: ["mbed_app.json:4 restrict-size-rounded"],
    says: "8 KiB is less than the first sector, so nothing is left for the program.",
    mended: nucleo({ "target.restrict_size": "0x4000" }),
  },
  {
    name: "managed and unmanaged",
    fails: { ...nucleo({ "target.bootloader_img": "boot.bin", "target.mbed_app_start": "0x08008000" }), ...boot },
    lines: ["mbed_app.json:5 mbed-key-conflict"],
    says: "target.mbed_app_start and target.bootloader_img exclude each other",
    fixable: true,
  },
  {
    name: "managed in the library, unmanaged in the application",
    fails: {
      ...nucleo({ "target.mbed_app_start": "0x08008000" }),
      "lib/mbed_lib.json": JSON.stringify({
        name: "lib",
        target_overrides: { NUCLEO_F429ZI: { "target.bootloader_img": "boot.bin" } },
      }),
      "lib/boot.bin": new Uint8Array(0x7c00),
    },
    lines: ["mbed_app.json:4 mbed-key-conflict"],
    says: "target.mbed_app_start and target.bootloader_img exclude each other",
    fixable: true,
  },
  {
    name: "inside the bootloader's last sector",
    fails: {
      ...nucleo({ "target.bootloader_img": "boot.bin", "target.app_offset": "0x9000" }),
      "boot.bin": new Uint8Array(0x8800),
    },
    lines: ["mbed_app.json:5 erase-unit-shared"],
    says: "flashing one erases part of the other",
    mended: {
      ...nucleo({ "target.bootloader_img": "boot.bin", "target.app_offset": "0xC000" }),
      "boot.bin": new Uint8Array(0x8800),
    },
  },
  {
    name: "at the bootloader's own start",
    fails: { ...nucleo({ "target.bootloader_img": "boot.bin", "target.app_offset": "0x0" }), ...boot },
    lines: ["mbed_app.json:5 image-overlap"],
    says: "start",
    mended: { ...nucleo({ "target.bootloader_img": "boot.bin", "target.app_offset": "0x8000" }), ...boot },
  },
  {
    name: "inside the bootloader",
    fails: { ...nucleo({ "target.bootloader_img": "boot.bin", "target.app_offset": "0x4000" }), ...boot },
    lines: ["mbed_app.json:5 image-overlap"],
    says: "reaches to 0x08007C00",
    mended: { ...nucleo({ "target.bootloader_img": "boot.bin", "target.app_offset": "0x8000" }), ...boot },
  },
  {
    name: "a header off the sector boundary",
    fails: {
      ...nucleo({
        "target.bootloader_img": "boot.bin",
        "target.header_format": header,
        "target.header_offset": "0x8400",
        "target.app_offset": "0x8800",
      }),
      ...boot,
    },
    lines: ["mbed_app.json:25 erase-unit-shared"],
    says: "inside the 16 KiB sector that begins at 0x08008000",
    mended: {
      ...nucleo({
        "target.bootloader_img": "boot.bin",
        "target.header_format": header,
        "target.header_offset": "0x8000",
        "target.app_offset": "0x8400",
      }),
      ...boot,
    },
  },
  {
    name: "an application inside its header",
    fails: {
      ...nucleo({
        "target.bootloader_img": "boot.bin",
        "target.header_format": [...header, ["more", "const", "SHA512", 0]],
        "target.header_offset": "0x8000",
        "target.app_offset": "0x8080",
      }),
      ...boot,
    },
    lines: ["mbed_app.json:32 mbed-value", "mbed_app.json:32 vector-table-alignment"],
    says: "inside its header, which takes the room up to 0x08008100",
    fixable: true,
  },
  {
    name: "offset without an image",
    fails: nucleo({ "target.app_offset": "0x20000" }),
    lines: ["mbed_app.json:4 mbed-offset-alone"],
    says: "target.app_offset does nothing without target.bootloader_img",
    mended: nucleo({ "target.mbed_app_start": "0x08020000" }),
  },
  {
    name: "limit and offset without an image",
    fails: nucleo({ "target.restrict_size": "0x40000", "target.app_offset": "0x20000" }),
    lines: ["mbed_app.json:5 mbed-offset-alone"],
    says: "without it the Mbed tools crash",
    mended: nucleo({ "target.restrict_size": "0x40000" }),
  },
  {
    name: "no image",
    fails: nucleo({ "target.bootloader_img": "boot.bin" }),
    lines: ["mbed_app.json:4 bootloader-image-missing"],
    says: "The bootloader image boot.bin does not exist.",
    mended: { ...nucleo({ "target.bootloader_img": "boot.bin" }), ...boot },
  },
  {
    name: "Mbed CLI 2 drops the managed keys",
    fails: nucleo({ "target.restrict_size": "256*1024" }),
    settings: { mbedTool: "mbed-tools" },
    lines: ["mbed_app.json:4 mbed-key-ignored"],
    says: "target.restrict_size does nothing under Mbed CLI 2 (mbed-tools), which bootsmith.mbedTool names.",
    mended: nucleo({ "target.mbed_rom_size": "0x40000" }),
  },
  {
    name: "Mbed CE drops the unmanaged keys",
    fails: nucleo({ "target.mbed_app_start": "0x08020000", "target.mbed_rom_start": "0x08000000" }),
    settings: { mbedTool: "mbed-ce" },
    lines: ["mbed_app.json:4 mbed-key-ignored", "mbed_app.json:5 mbed-key-ignored"],
    says: "target.mbed_app_start does nothing under Mbed CE",
    mended: nucleo({ "target.memory_bank_config": { IROM1: { start: 0x08020000 } } }),
  },
  {
    name: "a project that is Mbed CE's beyond doubt",
    fails: {
      ...nucleo({ "target.mbed_app_start": "0x08020000" }),
      "CMakeLists.txt": "include(mbed-os/tools/cmake/mbed_toolchain_setup.cmake)\n",
    },
    lines: ["mbed_app.json:4 mbed-key-ignored"],
    says: "which CMakeLists.txt is for",
    mended: nucleo({ "target.mbed_app_start": "0x08020000" }),
  },
  {
    name: "memory banks are Mbed CE's",
    fails: nucleo({ "target.memory_bank_config": { IROM1: { start: 0x08020000 } } }),
    settings: { mbedTool: "mbed-tools" },
    lines: ["mbed_app.json:4 mbed-key-ignored"],
    says: "target.memory_bank_config does nothing under Mbed CLI 2",
    mended: nucleo({}),
  },
  {
    name: "a memory bank's number is a string",
    fails: nucleo({ "target.memory_bank_config": { IROM1: { start: "0x08020000" } } }),
    lines: ["mbed_app.json:6 mbed-value"],
    says: "Mbed CE wants an integer for IROM1.start, not a string.",
    fixable: true,
  },
  {
    name: "a memory bank's property is another",
    fails: nucleo({ "target.memory_bank_config": { IROM1: { length: 4096 } } }),
    lines: ["mbed_app.json:6 mbed-value"],
    says: 'A memory bank has "start" and "size"; Mbed CE refuses "length".',
    mended: nucleo({ "target.memory_bank_config": { IROM1: { size: 4096 } } }),
  },
  {
    name: "a target that does not support a bootloader",
    fails: {
      "mbed_app.json": overrides({ MY_BOARD: { "target.mbed_app_start": "0x08020000" } }),
      "custom_targets.json": JSON.stringify({ MY_BOARD: { inherits: ["Target"], device_name: "STM32F429ZITx" } }),
    },
    lines: ["mbed_app.json:4 mbed-bootloader-unsupported"],
    says: "MY_BOARD does not say bootloader_supported",
    fixable: true,
  },
  {
    name: "header and update client disagree",
    fails: {
      ...nucleo({
        "target.bootloader_img": "boot.bin",
        "target.header_offset": "0x8000",
        "target.app_offset": "0x8400",
        "update-client.application-details": "(MBED_ROM_START + 0xC000)",
      }),
      ...boot,
    },
    lines: ["mbed_app.json:5 application-start-mismatch", "mbed_app.json:7 application-start-mismatch"],
    says: "0x0800C000",
    fixable: true,
  },
  {
    name: "MCUboot: the application is not behind the header",
    fails: nucleo({
      "target.mbed_app_start": "0x08020400",
      "mcuboot.bootloader-build": 0,
      "mcuboot.primary-slot-address": "0x08020000",
    }),
    lines: ["mbed_app.json:4 application-start-mismatch", "mbed_app.json:6 application-start-mismatch"],
    says: "0x08021000",
    fixable: true,
  },
  {
    name: "MCUboot: the application is larger than its slot",
    fails: nucleo({
      "target.mbed_app_start": "0x08021000",
      "target.mbed_app_size": "0x60000",
      "mcuboot.bootloader-build": 0,
      "mcuboot.primary-slot-address": "0x08020000",
      "mcuboot.slot-size": "(384 * 1024)",
    }),
    lines: ["mbed_app.json:5 mbed-slot-exceeded"],
    says: "target.mbed_app_size ends the application at 0x08081000, behind 0x08080000, which mcuboot.slot-size allows.",
    fixable: true,
  },
  {
    name: "a key that stands twice",
    fails: { "mbed_app.json": '{ "target_overrides": { "K64F": { "app.x": 1,\n "app.x": 2, "l": [1], "l": [2] } } }' },
    lines: ["mbed_app.json:2 mbed-key-conflict"],
    says: "app.x stands twice here",
    mended: { "mbed_app.json": '{ "target_overrides": { "K64F": { "app.x": 1 }, "K64F": { "app.x": 2 } } }' },
  },
  {
    name: "a bootloader of two sizes",
    fails: nucleo({ "target.restrict_size": "0x20000", "mbed-bootloader.bootloader-size": "(64 * 1024)" }),
    lines: ["mbed_app.json:5 mbed-key-conflict"],
    says: "mbed-bootloader.bootloader-size gives the bootloader 64 KiB, but target.restrict_size gives it 128 KiB.",
    mended: nucleo({ "target.restrict_size": "0x20000", "mbed-bootloader.bootloader-size": "(128 * 1024)" }),
  },
  {
    name: "a bootloader of two plain sizes",
    fails: nucleo({ "target.restrict_size": "0x20000", "mbed-bootloader.bootloader-size": "0x10000" }),
    lines: ["mbed_app.json:5 mbed-key-conflict"],
    says: "64 KiB",
    fixable: true,
  },
  {
    name: "a subtype that no tool knows",
    fails: {
      ...nucleo({
        "target.bootloader_img": "boot.bin",
        "target.header_format": [["a", "digest", "SHA1", "header"]],
        "target.app_offset": "0x8400",
      }),
      ...boot,
    },
    lines: ["mbed_app.json:9 mbed-value"],
    says: "do not understand the subtype SHA1",
    mended: {
      ...nucleo({
        "target.bootloader_img": "boot.bin",
        "target.header_format": [["a", "digest", "SHA256", "header"]],
        "target.app_offset": "0x8400",
      }),
      ...boot,
    },
  },
  {
    name: "storage inside a sector",
    fails: nucleo({
      "target.mbed_app_start": "0x08020000",
      "update-client.storage-address": "MBED_ROM_START + 0x108800",
    }),
    lines: ["mbed_app.json:5 mbed-storage-unaligned"],
    says: "update-client.storage-address is 0x08108800, inside the sector that begins at 0x08108000",
    mended: nucleo({
      "target.mbed_app_start": "0x08020000",
      "update-client.storage-address": "MBED_ROM_START + 0x108000",
    }),
  },
  {
    name: "a header inside a sector, for an application that is not in sight",
    fails: nucleo({
      "target.restrict_size": "0x20000",
      "update-client.application-details": "0x08020400",
      "mbed-bootloader.application-start-address": "0x08020800",
    }),
    lines: ["mbed_app.json:5 mbed-storage-unaligned"],
    says: "update-client.application-details is 0x08020400",
    mended: nucleo({
      "target.restrict_size": "0x20000",
      "update-client.application-details": "0x08020000",
      "mbed-bootloader.application-start-address": "0x08020400",
    }),
  },
  {
    name: "one mistake in the JSON once",
    fails: { "mbed_app.json": '{, "target_overrides" { "K64F": } }\n' },
    lines: ["mbed_app.json:1 json-syntax"],
    says: "This is not JSON that the Mbed tools can read: ",
    mended: { "mbed_app.json": "{}" },
  },
  {
    name: "JSON5 for a tool that reads JSON",
    fails: { "mbed_app.json": '{ "target_overrides": { "K64F": { "target.app_offset": 0x40000 } } }\n' },
    lines: ["mbed_app.json:1 json-syntax", "mbed_app.json:1 mbed-offset-alone"],
    says: "This is JSON5, which only Mbed CE reads",
    mended: { "mbed_app.json": "{}" },
  },
];

const settingsOf = (row: Row): Partial<ProjectSettings> => row.settings ?? {};

describe("findings in Mbed files", () => {
  it.each(rows)("$name", async (row) => {
    const { lines, located } = await checkFiles(row.fails, settingsOf(row));
    expect([...lines].sort()).toEqual([...row.lines].sort());
    expect(located.map(({ message }) => message).join("\n")).toContain(row.says);
  });

  it.each(rows.filter(({ mended }) => mended !== undefined))("$name: mended", async ({ mended = {}, ...row }) => {
    expect((await checkFiles(mended, settingsOf({ mended, ...row }))).lines).toEqual([]);
  });

  it.each(rows)("$name: every fix leaves no finding", async (row) => {
    const { findings } = await checkFiles(row.fails, settingsOf(row));
    const fixes = findings.flatMap((finding) => finding.fixes);
    if (row.fixable === true) expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes) {
      const after = await checkFiles(applyEdits(row.fails, fix.edits), settingsOf(row));
      expect(after.lines, english(fix.title)).toEqual([]);
    }
  });
});
