import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TransferFailure } from "../../../../src/core/dfu/device";
import { asTheStandardsSay, type Quirks } from "../../../../src/core/dfu/quirks";
import { DfuSeSession } from "../../../../src/core/dfu/session";
import { dfuState as state, dfuStatus } from "../../../../src/core/dfu/status";
import { BootsmithError, explain } from "../../../../src/core/errors";
import { scriptedDevice, type Script, type StatusAnswer } from "../../../support/scripted-device";

const busy = [0, 100, state.downloadBusy] as const;
const done = [0, 0, state.downloadIdle] as const;
const idle = [0, 0, state.dfuIdle] as const;
const blocking = { statusBlocks: true };

function sessionOn(script: Script, quirks: Partial<Quirks> = {}, transferSize = 4) {
  const made = scriptedDevice(script);
  const session = new DfuSeSession(made.port, transferSize, made.clock, { ...asTheStandardsSay, ...quirks });
  return { ...made, session };
}

async function failure(action: Promise<unknown>): Promise<BootsmithError> {
  const error: unknown = await action.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BootsmithError);
  return error as BootsmithError;
}

const pairs = (count: number): StatusAnswer[] => Array.from({ length: count }, () => [busy, done]).flat();
const command = ["download 0 [5]", "getStatus", "getStatus"];

describe("writing", () => {
  it("is one pointer, then DNLOAD and two GETSTATUS per block, without a sleep where the ROM blocks", async () => {
    const { session, log, clock, sent } = sessionOn({ status: pairs(3) }, blocking);
    await session.write(0x0800_4000, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), () => undefined);
    expect(log).toEqual([
      ...command,
      ...["download 2 [4]", "getStatus", "getStatus"],
      ...["download 3 [4]", "getStatus", "getStatus"],
    ]);
    expect([...(sent[0] ?? [])]).toEqual([0x21, 0x00, 0x40, 0x00, 0x08]);
    expect([...(sent[2] ?? [])]).toEqual([5, 6, 7, 8]);
    expect(clock.now()).toBe(0);
  });

  it("gives a short tail a pointer of its own", async () => {
    const { session, log, sent } = sessionOn({ status: pairs(4) }, blocking);
    await session.write(0x0800_0000, new Uint8Array(6), () => undefined);
    expect(log.filter((one) => one.startsWith("download"))).toEqual([
      ...["download 0 [5]", "download 2 [4]", "download 0 [5]", "download 2 [2]"],
    ]);
    expect([...(sent[2] ?? [])]).toEqual([0x21, 0x04, 0x00, 0x00, 0x08]);
  });

  it("a stall is cleared and reported; the block is not sent again", async () => {
    const { session, log } = sessionOn({ status: [busy, done, [6, 0, state.error]], out: { 1: "stall" } }, blocking);
    expect((await failure(session.write(0x0800_0000, new Uint8Array(4), () => undefined))).message).toContain(
      "errPROG",
    );
    expect(log).toEqual([...command, "download 2 [4]", "getStatus", "clearStatus"]);
  });

  it("counts block numbers up to 65535 and starts anew behind them", async () => {
    const blocks = 0x1_0000 - 2;
    const turns = sessionOn({ status: pairs(blocks + 4) }, blocking, 1);
    await turns.session.write(0, new Uint8Array(blocks + 1), () => undefined);
    const downloads = turns.log.filter((one) => one.startsWith("download"));
    expect(downloads.slice(-3)).toEqual(["download 65535 [1]", "download 0 [5]", "download 2 [1]"]);
  });
});

