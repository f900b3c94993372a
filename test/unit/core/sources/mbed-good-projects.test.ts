import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eraseUnitsIn } from "../../../../src/core/mcu/addresses";
import { allBoards } from "../../../../src/core/mcu/boards";
import { findDevices } from "../../../../src/core/mcu/find-device";
import type { ProjectSettings } from "../../../../src/core/project/discovery";
import { checkFiles, type Files } from "../../../support/memory-tree";

/** The shapes that Mbed projects have in practice (rules sheet §8); nothing is wrong with any of them. */
interface Project {
  readonly name: string;
  readonly files: Files;
  readonly settings?: Partial<ProjectSettings>;
}

const overrides = (scopes: Record<string, unknown>, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...more, target_overrides: scopes }, undefined, 4);
const bytes = (size: number): Uint8Array => new Uint8Array(size);

/** Five members, 80 bytes. */
const header = [
  ["magic", "const", "32be", "0x5a51b3d4"],
  ["version", "const", "32be", "2"],
  ["firmwareVersion", "timestamp", "64be", null],
  ["firmwareHash", "digest", "SHA512", "application"],
  ["headerCRC", "digest", "CRCITT32be", "header"],
];

const script = `#if !defined(MBED_APP_START)
  #define MBED_APP_START 0x08000000
#endif
#if !defined(MBED_APP_SIZE)
  #define MBED_APP_SIZE 2048K
#endif
MEMORY
{
  FLASH (rx) : ORIGIN = MBED_APP_START, LENGTH = MBED_APP_SIZE
  RAM (rwx)  : ORIGIN = 0x20000000, LENGTH = 192K
}
SECTIONS
{
  .text : { KEEP(*(.isr_vector)) *(.text*) } > FLASH
}
`;

