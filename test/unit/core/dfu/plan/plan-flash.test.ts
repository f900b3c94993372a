import { describe, expect, it } from "vitest";
import type { BoardInfo } from "../../../../../src/core/dfu/board-service";
import { checkPlan } from "../../../../../src/core/dfu/plan/check-plan";
import { describePlan, planFlash, type PlanOptions } from "../../../../../src/core/dfu/plan/plan-flash";
import { planErase } from "../../../../../src/core/dfu/plan/plan-erase";
import { BootsmithError, type ErrorKind } from "../../../../../src/core/errors";
import type { FirmwareImage, ImageSegment } from "../../../../../src/core/image/firmware-image";
import { findDevices } from "../../../../../src/core/mcu/find-device";
import { english } from "../../../../../src/core/text";
import { boardWith, contentsNeeded } from "../../../../support/boards";
import { firmware } from "../../../simulator/board-rig";

const f407 = boardWith([
  "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg",
  "@Option Bytes  /0x1FFFC000/01*016 e",
  "@OTP Memory /0x1FFF7800/01*512 g,01*016 g",
]);
const full: PlanOptions = { strategy: "full", verify: true, leave: true };
const changed: PlanOptions = { ...full, strategy: "changed" };

function sparse(...segments: ImageSegment[]): FirmwareImage {
  return { name: "a.hex", format: "hex", segments, entry: null };
}

/** What the board would hold: the image over erased flash. */
function holding(
  image: FirmwareImage,
  base: number,
  size: number,
  change: Record<number, number> = {},
): ImageSegment[] {
  const data = new Uint8Array(size).fill(0xff);
  for (const segment of image.segments) data.set(segment.data, segment.address - base);
  for (const [address, byte] of Object.entries(change)) data[Number(address) - base] = byte;
  return [{ address: base, data }];
}

const app = firmware(0x0800_0000, 0x3_1000, 1);
const units = (image: FirmwareImage, options: PlanOptions, board = f407) =>
  planFlash(image, board, options).units.map(({ base, action }) => [base, action]);

function refusal(image: FirmwareImage, options: PlanOptions, board = f407): { kind: ErrorKind; message: string } {
  try {
    planFlash(image, board, options);
  } catch (error) {
    if (error instanceof BootsmithError) {
      expect(error.nextStep).toBeDefined();
      return { kind: error.kind, message: error.message };
    }
    throw error;
  }
  throw new Error("it was planned");
}