describe("reading", () => {
  const bytes = [1, 2, 3, 4];
  it("is one pointer, ABORT, then one UPLOAD per block, the short last one behind a pointer of its own", async () => {
    const { session, log } = sessionOn({ status: pairs(2), upload: [bytes, bytes, [9]] }, blocking);
    expect([...(await session.read(0x0800_0000, 9, () => undefined))]).toEqual([...bytes, ...bytes, 9]);
    expect(log).toEqual([
      ...[...command, "abort", "upload 2 [4]", "upload 3 [4]"],
      ...["abort", ...command, "abort", "upload 2 [1]", "abort"],
    ]);
  });

  it.each<[string, readonly number[] | TransferFailure]>([
    ["stalls", "stall"],
    ["gets lost", "other"],
    ["does not come in time", "timeout"],
    ["comes short", [1]],
  ])("a block that %s is asked for once more", async (_, first) => {
    const status = [busy, done, ...(first === "stall" ? [idle] : []), idle, busy, done];
    const { session, log } = sessionOn({ status, upload: [bytes, first, [5, 6, 7, 8]] }, blocking);
    expect([...(await session.read(0x0800_0000, 8, () => undefined))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(log.filter((one) => one.startsWith("upload"))).toEqual(["upload 2 [4]", "upload 3 [4]", "upload 2 [4]"]);
  });

  it("and not a third time; a board that is gone is not asked again", async () => {
    const twice = sessionOn({ status: [busy, done, idle, idle, busy, done, idle], upload: ["stall"] }, blocking);
    await failure(twice.session.read(0x0800_0000, 4, () => undefined));
    expect(twice.log.filter((one) => one.startsWith("upload"))).toHaveLength(2);
    const gone = sessionOn({ status: pairs(1), upload: ["disconnected"] }, blocking);
    expect((await failure(gone.session.read(0x0800_0000, 4, () => undefined))).kind).toBe("board-lost");
    expect(gone.log.filter((one) => one.startsWith("upload"))).toHaveLength(1);
  });

  it("refused with errVENDOR names read protection and what removes it", async () => {
    const refusedAgain = [[11, 0, state.error], idle] as const;
    const status = [busy, done, ...refusedAgain, busy, done, ...refusedAgain];
    const error = await failure(
      sessionOn({ status, upload: ["stall"] }, blocking).session.read(0x0800_0000, 4, () => undefined),
    );
    expect(explain(error)).toMatch(/errVENDOR.*RDP level 1.*bootsmith unprotect/);
  });
});

describe("erasing", () => {
  const h74: Partial<Quirks> = { clearWhenStuck: true, slowErase: { from: 0x0810_0000, time: 4000 } };
  const wedged = (after: readonly StatusAnswer[]) => [
    ...Array.from({ length: 9 }, () => [0, 1000, state.downloadBusy] as const),
    ...after,
  ];

  it("H743: a board stuck in dfuDNBUSY gets CLRSTATUS twice, and the unit is read", async () => {
    const { session, log, clock } = sessionOn(
      { status: wedged([idle, idle, busy, done]), upload: [[0xff, 0xff, 0xff, 0xff]] },
      h74,
    );
    await session.erase(0x0810_0000, 4);
    const from = log.indexOf("clearStatus");
    expect(log.slice(from)).toEqual([
      ...["clearStatus", "clearStatus", "getStatus", "getStatus"],
      ...[...command, "abort", "upload 2 [4]", "abort"],
    ]);
    expect(clock.now()).toBeLessThan(10_000);
  });

  it("H743: a unit that is not blank then is a failure, and so is a board that stays stuck", async () => {
    const dirty = sessionOn({ status: wedged([idle, idle, busy, done]), upload: [[0xff, 1, 0xff, 0xff]] }, h74);
    expect((await failure(dirty.session.erase(0x0810_0000, 4))).message).toContain("not blank");
    const stuck = sessionOn({ status: wedged([]) }, h74);
    expect((await failure(stuck.session.erase(0x0810_0000, 4))).message).toContain("busy");
  });

  it("H74x V9.1: in bank 2 the longest erase has passed before the next command; bank 1 does not wait", async () => {
    const two = sessionOn({ status: pairs(1) }, h74);
    await two.session.erase(0x0810_0000, 0x2_0000);
    expect(two.clock.now()).toBe(4000);
    const one = sessionOn({ status: pairs(1) }, h74);
    await one.session.erase(0x0800_0000, 0x2_0000);
    expect(one.clock.now()).toBe(100);
  });

  it("a lost GETSTATUS is asked again where that is known to happen, and nowhere else", async () => {
    const status: StatusAnswer[] = ["other", busy, "other", "other", done];
    await sessionOn({ status }, { statusRetries: 3 }).session.erase(0x0800_0000);
    expect(explain(await failure(sessionOn({ status }).session.erase(0x0800_0000)))).toMatch(/USB 2 hub/);
  });

  it("everything at once may take 40 s and more, whatever the board announces", async () => {
    const slow = Array.from({ length: 39 }, () => [0, 1000, state.downloadBusy] as const);
    const { session, log, sent } = sessionOn({ status: [...slow, done] });
    await session.massErase(0x2_0000);
    expect([log[0], [...(sent[0] ?? [])]]).toEqual(["download 0 [1]", [0x41]]);
  });
});

describe("the voltage range", () => {
  it.each([
    [4, 3],
    [2, 2],
  ] as const)("x%i is written to Device Feature as %i, and read back", async (width, range) => {
    const { session, log, sent } = sessionOn(
      { status: [idle, ...pairs(3)], upload: [[range, 0xff, 0xff, 0xff]] },
      blocking,
    );
    await session.setParallelism(3, width);
    expect(log).toEqual([
      ...["alternate 3", "getStatus", ...command, "download 2 [4]", "getStatus", "getStatus"],
      ...[...command, "abort", "upload 2 [4]", "abort"],
    ]);
    expect([...(sent[0] ?? [])]).toEqual([0x21, 0x00, 0x00, 0xff, 0xff]);
    expect([...(sent[1] ?? [])]).toEqual([range, 0xff, 0xff, 0xff]);
  });

  it("that was not taken is a failure", async () => {
    const { session } = sessionOn({ status: [idle, ...pairs(3)], upload: [[0, 0xff, 0xff, 0xff]] }, blocking);
    expect((await failure(session.setParallelism(3, 4))).message).toContain("0 instead of 3");
  });
});

describe("get commands and read unprotect", () => {
  it.each<[string, readonly number[] | TransferFailure, readonly number[] | null]>([
    ["the usual list", [0x00, 0x21, 0x41, 0x92], [0x00, 0x21, 0x41, 0x92]],
    ["nonsense", [0xff, 0xff], null],
    ["nothing", [], null],
    ["a stall", "stall", null],
  ])("%s", async (_, answer, expected) => {
    const { session, log } = sessionOn({ status: [idle], upload: [answer] });
    expect(await session.commands()).toEqual(expected);
    expect(log[0]).toBe("upload 0 [16]");
  });

  it("sends 92 and waits until the board is gone", async () => {
    const { session, log, sent } = sessionOn({
      status: [idle, busy],
      upload: [[0x00, 0x21, 0x41, 0x92]],
      state: "disconnected",
    });
    expect(await session.readUnprotect(0x10_0000)).toBe(true);
    expect(log).toEqual(["upload 0 [16]", "getStatus", "download 0 [1]", "getStatus", "getState"]);
    expect([...(sent[0] ?? [])]).toEqual([0x92]);
  });

  it("is not sent to a bootloader that does not list it", async () => {
    const { session, sent } = sessionOn({ status: [idle], upload: [[0x00, 0x21, 0x41]] });
    expect((await failure(session.readUnprotect(0x10_0000))).message).toContain("no command");
    expect(sent).toEqual([]);
  });

  it("refused is a failure; a board that stays is not gone", async () => {
    const refused = sessionOn({ status: [idle, [11, 0, state.error]], upload: [[0x00, 0x21, 0x41, 0x92]] });
    expect((await failure(refused.session.readUnprotect(0x10_0000))).message).toContain("errVENDOR");
    const stays = sessionOn({ status: [idle, busy], upload: [[0x00, 0x21, 0x41, 0x92]] });
    expect(await stays.session.readUnprotect(0x1_0000)).toBe(false);
  });
});

describe("leaving", () => {
  it("sets the pointer, sends nothing, and is done when the board is gone", async () => {
    const { session, log } = sessionOn({ status: [busy, done, "stall"], state: "disconnected" }, blocking);
    expect(await session.leave(0x0800_0000)).toBe(true);
    expect(log).toEqual([...command, "download 0 [0]", "getStatus", "getState"]);
  });

  it.each<TransferFailure>(["stall", "timeout", "other"])("%s alone does not mean that it is gone", async (answer) => {
    const { session, clock } = sessionOn({ status: [busy, done, answer], state: answer }, blocking);
    expect(await session.leave(0x0800_0000)).toBe(false);
    expect(clock.now()).toBeLessThan(5_000);
  });
});

describe("beginning", () => {
  it("selects nothing where there is only one alternate setting", async () => {
    const { session, log } = sessionOn({ status: [idle] });
    await session.begin(null);
    expect(log).toEqual(["getStatus"]);
  });

  it.each(Object.entries(state))("from %s: ends in dfuIDLE or says why not", async (_, from) => {
    const { session, log } = sessionOn({ status: [[0, 5, from], idle] });
    const runs = from === state.appIdle || from === state.appDetach;
    if (runs) expect(explain(await failure(session.begin(0)))).toMatch(/not in DFU mode.*detach/);
    else await session.begin(0);
    expect(log.includes("clearStatus")).toBe(from === state.error);
  });
});

describe("any answers at all", () => {
  const failures: readonly TransferFailure[] = ["stall", "timeout", "disconnected", "other"];
  const answer = fc.oneof(
    fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 0xff_ffff }), fc.integer({ min: 0, max: 12 })),
    fc.constantFrom(...failures),
    fc.constantFrom<StatusAnswer>(busy, done, idle),
  );
  const block = fc.oneof(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 5 }), fc.constantFrom(...failures));
  const out = fc.dictionary(fc.integer({ min: 0, max: 30 }).map(String), fc.constantFrom(...failures), { maxKeys: 3 });
  const quirks = fc.record({
    statusBlocks: fc.boolean(),
    clearWhenStuck: fc.boolean(),
    statusRetries: fc.integer({ min: 0, max: 3 }),
    slowErase: fc.constantFrom(null, { from: 0, time: 4000 }),
  });
  const operations: readonly ((session: DfuSeSession) => Promise<unknown>)[] = [
    (session) => session.begin(0),
    (session) => session.erase(0x0800_0000, 0x2_0000),
    (session) => session.massErase(0x10_0000),
    (session) => session.write(0x0800_0000, new Uint8Array(9), () => undefined),
    (session) => session.read(0x0800_0000, 9, () => undefined),
    (session) => session.setParallelism(3, 4),
    (session) => session.readUnprotect(0x10_0000),
    (session) => session.leave(0x0800_0000),
  ];

  it("never hang, and fail only with words", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 12 }),
        fc.array(block, { minLength: 1, maxLength: 5 }),
        out,
        quirks,
        fc.constantFrom(...operations),
        async (status, upload, failing, known, operation) => {
          const { session, clock, log } = sessionOn({ status, upload, out: failing }, known);
          const error: unknown = await operation(session).catch((reason: unknown) => reason);
          if (error instanceof Error) expect(error).toBeInstanceOf(BootsmithError);
          expect(clock.now()).toBeLessThan(400_000);
          expect(log.length).toBeLessThan(200_000);
        },
      ),
      { seed: 41, numRuns: 1500 },
    );
  });

  it("every status code of the standard is told in words", async () => {
    for (const [name, code] of Object.entries(dfuStatus)) {
      const { session } = sessionOn({ status: [busy, [code, 0, state.error], idle] }, blocking);
      const error = await failure(session.erase(0x0800_0000));
      expect(explain(error), name).toMatch(code === 0 ? /OK/ : /err[A-Z]/);
      expect(error.nextStep).toBeDefined();
    }
  });
});
