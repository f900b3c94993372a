import { describe, expect, it } from "vitest";
import type { ImageRef, LayoutClaim, Quantity, Statement } from "../../../../src/core/layout/boot-layout";
import { check } from "../../../../src/core/rules/check";
import { english } from "../../../../src/core/text";
import { claim, image, layoutWith } from "../../../support/layouts";

const boot = image("boot", "bootloader");
const app = image("app");

/** `severity code` of what two places that state different values lead to. */
function of(claims: readonly LayoutClaim[]): string[] {
  const findings = check([layoutWith(claims, "STM32F407VG", [boot, app])], []);
  return findings.map(({ severity, code }) => `${severity} ${code}`);
}

/** Every kind of place that may state where an application lies. */
const places: readonly Statement[] = [
  "linker-script",
  "mbed-config",
  "source-constant",
  "build-file",
  "partition",
  "bootsmith-json",
];
const twoOf = places.flatMap((one, index) => places.slice(index + 1).map((other) => [one, other] as const));

const stated = (quantity: Quantity, by: Statement, value: number, file = `${by}.txt`): LayoutClaim =>
  claim("app", quantity, by, file, value);

describe.each(twoOf)("%s against %s", (one, other) => {
  it.each<Quantity>(["vectors", "slot"])("on the application's %s", (quantity) => {
    const found = of([stated(quantity, one, 0x08020000), stated(quantity, other, 0x08040000)]);
    expect(new Set(found)).toEqual(new Set(["error application-start-mismatch"]));
    expect(of([stated(quantity, one, 0x08020000), stated(quantity, other, 0x08020000)])).toEqual([]);
  });

  it("on its header", () => {
    const header = [stated("headerSize", one, 0x200), stated("headerSize", other, 0x400)];
    expect(new Set(of(header))).toEqual(new Set(["error header-size-mismatch"]));
  });
});

describe("ends", () => {
  const start = stated("vectors", "linker-script", 0x08020000);

  it.each<[Statement, Statement]>([
    ["linker-script", "mbed-config"],
    ["linker-script", "bootsmith-json"],
    ["mbed-config", "source-constant"],
  ])("%s against %s", (one, other) => {
    const found = of([start, stated("end", one, 0x08080000), stated("end", other, 0x080a0000)]);
    expect(new Set(found)).toEqual(new Set(["warning application-end-mismatch"]));
  });

  it.each<Statement>(["partition", "build-file"])("%s is room: an image may be smaller, not larger", (limit) => {
    const script = stated("end", "linker-script", 0x08080000);
    expect(of([start, script, stated("end", limit, 0x080a0000)])).toEqual([]);
    expect(of([start, script, stated("end", limit, 0x08080000)])).toEqual([]);
    const small = [start, script, stated("end", limit, 0x08060000)];
    expect(of(small)).toEqual(["warning application-end-mismatch"]);
    const [finding] = check([layoutWith(small, "STM32F407VG", [boot, app])], []);
    expect(english(finding!.message)).toContain("gives it room to 0x08060000");
    expect(finding?.fixes).toHaveLength(1);
  });
});

describe("where an image is uploaded", () => {
  it("has no vote on where it lies", () => {
    const linked = stated("vectors", "linker-script", 0x08020000);
    expect(
      of([linked, stated("upload", "flash-task", 0x08040000)]).filter((one) => !one.includes("flash-address")),
    ).toEqual([]);
  });
});

describe("two views of one flash", () => {
  it.each([
    ["STM32L562QE", 0x0c000000, 0x08000000],
    ["STM32F746ZG", 0x00200000, 0x08000000],
  ])("%s: VTOR through the other view is right", (part, linked, vtor) => {
    const claims = [
      stated("vectors", "linker-script", linked),
      stated("vectors", "vector-table-offset", vtor, "system_stm32.c"),
    ];
    expect(check([layoutWith(claims, part, [app])], [])).toEqual([]);
  });

  it("an image in the middle of a page of the secure view", () => {
    const claims = [stated("vectors", "linker-script", 0x0c001400)];
    const [finding] = check([layoutWith(claims, "STM32L562QE", [app])], []);
    expect(english(finding!.message)).toMatch(/starts at 0x0C001400, inside the . KiB page that begins at 0x0C001000/);
  });
});

describe("what was built decides how grave an overlap is", () => {
  const places = (view = 0x08000000): LayoutClaim[] => [
    claim("boot", "vectors", "linker-script", "boot.ld", 0x08000000),
    claim("boot", "end", "linker-script", "boot.ld", 0x08020000),
    claim("app", "vectors", "linker-script", "app.ld", view + 0x10000),
    claim("app", "end", "linker-script", "app.ld", view + 0x40000),
  ];
  const built = (start: number, end: number): ImageRef => ({
    ...boot,
    built: [{ uri: "memfs:/ws/boot.elf", format: "elf", extents: [{ start, end }], size: end - start, vectors: null }],
  });
  const overlap = (bootloader: ImageRef, part = "STM32F407VG", view?: number): string[] =>
    check([layoutWith(places(view), part, [bootloader, app])], []).map(({ severity, code }) => `${severity} ${code}`);

  it.each<[string, ImageRef, string]>([
    ["nothing is built", boot, "warning"],
    ["its bytes end in front of the application", built(0x08000000, 0x08010000), "warning"],
    ["its bytes reach in", built(0x08000000, 0x08010004), "error"],
    ["it is there from the factory", { ...boot, factory: true }, "error"],
  ])("%s", (_what, bootloader, severity) => {
    expect(overlap(bootloader)).toEqual([`${severity} image-overlap`]);
  });

  it("one flash, one image linked through ITCM", () => {
    expect(overlap(boot, "STM32F746ZG", 0x00200000)).toEqual(["warning image-overlap"]);
    expect(overlap(boot, "STM32F746ZG", 0x00230000)).toEqual([]);
  });
});
