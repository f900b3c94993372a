import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readImage, type ReadImageOptions } from "../../../../src/core/image/read-image";
import { writeDfuSe } from "../../../../src/core/image/dfuse";
import { plainVersion, withDfuSuffix } from "../../../../src/core/image/dfu-suffix";

const folder = join(__dirname, "../../../fixtures/images");

function file(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, name)));
}

function read(name: string, options: ReadImageOptions = {}) {
  return readImage(name, file(name), options);
}

const program = { address: 0x0802_0800, data: file("firmware.bin") };
const settings = { address: 0x0803_0003, data: new TextEncoder().encode("settings of the application") };

describe("files that other programs wrote", () => {
  it.each([
    ["firmware.hex", "hex", 0x0802_0841],
    ["firmware.srec", "srec", 0x0802_0841],
    ["firmware.s37", "srec", 0x0802_0841],
    ["firmware.elf", "elf", 0x0802_0841],
    ["firmware-dfuse.dfu", "dfuse", null],
  ])("%s has the same bytes at the same addresses", (name, format, entry) => {
    expect(read(name)).toMatchObject({ name, format, entry });
    expect(read(name).segments).toEqual([program, settings]);
  });

  it("an ELF file reads as the HEX file that objcopy made of it, whatever its layout", () => {
    const workspaces = join(folder, "../workspaces");
    for (const [elf, hex] of [
      ["stm32l475-boot-app/application/build/application.elf", "stm32l475-boot-app/application/build/application.hex"],
      ["stm32f407-discovery/build/stm32f407-discovery.elf", "stm32f407-discovery/build/stm32f407-discovery.hex"],
    ] as const) {
      const [one, other] = [elf, hex].map((name) =>
        readImage(name, new Uint8Array(readFileSync(join(workspaces, name)))),
      );
      expect(one?.segments).toEqual(other?.segments);
      expect(one?.entry).toBe(other?.entry);
    }
  });

  it("dfu-suffix: the payload without its suffix, and the ids", () => {
    const image = read("firmware-suffix.dfu", { address: program.address });
    expect(image.segments).toEqual([program]);
    expect(image).toMatchObject({ format: "dfu", ids: { vendorId: 0x1eaf, productId: 3, device: null } });
    const written = withDfuSuffix(program.data, { vendorId: 0x1eaf, productId: 3, device: null }, plainVersion);
    expect(written).toEqual(file("firmware-suffix.dfu"));
  });

  it("dfuse-pack: ids and targets; of two, the one that is asked for", () => {
    const image = read("firmware-two-targets.dfu", { alternate: 1 });
    const other = { address: 0x1fff_7800, data: settings.data };
    expect(image.segments).toEqual([other]);
    expect(image.ids).toEqual({ vendorId: 0x0483, productId: 0xdf11, device: 0 });
    expect(image.targets).toEqual([
      { alternate: 0, name: "ST...", segments: [program] },
      { alternate: 1, name: "ST...", segments: [other] },
    ]);
    expect(() => read("firmware-two-targets.dfu")).toThrow(/several alternate settings: 0 \(ST\.\.\.\), 1 \(ST/);
  });

  it("what is written differs from dfuse-pack's file in the size that it counts, and so in the checksum", () => {
    const packed = file("firmware-two-targets.dfu");
    const { targets = [], ids = { vendorId: null, productId: null, device: null } } = read("firmware-two-targets.dfu", {
      alternate: 0,
    });
    const written = writeDfuSe(targets, ids);
    const different = [...packed.keys()].filter((at) => packed[at] !== written[at]);
    expect(written.length).toBe(packed.length);
    expect(different.filter((at) => at >= packed.length - 4).length).toBeGreaterThan(0);
    expect(different.filter((at) => at < packed.length - 4)).toEqual([6]);
  });
});
