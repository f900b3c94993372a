import { describe, expect, it } from "vitest";
import { parseNumber } from "../../../../src/core/linker/number-literal";

describe("numbers as GNU ld 2.40 reads them", () => {
  it.each<[string, bigint]>([
    ["0", 0n],
    ["512", 512n],
    ["010", 8n],
    ["08", 0n],
    ["0179", 0o17n],
    ["0x08020800", 0x08020800n],
    ["0X1F", 0x1fn],
    ["0x1b", 0x1bn],
    ["0x", 0n],
    ["$100", 0x100n],
    ["100h", 0x100n],
    ["100H", 0x100n],
    ["101b", 5n],
    ["17o", 15n],
    ["16d", 16n],
    ["FAB", 0n],
    ["FFH", 255n],
    ["512K", 524288n],
    ["512k", 524288n],
    ["2M", 2097152n],
    ["2m", 2097152n],
    ["0x10K", 0x4000n],
    ["0xFFFFFFFFFFFFFFFFFF", 0xffffffffffffffffn],
  ])("%s", (text, value) => {
    expect(parseNumber(text)).toEqual({ value, accepted: true });
  });

  it.each<[string, bigint | null]>([
    ["2G", 2n << 30n],
    ["10KB", 10240n],
    ["1KiB", 1024n],
    ["0x1000UL", 0x1000n],
    ["16u", 16n],
    ["1.5K", null],
    ["12AG9", null],
    ["1_000", null],
    ["0b101", null],
  ])("%s is refused by ld", (text, value) => {
    expect(parseNumber(text)).toEqual({ value, accepted: false });
  });
});
