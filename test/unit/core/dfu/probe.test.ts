import { describe, expect, it } from "vitest";
import { layoutBySerial } from "../../../../src/core/dfu/gd32-layout";
import { parseMemoryLayout } from "../../../../src/core/dfu/layout-string";
import { probeDfu, type DeviceIdentity } from "../../../../src/core/dfu/probe";
import { dfuState as state } from "../../../../src/core/dfu/status";
import { scriptedDevice, type Script } from "../../../support/scripted-device";

const identity: DeviceIdentity = {
  id: "x",
  name: "x",
  simulated: false,
  vendorId: 0x0483,
  productId: 0xdf11,
  serial: "123",
  path: null,
  part: null,
};
const word = (value: number) => [value & 0xff, value >> 8];
const text = (value: string) => [
  2 + 2 * value.length,
  3,
  ...Array.from(value, (one) => word(one.charCodeAt(0))).flat(),
];
const face = (number: number, alternate: number, kind: number, protocol: number, name: number) => [
  ...[9, 4, number, alternate, 0, kind, kind === 0xfe ? 1 : 0, protocol, name],
];
const functional = (attributes = 0x0b, size = 2048, version = 0x011a) => [
  ...[9, 0x21, attributes, ...word(1000), ...word(size), ...word(version)],
];
const device18 = [18, 1, 0, 2, 0, 0, 0, 64, 0x83, 0x04, 0x11, 0xdf, 0x00, 0x22, 1, 2, 3, 1];

function configuration(...parts: readonly (readonly number[])[]) {
  const body = parts.flat();
  return [9, 2, ...word(9 + body.length), 1, 1, 0, 0x80, 50, ...body];
}

/** A device with these descriptors and strings, the first of them with index 4. */
function deviceWith(blob: readonly number[], strings: readonly string[] = [], more: Partial<Script> = {}) {
  const named = Object.fromEntries(strings.map((one, index) => [0x304 + index, text(one)]));
  return scriptedDevice({
    status: ["stall"],
    state: "stall",
    ...more,
    descriptors: { 0x200: blob, 0x100: device18, ...named, ...more.descriptors },
  });
}

const flash = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";

describe("what a board tells of itself", () => {
  it("version, strings and chip come from raw descriptors", async () => {
    const made = deviceWith(configuration(face(0, 0, 0xfe, 2, 4), functional()), [flash], {
      descriptors: {
        0x302: text("STM32  BOOTLOADER"),
        0x303: text("208F"),
        0x314: text("@Device ID/0x484,@Revision ID/0x0001"),
      },
    });
    const probed = await probeDfu(made.device, { ...identity, name: null, serial: null });
    expect(probed).toMatchObject({
      detachTimeout: 1000,
      info: { name: "STM32 BOOTLOADER", serial: "208F", deviceVersion: 0x2200, chipId: 0x484, protocol: "dfuse" },
    });
    expect(made.log).toEqual([]);
  });

  it("what it refuses to tell is not known, which is no fault", async () => {
    const made = deviceWith(configuration(face(0, 0, 0xfe, 2, 0), functional()), [], { descriptors: { 0x100: [] } });
    const probed = await probeDfu(made.device, { ...identity, name: null, serial: null });
    expect(probed?.info).toMatchObject({ name: "DFU 0483:df11", serial: null, deviceVersion: null, chipId: null });
  });

  it.each([
    ["@Bootloader version 22 /0x00000000/0*4Kg", "22"],
    ["@Arduino  boot  v.25   /0x00000000/0*4Kg", "25"],
    ["@MCUboot        v.01   /0x00000000/0*4Kg", "1"],
    ["Tomu Bootloader v2.0-rc4", "2.0"],
    ["@Internal Flash   /0x08000000/01*128Ka,15*128Kg", null],
    ["STM32  BOOTLOADER", null],
  ])("%s: bootloader version %s", async (name, version) => {
    const made = deviceWith(configuration(face(0, 0, 0xfe, 2, 4), functional()), [name]);
    expect((await probeDfu(made.device, identity))?.info.bootloaderVersion).toBe(version);
  });

  it("a transfer size of 0 is one that every bootloader takes; DFU 1.0 has a descriptor of 7 bytes", async () => {
    const made = deviceWith(configuration(face(0, 0, 0xfe, 2, 0), [7, 0x21, 0x05, ...word(255), ...word(0)]));
    expect((await probeDfu(made.device, identity))?.info).toMatchObject({
      ...{ transferSize: 1024, protocol: "dfu", canDownload: true, canUpload: false, manifestationTolerant: true },
    });
  });

  it("of several DFU interfaces the one that takes an image counts", async () => {
    const blob = configuration(...[face(0, 0, 0xfe, 2, 0), functional(0x02), face(1, 0, 0xfe, 2, 4), functional(0x03)]);
    expect((await probeDfu(deviceWith(blob, [flash]).device, identity))?.interfaceNumber).toBe(1);
  });

  it("G0B1: of alternate settings with the same flash the lowest stays", async () => {
    const G0 = "@Internal Flash   /0x08000000/64*02Kg";
    const blob = configuration(face(0, 0, 0xfe, 2, 4), face(0, 1, 0xfe, 2, 5), face(0, 2, 0xfe, 2, 6), functional());
    const probed = await probeDfu(deviceWith(blob, [G0, G0, G0]).device, identity);
    expect(probed?.info.alternates.map(({ number }) => number)).toEqual([0]);
  });
});