describe("planFlash", () => {
  it("full: erases and writes every unit the image touches, the vector table's head last", () => {
    const plan = planFlash(app, f407, full);
    expect(plan.units.map(({ base, size, action, imageBytes }) => [base, size, action, imageBytes])).toEqual([
      [0x0800_0000, 0x4000, "erase-and-program", 0x4000],
      [0x0800_4000, 0x4000, "erase-and-program", 0x4000],
      [0x0800_8000, 0x4000, "erase-and-program", 0x4000],
      [0x0800_c000, 0x4000, "erase-and-program", 0x4000],
      [0x0801_0000, 0x1_0000, "erase-and-program", 0x1_0000],
      [0x0802_0000, 0x2_0000, "erase-and-program", 0x1_1000],
    ]);
    expect(plan.blocks.map(({ address, data }) => [address, data.length])).toEqual([
      [0x0800_0020, 0x7e0],
      [0x0800_0800, 0x3_0800],
      [0x0800_0000, 32],
    ]);
    expect(plan).toMatchObject({ alternate: 0, leaveAt: 0x0800_0000 });
  });

  it("writes exactly the image's bytes", () => {
    const result = new Uint8Array(0x3_1000).fill(0xff);
    for (const { address, data } of planFlash(app, f407, full).blocks) result.set(data, address - 0x0800_0000);
    expect(result).toEqual(app.segments[0]?.data);
  });

  it("changed: skips what is right already", () => {
    const contents = holding(app, 0x0800_0000, 0x4_0000);
    const plan = planFlash(app, f407, { ...changed, contents });
    expect(plan.units.every(({ action }) => action === "skip")).toBe(true);
    expect(plan.blocks).toEqual([]);
    expect(english(describePlan(plan))).toContain("Nothing changes");
  });

  it("changed: one changed unit takes the vector table's unit with it, and that is erased first", () => {
    const contents = holding(app, 0x0800_0000, 0x4_0000, { 0x0802_0010: 0 });
    const plan = planFlash(app, f407, { ...changed, contents });
    expect(plan.units.map(({ base, action }) => [base, action])).toEqual([
      [0x0800_0000, "erase-and-program"],
      [0x0800_4000, "skip"],
      [0x0800_8000, "skip"],
      [0x0800_c000, "skip"],
      [0x0801_0000, "skip"],
      [0x0802_0000, "erase-and-program"],
    ]);
    expect(plan.blocks.at(-1)).toMatchObject({ address: 0x0800_0000 });
    expect(english(describePlan(plan))).toMatch(/^2 of 6 erase units change, about 4.1 s: 2 erased, 84 KiB written\.$/);
  });

  it("erases the header's unit first and writes its head last of all", () => {
    const image = firmware(0x0802_0000, 0x4_0800, 2, 0x800);
    const plan = planFlash(image, f407, full);
    expect(plan.units[0]?.base).toBe(0x0802_0000);
    expect(plan.blocks.slice(-2).map(({ address }) => address)).toEqual([0x0802_0800, 0x0802_0000]);
    expect(plan.leaveAt).toBe(0x0802_0800);
  });

  it("header and vector table in different units: both are erased before the others", () => {
    const board = boardWith(["@Internal Flash  /0x08000000/0512*0002Kg"]);
    const image = firmware(0x0802_0000, 0x3000, 2, 0x800);
    const contents = holding(image, 0x0802_0000, 0x3000, { 0x0802_2000: 0 });
    expect(units(image, { ...changed, contents }, board)).toEqual([
      [0x0802_0000, "erase-and-program"],
      [0x0802_0800, "erase-and-program"],
      [0x0802_1000, "skip"],
      [0x0802_1800, "skip"],
      [0x0802_2000, "erase-and-program"],
      [0x0802_2800, "skip"],
    ]);
  });

  it("counts the time that is waited for an erase in bank 2 of an H743", () => {
    const board = boardWith(["@Internal Flash   /0x08000000/16*128Kg"]);
    const erase = (base: number) =>
      planErase(board, { ranges: [{ base, size: 0x2_0000 }], verify: false }).estimate?.erase;
    expect(erase(0x0800_0000)).toBeLessThan(3_000);
    expect(erase(0x0810_0000)).toBeGreaterThanOrEqual(4_000);
    const plan = planFlash(firmware(0x0810_0000, 0x100, 1), board, full);
    expect(plan.estimate?.erase).toBeGreaterThanOrEqual(4_000);
  });

  describe("a file of two images", () => {
    const [first, second] = [firmware(0x0800_0000, 0x100, 1), firmware(0x0804_0000, 0x4_0000, 2)];
    const both = sparse(...first.segments, ...second.segments);
    const heads = [0x0804_0000, 0x0800_0000];

    it("the second, too, does not start while half of it is new", () => {
      const contents = holding(both, 0x0800_0000, 0x8_0000, { 0x0806_0010: 0 });
      const plan = planFlash(both, f407, { ...changed, contents });
      expect(plan.units.map(({ base, action, reason }) => [base, action, reason])).toEqual([
        [0x0800_0000, "erase-and-program", "boot-decision"],
        [0x0804_0000, "erase-and-program", "boot-decision"],
        [0x0806_0000, "erase-and-program", "differs"],
      ]);
      expect(plan.blocks.slice(-2).map(({ address }) => address)).toEqual(heads);
      expect(plan.boot).toEqual(heads.map((base) => ({ base, size: 32 })));
    });

    it("the second stays as it is where only the first changes", () => {
      const contents = holding(both, 0x0800_0000, 0x8_0000, { 0x0800_0010: 0 });
      expect(units(both, { ...changed, contents })).toEqual([
        [0x0800_0000, "erase-and-program"],
        [0x0804_0000, "skip"],
        [0x0806_0000, "skip"],
      ]);
    });
  });

  it.each([
    ["STM32F407VG", "program"],
    ["STM32L475VG", "erase-and-program"],
  ])("blank flash of %s: %s", (part, action) => {
    const device = findDevices(part).candidates[0];
    const image = firmware(0x0800_0000, 0x4000, 1);
    const contents = [{ address: 0x0800_0000, data: new Uint8Array(0x4000).fill(0xff) }];
    const options: PlanOptions = { ...changed, contents, ...(device === undefined ? {} : { device }) };
    expect(units(image, options)).toEqual([[0x0800_0000, action]]);
  });

  it("leaves out stretches of the erased value, and erases a unit that holds nothing else", () => {
    const data = new Uint8Array(0x5000).fill(0xff);
    data.set(firmware(0x0800_0000, 0x1000, 1).segments[0]?.data ?? [], 0);
    const plan = planFlash(sparse({ address: 0x0800_0000, data }), f407, full);
    expect(plan.units.map(({ action }) => action)).toEqual(["erase-and-program", "erase"]);
    expect(plan.blocks.map(({ address, data: bytes }) => [address, bytes.length])).toEqual([
      [0x0800_0020, 0x7e0],
      [0x0800_0800, 0x800],
      [0x0800_0000, 32],
    ]);
  });

  it("fills blocks up to the program unit with the erased value, inside the unit", () => {
    const plan = planFlash(sparse({ address: 0x0800_4005, data: Uint8Array.of(1, 2, 3) }), f407, {
      ...full,
      eraseRanges: [{ base: 0x0800_4000, size: 0x4000 }],
    });
    const expected = new Uint8Array(32).fill(0xff);
    expected.set([1, 2, 3], 5);
    expect(plan.blocks).toEqual([{ address: 0x0800_4000, data: expected }]);
  });

  it("does not promise to verify on a board that cannot be read", () => {
    const board = boardWith(["@Internal Flash  /0x08000000/04*016Kg"], { canUpload: false });
    const image = firmware(0x0800_0000, 0x100, 1);
    expect(planFlash(image, board, full).verify).toEqual([]);
    expect(contentsNeeded(image, board, changed)).toEqual([]);
  });

  it("maps the chip's other view of flash to the physical one", () => {
    const device = findDevices("STM32F746ZG").candidates[0];
    if (device === undefined) throw new Error("no F746");
    const board = boardWith(["@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg"]);
    const image = firmware(0x0020_0000, 0x100, 1);
    // Every chip with this layout has the view, so the string is enough.
    expect(planFlash(image, board, full).units[0]?.base).toBe(0x0800_0000);
    expect(planFlash(image, board, { ...full, device }).leaveAt).toBe(0x0800_0000);
    expect(refusal(image, full).message).toContain("0x00200000");
  });

  it("clamps to the flash the chip was sold with, whatever its ROM says", () => {
    const device = findDevices("STM32H750VB").candidates[0];
    if (device === undefined) throw new Error("no H750");
    const board = boardWith(["@Internal Flash   /0x08000000/16*128Kg"]);
    const image = firmware(0x0800_0000, 0x2_0020, 1);
    expect(planFlash(image, board, full).units).toHaveLength(2);
    expect(refusal(image, { ...full, device }, board)).toMatchObject({ kind: "plan-refused" });
  });

  it.each<[string, FirmwareImage, PlanOptions, BoardInfo, ErrorKind, string]>([
    ["bytes behind the flash", firmware(0x080f_ff00, 0x200, 1), full, f407, "plan-refused", "0x08100000"],
    ["bytes in RAM", firmware(0x2000_0000, 0x200, 1), full, f407, "plan-refused", "0x20000000"],
    ["option bytes", firmware(0x1fff_c000, 0x10, 1), full, f407, "plan-refused", "0x1FFFC000"],
    [
      "option bytes by name",
      firmware(0x1fff_c000, 0x10, 1),
      { ...full, alternate: 1 },
      f407,
      "plan-refused",
      "no program memory",
    ],
    [
      "OTP that calls itself flash",
      firmware(0x1fff_7800, 0x10, 1),
      { ...full, alternate: 2 },
      f407,
      "plan-refused",
      "no program memory",
    ],
    [
      "an alternate setting that is not there",
      app,
      { ...full, alternate: 7 },
      f407,
      "bad-usage",
      "alternate setting 7",
    ],
    [
      "a read-only sector",
      firmware(0x0800_0000, 0x100, 1),
      full,
      boardWith(["@Flash/0x08000000/01*128Ka,15*128Kg"]),
      "plan-refused",
      "0x08000000",
    ],
    [
      "a board that runs its application",
      app,
      full,
      boardWith([], { mode: "runtime" }),
      "plan-refused",
      "not in DFU mode",
    ],
    ["a board without a map", app, full, boardWith(["UNKNOWN"]), "plan-refused", "what memory it has"],
    ["an image without bytes", sparse(), full, f407, "plan-refused", "no bytes"],
  ])("refuses %s", (_, image, options, board, kind, words) => {
    const error = refusal(image, options, board);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
  });

  describe("what is somebody else's", () => {
    const bootloader = { base: 0x0800_0000, size: 0x6000, what: "the bootloader" };

    it("is not overwritten, unless the image is named as a bootloader", () => {
      const image = firmware(0x0800_0000, 0x100, 1);
      expect(refusal(image, { ...full, protect: [bootloader] }).message).toContain("0x08000000 to 0x08005FFF");
      expect(refusal(image, { ...full, protect: [bootloader], as: "application" }).kind).toBe("plan-refused");
      expect(units(image, { ...full, protect: [bootloader], as: "bootloader" })).toHaveLength(1);
    });

    it.each([
      ["0x0C000000 of a chip with TrustZone", "@Internal Flash   /0x08000000/256*08Kg", 0x0c00_0000, { chipId: 0x484 }],
      ["ITCM of an F7", "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg", 0x0020_0000, {}],
    ])("is found where the project states it as it was linked: %s", (_, map, base, known) => {
      const board = boardWith([map], known);
      const protect = [{ ...bootloader, base }];
      const image = firmware(0x0800_0000, 0x100, 1);
      expect(refusal(image, { ...full, protect }, board).message).toContain("0x08000000 to 0x08005FFF");
      const ranges = [{ base: 0x0800_0000, size: 0x8000 }];
      expect(() => planErase(board, { ranges, protect, verify: true })).toThrow(/the bootloader/);
      expect(() => planErase(board, { ranges: "mass", protect, verify: true })).toThrow(/the bootloader/);
    });

    it("another image is not overwritten under any name", () => {
      const other = { ...bootloader, what: "the application", role: "other" as const };
      expect(refusal(firmware(0x0800_0000, 0x100, 1), { ...full, protect: [other], as: "bootloader" }).kind).toBe(
        "plan-refused",
      );
    });

    it("does not share an erase unit that would be erased", () => {
      const image = firmware(0x0800_6000, 0x100, 1);
      const message = refusal(image, { ...full, protect: [bootloader] }).message;
      expect(message).toContain("0x08004000 to 0x08007FFF");
      expect(message).toContain("the bootloader");
    });

    it("may share one that stays as it is", () => {
      const image = firmware(0x0800_6000, 0x100, 1);
      const contents = holding(image, 0x0800_4000, 0x4000);
      expect(units(image, { ...changed, contents, protect: [bootloader] })).toEqual([[0x0800_4000, "skip"]]);
    });

    it("bytes before the image in its erase unit, of nobody known", () => {
      const image = firmware(0x0800_6000, 0x100, 1);
      const contents = holding(image, 0x0800_4000, 0x4000, { 0x0800_5ffc: 0x12, 0x0800_6004: 0 });
      for (const options of [changed, full]) {
        expect(refusal(image, { ...options, contents }).message).toContain("0x08005FFC");
      }
      expect(contentsNeeded(image, f407, full)).toEqual([{ base: 0x0800_4000, size: 0x2000 }]);
    });
  });

  it("reads whole erase units, joined where they touch", () => {
    const image = sparse(...firmware(0x0800_0000, 0x4001, 1).segments, {
      address: 0x0801_0000,
      data: Uint8Array.of(1),
    });
    expect(contentsNeeded(image, f407, changed)).toEqual([
      { base: 0x0800_0000, size: 0x8000 },
      { base: 0x0801_0000, size: 0x1_0000 },
    ]);
    expect(contentsNeeded(image, f407, full)).toEqual([]);
  });
});

