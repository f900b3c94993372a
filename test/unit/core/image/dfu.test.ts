import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dfuCrc,
  hasDfuSuffix,
  plainVersion,
  readDfuSuffix,
  withDfuSuffix,
} from "../../../../src/core/image/dfu-suffix";
import { readDfuSe, readDfuSeTargets, writeDfuSe } from "../../../../src/core/image/dfuse";
import type { ImageIds, ImageTarget } from "../../../../src/core/image/firmware-image";
import { readImage } from "../../../../src/core/image/read-image";
import { idSets, targetLists } from "./arbitraries";
import { failureOf, withWord } from "./binary-files";

const ids: ImageIds = { vendorId: 0x0483, productId: 0xdf11, device: null };
const target: ImageTarget = {
  alternate: 0,
  name: "Internal Flash",
  segments: [
    { address: 0x0800_0000, data: Uint8Array.of(1, 2, 3, 4) },
    { address: 0x0800_0010, data: Uint8Array.of(5, 6) },
  ],
};
const sound = writeDfuSe([target], ids);
/** Offsets in `sound`. */
const at = { version: 5, size: 6, targets: 10, target: 11, targetSize: 277, elements: 281, first: 285, second: 297 };

/** The bytes with a change, and a checksum that is right again. */
function mended(bytes: Uint8Array): Uint8Array {
  return withWord(bytes, bytes.length - 4, dfuCrc(bytes, bytes.length - 4));
}

function changed(offset: number, value: number): Uint8Array {
  return mended(withWord(sound, offset, value));
}

function withByte(offset: number, value: number): Uint8Array {
  const copy = sound.slice();
  copy[offset] = value;
  return mended(copy);
}

