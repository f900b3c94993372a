import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isDfuSe,
  parseDfuInterfaces,
  parseFunctionalDescriptor,
  readString,
} from "../../../../src/core/dfu/descriptors";
import { TransferError, type DfuDevice } from "../../../../src/core/dfu/device";
import { probeDfu } from "../../../../src/core/dfu/probe";
import { parseStatus, stateName, statusSentence } from "../../../../src/core/dfu/status";
import { english } from "../../../../src/core/text";

const head = (total: number) => [9, 2, total, 0, 1, 1, 0, 0x80, 50];
const face = (number: number, alternate: number, kind: number, subclass: number, protocol: number, name: number) => [
  ...[9, 4, number, alternate, 0, kind, subclass, protocol, name],
];
// 9 bytes, type 0x21, attributes, detach timeout, transfer size, version.
const functional = [9, 0x21, 0x0b, 0xff, 0x00, 0x00, 0x08, 0x1a, 0x01];
const hid = [9, 0x21, 0x11, 0x01, 0x00, 0x01, 0x22, 0x3f, 0x00];

describe("parseDfuInterfaces", () => {
  it("finds alternate settings and the functional descriptor behind the last", () => {
    const blob = [...head(45), ...face(0, 0, 0xfe, 1, 2, 4), ...face(0, 1, 0xfe, 1, 2, 5), ...functional];
    expect(parseDfuInterfaces(Uint8Array.from(blob))).toEqual([
      {
        configuration: 1,
        number: 0,
        alternates: [
          { number: 0, nameIndex: 4, protocol: 2 },
          { number: 1, nameIndex: 5, protocol: 2 },
        ],
        functional: {
          canDownload: true,
          canUpload: true,
          manifestationTolerant: false,
          willDetach: true,
          detachTimeout: 255,
          transferSize: 2048,
          version: 0x011a,
        },
      },
    ]);
  });

  it("does not take a HID descriptor for a functional one", () => {
    const blob = [
      ...head(36),
      ...face(0, 0, 3, 1, 1, 0),
      ...hid,
      ...face(1, 0, 0xfe, 1, 1, 6),
      ...face(2, 0, 3, 0, 0, 0),
      ...hid,
    ];
    expect(parseDfuInterfaces(Uint8Array.from(blob))).toEqual([
      { configuration: 1, number: 1, alternates: [{ number: 0, nameIndex: 6, protocol: 1 }], functional: null },
    ]);
  });

  it("reads the seven bytes of DFU 1.0, and not less", () => {
    expect(parseFunctionalDescriptor(Uint8Array.of(7, 0x21, 0x04, 0, 0, 0x40, 0))).toMatchObject({
      version: 0x0100,
      transferSize: 64,
      manifestationTolerant: true,
    });
    expect(parseFunctionalDescriptor(Uint8Array.of(6, 0x21, 0x04, 0, 0, 0x40))).toBeNull();
  });

  it("knows DfuSe by its version, also with swapped bytes", () => {
    const swapped = parseFunctionalDescriptor(Uint8Array.of(9, 0x21, 0x0b, 0, 0, 0, 8, 0x01, 0x1a));
    expect(isDfuSe(swapped)).toBe(true);
    expect(isDfuSe(parseFunctionalDescriptor(Uint8Array.of(9, 0x21, 0x0b, 0, 0, 0, 8, 0x10, 0x01)))).toBe(false);
    expect(isDfuSe(null)).toBe(false);
  });

  it("survives any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (blob) => parseDfuInterfaces(blob).length <= blob.length / 9),
      { seed: 3, numRuns: 500 },
    );
  });
});

/** A device that answers every control transfer with the same bytes, or the same failure. */
function answering(answer: Uint8Array | TransferError): DfuDevice {
  const reply = () => (answer instanceof TransferError ? Promise.reject(answer) : Promise.resolve(answer));
  const done = () => Promise.resolve();
  return { controlIn: reply, controlOut: done, selectAlternate: done, reset: done };
}

describe("readString", () => {
  it.each([
    ["a whole string", [6, 3, 0x40, 0, 0x46, 0], "@F"],
    ["fewer bytes than announced (F42x)", [166, 3, 0x40, 0, 0x46, 0], "@F"],
    ["more bytes than announced", [4, 3, 0x40, 0, 0x46, 0], "@"],
    ["an odd byte", [5, 3, 0x40, 0, 0x46], "@"],
    ["nothing", [], ""],
  ])("takes %s", async (_, bytes, expected) => {
    expect(await readString(answering(Uint8Array.from(bytes)), 4)).toBe(expected);
  });

  it("is null where there is none or the device refuses, and rejects where it is gone", async () => {
    expect(await readString(answering(Uint8Array.of(4, 3, 65, 0)), 0)).toBeNull();
    expect(await readString(answering(new TransferError("stall", "no")), 4)).toBeNull();
    await expect(readString(answering(new TransferError("disconnected", "gone")), 4)).rejects.toThrow("gone");
  });
});

describe("probeDfu", () => {
  const identity = {
    id: "x",
    name: "x",
    simulated: false,
    vendorId: 1,
    productId: 2,
    serial: null,
    path: null,
    part: null,
  };

  it("is null for a device without a DFU interface", async () => {
    const blob = Uint8Array.from([...head(18), ...face(0, 0, 3, 1, 1, 0)]);
    expect(await probeDfu(answering(blob), identity)).toBeNull();
  });
});

describe("status", () => {
  it("parses six bytes and not fewer", () => {
    expect(parseStatus(Uint8Array.of(1, 0x34, 0x12, 0x01, 10, 0))).toEqual({
      status: 1,
      pollTimeout: 0x01_1234,
      state: 10,
    });
    expect(parseStatus(Uint8Array.of(1, 0, 0, 0, 10))).toBeNull();
  });

  it("has words for every code of the standard, and for others", () => {
    const sentences = Array.from({ length: 16 }, (_, code) => english(statusSentence(code)));
    expect(new Set(sentences).size).toBe(16);
    expect(english(statusSentence(0x42))).toContain("66");
    expect([stateName(10), stateName(11)]).toEqual(["dfuERROR", "state 11"]);
  });
});
