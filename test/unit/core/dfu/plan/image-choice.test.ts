import { describe, expect, it } from "vitest";
import {
  guardedForFile,
  holdsVectorTable,
  imageChoices,
  imageExtent,
  placeOfBin,
} from "../../../../../src/core/dfu/plan/image-choice";
import { binWithVectors, bootAndApplication, layoutOf } from "../../../flash/builders";

describe("imageChoices", () => {
  it("offers every image with a built file, best file first, and guards the others", () => {
    const choices = imageChoices([bootAndApplication]);
    expect(choices.map(({ name, role, artifacts, vectors }) => ({ name, role, file: artifacts[0], vectors }))).toEqual([
      { name: "bootloader", role: "bootloader", file: "file:///ws/boot/boot.hex", vectors: 0x0800_0000 },
      { name: "application", role: "application", file: "file:///ws/app/app.hex", vectors: 0x0802_0800 },
    ]);
    expect(choices[1]?.guarded).toEqual([
      { name: "bootloader", role: "bootloader", factory: false, range: { base: 0x0800_0000, size: 0x2_0000 } },
    ]);
  });

  it("leaves out images without a file and factory bootloaders, and still guards those", () => {
    const layout = layoutOf([
      { id: "factory", role: "bootloader", factory: true, states: { slot: 0x0800_0000, end: 0x0804_0000 } },
      { id: "unbuilt", role: "other", states: {} },
      { id: "app", role: "application", artifacts: ["file:///ws/a.hex"], states: { slot: 0x0804_0000 } },
    ]);
    const [app, ...rest] = imageChoices([layout]);
    expect(rest).toEqual([]);
    expect(app?.guarded).toEqual([
      { name: "factory", role: "bootloader", factory: true, range: { base: 0x0800_0000, size: 0x4_0000 } },
      { name: "unbuilt", role: "other", factory: false, range: null },
    ]);
  });

  it("names no vector table where the places disagree", () => {
    const layout = layoutOf([
      {
        id: "app",
        role: "application",
        artifacts: ["file:///ws/a.bin"],
        states: { vectors: [0x0801_0000, 0x0802_0000] },
      },
    ]);
    expect(imageChoices([layout])[0]?.vectors).toBeNull();
  });

  it("takes the configuration whose target is a folder of the built file", () => {
    const configured = (target: string, slot: number) =>
      layoutOf([{ id: "app", role: "application", artifacts: ["file:///ws/BUILD/K64F/app.bin"], states: { slot } }], {
        target,
      });
    const choices = imageChoices([configured("NUCLEO_F429ZI", 0x0804_0000), configured("K64F", 0x4_0000)]);
    expect(choices).toHaveLength(1);
    expect(choices[0]?.places).toEqual([{ address: 0x4_0000, vectors: 0x4_0000 }]);
  });
});

describe("imageExtent", () => {
  it("takes the widest range where places disagree", () => {
    const layout = layoutOf([
      { id: "b", role: "bootloader", states: { slot: [0x0800_0000, 0x0800_4000], end: [0x0801_0000, 0x0802_0000] } },
    ]);
    expect(imageExtent(layout, "b")).toEqual({ base: 0x0800_0000, size: 0x2_0000 });
  });

  it("knows nothing without an end", () => {
    const layout = layoutOf([{ id: "b", role: "bootloader", states: { slot: 0x0800_0000, end: null } }]);
    expect(imageExtent(layout, "b")).toBeNull();
  });
});

describe("guardedForFile", () => {
  const other = layoutOf([{ id: "loader", role: "bootloader", states: { slot: 0, end: 0x8000 } }], {
    folder: "file:///other",
    set: "other",
  });

  it("guards the bootloaders of the set around the file", () => {
    const guarded = guardedForFile([bootAndApplication, other], "file:///ws/out/some.hex");
    expect(guarded.map(({ name }) => name)).toEqual(["bootloader"]);
  });

  it("guards all bootloaders when no set is around it", () => {
    const guarded = guardedForFile([bootAndApplication, other], "file:///elsewhere/some.hex");
    expect(guarded.map(({ name }) => name)).toEqual(["bootloader", "loader"]);
  });
});

describe("placeOfBin", () => {
  const places = imageChoices([bootAndApplication])[1]?.places ?? [];

  it("sees that the binary starts with the header", () => {
    expect(placeOfBin(binWithVectors(0x2000, 0x800, 0x0802_0800), places)?.address).toBe(0x0802_0000);
  });

  it("sees that the binary starts with the vector table", () => {
    expect(placeOfBin(binWithVectors(0x2000, 0, 0x0802_0800), places)?.address).toBe(0x0802_0800);
  });

  it("does not guess when the reset handler fits nowhere", () => {
    expect(placeOfBin(binWithVectors(0x2000, 0, 0x0800_0000), places)).toBeNull();
    expect(placeOfBin(new Uint8Array(4), places)).toBeNull();
  });
});

describe("holdsVectorTable", () => {
  const good = () => binWithVectors(0x400, 0, 0x0800_0000);
  it.each([
    ["a stack pointer in flash", 0, 0x0800_1000],
    ["a stack pointer off a word", 0, 0x2000_0002],
    ["a reset handler without the Thumb bit", 4, 0x0800_0100],
    ["a reset handler behind the image", 4, 0x0800_0401],
    ["erased flash", 0, 0xffff_ffff],
  ])("refuses %s", (_, at, value) => {
    const bytes = good();
    expect(holdsVectorTable(bytes, 0x0800_0000, 0x0800_0000)).toBe(true);
    new DataView(bytes.buffer).setUint32(at, value, true);
    expect(holdsVectorTable(bytes, 0x0800_0000, 0x0800_0000)).toBe(false);
  });
});
