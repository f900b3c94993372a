import { describe, expect, it } from "vitest";
import { BootsmithError } from "../../../../src/core/errors";
import { maximumImageSize } from "../../../../src/core/image/firmware-image";
import { imageExtensions } from "../../../../src/core/image/image-formats";
import { writeIntelHex } from "../../../../src/core/image/intel-hex";
import { needsAddress, readImage, type ReadImageOptions } from "../../../../src/core/image/read-image";
import { plainVersion, withDfuSuffix } from "../../../../src/core/image/dfu-suffix";
import { writeDfuSe } from "../../../../src/core/image/dfuse";
import { writeSRecord } from "../../../../src/core/image/srecord";
import { elfFile, failureOf, uf2File } from "./binary-files";

const bytes = Uint8Array.of(1, 2, 3, 4);
const ids = { vendorId: 0x1eaf, productId: 3, device: null };
const segments = [{ address: 0x0800_0000, data: bytes }];
const contents = {
  hex: new TextEncoder().encode(writeIntelHex(segments)),
  srec: new TextEncoder().encode(`\ufeff\r\n${writeSRecord(segments)}`),
  elf: elfFile({ segments }),
  dfuse: writeDfuSe([{ alternate: 0, name: null, segments }], ids),
  uf2: uf2File({ segments }),
} as const;
const suffixed = withDfuSuffix(bytes, ids, plainVersion);

describe("readImage", () => {
  it("places a raw binary where the caller says", () => {
    const image = readImage("build/APP.BIN", bytes, { address: 0x0802_0800 });
    expect(image).toEqual({
      name: "build/APP.BIN",
      format: "bin",
      segments: [{ address: 0x0802_0800, data: bytes }],
      entry: null,
    });
  });

  it("reads Intel HEX by its extension", () => {
    const content = Uint8Array.from(":0100000001FE\n:00000001FF\n", (letter) => letter.charCodeAt(0));
    expect(readImage("app.ihex", content).format).toBe("hex");
  });

  it.each(Object.entries(contents))(
    "knows %s by its content, whatever the name says or does not say",
    (format, content) => {
      for (const name of ["firmware", "build/zephyr.signed"]) {
        expect(readImage(name, content)).toMatchObject({ name, format, segments });
      }
      expect(failureOf(() => readImage("a.bin", content, { address: 0 })).message).toMatch(
        /a\.bin: The name is of a file in BIN format, the content is/,
      );
      const other = format === "hex" ? "a.s19" : "a.hex";
      expect(failureOf(() => readImage(other, content)).kind).toBe("bad-image");
    },
  );

  it.each([
    ["hex", ["a.hex", "a.ihex", "a.IHX"]],
    ["srec", ["a.s19", "a.s28", "a.S37", "a.srec", "a.mot"]],
    ["elf", ["a.elf", "a.axf", "a.out"]],
    ["dfuse", ["a.dfu"]],
    ["uf2", ["a.uf2"]],
  ] as const)("takes every extension of %s", (format, names) => {
    for (const name of names) {
      expect(readImage(name, contents[format])).toMatchObject({ format, segments });
      expect(imageExtensions).toContain(name.slice(2).toLowerCase());
      expect(failureOf(() => readImage(name, contents[format], { address: 0 })).message).toMatch(/its own addresses/);
    }
  });

  it("takes an address for the payload of a plain .dfu, and a DFU suffix that a program put behind a .bin", () => {
    const expected = { format: "dfu", segments: [{ address: 0x0800_5000, data: bytes }], ids };
    expect(readImage("a.dfu", suffixed, { address: 0x0800_5000 })).toMatchObject(expected);
    expect(readImage("a.bin", suffixed, { address: 0x0800_5000, stream: true })).toMatchObject(expected);
    expect(readImage("a.bin", suffixed, { address: 0x0800_5000, stream: true }).addressed).toBeUndefined();
    expect(failureOf(() => readImage("a.dfu", suffixed)).kind).toBe("bad-usage");
    expect(failureOf(() => readImage("a.hex", suffixed)).kind).toBe("bad-image");
  });

  it("tells which files want an address", () => {
    expect([needsAddress("a.bin", bytes), needsAddress("a.dfu", suffixed), needsAddress("a", suffixed)]).toEqual([
      true,
      true,
      true,
    ]);
    for (const content of Object.values(contents)) expect(needsAddress("firmware", content)).toBe(false);
    expect(needsAddress("a.dfu", contents.dfuse)).toBe(false);
    expect(failureOf(() => needsAddress("a.bin", contents.elf)).kind).toBe("bad-image");
  });

  it("leaves a .bin alone whose end looks like a suffix by chance", () => {
    const almost = suffixed.slice();
    almost[0] = 0xff;
    expect(readImage("a.bin", almost, { address: 0 }).segments[0]?.data).toEqual(almost);
  });

  it("reads what has no address for boards that take none, and says so", () => {
    const expected = { format: "bin", segments: [{ address: 0, data: bytes }], addressed: false };
    expect(readImage("a.bin", bytes, { stream: true })).toMatchObject(expected);
    expect(readImage("a.dfu", suffixed, { stream: true })).toMatchObject({ ...expected, format: "dfu" });
    expect(readImage("a.elf", contents.elf, { stream: true }).addressed).toBeUndefined();
  });

  it.each<[string, string, Uint8Array, ReadImageOptions, string, RegExp]>([
    ["a binary without an address", "a.bin", bytes, {}, "bad-usage", /does not say where/],
    ["an address for a HEX file", "a.hex", bytes, { address: 0 }, "bad-usage", /states its own addresses/],
    ["an empty binary", "a.bin", new Uint8Array(), { address: 0 }, "bad-image", /empty/],
    [
      "a binary that is too large",
      "a.bin",
      new Uint8Array(maximumImageSize + 1),
      { address: 0 },
      "bad-image",
      /no image may/,
    ],
    ["a binary past 4 GiB", "a.bin", bytes, { address: 0xffff_fffd }, "bad-usage", /32-bit/],
    ["a negative address", "a.bin", bytes, { address: -4 }, "bad-usage", /32-bit/],
    ["an unknown kind", "a.txt", bytes, { address: 0 }, "bad-image", /cannot be read/],
    ["a name without extension", "firmware", bytes, { address: 0 }, "bad-image", /cannot be read/],
  ])("refuses %s", (_, name, content, options, kind, message) => {
    expect(() => readImage(name, content, options)).toThrow(message);
    try {
      readImage(name, content, options);
    } catch (error) {
      expect(error).toBeInstanceOf(BootsmithError);
      expect((error as BootsmithError).kind).toBe(kind);
      expect((error as BootsmithError).nextStep).toBeDefined();
    }
  });
});
