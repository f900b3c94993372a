import { describe, expect, it } from "vitest";
import type { BoardProgress } from "../../../../src/core/dfu/board-service";
import type { FlashPlan } from "../../../../src/core/dfu/plan/flash-plan";
import { runFlash, runLeave, runRead, runVerify } from "../../../../src/core/dfu/flash-run";
import { planFlash } from "../../../../src/core/dfu/plan/plan-flash";
import { addressCommand, dfuRequest, dfuSeCommand, dfuSetup } from "../../../../src/core/dfu/requests";
import { BootsmithError, explain, type ErrorKind } from "../../../../src/core/errors";
import { firmware, held, rig, type Rig } from "../../simulator/board-rig";

const image = firmware(0x0800_0000, 0x9100, 1);
const options = { strategy: "full", verify: true, leave: false } as const;

async function failure(action: Promise<unknown>): Promise<BootsmithError> {
  const error: unknown = await action.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BootsmithError);
  return error as BootsmithError;
}

function planOn(made: Rig, more: Partial<Parameters<typeof planFlash>[2]> = {}): FlashPlan {
  return planFlash(image, made.info, { ...options, ...more });
}

describe("runFlash", () => {
  it.each(["STM32F407VG", "STM32L475VG"])("writes, verifies and leaves on %s", async (part) => {
    const made = await rig(part, [{ address: 0x0800_0000, data: new Uint8Array(0x1_0000) }]);
    const outcome = await runFlash(made.open, planOn(made, { leave: true }));
    expect(held(made.board, 0x0800_0000, 0x9100)).toEqual(image.segments[0]?.data);
    expect(outcome).toMatchObject({ skippedUnits: 0, verifiedBytes: 0x9100, left: true });
    expect(outcome.writtenBytes).toBe(0x9100);
    expect(made.board.startedAt).toBe(0x0800_0000);
  });

  it("sets one pointer per run: three transfers per block in the write phase", async () => {
    const made = await rig("STM32F407VG");
    const counts = new Map<string, number>();
    await runFlash(made.open, planOn(made, { verify: false }), ({ phase }) => counts.set(phase, made.board.transfers));
    const blocks = Math.ceil(0x9100 / 2048);
    const written = (counts.get("write") ?? 0) - (counts.get("erase") ?? 0);
    // The short block behind the vector table's head, the run, its short tail and the head have a pointer each.
    expect(written).toBe(3 * (blocks + 1) + 3 * 4);
  });

  it("reports progress that only grows, to the end of every phase", async () => {
    const made = await rig("STM32F407VG");
    const seen: BoardProgress[] = [];
    await runFlash(made.open, planOn(made, { leave: true }), (progress) => seen.push(progress));
    const phases = [...new Set(seen.map(({ phase }) => phase))];
    expect(phases).toEqual(["erase", "write", "verify", "leave"]);
    for (const phase of phases) {
      const own = seen.filter((one) => one.phase === phase);
      expect(own.at(-1)?.done).toBe(own.at(-1)?.total);
      expect(own.map(({ done }) => done)).toEqual(own.map(({ done }) => done).sort((a, b) => a - b));
    }
  });

  it("does nothing to a board that already holds the image", async () => {
    const made = await rig("STM32F407VG", image.segments);
    const contents = [{ address: 0x0800_0000, data: held(made.board, 0x0800_0000, 0xc000) }];
    const outcome = await runFlash(made.open, planOn(made, { strategy: "changed", contents }));
    expect(outcome).toMatchObject({ erasedUnits: 0, skippedUnits: 3, writtenBytes: 0, verifiedBytes: 0 });
  });

  type Prepare = (made: Rig) => Promise<unknown>;
  const send =
    (request: number, value: number, data: Uint8Array): Prepare =>
    (made) =>
      made.board.controlOut(dfuSetup(request, value, 0), data);
  const status: Prepare = (made) => made.board.controlIn(dfuSetup(dfuRequest.getStatus, 0, 0), 6, 60_000);
  const clear = send(dfuRequest.clearStatus, 0, new Uint8Array());
  const pointer = send(dfuRequest.download, 0, addressCommand(dfuSeCommand.setAddress, 0x0800_0000));
  it.each<[string, readonly Prepare[]]>([
    ["dfuERROR", []],
    ["dfuIDLE", [clear]],
    ["dfuDNLOAD-SYNC", [clear, pointer]],
    ["dfuDNBUSY", [clear, pointer, status]],
    ["dfuDNLOAD-IDLE", [clear, pointer, status, status]],
  ])("starts from %s", async (_, steps) => {
    const made = await rig("STM32F407VG");
    for (const step of steps) await step(made);
    await runFlash(made.open, planOn(made));
    expect(held(made.board, 0x0800_0000, 0x9100)).toEqual(image.segments[0]?.data);
  });

  it("reports a board that holds something else afterwards, and says what to do", async () => {
    const made = await rig("STM32F407VG");
    let spoilt = false;
    const error = await failure(
      runFlash(made.open, planOn(made), ({ phase, done }) => {
        if (phase !== "write" || done < 0x5000 || spoilt) return;
        spoilt = true;
        const data = held(made.board, 0x0800_0000, 0x9100);
        data[0x4321] = (data[0x4321] ?? 0) ^ 0x10;
        made.board.restore([{ address: 0x0800_0000, data }]);
      }),
    );
    expect(error.kind).toBe("verify-failed");
    expect(error.message).toContain("1 erase units differ, first at 0x08004321");
    // What a boot decision reads was not written yet.
    expect(explain(error)).toContain("will not start");
  });

  it.each<[string, string, (progress: BoardProgress) => boolean]>([
    ["incomplete image", "erase", ({ phase }) => phase === "erase"],
    ["incomplete image", "write", ({ phase }) => phase === "write"],
    ["incomplete image", "verify", ({ phase }) => phase === "verify"],
    ["not checked", "last verify", ({ phase, done, total }) => phase === "write" && done === total],
  ])("says that there is (an) %s when it is cancelled in the %s phase", async (words, _, isReached) => {
    const made = await rig("STM32F407VG");
    const signal = { aborted: false };
    const before = made.board.transfers;
    const action = runFlash(made.open, planOn(made), (progress) => (signal.aborted ||= isReached(progress)), signal);
    const error = await failure(action);
    expect(error.kind).toBe("cancelled");
    expect(explain(error)).toContain(words);
    expect(made.board.transfers).toBeGreaterThan(before);
    await runFlash(made.open, planOn(made));
    expect(held(made.board, 0x0800_0000, 0x9100)).toEqual(image.segments[0]?.data);
  });

  it("touches nothing when it is cancelled before it starts", async () => {
    const made = await rig("STM32F407VG", image.segments);
    const error = await failure(runFlash(made.open, planOn(made), undefined, { aborted: true }));
    expect(explain(error)).toContain("Nothing on the board was changed");
    expect(held(made.board, 0x0800_0000, 0x9100)).toEqual(image.segments[0]?.data);
  });

  it("stops before anything else goes where the erase of the vector table's unit did nothing", async () => {
    const before = firmware(0x0800_0000, 0x9100, 2);
    const made = await rig("STM32F407VG", before.segments);
    made.board.injectFault({ kind: "write-protect", at: made.board.transfers });
    const error = await failure(runFlash(made.open, planOn(made)));
    expect(error.kind).toBe("verify-failed");
    expect(explain(error)).toMatch(/unit at 0x08000000.*not blank.*WRP/);
    expect(held(made.board, 0x0800_0000, 0x9100)).toEqual(before.segments[0]?.data);
    expect(made.board.writes.length).toBeLessThanOrEqual(1);
  });

  it("writes nothing where a mass erase did nothing", async () => {
    const old = firmware(0x0800_0000, 0x9100, 2);
    const made = await rig("STM32F407VG", old.segments);
    made.board.writeProtected = true;
    const written: number[] = [];
    const plan = planOn(made, { massErase: true });
    expect(plan.massErase).toBe(true);
    const run = runFlash(made.open, plan, ({ phase, address }) => {
      if (phase === "write") written.push(address);
    });
    expect(explain(await failure(run))).toMatch(/reports that it erased the unit at 0x08000000.*WRP/);
    expect(written).toEqual([]);
  });

  it("compares all the rest before the vector table's head is written", async () => {
    const made = await rig("STM32F407VG");
    const phases: string[] = [];
    await runFlash(made.open, planOn(made), ({ phase, address }) => phases.push(`${phase} ${address.toString(16)}`));
    expect(phases.slice(-2)).toEqual(["write 8000000", "verify 8000000"]);
    expect(phases.filter((one) => one === "write 8000000")).toHaveLength(1);
  });

  it("turns the board's refusal into words", async () => {
    const made = await rig("STM32F407VG");
    const plan = planOn(made);
    // A layout that lies: the board itself knows better and answers errTARGET.
    const layout = {
      name: "Internal Flash",
      segments: [{ base: 0x0900_0000, size: 0x4000, count: 4, readable: true, erasable: true, writable: true }],
    };
    const info = { ...made.info, alternates: [{ number: 0, name: "@lies", layout }] };
    const wrong: FlashPlan = {
      ...plan,
      units: [{ base: 0x0900_0000, size: 0x4000, action: "erase-and-program", reason: "differs", imageBytes: 1 }],
      blocks: [],
      verify: [],
    };
    const error = await failure(runFlash({ ...made.open, info }, wrong));
    expect(error.kind).toBe("board-refused");
    expect(error.message).toContain("errTARGET");
    expect(error.message).toContain("0x09000000");
  });

  it("refuses a plan for option bytes before anything is sent", async () => {
    const made = await rig("STM32F407VG");
    const sent = made.board.transfers;
    const wrong = { ...planOn(made), alternate: 1 };
    expect((await failure(runFlash(made.open, wrong))).kind).toBe<ErrorKind>("plan-refused");
    expect(made.board.transfers).toBe(sent);
  });
});

