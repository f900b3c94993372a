import { describe, expect, it } from "vitest";
import type { FlashPlan, PlannedUnit } from "../../../../src/core/dfu/plan/flash-plan";
import { runFlash } from "../../../../src/core/dfu/flash-run";
import { runUnprotect } from "../../../../src/core/dfu/mode-run";
import { dfuState as state } from "../../../../src/core/dfu/status";
import { BootsmithError, explain } from "../../../../src/core/errors";
import { boardWith, planWith } from "../../../support/boards";
import { scriptedDevice, type Script } from "../../../support/scripted-device";

const idle = [0, 0, state.dfuIdle] as const;
const busy = [0, 100, state.downloadBusy] as const;
const done = [0, 0, state.downloadIdle] as const;
const pairs = (count: number) => Array.from({ length: count }, () => [busy, done]).flat();
const F4 = ["@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg", "@Device Feature/0xFFFF0000/01*004 e"];
const unit = { base: 0x0800_0000, size: 0x4000, action: "erase-and-program" } as const;
const data = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const blocks = [{ address: 0x0800_0000, data }];

function run(script: Script, plan: Partial<Omit<FlashPlan, "units">> & { units?: readonly PlannedUnit[] }, names = F4) {
  const made = scriptedDevice(script);
  const changes: string[] = [];
  const info = boardWith(names, { transferSize: 8 });
  const whole = planWith({ blocks, units: [unit], ...plan });
  const running = runFlash({ port: made.port, info, clock: made.clock }, whole, undefined, undefined, () =>
    changes.push(made.log.at(-1) ?? ""),
  );
  return { ...made, running, changes };
}

async function failure(action: Promise<unknown>): Promise<BootsmithError> {
  const error: unknown = await action.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BootsmithError);
  return error as BootsmithError;
}

describe("a plan", () => {
  it("erases everything at once where it says so, and nothing unit by unit", async () => {
    const { running, sent, log } = run({ status: [idle, ...pairs(3)] }, { massErase: true });
    await running;
    expect(log.filter((one) => one.startsWith("download"))).toEqual([
      ...["download 0 [1]", "download 0 [5]", "download 2 [8]"],
    ]);
    expect([...(sent[0] ?? [])]).toEqual([0x41]);
  });

  it("tells the board its supply first, then selects the flash again", async () => {
    const { running, log, changes } = run(
      { status: [idle, ...pairs(3), idle, ...pairs(3)], upload: [[3, 0xff, 0xff, 0xff]] },
      { parallelism: 4 },
    );
    await running;
    expect(log.filter((one) => one.startsWith("alternate"))).toEqual(["alternate 1", "alternate 0"]);
    expect(log.indexOf("alternate 0")).toBeGreaterThan(log.indexOf("upload 2 [4]"));
    // The voltage range is volatile: the board holds nothing new before its first erase.
    expect(changes).toEqual(["getStatus"]);
  });

  it("a board that cannot be told its supply is not touched", async () => {
    const { running, log } = run({ status: [idle] }, { parallelism: 4 }, [F4[0] ?? ""]);
    expect(explain(await failure(running))).toMatch(/cannot be told its supply voltage/);
    expect(log).toEqual([]);
  });

  it("without an erase or a block changes nothing, and says so", async () => {
    const { running, changes } = run({ status: [idle] }, { blocks: [], units: [{ ...skip }] });
    await running;
    expect(changes).toEqual([]);
  });
  const skip: PlannedUnit = { ...unit, action: "skip", reason: "same", imageBytes: 8 };
});

describe("a verify", () => {
  const verify = { verify: blocks, image: blocks };
  const status = [idle, ...pairs(2), ...pairs(1), ...pairs(2)];

  it("reads a block that differs once more before it counts", async () => {
    const glitch = run({ status: [idle, ...pairs(5)], upload: [[1, 2, 3, 4, 5, 6, 7, 9], [...data]] }, verify);
    expect(await glitch.running).toMatchObject({ verifiedBytes: 8 });
    const fault = run({ status: [idle, ...pairs(5)], upload: [[1, 2, 3, 4, 5, 6, 7, 9]] }, verify);
    const error = await failure(fault.running);
    expect(error.kind).toBe("verify-failed");
    expect(error.message).toContain("0x08000007 (0x09 instead of 0x08)");
    expect(explain(error)).not.toContain("write protection (WRP");
    expect(fault.log.filter((one) => one.startsWith("upload"))).toHaveLength(2);
  });

  it.each([
    ["old bytes all over", [11, 22, 33, 44, 55, 66, 77, 88]],
    ["nothing at all", [255, 255, 255, 255, 255, 255, 255, 255]],
  ])("that finds %s names write protection and the unit", async (_, found) => {
    const { running } = run({ status, upload: [found] }, verify);
    expect(explain(await failure(running))).toMatch(/erase units at 0x08000000,.*write protection \(WRP/);
  });
});

describe("read protection", () => {
  it("is named when the first erase is refused, and the board is said to be as it was", async () => {
    const { running, changes } = run({ status: [idle, busy, [11, 0, state.error]] }, {});
    expect(explain(await failure(running))).toMatch(/errVENDOR.*RDP level 1.*unprotect.*what it held before/);
    expect(changes).toHaveLength(1);
  });

  it("is removed through the flash, and the board has to vanish", async () => {
    const script: Script = { status: [idle, idle, busy], upload: [[0, 0x21, 0x41, 0x92]], state: "disconnected" };
    const made = scriptedDevice(script);
    expect(await runUnprotect({ port: made.port, info: boardWith(F4), clock: made.clock })).toBe(true);
    expect(made.log[0]).toBe("alternate 0");
  });
});

it("a faulty line is named as one, with what the board holds", async () => {
  const { running } = run({ status: [idle, "other"] }, {});
  expect(explain(await failure(running))).toMatch(/USB transfer failed.*USB 2 hub.*incomplete image/);
});
