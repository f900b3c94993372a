import { describe, expect, it } from "vitest";
import { checkPlan } from "../../../../../src/core/dfu/plan/check-plan";
import type { FlashPlan } from "../../../../../src/core/dfu/plan/flash-plan";
import { planFlash, type PlanOptions } from "../../../../../src/core/dfu/plan/plan-flash";
import { describePlan, describeUnits, planWarnings } from "../../../../../src/core/dfu/plan/describe-plan";
import { checkImageIds } from "../../../../../src/core/dfu/plan/image-ids";
import { planErase } from "../../../../../src/core/dfu/plan/plan-erase";
import { planVerify } from "../../../../../src/core/dfu/plan/plan-verify";
import type { FirmwareImage, ImageSegment } from "../../../../../src/core/image/firmware-image";
import { findDevices } from "../../../../../src/core/mcu/find-device";
import { english } from "../../../../../src/core/text";
import { boardWith, contentsNeeded } from "../../../../support/boards";
import { firmware } from "../../../simulator/board-rig";

const feature = "@Device Feature/0xFFFF0000/01*004 e";
const f407 = boardWith(
  ["@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg", "@Option Bytes  /0x1FFFC000/01*016 e", feature],
  { part: "STM32F407VG" },
);
const h743 = boardWith(["@Internal Flash   /0x08000000/16*128Kg"], { part: "STM32H743ZI", transferSize: 1024 });
const h563 = boardWith(["@Internal Flash   /0x08000000/256*8Kg"], { part: "STM32H563ZI", transferSize: 1024 });
const l072 = boardWith(["@Internal Flash  /0x08000000/1536*128g"], { part: "STM32L072CZ" });
const g0b1 = boardWith(["@Internal Flash   /0x08000000/256*02Kg"], { part: "STM32G0B1RE", transferSize: 1024 });
const portenta = boardWith(["@Internal Flash   /0x08000000/01*128Ka,15*128Kg"], {
  vendorId: 0x2341,
  productId: 0x035b,
  transferSize: 4096,
});
const base = 0x0800_0000;
const full: PlanOptions = { strategy: "full", verify: true, leave: true };
const changed: PlanOptions = { ...full, strategy: "changed" };
const filled = (address: number, size: number, value: number): ImageSegment => ({
  address,
  data: new Uint8Array(size).fill(value),
});
const image = (...segments: ImageSegment[]): FirmwareImage => ({ name: "a.hex", format: "hex", segments, entry: null });

/** A memory of erased bytes with pieces in it. */
function memory(address: number, size: number, pieces: readonly ImageSegment[], erased = 0xff): ImageSegment[] {
  const data = new Uint8Array(size).fill(erased);
  for (const piece of pieces) data.set(piece.data, piece.address - address);
  return [{ address, data }];
}

const fates = ({ units }: FlashPlan) => units.map((unit) => [unit.base, unit.action, unit.reason]);
const shape = (blocks: FlashPlan["blocks"]) => blocks.map(({ address, data }) => [address, data.length]);