describe("runVerify, runRead and runLeave", () => {
  it("finds one mismatch per erase unit, lowest first", async () => {
    const data = new Uint8Array(image.segments[0]?.data ?? []);
    for (const at of [0x9000, 0x8001, 0x10, 0x20]) data[at] = (data[at] ?? 0) ^ 1;
    const made = await rig("STM32F407VG", [{ address: 0x0800_0000, data }]);
    const found = await runVerify(made.open, planOn(made));
    expect(found.map(({ address }) => address)).toEqual([0x0800_0010, 0x0800_8001]);
    expect(found[0]).toMatchObject({ expected: image.segments[0]?.data[0x10], found: data[0x10] });
  });

  it("reads any range, also behind the last full block", async () => {
    const made = await rig("STM32F407VG", image.segments);
    for (const [offset, size] of [
      [0, 1],
      [0x123, 0x1001],
      [0x8000, 0x1100],
    ] as const) {
      const range = { base: 0x0800_0000 + offset, size };
      expect(await runRead(made.open, 0, range)).toEqual(image.segments[0]?.data.slice(offset, offset + size));
    }
  });

  it("reads option bytes, but no place that is not in the map", async () => {
    const made = await rig("STM32F407VG");
    expect(await runRead(made.open, 1, { base: 0x1fff_c000, size: 16 })).toHaveLength(16);
    expect((await failure(runRead(made.open, 0, { base: 0x080f_ffff, size: 2 }))).kind).toBe("bad-usage");
    expect((await failure(runRead(made.open, 9, { base: 0x0800_0000, size: 2 }))).kind).toBe("bad-usage");
  });

  it("says whether the board left", async () => {
    const made = await rig("STM32F407VG");
    expect(await runLeave(made.open, 0, 0x0800_0000)).toBe(true);
    expect((await failure(runLeave(made.open, 0, 0x0800_0000))).kind).toBe("board-lost");
  });
});

describe("a reading that ends early", () => {
  it("says that the board is as it was, whoever asked for it", async () => {
    const made = await rig("STM32F407VG");
    const aborted = { aborted: true };
    const range = { base: 0x0800_0000, size: 0x1000 };
    for (const action of [
      () => runRead(made.open, 0, range, undefined, aborted),
      () => runVerify(made.open, planOn(made), undefined, aborted),
    ]) {
      const error = await failure(action());
      expect(error.kind).toBe("cancelled");
      expect(explain(error)).toBe("Cancelled. Nothing on the board was changed.");
    }
    made.board.unplug();
    const lost = await failure(runRead(made.open, 0, range));
    expect(lost.kind).toBe("board-lost");
    expect(explain(lost)).toMatch(/vanished.*Nothing on the board was changed\. Connect it again/);
  });
});
