import { describe, expect, it } from "vitest";
import { parseAddress, proposedAddresses } from "../../../src/snippets/application-address";
import { claim, image, layoutWith } from "../../support/layouts";

const app = (address: number) => claim("app", "slot", "linker-script", "app.ld", address);

describe("proposedAddresses", () => {
  it("are vector tables: behind the header", () => {
    const header = claim("app", "headerSize", "bootsmith-json", "bootsmith.json", 0x800);
    const layout = layoutWith([app(0x08010000), header], "STM32L475VG");
    expect(proposedAddresses([layout], "STM32L475VG")).toEqual([{ address: 0x08010800, image: "app", set: "s" }]);
  });

  it("are those of applications on the chip, each once", () => {
    const one = layoutWith([app(0x08010000)], "STM32L475VG");
    const boot = layoutWith([app(0x08000000)], "STM32L475VG", [image("app", "bootloader")]);
    const other = layoutWith([app(0x08020000)], "STM32F407VG");
    expect(proposedAddresses([one, one, boot, other], "STM32L475VGT6").map(({ address }) => address)).toEqual([
      0x08010000,
    ]);
  });

  it("are none where the files do not say", () => {
    expect(proposedAddresses([layoutWith([], "STM32L475VG")], "STM32L475VG")).toEqual([]);
  });
});

describe("parseAddress", () => {
  it.each([
    ["0x08010000", 0x08010000],
    [" 0X08010000 ", 0x08010000],
    ["0x08010000UL", 0x08010000],
    ["134283264", 134283264],
    ["0x1FFFFFFFF", undefined],
    ["08010000h", undefined],
    ["", undefined],
    ["flash", undefined],
  ])("%j → %s", (typed, address) => {
    expect(parseAddress(typed)).toBe(address);
  });
});
