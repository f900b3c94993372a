import { describe, expect, it } from "vitest";
import {
  devicesReply,
  importReply,
  submitReply,
  takeManagementRequest,
  takeUrbCommand,
  unlinkReply,
  urbStatus,
  type DeviceRecord,
} from "../../usb/usbip-messages";

const record: DeviceRecord = {
  busId: "1-3",
  busNumber: 1,
  deviceNumber: 3,
  deviceDescriptor: Uint8Array.of(18, 1, 0, 1, 0xef, 2, 1, 64, 0x83, 0x04, 0x11, 0xdf, 0x00, 0x22, 1, 2, 3, 1),
  interfaces: [
    { class: 0xfe, subclass: 1, protocol: 2 },
    { class: 2, subclass: 2, protocol: 1 },
  ],
};

/** Bytes from a picture of them: hexadecimal, blanks do not count, `*N` repeats the byte before N times. */
function bytes(picture: string): Uint8Array {
  const parts = picture.trim().split(/\s+/);
  return Uint8Array.from(
    parts.flatMap((part) => {
      const [value = "", count] = part.split("*");
      const row = value.match(/../g)?.map((digits) => parseInt(digits, 16)) ?? [];
      return count === undefined ? row : new Array<number>(Number(count)).fill(row[0] ?? 0);
    }),
  );
}

/** A submit of GET_DESCRIPTOR, device, 18 bytes. */
const submitIn = bytes(
  "00000001 00000d06 00010003 00000001 00000000 00000200 00000012 00000000 00000000 00000000 8006000100001200",
);
/** A submit of DNLOAD, block 2, with three bytes. */
const submitOut = bytes(
  "00000001 00000d07 00010003 00000000 00000000 00000000 00000003 00000000 ffffffff 00000000 2101020000000300 aabbcc",
);

describe("management of USB/IP", () => {
  it("takes a request for the list", () => {
    expect(takeManagementRequest(bytes("0111 8005 00000000"))).toEqual({ message: { kind: "devices" }, size: 8 });
  });

  it("takes an import, with what follows it left alone", () => {
    const request = bytes("0111 8003 00000000 312d33 00*29 00000001");
    expect(takeManagementRequest(request)).toEqual({ message: { kind: "import", busId: "1-3" }, size: 40 });
  });

  it("waits for the rest of a request", () => {
    const request = bytes("0111 8003 00000000 312d33 00*29");
    for (let length = 0; length < 40; length++) {
      expect(takeManagementRequest(request.subarray(0, length))).toBeUndefined();
    }
  });

  it.each([
    ["another version", "0106 8005 00000000", /version 106/],
    ["an unknown request", "0111 8004 00000000", /8004/],
  ])("refuses %s", (_, picture, words) => {
    expect(() => takeManagementRequest(bytes(picture))).toThrow(words);
  });

  it("lists devices with their interfaces", () => {
    const reply = devicesReply([record]);
    expect(reply.length).toBe(12 + 312 + 8);
    expect(reply.subarray(0, 12)).toEqual(Buffer.from(bytes("0111 0005 00000000 00000001")));
    expect(Buffer.from(reply.subarray(12 + 256, 12 + 260)).toString()).toBe("1-3\0");
    const numbers = bytes("00000001 00000003 00000002 0483 df11 2200 ef 02 01 00 01 02  fe010200 02020100");
    expect(reply.subarray(12 + 288)).toEqual(Buffer.from(numbers));
  });

  it("answers an import with the device, or with status 1 and nothing more", () => {
    expect(importReply(record).length).toBe(320);
    expect(importReply(record).subarray(0, 8)).toEqual(Buffer.from(bytes("0111 0003 00000000")));
    expect(importReply(undefined)).toEqual(Buffer.from(bytes("0111 0003 00000001")));
  });
});

describe("transfers of USB/IP", () => {
  it("takes a submit with its setup bytes", () => {
    expect(takeUrbCommand(submitIn)).toEqual({
      message: {
        kind: "submit",
        sequence: 0xd06,
        endpoint: 0,
        isIn: true,
        length: 18,
        setup: bytes("8006000100001200"),
        data: new Uint8Array(),
      },
      size: 48,
    });
  });

  it("takes the data of an OUT transfer with it, and the next command after that", () => {
    const stream = Uint8Array.of(...submitOut, ...submitIn);
    const taken = takeUrbCommand(stream);
    expect(taken?.size).toBe(51);
    expect(taken?.message).toMatchObject({ isIn: false, length: 3, data: bytes("aabbcc") });
    expect(takeUrbCommand(stream.subarray(51))?.message.sequence).toBe(0xd06);
  });

  it("waits for the rest of a command", () => {
    for (let length = 0; length < submitOut.length; length++) {
      expect(takeUrbCommand(submitOut.subarray(0, length))).toBeUndefined();
    }
  });

  it("keeps what it took when the stream's buffer is used again", () => {
    const stream = submitOut.slice();
    const taken = takeUrbCommand(stream);
    stream.fill(0);
    expect(taken?.message).toMatchObject({ data: bytes("aabbcc"), setup: bytes("2101020000000300") });
  });

  it("takes an unlink", () => {
    const unlink = bytes("00000002 00000d09 00010003 00000000 00000000 00000d06 00*24");
    expect(takeUrbCommand(unlink)).toEqual({ message: { kind: "unlink", sequence: 0xd09, target: 0xd06 }, size: 48 });
  });

  it("refuses an unknown command and a length no control transfer has", () => {
    expect(() => takeUrbCommand(bytes("00000005 00*44"))).toThrow(/command 5/);
    expect(() => takeUrbCommand(bytes("00000001 00*20 00010000 00*20"))).toThrow(/65536 bytes/);
    expect(() => takeUrbCommand(bytes("00000001 00*20 ffffffff 00*20"))).toThrow(/-1 bytes/);
  });

  it("answers with status, length and data", () => {
    expect(submitReply(0xd06, urbStatus.ok, 2, Uint8Array.of(0x12, 0x34))).toEqual(
      Buffer.from(bytes("00000003 00000d06 00*12 00000000 00000002 00*20 1234")),
    );
    expect(submitReply(7, urbStatus.stalled, 0)).toEqual(Buffer.from(bytes("00000003 00000007 00*12 ffffffe0 00*24")));
    expect(unlinkReply(9, urbStatus.connectionReset)).toEqual(
      Buffer.from(bytes("00000004 00000009 00*12 ffffff98 00*24")),
    );
  });
});
