import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoardInfo } from "../../../../src/core/dfu/board-service";
import type { TransferFailure } from "../../../../src/core/dfu/device";
import { runFlash, runLeave, runRead, runVerify } from "../../../../src/core/dfu/flash-run";
import { runDetach, runUnprotect } from "../../../../src/core/dfu/mode-run";
import { dfuState as state } from "../../../../src/core/dfu/status";
import { BootsmithError, explain } from "../../../../src/core/errors";
import { boardWith, planWith } from "../../../support/boards";
import { scriptedDevice, type Script, type StatusAnswer } from "../../../support/scripted-device";

const idle = [0, 0, state.dfuIdle] as const;
const busy = [0, 50, state.downloadBusy] as const;
const next = [0, 0, state.downloadIdle] as const;
const manifest = [0, 70, state.manifest] as const;
const sync = [0, 5, state.manifestSync] as const;
const waits = [0, 0, state.manifestWaitReset] as const;

const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
const blocks = [{ address: 0, data }];
const plan = planWith({ protocol: "dfu", blocks, image: blocks, verify: blocks });

function boardOn(script: Script, more: Partial<BoardInfo> = {}, detachTimeout?: number) {
  const made = scriptedDevice(script);
  const info = boardWith(["DFU flash"], { protocol: "dfu", vendorId: 0x1209, productId: 1, transferSize: 4, ...more });
  return { ...made, board: { port: made.port, info, clock: made.clock, detachTimeout } };
}

async function failure(action: Promise<unknown>): Promise<BootsmithError> {
  const error: unknown = await action.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BootsmithError);
  return error as BootsmithError;
}

const download = [
  ...["getStatus", "download 0 [4]", "getStatus", "getStatus", "download 1 [2]", "getStatus", "download 2 [0]"],
];
const start: readonly StatusAnswer[] = [idle, busy, next, next];

describe("a download", () => {
  it("counts blocks from 0, polls as asked, and ends with a block of nothing; a tolerant board is compared", async () => {
    const { board, log, clock } = boardOn(
      {
        status: [...start, sync, manifest, idle],
        upload: [
          [1, 2, 3, 4],
          [5, 6],
        ],
      },
      { manifestationTolerant: true },
    );
    const outcome = await runFlash(board, plan);
    expect(log).toEqual([...[...download, "getStatus", "getStatus", "getStatus"], ...["upload 0 [4]", "upload 1 [4]"]]);
    expect(outcome).toMatchObject({ writtenBytes: 6, verifiedBytes: 6, left: false, erasedUnits: 0 });
    expect(clock.now()).toBe(50 + 10 + 70);
  });

  it("a board that waits for a reset gets one, and is not compared", async () => {
    const { board, log } = boardOn({ status: [...start, manifest, waits], state: "disconnected" });
    expect(await runFlash(board, plan)).toMatchObject({ verifiedBytes: 0, left: true });
    expect(log.slice(-4)).toEqual(["getStatus", "getStatus", "reset", "getState"]);
  });

  it.each<[string, StatusAnswer, Partial<Script>, boolean]>([
    ["drops off the bus", "disconnected", {}, true],
    ["runs its application at once", [0, 0, state.appIdle], {}, true],
    ["falls silent and is gone after the reset", "timeout", { state: "disconnected" }, true],
    ["waits where no port can be reset", waits, { reset: "unsupported" }, false],
    ["stays in DFU mode after the reset", waits, { state: state.dfuIdle }, false],
  ])("a board that %s: left = %s", async (_, answer, more, left) => {
    const { board } = boardOn({ status: [...start, answer], ...more });
    expect((await runFlash(board, plan)).left).toBe(left);
  });

  it("a tolerant board that falls silent is a failure", async () => {
    const { board } = boardOn({ status: [...start, "timeout"] }, { manifestationTolerant: true });
    expect((await failure(runFlash(board, plan))).kind).toBe("board-lost");
  });

  it("a board whose stream is another afterwards fails the verify", async () => {
    const { board } = boardOn(
      {
        status: [...start, idle],
        upload: [
          [1, 2, 3, 4],
          [5, 7],
          [1, 2, 3, 4],
          [5, 7],
        ],
      },
      { manifestationTolerant: true },
    );
    expect((await failure(runFlash(board, plan))).kind).toBe("verify-failed");
  });

  it("one wrong transfer on the way back is no fault of the board", async () => {
    const { board } = boardOn(
      {
        status: [...start, idle],
        upload: [
          [1, 2, 3, 4],
          [5, 7],
          [1, 2, 3, 4],
          [5, 6],
        ],
      },
      { manifestationTolerant: true },
    );
    expect((await runFlash(board, plan)).verifiedBytes).toBe(6);
  });

  it("a refusal is cleared, and told with what is on the board", async () => {
    const { board, log } = boardOn({ status: [idle, [2, 0, state.error]] });
    expect(explain(await failure(runFlash(board, plan)))).toMatch(/errFILE.*incomplete image/);
    expect(log.at(-1)).toBe("clearStatus");
  });

  it("Maple's alternate setting for RAM is refused before anything is sent", async () => {
    const { board, log } = boardOn(
      { status: [idle] },
      { vendorId: 0x1eaf, productId: 3, alternates: [{ number: 0, name: "ERROR. Upload to RAM", layout: null }] },
    );
    expect((await failure(runFlash(board, plan))).kind).toBe("bad-usage");
    expect(log).toEqual([]);
  });

  it("block numbers start anew behind 65535", async () => {
    const { board, log } = boardOn(
      { status: [idle, ...Array.from({ length: 0x1_0001 }, () => next), waits], state: "disconnected" },
      { transferSize: 1 },
    );
    const long = [{ address: 0, data: new Uint8Array(0x1_0001) }];
    await runFlash(board, planWith({ protocol: "dfu", blocks: long }));
    expect(log.filter((one) => one.startsWith("download")).slice(-3)).toEqual([
      ...["download 65535 [1]", "download 0 [1]", "download 1 [0]"],
    ]);
  });
});

