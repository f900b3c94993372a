import { describe, expect, it } from "vitest";
import { workspaceChips } from "../../../../src/core/layout/workspace-chips";
import { allParts, findDevices } from "../../../../src/core/mcu/find-device";
import { layoutOf } from "../../flash/builders";

function layoutFor(set: string, name: string, from?: string) {
  const { candidates } = findDevices(name);
  const hint = from === undefined ? {} : { hint: { name, from } };
  return { ...layoutOf([], { set }), device: { candidates, ...hint } };
}

describe("workspaceChips", () => {
  it("names each part once, with its sets and what names it", () => {
    const chips = workspaceChips([
      layoutFor("first", "STM32L475VGT6", "bootsmith.json"),
      layoutFor("second", "STM32L475VG"),
      layoutFor("third", "STM32F407VGT6", "main.ioc"),
    ]);
    expect(chips.map(({ device, sets, from }) => [device.part, sets, from])).toEqual([
      ["STM32L475VG", ["first", "second"], "bootsmith.json"],
      ["STM32F407VG", ["third"], "main.ioc"],
    ]);
  });

  it("is empty where nothing names a chip", () => {
    expect(workspaceChips([layoutFor("first", "something")])).toEqual([]);
  });
});

describe("allParts", () => {
  it("lists parts that can be looked up again, sorted, each once", () => {
    const parts = allParts().map(({ part }) => part);
    expect(parts).toContain("STM32F407xG");
    expect(new Set(parts).size).toBe(parts.length);
    expect(parts).toEqual([...parts].sort((a, b) => a.localeCompare(b)));
    expect(parts.filter((part) => findDevices(part).candidates.length === 0)).toEqual([]);
  });

  it("gives the family", () => {
    expect(allParts().find(({ part }) => part === "STM32F407xG")?.family).toBe("STM32F4");
  });
});
