import { describe, expect, it } from "vitest";
import type { TextFile } from "../../../../src/core/project/snapshot";
import { readMbedConfig, type MbedConfig } from "../../../../src/core/sources/mbed-config";
import { MbedExpressions } from "../../../../src/core/sources/mbed-expression";
import { mergeSettings, romOf, type MbedSettings } from "../../../../src/core/sources/mbed-settings";
import {
  lineageOf,
  matchLabel,
  targetDefinitions,
  type TargetDefinition,
} from "../../../../src/core/sources/mbed-targets";
import { checkFiles } from "../../../support/memory-tree";

const file = (path: string, content: unknown): TextFile => ({
  uri: `memfs:/ws/${path}`,
  text: typeof content === "string" ? content : JSON.stringify(content),
  hash: "",
});
const app = (scopes: unknown): MbedConfig => readMbedConfig(file("mbed_app.json", { target_overrides: scopes }));
const lib = (name: string, scopes: unknown, config: unknown = {}): MbedConfig =>
  readMbedConfig(file(`${name}/mbed_lib.json`, { name, config, target_overrides: scopes }));
const targets = (content: unknown): readonly TargetDefinition[] =>
  targetDefinitions(file("custom_targets.json", content));

const shown = ({ entries, open }: MbedSettings): Record<string, string> => ({
  ...Object.fromEntries([...entries].map(([key, { value }]) => [key, value.source])),
  ...Object.fromEntries([...open].map(([key, missing]) => [key, `? ${missing}`])),
});

describe("matchLabel", () => {
  const own = targets({
    MINE: { inherits: ["NUCLEO_F429ZI"], extra_labels_add: ["BLUE"] },
    CLOSED: { inherits: ["BASE"] },
    BASE: { inherits: ["Target"] },
  });
  it.each<[string, string, string]>([
    ["*", "K64F", "yes"],
    ["K64F", "K64F", "yes"],
    ["Target", "K64F", "yes"],
    ["NUCLEO_F429ZI", "K64F", "no"],
    ["K64F", "NUCLEO_F429ZI", "no"],
    ["NUCLEO_F411RE", "NUCLEO_F429ZI", "no"],
    ["LPC55S69_NS", "NUCLEO_F429ZI", "no"],
    ["MCU_STM32F4", "NUCLEO_F429ZI", "maybe"],
    ["MCU_STM32L4", "NUCLEO_F429ZI", "no"],
    ["STM32F429xI", "NUCLEO_F429ZI", "maybe"],
    ["FAMILY_STM32", "NUCLEO_F429ZI", "maybe"],
    ["STM", "NUCLEO_F429ZI", "maybe"],
    ["KSDK2_MCUS", "K64F", "maybe"],
    ["PORTENTA_H7", "PORTENTA_H7_M7", "maybe"],
    ["NUCLEO_F439ZI", "UBLOX_EVK_ODIN_W2", "maybe"],
    ["OTHER", "NOBODY_KNOWS", "maybe"],
    ["NUCLEO_F429ZI", "MINE", "yes"],
    ["BLUE", "MINE", "yes"],
    ["MCU_STM32F4", "MINE", "maybe"],
    ["CLOSED", "MINE", "no"],
    ["BASE", "CLOSED", "yes"],
    ["MCU_STM32F4", "CLOSED", "no"],
  ])("%s for %s: %s", (label, target, match) => expect(matchLabel(label, lineageOf(target, own))).toBe(match));

  it("does not end up in a circle", () => {
    const circle = targets({ A: { inherits: ["B"] }, B: { inherits: ["A"] } });
    expect([...lineageOf("A", circle).labels]).toEqual(["A", "B"]);
  });
});