describe("DFU suffix", () => {
  it("has the checksum of the standard: CRC-32 without the inversion at its end", () => {
    // CRC-32 of "123456789" is CBF43926.
    expect(dfuCrc(new TextEncoder().encode("123456789"), 9)).toBe(~0xcbf4_3926 >>> 0);
  });

  it("is read as it was written, and the payload comes without it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), idSets, (payload, some) => {
        const bytes = withDfuSuffix(payload, some, plainVersion);
        expect(hasDfuSuffix(bytes)).toBe(true);
        expect(readDfuSuffix(bytes, "a")).toEqual({ ids: some, version: plainVersion, payloadSize: payload.length });
        const image = readImage("a.dfu", bytes, { stream: true });
        expect(image).toMatchObject({ format: "dfu", addressed: false, ids: some, entry: null });
        expect(image.segments).toEqual([{ address: 0, data: payload }]);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("may be longer than it is today: what is in front of the known fields is not sent either", () => {
    const longer = withDfuSuffix(Uint8Array.of(1, 2, 3, 0xee, 0xee), ids, plainVersion);
    longer[longer.length - 5] = 18;
    expect(readDfuSuffix(mended(longer), "a").payloadSize).toBe(3);
  });

  const plain = withDfuSuffix(Uint8Array.of(1, 2, 3), ids, plainVersion);
  it.each([
    ["none", Uint8Array.of(1, 2, 3), /does not end with a DFU suffix/],
    ["one that is cut off", plain.subarray(0, -1), /does not end with a DFU suffix/],
    ["one that is too short", mended(plain.subarray(4)), /does not end with a DFU suffix/],
    ["a wrong checksum", withWord(plain, 0, 7), /a\.dfu\+0xF: The checksum is \w{8}; the bytes give \w{8}/],
    [
      "a length below its own",
      mended(Uint8Array.from(plain, (byte, i) => (i === 14 ? 15 : byte))),
      /16 bytes or more, not 15/,
    ],
    [
      "a length above the file's",
      mended(Uint8Array.from(plain, (byte, i) => (i === 14 ? 20 : byte))),
      /16 bytes or more, not 20/,
    ],
    ["nothing in front of it", withDfuSuffix(new Uint8Array(), ids, plainVersion), /empty/],
  ])("refuses %s", (_, bytes, reason) => {
    const error = failureOf(() => readImage("a.dfu", bytes, { stream: true }));
    expect(error.kind).toBe("bad-image");
    expect(error.message).toMatch(reason);
    expect(error.nextStep).toBeDefined();
  });
});

describe("DfuSe", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(targetLists, idSets, (targets, some) => {
        const bytes = writeDfuSe(targets, some);
        for (const one of targets) {
          const image = readDfuSe(bytes, "a.dfu", one.alternate);
          expect(image).toMatchObject({ format: "dfuse", ids: some, alternate: one.alternate, entry: null });
          expect(image.targets).toEqual(targets);
          expect(image.segments).toEqual(one.segments);
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it("is taken with the suffix counted in its size and without", () => {
    const size = sound.length - 16;
    expect(new DataView(sound.buffer).getUint32(at.size, true)).toBe(size);
    expect(readDfuSe(changed(at.size, size + 16), "a").segments).toEqual(target.segments);
  });

  it("joins the targets of one alternate setting, and refuses what they both state", () => {
    const more = { ...target, segments: [{ address: 0x0800_0004, data: Uint8Array.of(9) }] };
    expect(readDfuSe(writeDfuSe([target, more], ids), "a").segments[0]?.data).toEqual(Uint8Array.of(1, 2, 3, 4, 9));
    expect(() => readDfuSe(writeDfuSe([target, target], ids), "a.dfu")).toThrow(
      /a\.dfu\+0x245: The byte at 0x08000000 is stated twice, first at a\.dfu\+0x11D/,
    );
  });

  it("asks which setting where the file holds several", () => {
    const bytes = writeDfuSe([target, { ...target, alternate: 1, name: null }], ids);
    const unclear = failureOf(() => readImage("a.dfu", bytes));
    expect(unclear.kind).toBe("bad-usage");
    expect(unclear.message).toContain("several alternate settings: 0 (Internal Flash), 1.");
    expect(failureOf(() => readImage("a.dfu", bytes, { alternate: 2 })).message).toContain(
      "nothing for alternate setting 2",
    );
    expect(readDfuSeTargets(bytes, "a.dfu").targets.map(({ alternate }) => alternate)).toEqual([0, 1]);
    expect(readImage("a.dfu", bytes, { alternate: 1 }).alternate).toBe(1);
    expect(failureOf(() => readImage("a.dfu", sound, { alternate: 1 })).kind).toBe("bad-usage");
  });

  it.each([
    ["another file", Uint8Array.of(1, 2, 3, 4), /does not start with “DfuSe”/],
    ["no suffix", sound.subarray(0, -16), /does not end with a DFU suffix/],
    ["another version", withByte(at.version, 2), /Only version 1/],
    ["a suffix of plain DFU", withDfuSuffix(sound.subarray(0, -16), ids, plainVersion), /Only version 1/],
    ["a size that is wrong", changed(at.size, 5), /\+0x6: The file is to have 5 bytes and has 307/],
    ["no targets", writeDfuSe([], ids), /holds no data/],
    ["a target that is not there", withByte(at.targets, 2), /\+0x133: The target is cut off/],
    ["a target too many", withByte(at.targets, 0), /\+0xB: 296 bytes follow the last target/],
    ["a target without its mark", withByte(at.target, 0), /\+0xB: A target starts with “Target”/],
    ["a target longer than the file", changed(at.targetSize, 0xffff_ffff), /\+0x115: The target reaches past/],
    ["a target shorter than its elements", changed(at.targetSize, 17), /\+0x129: The element reaches past/],
    ["more elements than bytes", changed(at.elements, 0xffff_ffff), /\+0x133: The element reaches past/],
    ["fewer elements than bytes", changed(at.elements, 1), /\+0x129: 10 bytes follow the last element/],
    ["no elements", writeDfuSe([{ ...target, segments: [] }], ids), /holds no data/],
    ["an element longer than the target", changed(at.first + 4, 0xffff_fff0), /\+0x11D: The element reaches past/],
    ["elements that overlap", changed(at.second, 0x0800_0003), /\+0x129: .* 0x08000003 .*first at a\.dfu\+0x11D/],
    ["an address past 32 bits", changed(at.second, 0xffff_ffff), /0xFFFFFFFF reach past/],
    ["a damaged byte", withWord(sound, at.first + 8, 0), /checksum/],
  ])("refuses %s", (_, bytes, reason) => {
    const error = failureOf(() => readDfuSe(bytes, "a.dfu"));
    expect(error.kind).toBe("bad-image");
    expect(error.message).toMatch(reason);
    expect(error.message).toContain("a.dfu");
    expect(error.nextStep).toBeDefined();
  });

  it.each([
    ["a name that is too long", { ...target, name: "x".repeat(255) }],
    ["a name that is not Latin-1", { ...target, name: "闪存" }],
    ["a setting above 255", { ...target, alternate: 256 }],
  ])("does not write %s", (_, one) => {
    expect(failureOf(() => writeDfuSe([one], ids)).kind).toBe("bad-usage");
  });
});