describe("erase, program or skip", () => {
  it.each([
    ["F407: blank is written as it is", f407, 0xff, ["program", "blank"]],
    ["L072: blank is 0x00, and ECC", l072, 0x00, ["erase-and-program", "differs"]],
    ["H743: ECC", h743, 0xff, ["erase-and-program", "differs"]],
    ["H563: ECC", h563, 0xff, ["erase-and-program", "differs"]],
    ["G0B1: ECC", g0b1, 0xff, ["erase-and-program", "differs"]],
    ["a chip nobody knows", boardWith(["@Flash/0x08000000/3*24Kg"]), 0xff, ["erase-and-program", "differs"]],
    ["an F2 or an F4", { ...f407, part: null }, 0xff, ["erase-and-program", "differs"]],
  ] as const)("%s", (_, board, erased, fate) => {
    const app = firmware(base, 64, 1);
    const plan = planFlash(app, board, { ...changed, contents: memory(base, 0x2_0000, [], erased) });
    expect(fates(plan)[0]?.slice(1)).toEqual(fate);
  });

  it("leaves out what is blank by the chip's own value, and pads with it", () => {
    const app = image({
      address: base,
      data: Uint8Array.from({ length: 300 }, (_, at) => (at < 128 ? 1 : at < 256 ? 0 : 7)),
    });
    const plan = planFlash(app, l072, { ...full, leave: false });
    expect(plan.units.map(({ action }) => action)).toEqual(["erase-and-program", "erase", "erase-and-program"]);
    const last = plan.blocks.find(({ address }) => address === base + 256);
    expect(last?.data.slice(44)).toEqual(new Uint8Array(last === undefined ? 0 : last.data.length - 44));
  });

  it("writes every byte where nobody knows what erased flash reads", () => {
    const plan = planFlash(image(filled(base, 0x800, 0xff)), boardWith(["@Flash/0x08000000/3*24Kg"]), full);
    expect(plan.units[0]?.action).toBe("erase-and-program");
    expect(plan.blocks.reduce((sum, { data }) => sum + data.length, 0)).toBe(0x800);
  });

  it("erases unread what an interrupted board covers, though contents were given", () => {
    const app = firmware(base, 0x4000, 1);
    const board = { ...f407, interrupted: true };
    const plan = planFlash(app, board, { ...changed, contents: app.segments });
    expect(fates(plan)).toEqual([[base, "erase-and-program", "unread"]]);
    expect(contentsNeeded(app, board, changed)).toEqual([]);
    expect(planWarnings(board, plan, changed).map(english).join()).toContain("ended half way");
  });

  it("erases the boot decision's unit before any other, whatever lies below it", () => {
    const eraseRanges = [{ base, size: 0x4000 }];
    const plan = planFlash(firmware(base + 0x8000, 64, 1), f407, { ...full, eraseRanges });
    expect(plan.units.map((unit) => unit.base)).toEqual([base + 0x8000, base]);
  });

  it("takes the boot decision's unit along, unchanged as it is", () => {
    const app = firmware(base, 0x8000, 1);
    const contents = memory(base, 0x8000, [...app.segments, filled(base + 0x7000, 4, 9)]);
    const plan = planFlash(app, f407, { ...changed, contents });
    expect(fates(plan)).toEqual([
      [base, "erase-and-program", "boot-decision"],
      [base + 0x4000, "erase-and-program", "differs"],
    ]);
    expect(plan.blocks.at(-1)).toMatchObject({ address: base, data: app.segments[0]?.data.subarray(0, 32) });
  });
});

describe("blocks", () => {
  it("are aligned runs, one short block behind the head, and a short tail", () => {
    const plan = planFlash(firmware(base, 0x5010, 1), f407, full);
    expect(shape(plan.blocks)).toEqual([
      [base + 0x20, 0x7e0],
      [base + 0x800, 0x4800],
      [base + 0x5000, 0x20],
      [base, 0x20],
    ]);
  });

  it("share transfers between pages smaller than one", () => {
    const plan = planFlash(firmware(base, 0x1080, 1), l072, full);
    expect(shape(plan.blocks)).toEqual([
      [base + 0x20, 0x7e0],
      [base + 0x800, 0x800],
      [base + 0x1000, 0x80],
      [base, 0x20],
    ]);
  });
});