describe("mergeSettings (rules sheet §1)", () => {
  const nucleo = lineageOf("NUCLEO_F429ZI", []);

  it.each<[string, unknown, Record<string, string>]>([
    [
      "the last matching label wins, not the closest",
      {
        NUCLEO_F429ZI: { "target.app_offset": "0x1" },
        "*": { "target.app_offset": "0x2" },
        K64F: { "target.app_offset": "0x3" },
      },
      { "target.app_offset": "0x2" },
    ],
    [
      "a label that may match leaves the value open",
      { NUCLEO_F429ZI: { "target.app_offset": "0x1" }, MCU_STM32F4: { "target.app_offset": "0x2" } },
      { "target.app_offset": "? MCU_STM32F4" },
    ],
    [
      "unless one that does match comes behind it",
      { MCU_STM32F4: { "target.app_offset": "0x2" }, NUCLEO_F429ZI: { "target.app_offset": "0x1" } },
      { "target.app_offset": "0x1" },
    ],
    [
      "or says the same",
      { NUCLEO_F429ZI: { "target.app_offset": "0x1" }, MCU_STM32F4: { "target.app_offset": "0x1" } },
      { "target.app_offset": "0x1" },
    ],
    [
      "null takes a value back",
      { "*": { "target.app_offset": "0x1" }, NUCLEO_F429ZI: { "target.app_offset": null } },
      {},
    ],
    [
      "a label that the application adds may be one of the target's",
      { "*": { "target.extra_labels_add": ["K66F"] }, K66F: { "target.app_offset": "0x1" } },
      { "target.extra_labels_add": '["K66F"]', "target.app_offset": "? K66F" },
    ],
  ])("%s", (_name, scopes, expected) => expect(shown(mergeSettings(app(scopes), [], nucleo))).toEqual(expected));

  it("application beats library beats target", () => {
    const own = targets({
      MINE: { inherits: ["Target"], mbed_rom_start: "0x1", mbed_rom_size: "0x1", mbed_app_start: "0x1" },
    });
    const library = lib("lib", { "*": { "target.mbed_rom_size": "0x2", "target.mbed_app_start": "0x2" } });
    const settings = mergeSettings(
      app({ MINE: { "target.mbed_app_start": "0x3" } }),
      [{ config: library, match: "yes" }],
      lineageOf("MINE", own),
    );
    expect(shown(settings)).toEqual({
      "target.mbed_rom_start": "0x1",
      "target.mbed_rom_size": "0x2",
      "target.mbed_app_start": "0x3",
    });
  });

  it("of the target a library changes only what places an image", () => {
    const library = lib("lib", { "*": { "target.app_offset": "0x2", "target.c_lib": "small", size: 1 } }, { size: 0 });
    expect(shown(mergeSettings(undefined, [{ config: library, match: "yes" }], nucleo))).toEqual({
      "target.app_offset": "0x2",
      "lib.size": "1",
    });
  });

  it("two libraries that contradict each other, and one that may be ignored, leave it open", () => {
    const [one, two] = [
      lib("one", { "*": { "target.app_offset": "0x1" } }),
      lib("two", { "*": { "target.app_offset": "0x2" } }),
    ];
    const both = mergeSettings(
      undefined,
      [
        { config: one, match: "yes" },
        { config: two, match: "yes" },
      ],
      nucleo,
    );
    expect(shown(both)).toEqual({ "target.app_offset": `? ${two.uri}` });
    const maybe = mergeSettings(undefined, [{ config: one, match: "maybe" }], nucleo);
    expect(shown(maybe)).toEqual({ "target.app_offset": `? ${one.uri}` });
    const beaten = mergeSettings(
      app({ "*": { "target.app_offset": "0x3" } }),
      [{ config: one, match: "maybe" }],
      nucleo,
    );
    expect(shown(beaten)).toEqual({ "target.app_offset": "0x3" });
  });

  it("drops what is not ASCII, and merges a label that stands twice", () => {
    const text =
      '{"target_overrides": {"*": {"target.app\u00a0_offset": "0x1"}, "*": {"target.header_offset": "0x2"}}}';
    expect(shown(mergeSettings(readMbedConfig(file("mbed_app.json", text)), [], nucleo))).toEqual({
      "target.app_offset": "0x1",
      "target.header_offset": "0x2",
    });
  });
});

describe("romOf (rules sheet §3)", () => {
  const board = { target: "B", rom: { base: 0x08000000, size: 0x100000 } };
  const of = (keys: Record<string, unknown>, tool: "mbed-cli-1" | "mbed-ce" = "mbed-cli-1", known = true): string => {
    const rom = romOf(mergeSettings(app({ "*": keys }), [], lineageOf("B", [])), tool, known ? board : undefined, "B");
    return rom === undefined ? "?" : `${rom.base.toString(16)} ${rom.size.toString(16)}`;
  };
  it("is the board's, each of start and size replaced", () => {
    expect(of({})).toBe("8000000 100000");
    expect(of({ "target.mbed_rom_start": "0x08004000" })).toBe("8004000 100000");
    expect(of({ "target.mbed_rom_size": 4096 })).toBe("8000000 1000");
    expect(of({ "target.mbed_rom_start": "0x0", "target.mbed_rom_size": "0x1000" })).toBe("8000000 1000");
  });
  it("takes both where no board is known", () => {
    expect(of({ "target.mbed_rom_start": "0x08004000" }, "mbed-cli-1", false)).toBe("?");
    expect(of({ "target.mbed_rom_start": "0x08004000", "target.mbed_rom_size": "0x1000" }, "mbed-cli-1", false)).toBe(
      "8004000 1000",
    );
  });
  it("is not known where a number cannot be read, and Mbed CE does not ask", () => {
    expect(of({ "target.mbed_rom_size": "64K" })).toBe("?");
    expect(of({ "target.mbed_rom_size": "64K" }, "mbed-ce")).toBe("8000000 100000");
  });
});

