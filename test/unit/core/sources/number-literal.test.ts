import { hex, sizeText } from "../../../../src/core/notation";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCInteger, parseSize, writeLike } from "../../../../src/core/sources/number-literal";

describe("parseCInteger", () => {
  it.each<[string, number | undefined]>([
    ["0x8040000", 0x8040000],
    ["0X10", 16],
    [" 64 ", 64],
    ["010", 8],
    ["0", 0],
    ["0x20UL", 32],
    ["64*1024", undefined],
    ["64K", undefined],
    ["08", undefined],
    ["", undefined],
    ["-1", undefined],
    ["0xFFFFFFFFFFFFFFFF", undefined],
  ])("reads %j as %j", (text, value) => expect(parseCInteger(text)).toBe(value));
});

describe("parseSize", () => {
  it.each<[string, number | undefined]>([
    ["2K", 2048],
    ["1m", 1024 * 1024],
    ["0x800", 0x800],
    ["0x2K", 0x800],
    ["much", undefined],
    ["1.5K", undefined],
    ["99999999999999M", undefined],
  ])("reads %j as %j", (text, value) => expect(parseSize(text)).toBe(value));
});

describe("writeLike keeps the manner of what stands there", () => {
  it.each<[string, number, string]>([
    ["0x8040000", 0x8060000, "0x8060000"],
    ["0x08040000", 0x8060000, "0x08060000"],
    ["0x0800c000", 0x0800a000, "0x0800a000"],
    ["0x0800C000", 0x0800a000, "0x0800A000"],
    ["0x00020800U", 0x40000, "0x00040000U"],
    ["0x20UL", 0x1000, "0x1000UL"],
    ["$8000", 0x9000, "0x9000"],
    ["128K", 65536, "64K"],
    ["128K", 1000, "0x3e8"],
    ["2M", 1024 * 1024, "1M"],
    ["2M", 512 * 1024, "512K"],
    ["512", 1024, "1024"],
    ["512u", 1024, "1024u"],
    ["(128 * 1024)", 0x40000, "0x00040000"],
    ["0x0", 0x8000, "0x8000"],
    ["010", 16, "0x00000010"],
  ])("%s with %d is %s", (current, value, written) => expect(writeLike(current, value)).toBe(written));

  it.each([-1, 0.5, Number.NaN, 2 ** 60])("writes nothing for %d", (value) => {
    expect(writeLike("0x0", value)).toBeUndefined();
  });

  const literal = fc.oneof(
    fc.nat(0xffffffff).map((value) => `0x${value.toString(16)}`),
    fc.nat(0xffffffff).map((value) => `0x${value.toString(16).toUpperCase().padStart(8, "0")}UL`),
    fc.nat(1 << 20).map(String),
    fc.nat(4096).map((value) => `${value}K`),
    fc.nat(16).map((value) => `${value}M`),
    fc.string({ maxLength: 12 }),
  );

  it("writes what reads back as the same number", () => {
    fc.assert(
      fc.property(literal, fc.nat(0xffffffff), (current, value) => {
        const written = writeLike(current, value) ?? "";
        const bare = written.replace(/[uUlL]+(\s*)$/, "$1");
        expect(parseSize(bare)).toBe(value);
      }),
    );
  });
});

it.each<[number, string]>([
  [0x8020800, "0x08020800"],
  [0, "0x00000000"],
  [0x100000000, "0x100000000"],
])("hex writes %d as %s", (value, written) => expect(hex(value)).toBe(written));

it.each<[number, string]>([
  [1, "1 byte"],
  [100, "100 bytes"],
  [1024, "1 KiB"],
  [1536, "1536 bytes"],
  [894 * 1024, "894 KiB"],
  [2 * 1024 * 1024, "2 MiB"],
])("sizeText writes %d as %s", (value, written) => expect(sizeText(value)).toBe(written));
