import { describe, expect, it } from "vitest";
import { findDevices } from "../../../src/core/mcu/find-device";
import { chipNames } from "../../../src/snippets/chip-names";
import { layoutOf } from "../flash/builders";

function layoutFor(name: string, from: string) {
  return { ...layoutOf([]), device: { candidates: findDevices(name).candidates, hint: { name, from } } };
}

describe("chipNames", () => {
  it("are parts, each once, or what leaves the part open", () => {
    const layouts = [
      layoutFor("STM32L475VGT6", "bootsmith.json"),
      layoutFor("STM32L475VG", "board.ioc"),
      layoutFor("STM32F407xx", "Makefile"),
      layoutFor("something", "Makefile"),
    ];
    expect(chipNames(layouts)).toEqual(["STM32L475VG", "STM32F407xx"]);
  });
});