describe("bytes of others", () => {
  const app = firmware(base + 0x6000, 0x100, 1);
  const unit = { base: base + 0x4000, size: 0x4000 };
  const contents = memory(unit.base, unit.size, [filled(unit.base + 16, 8, 0x42)]);
  const bootloader = { base, size: 0x5000, what: "the bootloader" };
  const other = { ...bootloader, role: "other" as const };

  it.each<[string, Partial<PlanOptions>, string]>([
    ["nobody known", {}, "0x08004010"],
    ["not read", { contents: [] }, "could not be read"],
    ["a bootloader", { protect: [bootloader] }, "the bootloader"],
    ["a bootloader, though the range is named", { protect: [bootloader], eraseRanges: [unit] }, "the bootloader"],
    ["another image", { protect: [other] }, "the bootloader"],
    ["preserved, but not read", { contents: [], preserve: true }, "could not be read"],
    [
      "behind the region's end",
      {
        contents: memory(unit.base, unit.size, [filled(base + 0x7000, 4, 1)]),
        region: { base: base + 0x6000, size: 0x1000 },
      },
      "0x08007000",
    ],
  ])("refused: %s", (_, options, words) => {
    expect(() => planFlash(app, f407, { ...changed, contents, ...options })).toThrow(words);
  });

  it.each<[string, Partial<PlanOptions>]>([
    ["the range is named", { eraseRanges: [unit] }],
    ["the range of another image is named", { protect: [other], eraseRanges: [unit] }],
    [
      "they are behind the image, up to the end of its unit",
      { contents: memory(unit.base, unit.size, [filled(base + 0x7000, 4, 1)]) },
    ],
    [
      "they are behind the image in its region",
      {
        contents: memory(unit.base, unit.size, [filled(base + 0x7000, 4, 1)]),
        region: { base: base + 0x6000, size: 0x2000 },
      },
    ],
  ])("erased where %s", (_, options) => {
    const plan = planFlash(app, f407, { ...changed, contents, ...options });
    expect(plan).toMatchObject({ preserved: [], units: [{ base: unit.base, action: "erase-and-program" }] });
  });

  it.each<[string, Partial<PlanOptions>]>([
    ["nobody known", {}],
    ["a bootloader", { protect: [bootloader] }],
    ["another image", { protect: [other], eraseRanges: [unit] }],
  ])("preserved by choice: %s", (_, options) => {
    const plan = planFlash(app, f407, { ...changed, contents, preserve: true, ...options });
    const kept = plan.preserved.find(
      ({ address, data }) => address <= unit.base + 16 && address + data.length > unit.base + 24,
    );
    expect(kept?.data[unit.base + 16 - kept.address]).toBe(0x42);
    expect(plan.blocks[0]?.data[unit.base + 16 - plan.blocks[0].address]).toBe(0x42);
    expect(plan.verify[0]?.address).toBe(unit.base);
    expect(checkPlan(plan, f407).number).toBe(0);
    expect(planWarnings(f407, plan, changed).map(english).join()).toContain("written back");
  });

  it("a file with two images does not own what is between them", () => {
    const two = image(...firmware(base, 0x100, 1).segments, filled(base + 0xe000, 16, 7));
    const between = memory(base, 0x1_0000, [filled(base + 0xc000, 4, 1)]);
    expect(() => planFlash(two, f407, { ...changed, contents: between })).toThrow("0x0800C000");
  });
});

describe("behind the image, in its region", () => {
  const app = firmware(base, 0x4000, 1);
  const region = { base, size: 0x1_0000 };
  const contents = memory(base, 0x1_0000, [...app.segments, filled(base + 0x8000, 4, 1)]);

  it("units that are not blank are erased, and that is said", () => {
    const plan = planFlash(app, f407, { ...changed, region, contents });
    expect(fates(plan)).toEqual([
      [base, "skip", "same"],
      [base + 0x8000, "erase", "stale"],
    ]);
    expect(plan.verify).toEqual([filled(base + 0x8000, 0x4000, 0xff)]);
    expect(planWarnings(f407, plan, changed).map(english).join()).toContain("16 KiB are erased");
    expect(describeUnits(plan).map(english)[1]).toContain("of an older one");
    expect(contentsNeeded(app, f407, { ...changed, region })).toEqual([region]);
    expect(contentsNeeded(app, f407, { ...full, region })).toEqual([{ base: base + 0x4000, size: 0xc000 }]);
  });

  it("not what is protected there, nor a unit that reaches out of it", () => {
    const protect = [{ base: base + 0x8000, size: 16, what: "settings", role: "other" as const }];
    expect(planFlash(app, f407, { ...changed, region, contents, protect }).units).toHaveLength(1);
    expect(planFlash(app, f407, { ...changed, region: { base, size: 0x9000 }, contents }).units).toHaveLength(1);
  });
});

describe("bootloaders", () => {
  it("Portenta's is known by VID:PID: MCUboot's sector only by name, the first not at all", () => {
    const header = image(filled(base + 0x2_0000, 64, 1));
    expect(() => planFlash(header, portenta, full)).toThrow("bootloader (PORTENTA_H7_M7)");
    expect(planFlash(header, portenta, { ...full, as: "bootloader" }).units).toHaveLength(1);
    expect(() => planFlash(firmware(base, 64, 1), portenta, { ...full, as: "bootloader" })).toThrow(
      "does not let be written",
    );
    expect(planFlash(firmware(base + 0x4_0000, 64, 1), portenta, full).leaveAt).toBe(base + 0x4_0000);
  });

  it("a bare board takes an application at the start of flash without a question", () => {
    expect(planFlash(firmware(base, 64, 1), f407, { ...full, as: "application" }).units).toHaveLength(1);
  });
});