const projects: readonly Project[] = [
  {
    name: "only update-client keys",
    files: {
      "mbed_app.json": overrides({
        "*": { "platform.stdio-baud-rate": 115200, "update-client.storage-page": 1 },
        K64F: {
          "update-client.application-details": "0x00040000",
          "update-client.storage-address": "(1024*1024*64)",
          "update-client.storage-size": "((MBED_ROM_START + MBED_ROM_SIZE) - APPLICATION_ADDR)",
        },
      }),
    },
  },
  {
    name: "update-client keys with a Mbed OS feature that brings the bootloader, and a script of its own",
    files: {
      "mbed_app.json": overrides({
        NUCLEO_F429ZI: { "target.features_add": ["BOOTLOADER"], "update-client.application-details": "0x08008000" },
      }),
      "TARGET_NUCLEO_F429ZI/app.ld": script,
      "main.cpp": "int main() {}\n",
    },
  },
  {
    name: "image, header and offsets in one scope",
    files: {
      "mbed_app.json": overrides({
        NUCLEO_F429ZI: {
          "target.bootloader_img": "tools/boot.bin",
          "target.header_format": header,
          "target.header_offset": "0x8000",
          "target.app_offset": "0x8400",
          "update-client.application-details": "(MBED_ROM_START + 0x8000)",
        },
      }),
      "tools/boot.bin": bytes(0x7c00),
    },
  },
  {
    name: "library with header and image, application with offsets",
    files: {
      "mbed_app.json": overrides({
        NUCLEO_F429ZI: { "target.header_offset": "0x8000", "target.app_offset": "0x8400" },
      }),
      "bootloader/mbed_lib.json": overrides(
        { "*": { "target.header_format": header }, NUCLEO_F429ZI: { "target.bootloader_img": "NUCLEO_F429ZI.bin" } },
        { name: "bootloader" },
      ),
      "bootloader/NUCLEO_F429ZI.bin": bytes(0x7c00),
    },
  },
  {
    name: "offsets alone, the image in a library that is fetched",
    files: {
      "mbed_app.json": overrides({ K64F: { "target.header_offset": "0xa000", "target.app_offset": "0xa400" } }),
      "pelion-bootloader.lib": "https://example.com/bootloader/#1234567\n",
      "mbed-os.lib": "https://example.com/mbed-os/#1234567\n",
    },
  },
  {
    name: "offsets and a limit, the image in a library that is fetched",
    files: {
      "mbed_app.json": overrides({
        K64F: { "target.header_offset": "0xa000", "target.app_offset": "0xa400", "target.restrict_size": "0x40000" },
      }),
      "pelion-bootloader.lib": "https://example.com/bootloader/#1234567\n",
    },
  },
  {
    name: "unmanaged start",
    files: {
      "mbed_app.json": overrides({ NUCLEO_F429ZI: { "target.mbed_app_start": "0x08020000" } }),
      "app.ld": script,
      "main.cpp": "int main() {}\n",
    },
  },
  {
    name: "unmanaged start and size for several boards, some of which nobody knows",
    files: {
      "mbed_app.json": overrides({
        "*": { "target.mbed_app_size": null },
        NUCLEO_F429ZI: { "target.mbed_app_start": "0x08020000", "target.mbed_app_size": "0x1E0000" },
        MY_BOARD: { "target.mbed_app_start": "0x10010000", "target.mbed_app_size": "0x70000" },
        NRF52840_DK: { "target.mbed_app_start": "0x27000" },
      }),
    },
  },
  {
    name: "a Pelion bootloader",
    files: {
      "mbed_app.json": overrides(
        {
          "*": { "target.restrict_size": "0x20000", "mbed-bootloader.bootloader-size": "0x20000" },
          NUCLEO_F429ZI: {
            "update-client.application-details": "(MBED_ROM_START + MBED_BOOTLOADER_SIZE)",
            "mbed-bootloader.application-start-address": "(MBED_CONF_UPDATE_CLIENT_APPLICATION_DETAILS + 0x400)",
            "mbed-bootloader.max-application-size": "(MBED_ROM_SIZE - 0x20400)",
            "update-client.storage-address": "(MBED_ROM_START + 0x100000)",
          },
        },
        { config: { "flash-start-address": "0x08000000" } },
      ),
      "source/main.cpp": "int main() {}\n",
    },
  },
  {
    name: "a Pelion bootloader beside its application",
    files: {
      "bootloader/mbed_app.json": overrides({
        NUCLEO_F429ZI: {
          "target.restrict_size": "0x20000",
          "update-client.application-details": "0x08020000",
          "mbed-bootloader.application-start-address": "0x08020400",
          "mbed-bootloader.max-application-size": "0x1DFC00",
        },
      }),
      "application/mbed_app.json": overrides({
        NUCLEO_F429ZI: {
          "target.bootloader_img": "boot.bin",
          "target.header_offset": "0x20000",
          "target.app_offset": "0x20400",
          "target.header_format": header,
          "update-client.application-details": "0x08020000",
        },
      }),
      "application/boot.bin": bytes(0x1f000),
    },
  },
  {
    name: "a bootloader with a limit for every board",
    files: {
      "mbed_app.json": overrides({
        NUCLEO_F429ZI: { "target.restrict_size": "0x40000" },
        K64F: { "target.restrict_size": "0x20000" },
        LPC55S69_NS: { "target.restrict_size": "0x20000" },
        DISCO_L475VG_IOT01A: { "target.restrict_size": "0x20000" },
      }),
    },
  },
  {
    name: "MCUboot: bootloader and application side by side",
    files: {
      "bootloader/mbed_app.json": overrides({
        DISCO_L475VG_IOT01A: {
          "target.restrict_size": "0x20000",
          "mcuboot.primary-slot-address": "0x08020000",
          "mcuboot.slot-size": "0x60000",
          "mcuboot.scratch-address": "0x080E0000",
          "mcuboot.scratch-size": "0x20000",
          "mcuboot.header-size": "0x1000",
        },
      }),
      "application/mbed_app.json": overrides({
        DISCO_L475VG_IOT01A: {
          "target.mbed_app_start": "0x08021000",
          "target.mbed_app_size": "0x5E000",
          "mcuboot.bootloader-build": 0,
          "mcuboot.primary-slot-address": "0x08020000",
          "mcuboot.slot-size": "0x60000",
        },
      }),
    },
  },
  {
    name: "MCUboot's default header",
    files: {
      "mbed_app.json": overrides({
        NRF52840_DK: {
          "target.mbed_app_start": "0x21000",
          "mcuboot.bootloader-build": false,
          "mcuboot.primary-slot-address": "0x20000",
          "mcuboot.slot-size": "0xC0000",
        },
      }),
    },
  },
  {
    name: "a custom target that inherits from a board, and ROM of its own",
    files: {
      "custom_targets.json": JSON.stringify({
        MY_BOARD: { inherits: ["NUCLEO_F429ZI"], mbed_rom_size: "0x100000", extra_labels_add: ["MY_FAMILY"] },
      }),
      "mbed_app.json": overrides({
        MY_FAMILY: { "target.mbed_app_start": "0x08020000" },
        MY_BOARD: { "target.mbed_app_size": "0xE0000" },
      }),
    },
  },
  {
    name: "a family label that may be an ancestor",
    files: {
      "mbed_app.json": overrides({
        NUCLEO_F429ZI: { "target.mbed_app_start": "0x08020000" },
        MCU_STM32F4: { "target.restrict_size": "0x20000" },
      }),
      "app.ld": script,
      "main.cpp": "int main() {}\n",
    },
  },
  {
    name: "Mbed CE, JSON5 and memory banks",
    files: {
      "mbed_app.json5": `// configuration
{
  target_overrides: {
    NUCLEO_F429ZI: {
      "target.memory_bank_config": { IROM1: { start: 0x08020000, size: 0x1E0000 } },
      "mcuboot.primary-slot-address": "0x08020000", // with comments
    },
  },
}
`,
    },
  },
  {
    name: "Mbed CE with comments in plain names",
    files: {
      "mbed_app.json": `{
  "target_overrides": {
    "*": { "platform.stdio-baud-rate": 115200, /* trailing */ },
    "K64F": { "target.memory_bank_config": { "IROM1": { "start": 0x20000 } } }
  }
}
`,
      "CMakeLists.txt": "include(mbed-os/tools/cmake/mbed_toolchain_setup.cmake)\nproject(hello)\n",
    },
  },
  {
    name: "other parameters of a target, and a library's own that are called alike",
    files: {
      "mbed_app.json": overrides(
        {
          "*": {
            restrict_size: 5,
            "target.printf_lib": "minimal-printf",
            "target.boot-stack-size": "0x1000",
            "target.network-default-interface-type": "ETHERNET",
            "target.c_lib": "small",
            "target.macros_add": ["X=1"],
            "target.mbed_ram1_start": "0x20000000",
          },
        },
        { config: { restrict_size: { help: "mine", value: 4 } } },
      ),
      "lib/mbed_lib.json": JSON.stringify({ name: "lib", config: { app_offset: { value: 4 } } }),
      "lib/test/mbed_lib.json": "this is a test resource, not JSON",
    },
  },
  {
    name: "the image is built first, or comes with Mbed OS",
    files: {
      "mbed_app.json": overrides({
        NUCLEO_F429ZI: { "target.bootloader_img": "../bootloader/BUILD/NUCLEO_F429ZI/boot.bin" },
        K64F: { "target.bootloader_img": "mbed-os/features/FEATURE_BOOTLOADER/targets/K64F.bin" },
      }),
    },
  },
  {
    name: "ROM and RAM of a board that no table knows",
    files: {
      "mbed_app.json": overrides({
        MY_BOARD: {
          "target.mbed_rom_start": "0x08004000",
          "target.mbed_rom_size": "0x3C000",
          "target.mbed_ram_start": "0x20000000",
          "target.mbed_ram_size": "0x10000",
          "target.mbed_app_start": "0x08004000",
        },
      }),
    },
  },
  {
    name: "a label that stands twice",
    files: {
      "mbed_app.json": `{ "target_overrides": {
        "*": { "target.restrict_size": "0x40000" },
        "NUCLEO_F429ZI": {},
        "*": { "platform.stdio-baud-rate": 9600 }
      } }`,
    },
  },
  {
    name: "a configuration under another name",
    files: {
      "configs/wifi.json": overrides({ NUCLEO_F429ZI: { "target.mbed_app_start": "0x08020000" } }),
      "app.ld": script,
      "main.cpp": "int main() {}\n",
    },
  },
];

