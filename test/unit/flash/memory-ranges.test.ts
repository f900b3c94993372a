import { describe, expect, it } from "vitest";
import { parseMemoryLayout } from "../../../src/core/dfu/layout-string";
import { readIntelHex } from "../../../src/core/image/intel-hex";
import { fileContents, readableMemories } from "../../../src/flash/memory-ranges";
import { boardOf } from "./builders";

const alternates = (...names: string[]) =>
  names.map((name, number) => ({ number, name, layout: parseMemoryLayout(name) }));

describe("readableMemories", () => {
  it("takes neighbouring segments as one memory", () => {
    const [flash, ...rest] = readableMemories(
      boardOf("a", { alternates: alternates("@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg") }),
    );
    expect(rest).toEqual([]);
    expect(flash).toMatchObject({ alternate: 0, name: "Internal Flash", base: 0x0800_0000, size: 0x10_0000 });
    expect(flash?.units).toHaveLength(12);
    expect(flash?.units.at(-1)).toEqual({ base: 0x080e_0000, size: 0x2_0000 });
  });

  it("splits at holes, and leaves out what cannot be read and plain DFU", () => {
    const memories = readableMemories(
      boardOf("a", {
        alternates: alternates(
          "@Flash /0x08000000/02*001Kg/0x08010000/01*001Kg",
          "@Boot /0x90000000/01*004Kf",
          "plain",
        ),
      }),
    );
    expect(memories.map(({ alternate, base, size }) => [alternate, base, size])).toEqual([
      [0, 0x0800_0000, 0x800],
      [0, 0x0801_0000, 0x400],
    ]);
  });
});

describe("fileContents", () => {
  const data = Uint8Array.of(1, 2, 3, 4);

  it("writes Intel HEX for a name that says so, else the bytes", () => {
    const hex = readIntelHex(fileContents("/ws/dump.HEX", 0x0800_0000, data), "dump.HEX");
    expect(hex.segments).toEqual([{ address: 0x0800_0000, data }]);
    expect(fileContents("/ws/dump.bin", 0x0800_0000, data)).toEqual(data);
  });
});
