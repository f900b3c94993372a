import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readElf } from "../../../../src/core/image/elf";
import { maximumImageSize } from "../../../../src/core/image/firmware-image";
import { entries, segmentLists } from "./arbitraries";
import { elfFile, failureOf, withWord } from "./binary-files";

const segments = [
  { address: 0x0800_0000, data: Uint8Array.of(1, 2, 3, 4) },
  { address: 0x0800_0010, data: Uint8Array.of(5, 6) },
];
const sound = elfFile({ segments, entry: 0x0800_0101 });
/** Offsets in `sound`. */
const at = { class: 4, order: 5, type: 16, machine: 18, table: 28, entrySize: 42, count: 44, first: 52, second: 84 };

function withByte(offset: number, value: number): Uint8Array {
  const copy = sound.slice();
  copy[offset] = value;
  return copy;
}

/** `sound` and behind it a table of sections, [type, flags, offset, size] each. */
function withSections(sections: readonly (readonly [number, number, number, number])[]): Uint8Array {
  const bytes = new Uint8Array(sound.length + 40 * sections.length);
  bytes.set(withWord(sound, 32, sound.length));
  const view = new DataView(bytes.buffer);
  view.setUint16(46, 40, true);
  view.setUint16(48, sections.length, true);
  for (const [index, [type, flags, offset, size]] of sections.entries()) {
    const header = sound.length + 40 * index;
    view.setUint32(header + 4, type, true);
    view.setUint32(header + 8, flags, true);
    view.setUint32(header + 16, offset, true);
    view.setUint32(header + 20, size, true);
  }
  // The first segment takes the file from its start on.
  view.setUint32(at.first + 4, 0, true);
  view.setUint32(at.first + 16, 120, true);
  view.setUint32(at.first + 12, 0x0700_0000, true);
  return bytes;
}

describe("readElf", () => {
  it("takes load addresses and the entry of any linked program", () => {
    fc.assert(
      fc.property(segmentLists(), entries, (parts, entry) => {
        const image = readElf(elfFile({ segments: parts.toReversed(), entry }), "a.elf");
        expect(image).toMatchObject({ format: "elf", entry });
        expect(image.segments).toEqual(parts);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("leaves out segments that are not loaded or that the file holds nothing of", () => {
    expect(readElf(withWord(sound, at.first, 4), "a").segments).toEqual([segments[1]]);
    expect(readElf(withWord(sound, at.second + 16, 0), "a").segments).toEqual([segments[0]]);
  });

  it("starts a segment that holds the headers of the file at its first loaded section", () => {
    const image = readElf(
      withSections([
        [0, 0, 0, 0],
        [1, 0, 60, 4], // not loaded
        [8, 2, 70, 4], // not in the file
        [1, 2, 118, 2],
        [1, 2, 116, 2],
      ]),
      "a",
    );
    expect(image.segments[0]).toEqual({ address: 0x0700_0074, data: Uint8Array.of(1, 2, 3, 4) });
  });

  it("looks at no section outside such a segment, and keeps what a section at its very start holds", () => {
    expect(readElf(withSections([[1, 2, 121, 2]]), "a").segments[0]?.address).toBe(0x0700_0000);
    const atStart = withSections([
      [1, 2, 0, 2],
      [1, 2, 116, 2],
    ]);
    expect(readElf(atStart, "a").segments[0]?.address).toBe(0x0700_0000);
  });

  it("takes such a segment as it is where no table of sections says more", () => {
    const bytes = withSections([]);
    expect(readElf(bytes, "a").segments[0]).toEqual({ address: 0x0700_0000, data: bytes.subarray(0, 120) });
    const cut = withSections([[1, 2, 116, 4]]).subarray(0, -1);
    expect(readElf(cut, "a").segments[0]?.address).toBe(0x0700_0000);
  });

  it.each([
    ["another file", Uint8Array.of(1, 2, 3, 4), /not an ELF file/],
    ["a 64-bit file", withByte(at.class, 2), /64-bit/],
    ["a big-endian file", withByte(at.order, 2), /big-endian/],
    ["a class that does not exist", withByte(at.class, 3), /a\.elf\+0x4: .*no class/],
    ["a header that is cut off", sound.subarray(0, 51), /header is cut off/],
    ["another machine", withByte(at.machine, 243), /machine 243, not for Arm \(40\)/],
    ["an object file", withByte(at.type, 1), /not a linked program/],
    ["no segments", withByte(at.count, 0), /no table of segments/],
    ["headers that are too small", withByte(at.entrySize, 31), /no table of segments/],
    ["more segments than the file has room for", withByte(at.count + 1, 0x7f), /reaches past the end/],
    ["a table behind the end", withWord(sound, at.table, 0xffff_fff0), /a\.elf\+0xFFFFFFF0: .*reaches past the end/],
    ["a segment behind the end", withWord(sound, at.first + 4, 0xffff_ffff), /a\.elf\+0x34: .*reaches past the end/],
    ["a segment longer than the file", withWord(sound, at.second + 16, 3), /a\.elf\+0x54: .*reaches past the end/],
    [
      "segments that overlap",
      withWord(sound, at.second + 12, 0x0800_0003),
      /\+0x54: .* 0x08000003 .*first at a\.elf\+0x34/,
    ],
    ["an address past 32 bits", withWord(sound, at.first + 12, 0xffff_fffe), /0xFFFFFFFE reach past/],
    ["nothing to load", elfFile({ segments: [{ address: 0, data: new Uint8Array() }] }), /holds no data/],
  ])("refuses %s", (_, bytes, reason) => {
    const error = failureOf(() => readElf(bytes, "a.elf"));
    expect(error.kind).toBe("bad-image");
    expect(error.message).toMatch(reason);
    expect(error.nextStep).toBeDefined();
  });

  it("refuses many segments that share the bytes of a small file before it makes room for them", () => {
    const data = new Uint8Array(0x1_0000);
    const count = maximumImageSize / data.length + 1;
    const bytes = elfFile({
      segments: [...Array<unknown>(count)].map((_, index) => ({ address: index * data.length, data })),
    });
    const view = new DataView(bytes.buffer);
    const first = view.getUint32(52 + 4, true);
    for (let index = 0; index < count; index++) view.setUint32(52 + 32 * index + 4, first, true);
    const small = bytes.subarray(0, first + data.length);
    expect(failureOf(() => readElf(small, "a.elf")).message).toMatch(/holds more than 67108864 bytes/);
  });

  it("takes a moment for as many segments and sections as the fields can count", () => {
    const count = 0xfffe;
    const bytes = new Uint8Array(sound.length + count * (32 + 40));
    bytes.set(sound);
    const view = new DataView(bytes.buffer);
    view.setUint32(28, sound.length, true);
    view.setUint16(44, count, true);
    view.setUint32(32, sound.length + count * 32, true);
    view.setUint16(46, 40, true);
    view.setUint16(48, count, true);
    for (let index = 0; index < count; index++) {
      const header = sound.length + 32 * index;
      for (const [field, value] of [1, 0, 0, 0x0800_0000 + 2 * index, 1, 1].entries()) {
        view.setUint32(header + 4 * field, value, true);
      }
      const section = sound.length + count * 32 + 40 * index;
      for (const [field, value] of [0, 1, 2, 0, 0x1000 + index, 1].entries())
        view.setUint32(section + 4 * field, value, true);
    }
    const start = performance.now();
    expect(readElf(bytes, "a.elf").segments.length).toBe(count);
    // Milliseconds where each table is read once; a minute where it is read for every segment.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
