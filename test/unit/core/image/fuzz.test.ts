import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BootsmithError } from "../../../../src/core/errors";
import { dfuCrc, plainVersion, withDfuSuffix } from "../../../../src/core/image/dfu-suffix";
import { writeDfuSe } from "../../../../src/core/image/dfuse";
import { maximumImageSize, type FirmwareImage } from "../../../../src/core/image/firmware-image";
import { writeIntelHex } from "../../../../src/core/image/intel-hex";
import { readImage, type ReadImageOptions } from "../../../../src/core/image/read-image";
import { writeSRecord } from "../../../../src/core/image/srecord";
import { idSets, segmentLists, targetLists } from "./arbitraries";
import { elfFile, uf2File } from "./binary-files";

/** Inputs of each kind and format; the last test checks the total, 120,000. */
const mutatedRuns = 14_000;
const randomRuns = 6_000;
/** No input may take longer, ms: thousands of times what it needs, for a machine that does other things too. */
const longest = 5_000;

const encode = (letters: string) => new TextEncoder().encode(letters);
const pool = <T>(arbitrary: fc.Arbitrary<T>, seed: number) => fc.sample(arbitrary, { seed, numRuns: 60 });

interface Format {
  readonly name: string;
  readonly options?: ReadImageOptions;
  /** Sound files. */
  readonly files: readonly Uint8Array[];
  /** What random bytes start with, so that they are taken for this format. */
  readonly mark: Uint8Array;
  /** Makes checksums right again, so that a change is met behind them too. */
  readonly mend: (bytes: Uint8Array) => Uint8Array;
}

const asIs = (bytes: Uint8Array) => bytes;

function mendSuffix(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= 16) {
    bytes.set([0x55, 0x46, 0x44], bytes.length - 8);
    new DataView(bytes.buffer).setUint32(bytes.length - 4, dfuCrc(bytes, bytes.length - 4), true);
  }
  return bytes;
}

/** Gives every line of whole bytes the checksum that its format wants. */
function mendLines(skip: number, checksum: (sum: number) => number) {
  return (bytes: Uint8Array) => {
    const lines = Array.from(bytes, (code) => String.fromCharCode(code))
      .join("")
      .split("\n");
    const mended = lines.map((line) => {
      const digits = line.slice(skip, -2);
      if (digits.length % 2 === 1 || !/^[\dA-F]+$/i.test(digits)) return line;
      const sum = (digits.match(/../g) ?? []).reduce((total, pair) => total + Number.parseInt(pair, 16), 0);
      const last = checksum(sum) & 0xff;
      return line.slice(0, -2) + last.toString(16).padStart(2, "0");
    });
    return Uint8Array.from(mended.join("\n"), (letter) => letter.charCodeAt(0) & 0xff);
  };
}

const formats: Readonly<Record<string, Format>> = {
  "Intel HEX": {
    name: "a.hex",
    files: pool(segmentLists(), 11).map((segments) => encode(writeIntelHex(segments, 0x0800_0101))),
    mark: encode(":10000000"),
    mend: mendLines(1, (sum) => -sum),
  },
  "S-record": {
    name: "a.srec",
    files: pool(segmentLists(), 12).map((segments) => encode(writeSRecord(segments, 0x0800_0101))),
    mark: encode("S31508000000"),
    mend: mendLines(2, (sum) => ~sum),
  },
  ELF: {
    name: "a.elf",
    files: pool(segmentLists(), 13).map((segments) => elfFile({ segments })),
    mark: elfFile({ segments: [] }).subarray(0, 44),
    mend: asIs,
  },
  DfuSe: {
    name: "a.dfu",
    options: { alternate: 0 },
    files: pool(fc.tuple(targetLists, idSets), 14).map(([[first, ...others], ids]) =>
      writeDfuSe(first === undefined ? [] : [{ ...first, alternate: 0 }, ...others], ids),
    ),
    mark: encode("DfuSe\x01"),
    mend: mendSuffix,
  },
  "DFU suffix": {
    name: "a.dfu",
    options: { stream: true },
    files: pool(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 300 }), idSets), 15).map(([payload, ids]) =>
      withDfuSuffix(payload, ids, plainVersion),
    ),
    mark: new Uint8Array(),
    mend: mendSuffix,
  },
  UF2: {
    name: "a.uf2",
    files: pool(segmentLists(700), 16).map((segments) => uf2File({ segments, family: 0x5775_5a57 })),
    mark: uf2File({ segments: [{ address: 0, data: Uint8Array.of(1) }] }).subarray(0, 16),
    mend: asIs,
  },
};

