import { describe, expect, it } from "vitest";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { layoutDevices } from "../../../../src/core/mcu/layout-devices";
import strings from "../../../fixtures/dfu/interface-strings.json";

/** Interface strings of ST's ROMs and samples, by what the board is said to carry. */
const SEEN: readonly (readonly [board: string, part: string])[] = [
  ["STM32F407 board", "STM32F407xG"],
  ["STM32F401CB Black Pill", "STM32F401xB"],
  ["FYSETC Spider (STM32F446)", "STM32F446xE"],
  ["STM32F4 Discovery, older ROM", "STM32F407xG"],
  ["STM32F42x dual bank 2 MB", "STM32F427xI"],
  ["STM32F722-class board", "STM32F722xE"],
  ["STM32F74x", "STM32F746xG"],
  ["STM32F767, MicroPython mboot", "STM32F767xI"],
  ["STM32F042 (SolidRun BMC)", "STM32F042x6"],
  ["STM32F072 (Durgod keyboard)", "STM32F072xB"],
  ["STM32F105 (FlashFloppy)", "STM32F105xC"],
  ["STM32F303", "STM32F303xC"],
  ["STM32L1 (bttn)", "STM32L151xC"],
  ["STM32L072", "STM32L072xZ"],
  ["STM32L4R9 (ST SensorTile.box)", "STM32L4R9xI"],
  ["STM32G0B1 512K", "STM32G0B1xE"],
  ["STM32G474 (WeAct)", "STM32G474xE"],
  ["STM32H750 ROM (Daisy)", "STM32H750xB"],
  ["STM32H7A3 (WeAct MiniSTM32H7xx)", "STM32H7A3xI"],
  ["STM32H563", "STM32H563xI"],
  ["STM32U5 1 MB (Inertial Sense GPX-1)", "STM32U575xG"],
  ["STM32U585 2 MB dev kit", "STM32U585xI"],
  ["STM32WB55, MicroPython mboot", "STM32WB55xG"],
  ["STM32F429 sample", "STM32F429xI"],
  ["STM32L476 sample", "STM32L476xE"],
];

const flashOf = (board: string): string =>
  strings.find((one) => one.board === board && one.name.startsWith("@Internal Flash"))?.name ?? `no string of ${board}`;

describe("the interface string of a chip's flash", () => {
  it.each(SEEN)("%s: %s is among the candidates", (board, part) => {
    expect(findDevices(flashOf(board)).parts).toContain(part);
  });

  it("gives the layout, too, where an option bit chooses", () => {
    const variants = layoutDevices("@Internal Flash  /0x08000000/04*032Kg,01*128Kg,07*256Kg")
      .filter(({ part }) => part === "STM32F767xI")
      .map(({ variant }) => variant);
    expect(variants).toEqual(["nDBANK = 1 (factory)"]);
    const dual = layoutDevices("@Internal Flash /0x08000000/04*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg");
    expect(dual.filter(({ part }) => part === "STM32F767xI").map(({ variant }) => variant)).toEqual(["nDBANK = 0"]);
  });

  it("puts exact matches first, then parts of the same die with less flash, and no others", () => {
    const { parts } = findDevices("@Internal Flash   /0x08000000/16*128Kg");
    expect(parts[0]).toBe("STM32H742xI");
    // The ROM of an STM32H750 shows 16 sectors, of which one is sold.
    expect(parts.at(-1)).toBe("STM32H750xB");
    expect(parts.every((part) => part.startsWith("STM32H74") || part.startsWith("STM32H75"))).toBe(true);
  });

  it("takes a string that shows less than any chip has for the beginning of one", () => {
    expect(findDevices("@Internal Flash   /0x08000000/6*04Ka,197*04Kg").parts).toContain("STM32WB55xG");
  });

  it.each([
    "@",
    "@Internal Flash",
    "@Option Bytes  /0x1FFFC000/01*016 e",
    "@OTP Memory /0x1FFF7800/01*512 e,01*016 e",
    "@SPI Flash: N25Q128A/0x90000000/256*64Kg",
    "@Internal Flash /0x08000000/03*017Kg",
    "@Internal Flash /0x08000000/",
    "@Internal Flash /0x08000000/99999999*128Kg",
  ])("finds nothing behind %j", (name) => expect(findDevices(name).parts).toEqual([]));
});