describe("erasing everything", () => {
  const app = firmware(base, 64, 1);

  it("at once where that works, else unit by unit", () => {
    const plan = planFlash(app, f407, { ...full, massErase: true });
    expect(plan).toMatchObject({ massErase: true, estimate: { erase: 16_000.9 } });
    expect(plan.units).toHaveLength(12);
    expect(checkPlan(plan, f407).number).toBe(0);
    expect(planFlash(app, h743, { ...full, massErase: true })).toMatchObject({
      massErase: false,
      units: { length: 16 },
    });
    expect(contentsNeeded(app, f407, { ...changed, massErase: true })).toEqual([]);
  });

  it("is refused with something to keep", () => {
    const protect = [{ base: base + 0x8_0000, size: 16, what: "settings", role: "other" as const }];
    expect(() => planFlash(app, f407, { ...full, massErase: true, protect })).toThrow("settings");
    expect(() => planFlash(app, f407, { ...full, massErase: true, preserve: true })).toThrow("preserved");
    const plan = planFlash(app, f407, { ...full, massErase: true });
    expect(() =>
      checkPlan({ ...plan, blocks: [], verify: [], units: plan.units.filter((_, at) => at !== 5) }, f407),
    ).toThrow("spare");
    expect(() => checkPlan({ ...plan, preserved: [filled(base, 4, 1)] }, f407)).toThrow();
  });
});

describe("planErase and planVerify", () => {
  it("takes whole units, and checks that they are blank", () => {
    const plan = planErase(f407, { ranges: [{ base: base + 0x4000, size: 0x8000 }], verify: true });
    expect(fates(plan)).toEqual([
      [base + 0x4000, "erase", "named"],
      [base + 0x8000, "erase", "named"],
    ]);
    expect(plan.verify).toEqual([filled(base + 0x4000, 0x8000, 0xff)]);
    expect(checkPlan(plan, f407).number).toBe(0);
    expect(planErase(l072, { ranges: [{ base, size: 128 }], verify: true }).verify).toEqual([filled(base, 128, 0)]);
  });

  it.each([
    ["a part of a unit", f407, [{ base, size: 0x1000 }], "no whole number"],
    ["option bytes", f407, [{ base: 0x1fff_c000, size: 16 }], "0x1FFFC000"],
    ["a sector the string protects", portenta, [{ base, size: 0x2_0000 }], "may be erased"],
    ["MCUboot's sector", portenta, [{ base: base + 0x2_0000, size: 0x2_0000 }], "bootloader"],
    ["everything with a bootloader in it", portenta, "all", "bootloader"],
  ] as const)("refuses %s", (_, board, ranges, words) => {
    expect(() => planErase(board, { ranges, verify: false })).toThrow(words);
  });

  it("all, and at once", () => {
    expect(planErase(portenta, { ranges: "all", as: "bootloader", verify: false }).units).toHaveLength(15);
    expect(planErase(portenta, { ranges: "mass", as: "bootloader", verify: false })).toMatchObject({
      massErase: false,
    });
    expect(planErase(f407, { ranges: "mass", verify: false })).toMatchObject({ massErase: true, verify: [] });
  });

  it("compares the image at its physical place, and touches nothing", () => {
    const plan = planVerify(h563, firmware(0x0c00_0000, 64, 1), {});
    expect(plan).toMatchObject({ units: [], blocks: [], image: [{ address: base }], leaveAt: null });
    expect(checkPlan(plan, h563).number).toBe(0);
  });
});

describe("choices", () => {
  it("a wider write only where the ROM takes it", () => {
    const app = firmware(base, 64, 1);
    expect(planFlash(app, f407, { ...full, parallelism: 4 }).parallelism).toBe(4);
    expect(() => planFlash(app, h743, { ...full, parallelism: 4 })).toThrow("supply voltage");
    expect(() =>
      planFlash(app, { ...f407, alternates: f407.alternates.slice(0, 2) }, { ...full, parallelism: 4 }),
    ).toThrow();
    expect(() => checkPlan({ ...planFlash(app, h743, full), parallelism: 4 }, h743)).toThrow();
  });

  it("leaves where that is known to work, at the physical address", () => {
    const app = firmware(base, 64, 1);
    expect(planFlash(app, f407, { ...full, leave: "where-known" }).leaveAt).toBe(base);
    const stays = planFlash(app, h563, { ...full, leave: "where-known" });
    expect(stays.leaveAt).toBeNull();
    expect(planWarnings(h563, stays, { leave: "where-known" }).map(english).join()).toContain("press reset");
    // A ROM that may report an erase before it is done is not to be believed unread.
    const unseen = planFlash(app, h743, { ...full, verify: false });
    expect(planWarnings(h743, unseen, { leave: false, verify: false }).map(english).join()).toContain(
      "verify this flash",
    );
    expect(planFlash(firmware(0x0c00_0000, 64, 1), h563, full).leaveAt).toBe(base);
  });

  it("refuses a file for another board", () => {
    expect(() => {
      checkImageIds({ vendorId: 0x2341, productId: null }, f407);
    }).toThrow("2341:*");
    checkImageIds({ vendorId: 0x0483, productId: 0xffff }, f407);
  });

  it("clamps an H750 that the project names", () => {
    const board = { ...h743, part: null };
    const devices = findDevices("STM32H750VB").candidates;
    const big = firmware(base, 0x2_0020, 1);
    expect(() => planFlash(big, board, { ...full, devices })).toThrow("the chip has no flash");
    expect(planFlash(big, board, full).units).toHaveLength(2);
  });
});

