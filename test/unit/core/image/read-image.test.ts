import { describe, expect, it } from "vitest";
import { BootsmithError } from "../../../../src/core/errors";
import { maximumImageSize } from "../../../../src/core/image/firmware-image";
import { readImage, type ReadImageOptions } from "../../../../src/core/image/read-image";

const bytes = Uint8Array.of(1, 2, 3, 4);

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
