import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImage } from "../../../../src/core/image/read-image";
import { readUf2 } from "../../../../src/core/image/uf2";
import { segmentLists } from "./arbitraries";
import { failureOf, uf2File, withWord } from "./binary-files";

const segments = [
  { address: 0x0800_0000, data: new Uint8Array(600).fill(7) },
  { address: 0x0801_0000, data: Uint8Array.of(5, 6) },
];
const family = 0x5775_5a57;
const sound = uf2File({ segments, family });
/** Offsets in a block. */
const at = { mark: 4, flags: 8, address: 12, size: 16, number: 20, count: 24, family: 28, end: 508 };

function joined(...files: Uint8Array[]): Uint8Array {
  return Uint8Array.from(files.flatMap((file) => [...file]));
}

function blocks(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / 512 }, (_, index) => bytes.subarray(512 * index, 512 * index + 512));
}

describe("readUf2", () => {
  it("joins blocks of any payload size, in any order", () => {
    fc.assert(
      fc.property(segmentLists(700), fc.integer({ min: 1, max: 476 }), fc.boolean(), (parts, payload, reversed) => {
        const file = uf2File({ segments: parts, payload });
        const image = readUf2(reversed ? joined(...blocks(file).reverse()) : file, "a.uf2");
        expect(image.segments).toEqual(parts);
        expect(image.family).toBeUndefined();
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("states the family, and does not look at extension tags and checksums behind the payload", () => {
    const flags = 0x2000 | 0x8000 | 0x4000;
    const tagged = withWord(sound, at.flags, flags);
    tagged.set([0x09, 0xbc, 0xc7, 0x9f, 0x30, 0x2e, 0x31], 32 + 256);
    const image = readUf2(tagged, "a.uf2");
    expect(image).toMatchObject({ format: "uf2", family, entry: null });
    expect(image.segments).toEqual(segments);
  });

  it("leaves out blocks that are not for the main flash, but counts them", () => {
    const note = { address: 0x0800_0000, data: Uint8Array.of(1, 2, 3) };
    const count = sound.length / 512 + 1;
    const all = joined(sound, uf2File({ segments: [note], flags: 1 }));
    let file = all;
    for (let index = 0; index < count; index++) {
      file = withWord(withWord(file, 512 * index + at.number, index), 512 * index + at.count, count);
    }
    expect(readUf2(file, "a.uf2")).toMatchObject({ family, segments });
    expect(() => readUf2(uf2File({ segments: [note], flags: 1 }), "a.uf2")).toThrow(/No block is for the main flash/);
  });

  it("asks which family where the file holds several, and names them", () => {
    const other = uf2File({ segments: [segments[1]!], family: 0x1234_5678 });
    const both = joined(sound, other);
    const unclear = failureOf(() => readImage("a.uf2", both));
    expect(unclear.kind).toBe("bad-usage");
    expect(unclear.message).toContain("STM32F4 (0x57755A57), 0x12345678");
    expect(readImage("a.uf2", both, { family: 0x1234_5678 }).segments).toEqual([segments[1]]);
    expect(readImage("a.uf2", both, { family }).segments).toEqual(segments);
    expect(failureOf(() => readImage("a.uf2", sound, { family: 0x6db6_6082 })).message).toContain(
      "STM32H7 (0x6DB66082)",
    );
  });

  it.each([
    ["an empty file", new Uint8Array(), /blocks of 512 bytes; this one has 0/],
    ["half a block", sound.subarray(0, 700), /this one has 700 bytes/],
    ["a block without its marks", withWord(sound, 512 + at.mark, 0), /a\.uf2\+0x200: .*marks of UF2/],
    ["a block without its end", withWord(sound, 512 + at.end, 0), /a\.uf2\+0x200: .*marks of UF2/],
    ["a file for a file system", withWord(sound, at.flags, 0x3000), /a\.uf2\+0x0: .*file system/],
    ["a payload that is too large", withWord(sound, at.size, 477), /announces 477 bytes; it has room for 476/],
    ["a block that is missing", sound.subarray(0, -512), /4 blocks are announced; 3 are there/],
    ["a block too many", joined(sound, sound.subarray(0, 512)), /4 blocks are announced; 5 are there/],
    ["a number that is there twice", withWord(sound, 512 + at.number, 0), /a\.uf2\+0x200: .*number 0 is there twice/],
    ["a number above the count", withWord(sound, 512 + at.number, 4), /number 4 of 4/],
    [
      "blocks that overlap",
      withWord(sound, 512 + at.address, 0x0800_00ff),
      /\+0x200: .* 0x080000FF .*first at a\.uf2\+0x0/,
    ],
    ["an address past 32 bits", withWord(sound, at.address, 0xffff_ffff), /0xFFFFFFFF reach past/],
  ])("refuses %s", (_, bytes, reason) => {
    const error = failureOf(() => readUf2(bytes, "a.uf2"));
    expect(error.kind).toBe("bad-image");
    expect(error.message).toMatch(reason);
    expect(error.nextStep).toBeDefined();
  });
});
