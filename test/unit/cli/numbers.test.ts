import { describe, expect, it } from "vitest";
import {
  parseLength,
  parseNumber,
  parseRange,
  parseVoltage,
  parseWait,
  withOptionalNumbers,
} from "../../../src/cli/numbers";

describe("numbers of the command line", () => {
  it.each([
    ["0x08000000", 0x0800_0000],
    ["512", 512],
    ["64K", 65536],
    ["1M", 0x10_0000],
  ])("%s is %d", (word, number) => {
    expect(parseNumber(word)).toBe(number);
  });

  it.each(["", "12z", "-1", "0x1FFFFFFFF", "1.5", "0x", "1e3"])("%s is none", (word) => {
    expect(() => parseNumber(word)).toThrow(/number such as/);
  });

  it.each([
    ["0x08004000..0x08007FFF", { base: 0x0800_4000, size: 0x4000 }],
    ["0x08004000+16K", { base: 0x0800_4000, size: 0x4000 }],
    ["134217728..134217728", { base: 0x0800_0000, size: 1 }],
    ["0xFFFFFFFF..0xFFFFFFFF", { base: 0xffff_ffff, size: 1 }],
  ])("%s is a range with its last byte", (word, range) => {
    expect(parseRange(word)).toEqual(range);
  });

  it.each(["0x08004000", "0x08007FFF..0x08004000", "0x08004000+0", "0xFFFFFFFF+2", "a..b", "1...2", "1..2..3"])(
    "%s is no range",
    (word) => {
      expect(() => parseRange(word)).toThrow();
    },
  );

  it.each([
    ["1.8", 1],
    ["2.09", 1],
    ["2.1", 2],
    ["2.69", 2],
    ["2.7V", 4],
    ["3.3", 4],
    ["3.6", 4],
  ])("at %s V so many bytes are written at once: %d", (word, bytes) => {
    expect(parseVoltage(word)).toBe(bytes);
  });

  it.each(["1.79", "3.61", "9", "", "x", "33", "0x3"])("%s is no supply of a chip", (word) => {
    expect(() => parseVoltage(word)).toThrow(/1\.8 to 3\.6/);
  });

  it("a time to wait is seconds, or for ever", () => {
    expect(parseWait("1.5")).toBe(1500);
    expect(parseWait("")).toBe(Number.POSITIVE_INFINITY);
    expect(() => parseWait("soon")).toThrow(/seconds/);
    expect(() => parseLength("0")).toThrow(/at least 1/);
  });

  it("--wait takes what follows only where it is a number", () => {
    expect(withOptionalNumbers(["flash", "--wait", "app.hex"])).toEqual(["flash", "--wait=", "app.hex"]);
    expect(withOptionalNumbers(["flash", "--wait", "5", "app.hex"])).toEqual(["flash", "--wait", "5", "app.hex"]);
    expect(withOptionalNumbers(["boards", "--wait"])).toEqual(["boards", "--wait="]);
  });
});