describe("good Mbed projects", () => {
  it.each(projects)("$name: no warning", async ({ files, settings }) => {
    const { located } = await checkFiles(files, settings);
    expect(located.filter(({ severity }) => severity !== "information")).toEqual([]);
  });
});

/** Boards whose ROM is the chip's whole flash, or a bank of it, with nothing of the factory's in it. */
const boards = allBoards().filter(
  ({ bootloader, applicationStart, target }) =>
    bootloader === null && applicationStart === null && !target.includes(" "),
);

/** Offsets in a board's ROM, without the first, where every layout of its chip has a sector and a vector table may lie. */
function boundaries({ target, rom }: (typeof boards)[number]): number[] {
  const [first = new Set<number>(), ...others] = findDevices(target).candidates.map(({ memories }) => {
    const flash = memories.filter(({ kind }) => kind === "flash");
    return new Set(flash.flatMap((one) => eraseUnitsIn(one, one.base, one.base + one.size)).map(({ base }) => base));
  });
  const shared = [...first].filter((base) => others.every((bases) => bases.has(base)));
  return shared.map((base) => base - rom.base).filter((at) => at > 0 && at < rom.size && at % 0x400 === 0);
}

describe("good Mbed projects of every board", () => {
  const cases = boards.flatMap((board) => {
    const at = boundaries(board);
    return at.length < 3 ? [] : [{ target: board.target, base: board.rom.base, at }];
  });

  it("has boards to try", () => expect(cases.length).toBeGreaterThan(8));

  it.each(cases)(
    "$target: an application on any sector, managed or not, gives no warning",
    async ({ target, base, at }) => {
      for (const offset of [at[0], at[1], at[Math.floor(at.length / 2)], at.at(-1)]) {
        if (offset === undefined) continue;
        const hex = (value: number): string => `0x${value.toString(16)}`;
        for (const keys of [
          { "target.mbed_app_start": hex(base + offset) },
          { "target.restrict_size": hex(offset) },
          { "target.bootloader_img": "boot.bin", "target.app_offset": hex(offset) },
          { "target.bootloader_img": "boot.bin" },
        ]) {
          const { located } = await checkFiles({
            "mbed_app.json": overrides({ [target]: keys }),
            "boot.bin": bytes(0x400),
          });
          // The sector behind a small bootloader may be too short for a vector table's alignment: that is the layout's fault.
          const shown = located.filter(
            ({ severity, code }) => severity !== "information" && code !== "vector-table-alignment",
          );
          expect(shown, JSON.stringify(keys)).toEqual([]);
        }
      }
    },
  );

  it("takes any text for a file without an accident", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((text) => `{"target_overrides":{"*":${text}}}`),
        ),
        async (text) => {
          const { findings } = await checkFiles({
            "mbed_app.json": text,
            "lib/mbed_lib.json": text,
            "custom_targets.json": text,
          });
          expect(Array.isArray(findings)).toBe(true);
        },
      ),
      { seed: 5, numRuns: 150 },
    );
  });
});