describe("MbedExpressions (rules sheet §2)", () => {
  const rom = { base: 0x08000000, size: 0x200000, name: "B" };
  const evaluated = (value: unknown, others: Record<string, unknown> = {}): string => {
    const settings = mergeSettings(app({ "*": { ...others, "x.y": value } }), [], lineageOf("B", []));
    const entry = settings.entries.get("x.y");
    if (entry === undefined) throw new Error("no entry");
    const { value: result, edit } = new MbedExpressions(settings, rom).evaluate(entry);
    const site = edit.editable ? edit.sites[0] : undefined;
    const written = site === undefined ? "-" : `${site.current}+${site.base.toString(16)}`;
    return `${result.known ? result.value.toString(16) : `? ${result.missing.join(" ")}`} ${written}`;
  };
  it.each<[unknown, string]>([
    ["0x08020000", "8020000 0x08020000+0"],
    [134348800, "8020000 134348800+0"],
    ["(MBED_ROM_START + 0x20000)", "8020000 0x20000+8000000"],
    ["(1024*1024*64)", "4000000 -"],
    ["(MBED_ROM_START + 64 * 1024)", "8010000 -"],
    ["(MBED_ROM_SIZE - MBED_CONF_A_B_C)", "1ff000 -"],
    ["MBED_CONF_NO_ONE", "? MBED_CONF_NO_ONE -"],
    ["APPLICATION_ADDR + 1", "? APPLICATION_ADDR -"],
    ["MBED_CONF_X_Y", "? MBED_CONF_X_Y -"],
    [["list"], "? x.y -"],
  ])("%j: %s", (value, expected) => expect(evaluated(value, { "a.b-c": "0x1000" })).toBe(expected));
});

describe("the whole way", () => {
  const script = `#if !defined(MBED_APP_START)
#define MBED_APP_START 0x08000000
#endif
MEMORY { FLASH (rx) : ORIGIN = MBED_APP_START, LENGTH = 512K  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 64K }
SECTIONS { .text : { KEEP(*(.isr_vector)) *(.text*) } > FLASH }
`;
  const originOf = async (files: Record<string, unknown>, target: string): Promise<string | undefined> => {
    const contents = Object.entries(files).map(([path, content]) => [path, file(path, content).text] as const);
    const { layouts } = await checkFiles({ "app.ld": script, "main.cpp": "", ...Object.fromEntries(contents) });
    const layout = layouts.find(({ configuration }) => configuration.target === target);
    const value = layout?.images[0]?.regions[0]?.origin.value;
    return value === undefined ? undefined : value.known ? value.value.toString(16) : "?";
  };
  const start = (address: string): unknown => ({ "target.mbed_app_start": address });

  it("an ancestor's label reaches the linker script", async () => {
    const files = {
      "custom_targets.json": { MINE: { inherits: ["NUCLEO_F429ZI"] } },
      "mbed_app.json": { target_overrides: { NUCLEO_F429ZI: start("0x08020000"), MINE: { "target.c_lib": "std" } } },
    };
    expect(await originOf(files, "MINE")).toBe("8020000");
  });

  it("a label that may match leaves the script's region unknown, not at its default", async () => {
    const files = {
      "mbed_app.json": {
        target_overrides: { MCU_STM32F4: start("0x08020000"), NUCLEO_F429ZI: { "target.c_lib": "std" } },
      },
    };
    expect(await originOf(files, "NUCLEO_F429ZI")).toBe("?");
  });

  it("the chip of a custom target is its device's", async () => {
    const { layouts } = await checkFiles({
      "custom_targets.json": JSON.stringify({ MINE: { inherits: ["FAMILY_STM32"], device_name: "STM32F429ZITx" } }),
      "mbed_app.json": JSON.stringify({ target_overrides: { MINE: start("0x08020000") } }),
    });
    expect(layouts[0]?.device.candidates.map(({ part }) => part)).toContain("STM32F429ZI");
  });

  it("a configuration under another name counts where it is the only one", async () => {
    const named = {
      "configs/wifi.json": { target_overrides: { NUCLEO_F429ZI: start("0x08020000") } },
      "mbed-os.lib": "url",
    };
    expect(await originOf(named, "NUCLEO_F429ZI")).toBe("8020000");
    const two = {
      ...named,
      "configs/lora.json": { target_overrides: { NUCLEO_F429ZI: { "target.restict_size": "0x1" } } },
    };
    expect(await originOf(two, "NUCLEO_F429ZI")).toBeUndefined();
    const contents = Object.entries(two).map(([path, content]): [string, string] => [path, file(path, content).text]);
    expect((await checkFiles(Object.fromEntries(contents))).lines).toEqual(["configs/lora.json:1 mbed-key-unknown"]);
  });

  it("a library in the folder of another target says nothing", async () => {
    const library = { name: "boot", target_overrides: { "*": { "target.mbed_app_start": "0x08040000" } } };
    const config = { target_overrides: { NUCLEO_F429ZI: { "target.c_lib": "std" } } };
    expect(await originOf({ "mbed_app.json": config, "TARGET_K64F/mbed_lib.json": library }, "NUCLEO_F429ZI")).toBe(
      "8000000",
    );
    expect(await originOf({ "mbed_app.json": config, "boot/mbed_lib.json": library }, "NUCLEO_F429ZI")).toBe("8040000");
    const ignored = { "mbed_app.json": config, "boot/mbed_lib.json": library, "boot/.mbedignore": "*" };
    expect(await originOf(ignored, "NUCLEO_F429ZI")).toBe("?");
  });
});
