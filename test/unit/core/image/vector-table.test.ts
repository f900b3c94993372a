import { describe, expect, it } from "vitest";
import { findVectorTable } from "../../../../src/core/image/vector-table";

/** Bytes with a vector table at an offset. */
function withVectors(size: number, offset: number, stack: number, reset: number): Uint8Array {
  const data = new Uint8Array(size).fill(0xa5);
  const view = new DataView(data.buffer);
  view.setUint32(offset, stack, true);
  view.setUint32(offset + 4, reset, true);
  return data;
}

describe("findVectorTable", () => {
  it.each([
    ["at the start", 0x0800_0000, 0, 0x2002_0000, 0x0800_0101, 0x0800_0000],
    ["behind a header", 0x0802_0000, 0x800, 0x2001_8000, 0x0802_0a01, 0x0802_0800],
    ["with its stack in CCM", 0x0800_0000, 0, 0x1001_0000, 0x0800_0101, 0x0800_0000],
    ["linked to the ITCM view of flash", 0x0800_0000, 0, 0x2005_0000, 0x0020_0101, 0x0800_0000],
    ["with an even reset handler", 0x0800_0000, 0, 0x2002_0000, 0x0800_0100, null],
    ["with its stack in flash", 0x0800_0000, 0, 0x0800_8000, 0x0800_0101, null],
    ["with a handler outside, behind a header", 0x0802_0000, 0x800, 0x2001_8000, 0x0900_0001, null],
    ["at the start of a binary placed four bytes off", 0x0800_0004, 0, 0x2002_0000, 0x0800_0105, null],
    ["at the start of a binary placed at an odd address", 0x0800_0001, 0, 0x2002_0000, 0x0800_0101, null],
    ["at an address no core takes", 0x0802_0000, 0x840, 0x2001_8000, 0x0802_0a01, null],
  ])("a table %s", (_, address, offset, stack, reset, expected) => {
    const data = withVectors(0x1000, offset, stack, reset);
    expect(findVectorTable([{ address, data }])).toBe(expected);
  });

  it("finds none in blank, short or no data", () => {
    expect(findVectorTable([])).toBeNull();
    expect(findVectorTable([{ address: 0x0800_0000, data: new Uint8Array(6) }])).toBeNull();
    expect(findVectorTable([{ address: 0x0800_0000, data: new Uint8Array(512).fill(0xff) }])).toBeNull();
  });
});
