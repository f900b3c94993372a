import { describe, expect, it } from "vitest";
import { findBoard } from "../../../../src/core/mcu/boards";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { SnapshotReader, type BinaryFile, type TextFile } from "../../../../src/core/project/snapshot";
import { english } from "../../../../src/core/text";
import { entriesFor, numberOf, readMbedConfig } from "../../../../src/core/sources/mbed-config";
import type { MbedLayout } from "../../../../src/core/sources/mbed-claims";
import type { MbedRom } from "../../../../src/core/sources/mbed-settings";
import { mbedLayout } from "../../../../src/core/sources/mbed-layout";

const uri = "memfs:/ws/mbed_app.json";
const file = (text: string): TextFile => ({ uri, text, hash: "" });
const overrides = (scopes: Record<string, Record<string, unknown>>): string =>
  JSON.stringify({ target_overrides: scopes });

/** NUCLEO_F429ZI: ROM 0x08000000, 2 MiB; sectors 4×16K, 64K, 7×128K, twice. */
function layoutOf(
  keys: Record<string, unknown>,
  target = "NUCLEO_F429ZI",
  images: Record<string, Uint8Array> = {},
): MbedLayout {
  const binaries = new Map(
    Object.entries(images).map(([name, bytes]): [string, BinaryFile] => [
      `memfs:/ws/${name}`,
      { uri: `memfs:/ws/${name}`, bytes },
    ]),
  );
  const files = new SnapshotReader({
    roots: ["memfs:/ws"],
    listing: [uri, ...binaries.keys()],
    texts: new Map(),
    binaries,
  });
  const named = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`target.${key}`, value]));
  const config = readMbedConfig(file(overrides({ [target]: named })));
  return mbedLayout({
    entries: entriesFor(config, target),
    open: new Map(),
    tool: "mbed-cli-1",
    rom: romOfTarget(target),
    devices: findDevices(target).candidates,
    files,
  });
}

function romOfTarget(target: string): MbedRom | undefined {
  const board = findBoard(target);
  return board === undefined ? undefined : { ...board.rom, name: board.target };
}

function claims({ claims: all }: MbedLayout): string[] {
  return all.map(
    ({ about, quantity, value }) => `${about} ${quantity} ${value.known ? value.value.toString(16) : "?"}`,
  );
}

const problems = (layout: MbedLayout): string[] =>
  layout.problems.map(({ code, message }) => `${code}: ${english(message)}`);

describe("values (rules sheet §2)", () => {
  it.each<[string, unknown, number | undefined]>([
    ["target.restrict_size", "0x40000", 0x40000],
    ["target.restrict_size", "262144", 262144],
    ["target.restrict_size", 262144, undefined],
    ["target.mbed_app_start", 134217728, undefined],
    ["target.app_offset", 0x8000, 0x8000],
    ["target.header_offset", "0x8000", 0x8000],
    ["target.app_offset", "32*1024", undefined],
    ["target.mbed_app_size", "64K", undefined],
    ["target.mbed_app_size", true, undefined],
  ])("%s: %j is %s", (key, value, expected) => {
    const config = readMbedConfig(file(overrides({ K64F: { [key]: value } })));
    expect(numberOf(config.entries[0]!)).toBe(expected);
    expect(config.problems.map((problem) => problem.code)).toEqual(expected === undefined ? ["mbed-value"] : []);
  });

  it.each(["update-client.storage-size", "mbed-bootloader.bootloader-size", "target.macros_add"])(
    "%s may be C text",
    (key) => {
      expect(readMbedConfig(file(overrides({ "*": { [key]: "(64*1024)" } }))).problems).toEqual([]);
    },
  );

  it("offers what a product means, and nothing for what it cannot tell", () => {
    const fixes = (value: string): string[] =>
      readMbedConfig(file(overrides({ "*": { "target.restrict_size": value } }))).problems.flatMap(
        ({ fix }) => fix?.edits.map((edit) => edit.replacement) ?? [],
      );
    expect(fixes("64*1024")).toEqual(["0x10000"]);
    expect(fixes("64K")).toEqual(["0x10000"]);
    expect(fixes("MBED_SIZE")).toEqual([]);
  });

  it("sees keys with stray spaces", () => {
    const [problem] = readMbedConfig(file(overrides({ "*": { "target.app_offset ": "0x10000" } }))).problems;
    expect(problem?.fix?.edits).toMatchObject([{ current: "target.app_offset ", replacement: "target.app_offset" }]);
  });
});

