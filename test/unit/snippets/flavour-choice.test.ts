import { describe, expect, it } from "vitest";
import { SNIPPET_FLAVOURS } from "../../../src/core/snippets/request";
import { evidentFlavours, flavoursInOrder, flavoursOfFiles, languageOf } from "../../../src/snippets/flavour-choice";

const file = (name: string, language: string, text = "") => ({ name, language, text });

describe("evidentFlavours", () => {
  it.each([
    ["main.c", "c", '#include "stm32f4xx_hal.h"', ["hal"]],
    ["main.c", "c", '#include "stm32f4xx_hal_conf.h"', ["hal"]],
    ["main.c", "c", '# include "stm32l475xx.h"', ["cmsis"]],
    ["main.c", "c", "#include <libopencm3/stm32/rcc.h>", ["libopencm3"]],
    ["main.cpp", "cpp", '#include "mbed.h"', ["mbed"]],
    ["main.cpp", "cpp", "#include <Arduino.h>", ["arduino"]],
    ["Blink.ino", "cpp", "", ["arduino"]],
    ["Blink.ino", "plaintext", "", ["arduino"]],
    ["main.rs", "rust", "", ["rust"]],
    ["main.c", "c", '// #include "stm32f4xx_hal.h"', []],
    ["main.c", "c", "", []],
  ] as const)("%s (%s) with %s: %j", (name, language, text, expected) => {
    expect(evidentFlavours({ file: file(name, language, text), around: [] })).toEqual(expected);
  });

  it("believe the file first, its project then", () => {
    const main = file("main.c", "c", '#include "stm32f4xx.h"');
    expect(evidentFlavours({ file: main, around: ["hal"] })).toEqual(["cmsis", "hal"]);
    expect(evidentFlavours({ around: ["mbed", "hal"] })).toEqual(["mbed", "hal"]);
  });

  it("are only those that compile in the file", () => {
    const around = SNIPPET_FLAVOURS;
    expect(evidentFlavours({ file: file("a.c", "c"), around })).toEqual(["hal", "cmsis", "libopencm3"]);
    expect(evidentFlavours({ file: file("a.cpp", "cpp"), around })).not.toContain("rust");
    expect(evidentFlavours({ file: file("a.rs", "rust"), around })).toEqual(["rust"]);
  });

  it("of a sketch on Arduino's own Mbed core are Mbed's", () => {
    expect(evidentFlavours({ file: file("Blink.ino", "cpp"), around: ["mbed"] })).toEqual(["mbed", "arduino"]);
    expect(evidentFlavours({ file: file("Blink.ino", "cpp"), around: ["hal"] })).toEqual(["arduino"]);
  });
});

describe("flavoursOfFiles", () => {
  it.each([
    ["mbed_app.json", "mbed"],
    ["sub/mbed-os.lib", "mbed"],
    ["Blink/Blink.ino", "arduino"],
    ["lib/libopencm3/Makefile", "libopencm3"],
    ["board.ioc", "hal"],
    ["Core/Inc/stm32g0xx_hal_conf.h", "hal"],
    ["Drivers/STM32F4xx_HAL_Driver/Inc/stm32f4xx_hal.h", "hal"],
    ["Cargo.toml", "rust"],
  ])("%s speaks of %s", (path, flavour) => {
    expect(flavoursOfFiles(["README.md", path])).toEqual([flavour]);
  });

  it("says nothing of files that any project has", () => {
    expect(flavoursOfFiles(["main.c", "Makefile", "stm32l475xx.h", "system_stm32l4xx.c"])).toEqual([]);
  });
});

describe("flavoursInOrder", () => {
  it("has every library once, the evident ones first", () => {
    expect(flavoursInOrder(["rust", "hal"])).toEqual(["rust", "hal", "cmsis", "mbed", "arduino", "libopencm3"]);
  });
});

describe("languageOf", () => {
  it.each([
    ["a.c", "c", "c"],
    ["a.ino", "arduino", "cpp"],
    ["a.INO", "plaintext", "cpp"],
    ["a.ld", "linkerscript", undefined],
    ["a", "constructor", undefined],
  ])("%s (%s): %s", (name, language, expected) => {
    expect(languageOf({ name, language })).toBe(expected);
  });
});