describe("checkPlan", () => {
  const plan = planFlash(app, f407, full);

  it("passes what planFlash makes", () => {
    expect(checkPlan(plan, f407).number).toBe(0);
  });

  it.each([
    ["another board's", { ...plan, board: "c" }],
    ["one for option bytes", { ...plan, alternate: 1 }],
    ["one for OTP with flash's letter", { ...plan, alternate: 2, units: [], blocks: [] }],
    [
      "half an erase unit",
      {
        ...plan,
        units: [
          { base: 0x0800_0000, size: 0x2000, action: "erase" as const, reason: "differs" as const, imageBytes: 0 },
        ],
      },
    ],
    [
      "a write outside its units",
      { ...plan, blocks: [...plan.blocks, { address: 0x080e_0000, data: Uint8Array.of(1) }] },
    ],
    ["a write that runs out of its units", { ...plan, blocks: [{ address: 0x0803_fff0, data: new Uint8Array(32) }] }],
    [
      "a write into a unit it skips",
      { ...plan, units: plan.units.map((unit) => ({ ...unit, action: "skip" as const })) },
    ],
  ])("refuses %s", (_, wrong) => {
    expect(() => checkPlan(wrong, f407)).toThrow(BootsmithError);
  });
});

describe("an image linked to another view of the flash", () => {
  const [device] = findDevices("STM32F746ZG").candidates;
  const f746 = boardWith(["@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg"]);
  const options = { ...full, ...(device === undefined ? {} : { device }) };
  const bytes = (fill: number) => new Uint8Array(0x100).fill(fill);

  it("is sorted by where it really goes", () => {
    const image = sparse(
      { address: 0x0020_8000, data: bytes(1) },
      { address: 0x0800_0000, data: firmware(0x0800_0000, 0x100, 1).segments[0]?.data ?? bytes(2) },
    );
    const plan = planFlash(image, f746, options);
    expect(plan.image.map(({ address }) => address)).toEqual([0x0800_0000, 0x0800_8000]);
    // The head of the lowest address is what a boot decision reads, so it is written last.
    expect(plan.blocks.at(-1)?.address).toBe(0x0800_0000);
  });

  it("is refused where two views state one byte", () => {
    const image = sparse({ address: 0x0020_0000, data: bytes(1) }, { address: 0x0800_0080, data: bytes(2) });
    expect(() => planFlash(image, f746, options)).toThrow(/0x08000080 twice/);
  });
});