describe("labels (rules sheet §1)", () => {
  it("lets the last matching scope win, in file order", () => {
    const text =
      '{ "target_overrides": { "K64F": { "target.app_offset": "0x1" }, "*": { "target.app_offset": "0x2" }, "OTHER": { "target.app_offset": "0x3" } } }';
    const entries = entriesFor(readMbedConfig(file(text)), "K64F");
    expect(entries.get("target.app_offset")?.value.string).toBe("0x2");
  });

  it("merges a label that stands twice", () => {
    const text =
      '{ "target_overrides": { "*": { "target.app_offset": "0x1" }, "*": { "target.header_offset": "0x2" } } }';
    expect([...entriesFor(readMbedConfig(file(text)), undefined).keys()]).toEqual([
      "target.app_offset",
      "target.header_offset",
    ]);
  });
});

describe("unmanaged mode (rules sheet §4)", () => {
  it("takes start and size as they stand", () => {
    const layout = layoutOf({ mbed_app_start: "0x08020000", mbed_app_size: "0x40000" });
    expect(claims(layout)).toEqual(["self vectors 8020000", "self end 8060000"]);
    expect([layout.defines["MBED_APP_START"]?.text, layout.defines["MBED_APP_SIZE"]?.text]).toEqual([
      "0x08020000",
      "0x40000",
    ]);
    expect(problems(layout)).toEqual([]);
  });

  it("fills the rest of ROM", () => {
    const layout = layoutOf({ mbed_app_start: "0x08020000" });
    expect(layout.defines["MBED_APP_SIZE"]?.text).toBe("0x001E0000");
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "starts before ROM",
      { mbed_app_start: "0x20000" },
      "mbed-value: 0x00020000 lies outside the ROM of NUCLEO_F429ZI, which runs from 0x08000000 to 0x08200000.",
    ],
    [
      "ends after ROM",
      { mbed_app_start: "0x08020000", mbed_app_size: "0x200000" },
      "mbed-value: The application ends at 0x08220000, 128 KiB behind the end of the ROM of NUCLEO_F429ZI.",
    ],
  ])("%s", (_name, keys, problem) => expect(problems(layoutOf(keys))).toEqual([problem]));

  it("says nothing of a target nobody knows", () => {
    const layout = layoutOf({ mbed_app_start: "0x08020000", mbed_app_size: "0x40000000" }, "MY_BOARD");
    expect(claims(layout)).toEqual(["self vectors 8020000", "self end 48020000"]);
    expect(problems(layout)).toEqual([]);
  });
});