describe("run time or DFU mode", () => {
  it.each<[string, number, string, boolean, Partial<Script>, "runtime" | "dfu", number]>([
    ["protocol 2", 2, "", false, {}, "dfu", 0],
    ["protocol 1 beside a serial port", 1, "", true, {}, "runtime", 0],
    ["protocol 1 alone, in DFU mode (NXP 1fc9:000c)", 1, "DFU", false, { state: state.dfuIdle }, "dfu", 1],
    ["protocol 1 alone, running", 1, "DFU", false, { state: state.appIdle }, "runtime", 1],
    ["protocol 1 alone, no GETSTATE", 1, "", false, { status: [[0, 0, state.error]] }, "dfu", 2],
    ["protocol 1 alone, no answer", 1, "", false, {}, "runtime", 2],
    ["protocol 0 with a memory map (DSO Nano), no answer", 0, flash, false, {}, "dfu", 2],
    ["protocol 1 with a memory map, running", 1, flash, true, { state: state.appIdle }, "runtime", 1],
  ])("%s", async (_, protocol, name, composite, script, mode, asked) => {
    const parts = [face(0, 0, 0xfe, protocol, 4), functional(), ...(composite ? [face(1, 0, 0x02, 0, 0)] : [])];
    const made = deviceWith(configuration(...parts), [name], script);
    const probed = await probeDfu(made.device, identity);
    expect(probed?.info).toMatchObject({ mode, canDownload: mode === "dfu", canUpload: mode === "dfu" });
    // Only ever asked, never told anything.
    expect(made.log).toEqual(["getState", "getStatus"].slice(0, asked));
  });

  it.each<[string, number, number, number]>([
    ["Apple's Bluetooth", 0x05ac, 0x8290, 0xff],
    ["a Bluetooth adapter", 0x13d3, 0x3491, 0xff],
    ["an audio interface", 0x1235, 0x800a, 0x01],
    ["a wireless adapter", 0x1234, 0x0001, 0xe0],
    ["a camera", 0x1234, 0x0002, 0x0e],
  ])("%s that runs is never offered; in DFU mode it is a board", async (_, vendorId, productId, kind) => {
    const blob = (protocol: number) =>
      configuration(face(0, 0, kind, 0, 0), face(2, 0, 0xfe, protocol, 0), functional());
    const one = { ...identity, vendorId, productId };
    expect(await probeDfu(deviceWith(blob(1)).device, one)).toBeNull();
    expect((await probeDfu(deviceWith(blob(2)).device, one))?.info.mode).toBe("dfu");
  });
});

describe("GD32VF103", () => {
  it.each([
    ["3CBJ", 128],
    ["3T8J", 64],
    ["3T6J", 32],
    ["3T4J", 16],
    ["3TDJ", 256],
    ["3T2J", 8],
  ])("serial %s: %i pages of 1 KiB", (serial, count) => {
    const told = parseMemoryLayout("@Internal Flash  /0x08000000/512*002Kg");
    const [segment, ...more] = layoutBySerial(told, serial)?.segments ?? [];
    expect([segment?.size, segment?.count, more.length]).toEqual([1024, count, 0]);
  });

  it("a read-only part stays so, and what nothing is known of stays as told", () => {
    const tablet = parseMemoryLayout("@Internal Flash  /0x08000000/12*001Ka,116*001Kg");
    expect(layoutBySerial(tablet, "3CBJ")?.segments.map(({ count, writable }) => [count, writable])).toEqual([
      [12, false],
      [116, true],
    ]);
    expect(layoutBySerial(tablet, "??")).toBe(tablet);
    expect(layoutBySerial(tablet, null)).toBe(tablet);
    const option = parseMemoryLayout("@Option Bytes  /0x1FFFF800/01*016 g");
    expect(layoutBySerial(option, "3CBJ")).toBe(option);
  });

  it("is put right when the board is probed", async () => {
    const made = deviceWith(configuration(face(0, 0, 0xfe, 2, 4), functional()), [
      "@Internal Flash  /0x08000000/512*002Kg",
    ]);
    const board = { ...identity, vendorId: 0x28e9, productId: 0x0189, serial: "3CBJ" };
    expect((await probeDfu(made.device, board))?.info.alternates[0]?.layout?.segments).toMatchObject([
      { size: 1024, count: 128 },
    ]);
  });
});