describe("an upload", () => {
  it("ends with a short block, or at the limit with an ABORT", async () => {
    const whole = boardOn({ status: [idle], upload: [[1, 2, 3, 4], [5]] });
    expect([...(await runRead(whole.board, 0, { base: 0, size: 100 }))]).toEqual([1, 2, 3, 4, 5]);
    expect(whole.log).toEqual(["getStatus", "upload 0 [4]", "upload 1 [4]"]);
    const part = boardOn({ status: [idle], upload: [[1, 2, 3, 4]] });
    expect([...(await runRead(part.board, 0, { base: 0, size: 6 }))]).toEqual([1, 2, 3, 4, 1, 2]);
    expect(part.log.at(-1)).toBe("abort");
  });

  it("is compared with the image; a stream that is too short differs", async () => {
    const same = boardOn({
      status: [idle],
      upload: [
        [1, 2, 3, 4],
        [5, 6],
      ],
    });
    expect(await runVerify(same.board, plan)).toEqual([]);
    const short = boardOn({
      status: [idle],
      upload: [
        [1, 2, 3],
        [1, 2, 3],
      ],
    });
    expect(await runVerify(short.board, plan)).toHaveLength(1);
  });

  it("is refused where the board cannot", async () => {
    const { board } = boardOn({ status: [idle] }, { canUpload: false });
    expect((await failure(runRead(board, 0, { base: 0, size: 4 }))).kind).toBe("bad-usage");
  });
});

describe("any answers at all", () => {
  const failures: readonly TransferFailure[] = ["stall", "timeout", "disconnected", "other"];
  const answer = fc.oneof(
    fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 0xff_ffff }), fc.integer({ min: 0, max: 12 })),
    fc.constantFrom(...failures),
    fc.constantFrom<StatusAnswer>(idle, busy, next, manifest, sync, waits),
  );
  const block = fc.oneof(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 5 }), fc.constantFrom(...failures));

  it("never hang, and fail only with words", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 10 }),
        fc.array(block, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.option(fc.constantFrom<TransferFailure>("unsupported", "disconnected", "other"), { nil: undefined }),
        async (status, upload, manifestationTolerant, reset) => {
          const script = reset === undefined ? { status, upload } : { status, upload, reset };
          const { board, clock } = boardOn(script, { manifestationTolerant });
          const error: unknown = await runFlash(board, plan).catch((reason: unknown) => reason);
          if (error instanceof Error) expect(error).toBeInstanceOf(BootsmithError);
          expect(clock.now()).toBeLessThan(600_000);
        },
      ),
      { seed: 42, numRuns: 1500 },
    );
  });
});

describe("to DFU mode and out of it", () => {
  it.each([
    [255, 255],
    [1000, 1000],
    [0xff00, 255],
    [0, 255],
    [undefined, 255],
  ])("wDetachTimeOut %s: DETACH says %i", async (told, value) => {
    const { board, log } = boardOn({ status: [idle] }, { willDetach: true }, told);
    await runDetach(board);
    expect(log).toEqual([`detach ${value} [0]`]);
  });

  it("a board that does not go by itself gets a port reset; a stall is refused, a drop is success", async () => {
    const stays = boardOn({ status: [idle] }, { willDetach: false });
    await runDetach(stays.board);
    expect(stays.log).toEqual(["detach 255 [0]", "reset"]);
    await runDetach(boardOn({ status: [idle], out: { 0: "disconnected" } }).board);
    expect((await failure(runDetach(boardOn({ status: [idle], out: { 0: "stall" } }).board))).kind).toBe(
      "board-refused",
    );
  });

  it("says so where no port can be reset", async () => {
    const windows = boardOn({ status: [idle], reset: "unsupported" }, { willDetach: false });
    expect(explain(await failure(runDetach(windows.board)))).toMatch(/cannot reset.*Unplug/);
    expect(explain(await failure(runLeave(windows.board, 0, 0)))).toMatch(/cannot reset/);
  });

  it("leaving is a port reset, and only then a success when it left", async () => {
    expect(await runLeave(boardOn({ status: [idle], state: "disconnected" }).board, 0, 0)).toBe(true);
    expect(await runLeave(boardOn({ status: [idle] }).board, 0, 0)).toBe(false);
  });

  it("there is no read protection to remove", async () => {
    expect((await failure(runUnprotect(boardOn({ status: [idle] }).board))).kind).toBe("bad-usage");
  });
});
