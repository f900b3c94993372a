import { describe, expect, it } from "vitest";
import type { FlashPlan } from "../../../src/core/dfu/plan/flash-plan";
import { BootsmithError, type ErrorKind } from "../../../src/core/errors";
import { english, text } from "../../../src/core/text";
import { describeFlash, describeVerify, exitCodeOf } from "../../../src/flash/outcome";
import { planWith } from "../../support/boards";
import { boardOf } from "./builders";

const board = boardOf("a");
const kib = 1024;

function planOf(): FlashPlan {
  return planWith({});
}

describe("describeFlash", () => {
  const outcome = {
    erasedUnits: 2,
    skippedUnits: 1,
    writtenBytes: 24 * kib,
    verifiedBytes: 0,
    left: false,
    elapsed: 1260,
  };

  it("says what was done and what was not", () => {
    expect(describeFlash("app", board, planOf(), outcome).map(english)).toEqual([
      "app is on STM32 BOOTLOADER: 2 erase units erased, 1 left as they were, 24 KiB written in 1.3 s.",
      "It was not verified.",
      "The board is still in DFU mode: to start what is on it, set BOOT0 low and press reset.",
    ]);
  });
});

describe("describeFlash of a board of plain DFU", () => {
  it("does not speak of BOOT0, which is the way into ST's ROM", () => {
    const outcome = { erasedUnits: 0, skippedUnits: 0, writtenBytes: 9, verifiedBytes: 9, left: false, elapsed: 1 };
    const said = describeFlash("app", board, planWith({ protocol: "dfu" }), outcome).map(english);
    expect(said.at(-1)).toBe("The board is still in DFU mode: press reset to start what is on it.");
  });
});

describe("describeFlash of a board that was to leave", () => {
  const outcome = { erasedUnits: 0, skippedUnits: 1, writtenBytes: 0, verifiedBytes: 64, left: false, elapsed: 0 };
  const plan = { ...planOf(), leaveAt: 0x0800_0000 };

  it.each([
    [false, "The board did not leave DFU mode: set BOOT0 low and press reset."],
    [true, "The board has left DFU mode."],
  ])("%s", (left, expected) => {
    expect(describeFlash("app", board, plan, { ...outcome, left }).map(english)).toEqual([
      "app was on STM32 BOOTLOADER already; nothing was written.",
      "Verified: 0.1 KiB read back and equal.",
      expected,
    ]);
  });

  it("calls the time of a simulated board simulated", () => {
    const [first] = describeFlash("app", boardOf("s", { simulated: true }), plan, { ...outcome, writtenBytes: 1024 });
    expect(first === undefined ? "" : english(first)).toMatch(/\(simulated\).* s of simulated time\.$/);
  });
});

describe("describeVerify", () => {
  it("names the first difference", () => {
    const differences = [{ address: 0x0800_4001, expected: 0x0a, found: 0xff }];
    expect(english(describeVerify("app", board, []))).toBe("STM32 BOOTLOADER holds app: every byte agrees.");
    expect(english(describeVerify("app", board, differences))).toContain(
      "1 erase units differ, first at 0x08004001 (0xFF instead of 0x0A)",
    );
  });
});

describe("exitCodeOf", () => {
  const cases: [ErrorKind, number][] = [
    ["bad-usage", 2],
    ["bad-image", 2],
    ["unreadable-file", 2],
    ["untrusted-workspace", 2],
    ["plan-refused", 1],
    ["board-lost", 1],
    ["no-board", 1],
    ["cancelled", 1],
  ];
  it.each(cases)("%s", (kind, code) => {
    expect(exitCodeOf(new BootsmithError(kind, text("x")))).toBe(code);
  });

  it("counts a fault of ours as a failure", () => {
    expect(exitCodeOf(new Error("x"))).toBe(1);
  });
});
