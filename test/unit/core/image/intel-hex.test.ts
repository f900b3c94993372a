import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BootsmithError } from "../../../../src/core/errors";
import { readIntelHex, writeIntelHex } from "../../../../src/core/image/intel-hex";
import { entries, segmentLists } from "./arbitraries";

function failure(content: string | Uint8Array): BootsmithError {
  try {
    readIntelHex(content, "app.hex");
  } catch (error) {
    if (error instanceof BootsmithError) return error;
    throw error;
  }
  throw new Error("it was read without an error");
}

const end = ":00000001FF";

describe("readIntelHex", () => {
  it("joins records that touch and keeps gaps", () => {
    const image = readIntelHex(
      [":020000040800F2", ":0400000001020304F2", ":0200040005 06EF".replace(" ", ""), ":01001000AA45", end].join(
        "\r\n",
      ),
      "a",
    );
    expect(image.segments).toEqual([
      { address: 0x0800_0000, data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
      { address: 0x0800_0010, data: Uint8Array.of(0xaa) },
    ]);
    expect(image.entry).toBeNull();
  });

  it("takes records in any order, lower case, blanks around them and all line ends", () => {
    const image = readIntelHex(`:01001000aa45\r :01000000bb44\t\n\n${end}\n`, "a");
    expect(image.segments.map(({ address }) => address)).toEqual([0, 16]);
  });

  it("steps over a byte order mark, and over nothing else", () => {
    const plain = new TextEncoder().encode(writeIntelHex([{ address: 0x0800_0000, data: Uint8Array.of(1, 2, 3) }]));
    const marked = Uint8Array.of(0xef, 0xbb, 0xbf, ...plain);
    expect(readIntelHex(marked, "a").segments).toEqual(readIntelHex(plain, "a").segments);
    expect(() => readIntelHex(Uint8Array.of(0xef, 0xbb, ...plain), "a.hex")).toThrow(/a\.hex:1/);
  });

  it("reads segmented addresses and both start records", () => {
    const image = readIntelHex(
      [":020000021000EC", ":01000500AA50", ":0400000300003800C1", ":0400000508000199 55".replace(" ", ""), end].join(
        "\n",
      ),
      "a",
    );
    expect(image.segments).toEqual([{ address: 0x1_0005, data: Uint8Array.of(0xaa) }]);
    expect(image.entry).toBe(0x0800_0199);
  });

  it.each([
    ["a checksum that is wrong", `:0100000001FF\n${end}`, 1, "checksum is FF; the bytes give FE"],
    ["a record that is cut off", `:0400000001020304F2\n:0400040001\n${end}`, 2, "announces 4 bytes and holds 0"],
    ["half a byte", `:040000000102030\n${end}`, 1, "cut off"],
    ["a letter that is no digit", `:01000000G1FF\n${end}`, 1, "Column 10 is not"],
    ["a letter outside ASCII", `:010000000éFF\n${end}`, 1, "Column 11 is not"],
    ["a line that is no record", `hello\n${end}`, 1, "starts with a colon"],
    ["an unknown type", `:00000006FA\n${end}`, 1, "type 06 is unknown"],
    ["an address record of the wrong length", `:0100000408F3\n${end}`, 1, "type 04 holds 2 bytes, not 1"],
    ["no end", ":0100000001FE\n", 1, "end record"],
    ["text behind the end", `:0100000001FE\n${end}\n:0100000001FE`, 3, "behind the end record"],
    [
      "the same byte twice",
      `:0200000001 02FB\n:01000100FFFF\n${end}`.replace(" ", ""),
      2,
      "0x00000001 is stated twice, first in line 1",
    ],
    ["an address past 32 bits", `:02000004FFFFFC\n:02FFFF000102FD\n${end}`, 2, "32-bit address space"],
    ["a segment that wraps", `:020000021000EC\n:02FFFF000102FD\n${end}`, 2, "wraps around"],
  ])("refuses %s, naming file and line", (_, content, line, reason) => {
    const error = failure(content);
    expect(error.kind).toBe("bad-image");
    expect(error.message).toContain(`app.hex:${line}`);
    expect(error.message).toContain(reason);
    expect(error.nextStep).toBeDefined();
  });

  it.each([
    ["an empty file", ""],
    ["a file with no data", `${end}\n`],
  ])("refuses %s", (_, content) => {
    expect(failure(content).message).toContain("app.hex");
  });
});

describe("writeIntelHex", () => {
  it("writes what readIntelHex reads as the same image", () => {
    fc.assert(
      fc.property(segmentLists(), entries, (segments, start) => {
        const image = readIntelHex(writeIntelHex(segments, start), "a");
        expect(image.segments).toEqual(segments);
        expect(image.entry).toBe(start);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("changes the upper address in the middle of a segment", () => {
    const data = Uint8Array.from({ length: 40 }, (_, index) => index);
    const text = writeIntelHex([{ address: 0x0800_fff0, data }]);
    expect(text).toContain(":020000040801F1");
    expect(readIntelHex(text, "a").segments).toEqual([{ address: 0x0800_fff0, data }]);
  });
});
