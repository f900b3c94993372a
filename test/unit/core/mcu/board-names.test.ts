import { describe, expect, it } from "vitest";
import { boardNameDevices } from "../../../../src/core/mcu/board-names";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { BOARD_NAMES } from "../../../../src/core/mcu/rows/board-names";
import { referenceRows } from "./reference-rows";

const PLATFORMIO = referenceRows("platformio-boards.txt").map(([board = "", mcu = ""]) => [board, mcu] as const);
const ZEPHYR = referenceRows("zephyr-boards.txt").map(([board = "", mcu = ""]) => [board, mcu] as const);

/** Where PlatformIO's chip is another pin count than the name says; the memories are the same. */
const OTHER_PINS = new Map([["rumba32_f446ve", "STM32F446VE"]]);

describe("a board of PlatformIO", () => {
  it("is known in numbers", () => expect(PLATFORMIO.length).toBeGreaterThan(180));

  it.each(PLATFORMIO)("%s carries %s", (board, mcu) => {
    const { parts } = findDevices(board);
    expect(parts.length).toBeGreaterThan(0);
    // The Discovery and Evaluation boards of ST leave the pin letter out.
    const [part = ""] = findDevices(OTHER_PINS.get(board) ?? mcu).parts;
    expect([part, part.replace(/^(STM32....).(.)/, "$1x$2")]).toContain(parts[0]);
  });
});

describe("a board of Zephyr", () => {
  it.each(ZEPHYR)("%s carries %s", (board, mcu) => {
    const [part = ""] = findDevices(mcu).parts;
    const { parts } = findDevices(board);
    expect([part, part.replace(/^(STM32....).(.)/, "$1x$2")]).toContain(parts[0]);
    expect(parts).toHaveLength(1);
  });

  it.each([
    ["nucleo_f429zi/stm32f429xx", ["STM32F429ZI"]],
    ["nucleo_f429zi@2/stm32f429xx", ["STM32F429ZI"]],
    ["stm32h747i_disco/stm32h747xx/m7", ["STM32H747xI"]],
    ["stm32h747i_disco_m4", ["STM32H747xI"]],
    ["nucleo_h745zi_q//m4", ["STM32H745ZI"]],
    ["unheard_of/stm32f103xb", ["STM32F103xB"]],
  ])("%s", (name, parts) => expect(findDevices(name).parts).toEqual(parts));
});

describe("a board as ST prints it", () => {
  it.each([
    ["NUCLEO-F429ZI", ["STM32F429ZI"]],
    ["NUCLEO-H743ZI2", ["STM32H743ZI"]],
    ["STM32F746G-DISCO", ["STM32F746xG"]],
    ["32F429IDISCOVERY", ["STM32F429xI"]],
    ["STM32F4DISCOVERY", ["STM32F407VG"]],
    ["B-L475E-IOT01A", ["STM32L475VG"]],
    ["B-U585I-IOT02A", ["STM32U585xI"]],
  ])("%s", (name, parts) => expect(findDevices(name).parts).toEqual(parts));
});

describe("what is no board", () => {
  it.each([
    "",
    "/",
    "@",
    "nucleo",
    "nucleo_f999zi",
    "my_f407g",
    "disco",
    "f4",
    "startup_stm32l475xx.s",
    "main.ld",
    "a/b/c/d",
  ])("%j", (name) => expect(boardNameDevices(name)).toEqual([]));

  it("a board is not guessed from a shorter or longer name", () => {
    expect(findDevices("mapl").parts).toEqual([]);
    expect(findDevices("maple_two").parts).toEqual([]);
  });
});

describe("the table of board names", () => {
  const names = BOARD_NAMES.flatMap((row) => row.names.split(" "));

  it("has each name once, in lower case, with a part that is known and a source", () => {
    expect(new Set(names).size).toBe(names.length);
    for (const row of BOARD_NAMES) {
      expect(row.names).toBe(row.names.toLowerCase());
      expect(row.source).not.toBe("");
      for (const part of row.parts.split(" ")) expect(findDevices(part).parts, row.names).toEqual([part]);
    }
  });
});
