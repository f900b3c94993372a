import { describe, expect, it } from "vitest";
import { coresOf, documentedAlignment, legalPlace } from "../../../../src/core/rules/legal-place";
import { claim, image, layoutWith } from "../../../support/layouts";

const app = image("app");
const at = (device: string, from: number, header = 0): string => {
  const claims =
    header === 0
      ? []
      : [
          claim("app", "slot", "linker-script", "a.ld", from),
          claim("app", "vectors", "linker-script", "a.ld", from + header),
        ];
  const { slot, vectors } = legalPlace(layoutWith(claims, device), app, from);
  return `${slot.toString(16)} ${vectors.toString(16)}`;
};

describe("legalPlace", () => {
  it.each<[string, number, number, string]>([
    ["STM32F407VG", 0x08004000, 0, "8004000 8004000"],
    ["STM32F407VG", 0x08004200, 0, "8008000 8008000"],
    ["STM32F407VG", 0x08010001, 0, "8020000 8020000"],
    ["STM32F407VG", 0x08020000, 0x400, "8020000 8020400"],
    ["STM32F407VG", 0x08020000, 0x480, "8020000 8020600"],
    ["STM32L475VG", 0x08020400, 0, "8020800 8020800"],
    ["STM32F103C8", 0x08000480, 0, "8000800 8000800"],
    ["STM32L072CZ", 0x08000180, 0, "8000200 8000200"],
    ["", 0x08000123, 0, "8000123 8000123"],
  ])("%s at or behind 0x%s with a header of %d: %s", (device, from, header, place) =>
    expect(at(device, from, header)).toBe(place),
  );
});

describe("cores", () => {
  it("takes the named core of a chip with several, else the first", () => {
    expect(coresOf(layoutWith([], "STM32H747XI"), { ...app, core: "cm4" })[0]?.id).toBe("cm4");
    expect(coresOf(layoutWith([], "STM32H747XI"), app)[0]?.id).toBe("cm7");
    expect(coresOf(layoutWith([]), app)).toEqual([]);
  });

  it("asks nothing of a table on a core without VTOR", () => {
    expect(documentedAlignment(coresOf(layoutWith([], "STM32F072RB"), app))).toBe(1);
    expect(documentedAlignment(coresOf(layoutWith([], "STM32H743ZI"), app))).toBe(0x400);
  });
});