describe("plain DFU", () => {
  const names = [
    "STM32duino bootloader v1.0  ERROR. Upload to RAM not supported.",
    "STM32duino bootloader v1.0  Upload to Flash 0x8005000",
    "STM32duino bootloader v1.0  Upload to Flash 0x8002000",
  ];
  const maple = boardWith(names, { protocol: "dfu", canUpload: true });
  const mute = boardWith(["DFU"], { protocol: "dfu", canUpload: false });

  it("streams to where the board says", () => {
    const plan = planFlash(firmware(0x0800_5000, 100, 1), maple, full);
    expect(plan).toMatchObject({ alternate: 1, units: [], blocks: [{ address: 0x0800_5000 }], leaveAt: 0x0800_5000 });
    expect(checkPlan(plan, maple).number).toBe(1);
    expect(english(describePlan(plan))).toBe("100 bytes are sent; the board decides alone what it erases.");
    expect(planFlash(firmware(0x0800_2000, 100, 1), maple, { ...full, alternate: 2 }).alternate).toBe(2);
    expect(() => planFlash(firmware(0x0800_2000, 100, 1), maple, full)).toThrow("0x08005000");
    expect(() => planFlash(firmware(0x0800_5000, 100, 1), maple, { ...full, alternate: 0 })).toThrow("takes an image");
    expect(() => checkPlan({ ...plan, alternate: 0 }, maple)).toThrow();
    expect(() => checkPlan({ ...plan, massErase: true }, maple)).toThrow();
  });

  it("streams whatever image where no address is known, gaps filled", () => {
    const plan = planFlash(image(filled(base, 4, 1), filled(base + 8, 2, 2)), mute, full);
    expect(plan.blocks).toEqual([{ address: 0, data: Uint8Array.of(1, 1, 1, 1, 255, 255, 255, 255, 2, 2) }]);
    expect(plan.verify).toEqual([]);
    expect(() => planFlash(image(filled(base, 4, 1)), mute, { ...full, preserve: true })).toThrow("alone");
    expect(() => planErase(mute, { ranges: "all", verify: false })).toThrow("no command");
  });
});

describe("describePlan", () => {
  it("says what changes and how long that takes", () => {
    const app = firmware(base, 0x8000, 1);
    const contents = memory(base, 0x8000, app.segments).map(({ address, data }) => ({
      address,
      data: data.map((byte, at) => (at === 5 ? byte ^ 1 : byte)),
    }));
    const plan = planFlash(app, f407, { ...changed, contents });
    // 400 ms of erasing, 262 ms of programming, 20 ms of data out, 34 ms in, and the short transfers.
    expect(english(describePlan(plan, "sector"))).toBe("1 of 2 sectors change, about 0.7 s: 1 erased, 16 KiB written.");
    expect(english(describePlan({ ...plan, estimate: null }, "page"))).toBe(
      "1 of 2 pages change: 1 erased, 16 KiB written.",
    );
    expect(plan.estimate?.erase).toBeCloseTo(400.9, 5);
    expect(plan.estimate?.write).toBeCloseTo(0.016 * 0x4000 + 20 + 0.9 * (9 + 3), 5);
    // By its layout string it may be an F2 as well, whose times are not known: those of the F4 are shown.
    expect(planFlash(app, { ...f407, part: null }, full).estimate).toMatchObject({ erase: 801.8 });
    // A layout that no chip known has: no figure rather than a guess.
    const unknown = boardWith(["@Internal Flash  /0x08000000/03*048Kg"]);
    expect(planFlash(app, unknown, full).estimate).toBeNull();
  });
});
