import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSRecord, writeSRecord } from "../../../../src/core/image/srecord";
import { entries, segmentLists } from "./arbitraries";
import { failureOf } from "./binary-files";

const end = "S9030000FC";

describe("readSRecord", () => {
  it("reads 16, 24 and 32 bits of address, a header and the start address", () => {
    const image = readSRecord(
      ["S00600004844521B", "S1050010AABB85", "S20608000011CC14", "S3060800001233AC", "S5030003F9", "S70508000199 58"]
        .join("\r\n")
        .replace(" ", ""),
      "a",
    );
    expect(image.segments).toEqual(
      [
        { address: 0x10, data: Uint8Array.of(0xaa, 0xbb) },
        { address: 0x0800_0012, data: Uint8Array.of(0x33) },
      ].toSpliced(1, 0, { address: 0x08_0000, data: Uint8Array.of(0x11, 0xcc) }),
    );
    expect(image.entry).toBe(0x0800_0199);
  });

  it("takes records in any order and lower case, and a start address of 0 as none", () => {
    const image = readSRecord(`S1040001BB3f\n S1040000aa51\t\n\n${end}`, "a");
    expect(image.segments).toEqual([{ address: 0, data: Uint8Array.of(0xaa, 0xbb) }]);
    expect(image.entry).toBeNull();
  });

  it.each([
    ["a checksum that is wrong", `S1040000AA50\n${end}`, 1, "checksum is 50; the bytes give 51"],
    ["a record that is cut off", `S1040000AA51\nS1050001AA\n${end}`, 2, "announces 5 bytes and holds 3"],
    ["a record too short for its address", `S10200FD\n${end}`, 1, "cut off"],
    ["half a byte", `S1040000AA5\n${end}`, 1, "cut off"],
    ["a letter that is no digit", `S1040000AG51\n${end}`, 1, "Column 10 is not"],
    ["the reserved type S4", `S4040000AA51\n${end}`, 1, "starts with S0 to S3"],
    ["a line that is no record", `S1040000AA51\nhello\n${end}`, 2, "starts with S0 to S3"],
    ["a colon", `:0100000001FE\n${end}`, 1, "starts with S0 to S3"],
    ["a count that is wrong", `S1040000AA51\nS5030002FA\n${end}`, 2, "2 data records are announced; 1 are there"],
    ["a 24-bit count that is wrong", `S1040000AA51\nS604000002F9\n${end}`, 2, "2 data records are announced"],
    ["data in an end record", "S1040000AA51\nS9040000AA51", 2, "S9 holds no data"],
    ["no end", "S1040000AA51\n", 1, "end record"],
    ["text behind the end", `S1040000AA51\n${end}\nS1040001AA50`, 3, "behind the end record"],
    ["the same byte twice", `S1050000AABB95\nS1040001AA50\n${end}`, 2, "0x00000001 is stated twice, first in line 1"],
    ["an address past 32 bits", `S307FFFFFFFF0102F9\n${end}`, 1, "32-bit address space"],
  ])("refuses %s, naming file and line", (_, content, line, reason) => {
    const error = failureOf(() => readSRecord(content, "app.srec"));
    expect(error.kind).toBe("bad-image");
    expect(error.message).toContain(`app.srec:${line}`);
    expect(error.message).toContain(reason);
    expect(error.nextStep).toBeDefined();
  });

  it.each([
    ["an empty file", ""],
    ["a file with no data", `${end}\n`],
  ])("refuses %s", (_, content) => {
    expect(failureOf(() => readSRecord(content, "app.srec")).message).toContain("app.srec");
  });
});

describe("writeSRecord", () => {
  it("writes what readSRecord reads as the same image", () => {
    fc.assert(
      fc.property(segmentLists(), entries, (segments, start) => {
        const image = readSRecord(writeSRecord(segments, start), "a");
        expect(image.segments).toEqual(segments);
        expect(image.entry).toBe(start);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("counts its records, in 24 bits where there are many", () => {
    const few = writeSRecord([{ address: 0x0800_0000, data: new Uint8Array(40) }]);
    expect(few).toContain("\nS5030003F9\n");
    const many = [{ address: 0, data: new Uint8Array(16 * 0x1_0000) }];
    expect(writeSRecord(many)).toContain("\nS604010000FA\n");
    const [read, ...others] = readSRecord(writeSRecord(many), "a").segments;
    expect(others).toEqual([]);
    expect(Buffer.compare(read?.data ?? new Uint8Array(), many[0]?.data ?? new Uint8Array())).toBe(0);
  });
});