/** Numbers that length, count and address fields do harm with. */
const words = [0, 1, 0x7f, 0xff, 0x100, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff];

/** One change: what, where, with what. */
const change = fc.tuple(fc.nat(6), fc.nat(0xffff), fc.nat(0xffff));

function mutate(bytes: Uint8Array, [kind, place, value]: readonly [number, number, number]): Uint8Array {
  const at = place % Math.max(1, bytes.length);
  const copy = bytes.slice();
  switch (kind) {
    case 0:
      copy[at] = (copy[at] ?? 0) ^ (1 << (value % 8));
      return copy;
    case 1:
      copy[at] = value & 0xff;
      return copy;
    case 2:
      return copy.subarray(0, at).slice();
    case 3: // a field of four bytes
      if (at + 4 <= copy.length) new DataView(copy.buffer).setUint32(at, words[value % words.length] ?? 0, true);
      return copy;
    case 4: // a field of two, near the front, where headers are
      if (at + 2 <= copy.length) new DataView(copy.buffer).setUint16(at % 64, value, true);
      return copy;
    case 5: // a piece again
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - (value % 600)))]);
    default: // a piece left out
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + (value % 600))]);
  }
}

function check(image: FirmwareImage): void {
  let end = -1;
  let total = 0;
  for (const { address, data } of image.segments) {
    if (address <= end || data.length === 0) throw new Error("the segments are not in order");
    end = address + data.length;
    total += data.length;
  }
  if (end < 0 || end > 0x1_0000_0000 || total > maximumImageSize) throw new Error("the segments are out of bounds");
}

let allocated = 0;
let cases = 0;
let images = 0;

/** Reads a file, which ends well or with a sentence, soon, and without more room than a few times the file's size. */
function survive({ name, options }: Format, bytes: Uint8Array): void {
  cases++;
  allocated = 0;
  const start = performance.now();
  try {
    check(readImage(name, bytes, options));
    images++;
  } catch (error) {
    if (!(error instanceof BootsmithError)) throw error;
    const told = error.kind === "bad-image" || error.kind === "bad-usage";
    if (!told || !error.message.includes(name) || error.nextStep === undefined) throw error;
  }
  if (performance.now() - start > longest) throw new Error("it took too long");
  if (allocated > 8 * bytes.length + 4096) throw new Error(`${allocated} bytes were allocated`);
}

beforeAll(() => {
  for (const type of [Uint8Array, Uint32Array]) {
    const counting = new Proxy(type, {
      construct(target, args, newTarget: typeof type) {
        const made = Reflect.construct(target, args, newTarget) as Uint8Array | Uint32Array;
        allocated += made.byteLength;
        return made;
      },
    });
    vi.stubGlobal(type.name, counting);
  }
});

afterAll(() => vi.unstubAllGlobals());

describe("damaged and hostile image files", () => {
  it.each(Object.entries(formats))("%s: sound files with 1 to 4 changes", (_, format) => {
    const file = fc.nat(format.files.length - 1);
    const before = images;
    fc.assert(
      fc.property(file, fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), (index, changes, mended) => {
        const changed = changes.reduce(mutate, format.files[index] ?? new Uint8Array());
        survive(format, mended ? format.mend(changed) : changed);
      }),
      { seed: 21, numRuns: mutatedRuns },
    );
    // Some changes do no harm: the runs do not all end at the first check.
    expect(images - before).toBeGreaterThan(mutatedRuns / 100);
  });

  it.each(Object.entries(formats))("%s: random bytes, behind the mark of the format and without", (_, format) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), fc.boolean(), (tail, marked, mended) => {
        const bytes = marked ? Uint8Array.from([...format.mark, ...tail]) : tail;
        survive(format, mended ? format.mend(bytes.slice()) : bytes);
      }),
      { seed: 22, numRuns: randomRuns },
    );
  });

  it("were 120,000 in all", () => {
    expect(cases).toBe(120_000);
  });
});
