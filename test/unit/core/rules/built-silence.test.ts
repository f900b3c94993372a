import { describe, expect, it } from "vitest";
import type { BuiltImage } from "../../../../src/core/layout/boot-layout";
import { allDevices } from "../../../../src/core/mcu/all-devices";
import { builtElsewhere, checkBuiltPlace } from "../../../../src/core/rules/built-elsewhere";
import { checkBuiltSize } from "../../../../src/core/rules/built-image-too-large";
import { checkBuiltVectors } from "../../../../src/core/rules/built-vectors-implausible";
import { claim, image, layoutWith } from "../../../support/layouts";

const ram = ["sram", "ccm", "dtcm", "backup-sram"];

describe("built images of every chip", () => {
  const devices = allDevices().flatMap((part) => part.devices);

  it("there are chips to look at", () => expect(devices.length).toBeGreaterThan(300));

  it.each(devices.map((device) => [device.part, device] as const))(
    "%s: whole flash, stack at the end of any RAM",
    (_, device) => {
      const flash = device.memories.find((memory) => memory.kind === "flash");
      if (flash === undefined) return;
      const { base, size } = flash;
      const end = base + size;
      for (const memory of device.memories.filter(({ kind }) => ram.includes(kind))) {
        const built: BuiltImage = {
          uri: "memfs:/ws/app/build/app.elf",
          format: "elf",
          extents: [{ start: base, end }],
          size: 0,
          vectors: { address: base, stackPointer: memory.base + memory.size, resetHandler: base + 0x401 },
        };
        const claims = [
          claim("app", "vectors", "linker-script", "app.ld", base),
          claim("app", "end", "linker-script", "app.ld", end),
        ];
        const layout = {
          ...layoutWith(claims, "", [{ ...image("app"), built: [built] }]),
          device: { candidates: [device] },
        };
        const found = [checkBuiltVectors, checkBuiltPlace, checkBuiltSize].flatMap((rule) => rule(layout));
        expect(
          found.map(({ code }) => code),
          memory.name,
        ).toEqual([]);
        // And the rule can speak here at all.
        const elsewhere = {
          ...built,
          vectors: { ...built.vectors, address: base + 0x400, stackPointer: 0x2000_0008, resetHandler: base + 1 },
        };
        const moved = { ...layout, images: [{ ...image("app"), built: [elsewhere] }] };
        expect(checkBuiltPlace(moved).map(({ code }) => code)).toEqual([builtElsewhere]);
      }
    },
  );
});