describe("managed mode (rules sheet §5)", () => {
  const boot = { "boot.bin": new Uint8Array(0x7f00) };

  it("refuses managed and unmanaged keys together (§3.2)", () => {
    expect(
      layoutOf({ restrict_size: "0x8000", mbed_app_start: "0x08008000", mbed_app_size: "0x1" }).problems.map(
        ({ code }) => code,
      ),
    ).toEqual(["mbed-key-conflict", "mbed-key-conflict"]);
  });

  it("puts the application on the sector behind the image", () => {
    const layout = layoutOf({ bootloader_img: "boot.bin" }, "NUCLEO_F429ZI", boot);
    expect(claims(layout)).toEqual([
      "bootloader slot 8000000",
      "bootloader vectors 8000000",
      "bootloader end 8007f00",
      "self vectors 8008000",
      "self end 8200000",
    ]);
    expect(layout.defines["MBED_APP_START"]).toEqual({ text: "0x08008000" });
  });

  it("keeps room for a header, rounded up to 128", () => {
    const members = [
      ["magic", "const", "32be", "1"],
      ["size", "size", "64be", ["application"]],
      ["hash", "digest", "SHA256", "application"],
      ["crc", "digest", "CRCITT32be", "header"],
    ];
    const layout = layoutOf({ bootloader_img: "boot.bin", header_format: members }, "NUCLEO_F429ZI", boot);
    expect(claims(layout)).toEqual(expect.arrayContaining(["self slot 8008000", "self vectors 8008080"]));
  });

  it("knows no start behind a header whose members it does not know", () => {
    expect(claims(layoutOf({ bootloader_img: "boot.bin", header_offset: "0x8000" }, "NUCLEO_F429ZI", boot))).toContain(
      "self slot 8008000",
    );
    expect(
      claims(layoutOf({ bootloader_img: "boot.bin", header_offset: "0x8000" }, "NUCLEO_F429ZI", boot)).join(),
    ).not.toContain("self vectors");
    expect(
      claims(
        layoutOf({ bootloader_img: "boot.bin", header_format: [["a", "b", "odd", 1]] }, "NUCLEO_F429ZI", boot),
      ).join(),
    ).not.toContain("self vectors");
  });

  it("counts offsets from ROM start, and limits the size", () => {
    const keys = { bootloader_img: "boot.bin", header_offset: "0x8000", app_offset: "0x8400", restrict_size: "0x7C00" };
    expect(claims(layoutOf(keys, "NUCLEO_F429ZI", boot))).toEqual(
      expect.arrayContaining(["self slot 8008000", "self vectors 8008400", "self end 8010000"]),
    );
  });

  it.each<[string, Record<string, string>, Record<string, Uint8Array>, string]>([
    [
      "no file",
      { bootloader_img: "none.bin" },
      {},
      "bootloader-image-missing: The bootloader image none.bin does not exist.",
    ],
    [
      "another kind of file",
      { bootloader_img: "boot.elf" },
      { "boot.elf": new Uint8Array(4) },
      "mbed-value: The Mbed tools load a bootloader from .bin or .hex only, not from boot.elf.",
    ],
    [
      "too large",
      { bootloader_img: "boot.bin" },
      { "boot.bin": new Uint8Array(0x200001) },
      "mbed-value: The bootloader image boot.bin does not fit in the ROM, which ends at 0x08200000.",
    ],
    [
      "an absolute offset",
      { bootloader_img: "boot.bin", app_offset: "0x08008400" },
      boot,
      "mbed-value: target.app_offset counts from the start of ROM (0x08000000); 0x10008400 lies behind the end of ROM.",
    ],
    [
      "a hex file that begins elsewhere",
      { bootloader_img: "b.hex" },
      { "b.hex": hexFile(0x0801) },
      "mbed-value: The bootloader image b.hex starts at 0x08010000; the Mbed tools want it at 0x08000000.",
    ],
    [
      "a hex file that is none",
      { bootloader_img: "b.hex" },
      { "b.hex": new TextEncoder().encode("hello") },
      "mbed-value: b.hex",
    ],
  ])("%s", (_name, keys, images, problem) => {
    const [found = ""] = problems(layoutOf(keys, "NUCLEO_F429ZI", images));
    expect(found.startsWith(problem), found).toBe(true);
  });

  it("leaves out what a hex file holds beyond ROM", () => {
    const layout = layoutOf({ bootloader_img: "b.hex" }, "NUCLEO_F429ZI", { "b.hex": hexFile(0x0800, 0x1fff) });
    expect(claims(layout)).toEqual(expect.arrayContaining(["bootloader end 8000010", "self vectors 8004000"]));
  });

  it.each<[string, string[], string[]]>([
    ["0x40000", ["self end 8040000", "application vectors 8040000"], []],
    ["0x48000", ["self end 8040000", "application vectors 8040000"], ["restrict-size-rounded"]],
    ["0x2000", ["self end 8000000"], ["restrict-size-rounded"]],
  ])("restrict_size %s ends on a sector", (size, expected, codes) => {
    const layout = layoutOf({ restrict_size: size });
    expect(claims(layout)).toEqual(expect.arrayContaining(["self slot 8000000", ...expected]));
    expect(layout.problems.map(({ code }) => code)).toEqual(codes);
  });

  it.each([{ app_offset: "0x8400" }, { header_offset: "0x8000" }, {}])("ignores %j alone", (keys) => {
    expect(layoutOf(keys)).toEqual({ claims: [], problems: [], defines: {} });
  });

  it("knows nothing where ROM is not known", () => {
    expect(claims(layoutOf({ restrict_size: "0x8000" }, "MY_BOARD"))).toEqual(["self end ?"]);
    expect(claims(layoutOf({ bootloader_img: "boot.bin" }, "MY_BOARD", boot))).toEqual([]);
  });
});

/** Sixteen bytes at the start of each given 64 KiB block. */
function hexFile(...blocks: number[]): Uint8Array {
  const record = (address: number, type: number, data: readonly number[]): string => {
    const bytes = [data.length, address >> 8, address & 0xff, type, ...data];
    const sum = bytes.reduce((a, b) => a + b, 0);
    return ":" + [...bytes, -sum & 0xff].map((byte) => byte.toString(16).padStart(2, "0")).join("") + "\n";
  };
  const lines = blocks.flatMap((block) => [
    record(0, 4, [block >> 8, block & 0xff]),
    record(
      0,
      0,
      Array.from({ length: 16 }, () => 0xff),
    ),
  ]);
  return new TextEncoder().encode([...lines, record(0, 1, [])].join(""));
}
