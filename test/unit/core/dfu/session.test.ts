import { describe, expect, it } from "vitest";
import { TransferError, type ControlSetup, type DfuDevice } from "../../../../src/core/dfu/device";
import { asTheStandardsSay } from "../../../../src/core/dfu/quirks";
import { dfuRequest as request } from "../../../../src/core/dfu/requests";
import { DfuSeSession } from "../../../../src/core/dfu/session";
import { dfuState as state } from "../../../../src/core/dfu/status";
import type { BootsmithError } from "../../../../src/core/errors";
import { VirtualClock } from "../../../../src/simulator/virtual-clock";

type Answer = readonly [status: number, poll: number, state: number] | TransferError;

/** A board that answers GETSTATUS from a list, the last one for ever, and takes everything else. */
function scripted(answers: readonly Answer[]) {
  const clock = new VirtualClock();
  const sent: string[] = [];
  let next = 0;
  const device: DfuDevice = {
    controlIn(setup: ControlSetup) {
      const answer = answers[Math.min(next++, answers.length - 1)];
      sent.push(`in ${setup.request} @${clock.now()}`);
      if (answer instanceof TransferError) return Promise.reject(answer);
      const [status = 0, poll = 0, now = 0] = answer ?? [];
      if (setup.request === request.getState) return Promise.resolve(Uint8Array.of(now));
      return Promise.resolve(Uint8Array.of(status, poll & 255, (poll >> 8) & 255, (poll >> 16) & 255, now, 0));
    },
    controlOut(setup, data) {
      sent.push(`out ${setup.request} ${data.length}`);
      return Promise.resolve();
    },
    selectAlternate: () => Promise.resolve(),
    reset: () => Promise.resolve(),
  };
  const session = (statusBlocks: boolean) =>
    new DfuSeSession({ device, interfaceNumber: 0 }, 2048, clock, { ...asTheStandardsSay, statusBlocks });
  return { session, sent, clock };
}

const busy = [0, 100, state.downloadBusy] as const;
const done = [0, 0, state.downloadIdle] as const;
const stall = new TransferError("stall", "stalled");

async function failure(action: Promise<unknown>): Promise<BootsmithError> {
  return action.then(
    () => Promise.reject(new Error("it succeeded")),
    (error: unknown) => error as BootsmithError,
  );
}

describe("a command", () => {
  it("waits as long as the board asks, where nothing better is known", async () => {
    const { session, sent } = scripted([busy, busy, done]);
    await session(false).erase(0x0800_0000);
    expect(sent).toEqual(["out 1 5", "in 3 @0", "in 3 @100", "in 3 @200"]);
  });

  it("asks at once where GETSTATUS blocks, and waits as asked if it is busy even so", async () => {
    const { session, sent } = scripted([busy, busy, done]);
    await session(true).erase(0x0800_0000);
    expect(sent).toEqual(["out 1 5", "in 3 @0", "in 3 @0", "in 3 @100"]);
  });

  it.each([false, true])(
    "does not sleep for hours because a board announces them (GETSTATUS blocks: %s)",
    async (blocks) => {
      const hours = [0, 0xff_ffff, state.downloadBusy] as const;
      const { session, clock } = scripted([hours]);
      expect(await failure(session(blocks).erase(0x0800_0000))).toMatchObject({ kind: "board-refused" });
      expect(clock.now()).toBeLessThan(40_000);
      const other = scripted([hours]);
      expect(await failure(other.session(blocks).begin(0))).toMatchObject({ kind: "board-refused" });
      expect(other.clock.now()).toBeLessThan(60_000);
      const stalling = scripted([hours, stall, stall, stall, done]);
      await stalling.session(blocks).setAddress(0x0800_0000);
      expect(stalling.clock.now()).toBeLessThan(60_000);
    },
  );

  it("waits for an erase that an earlier program left the board in, and begins then", async () => {
    const erasing: Answer[] = Array.from({ length: 30 }, () => busy);
    const { session, clock } = scripted([...erasing, done, [0, 0, state.dfuIdle]]);
    await session(false).begin(0);
    expect(clock.now()).toBe(3_000);
    const { session: impatient, clock: other } = scripted([[0, 0, state.downloadBusy]]);
    expect((await failure(impatient(false).begin(0))).message).toContain("busy after 35 s");
    expect(other.now()).toBeLessThan(36_000);
  });

  it("asks late from then on where a board, though of a kind that blocks, refuses an early question", async () => {
    const { session, sent } = scripted([busy, stall, done, busy, done]);
    const patient = session(true);
    await patient.erase(0x0800_0000);
    await patient.erase(0x0800_4000);
    expect(sent).toEqual(["out 1 5", "in 3 @0", "in 3 @0", "in 3 @100", "out 1 5", "in 3 @100", "in 3 @200"]);
  });

  it("sends a command once more that a board dropped because it was asked too early", async () => {
    const dropped = [15, 0, state.error] as const;
    const idle = [0, 0, state.dfuIdle] as const;
    const { session, sent } = scripted([busy, stall, dropped, dropped, idle, busy, done]);
    await session(true).erase(0x0800_0000);
    expect(sent.filter((one) => one.startsWith("out"))).toEqual(["out 1 5", "out 4 0", "out 1 5"]);
    const refusing = scripted([busy, [15, 0, state.error]]);
    expect(await failure(refusing.session(true).erase(0x0800_0000))).toMatchObject({ kind: "board-refused" });
    expect(refusing.sent.filter((one) => one === "out 1 5")).toHaveLength(1);
  });

  it("takes three stalls of a busy board, and not a fourth", async () => {
    await scripted([busy, stall, stall, stall, done]).session(false).erase(0x0800_0000);
    const error = await failure(scripted([busy, stall]).session(false).erase(0x0800_0000));
    expect(error.kind).toBe("board-refused");
  });

  it("gives up on a board that stays busy", async () => {
    const { session, clock } = scripted([busy]);
    const error = await failure(session(false).erase(0x0800_0000));
    expect(error.message).toContain("busy after 35 s (erase @ 0x08000000)");
    expect(clock.now()).toBeLessThan(40_000);
  });

  it.each<[string, Answer, string, RegExp]>([
    ["errVENDOR", [11, 0, state.error], "board-refused", /errVENDOR/],
    ["a state that cannot be", [0, 0, state.dfuIdle], "board-refused", /dfuIDLE/],
    ["nothing, for it is gone", new TransferError("disconnected", "gone"), "board-lost", /vanished/],
    ["nothing in time", new TransferError("timeout", "late"), "board-lost", /does not answer/],
    ["an I/O error", new TransferError("other", "LIBUSB_ERROR_IO"), "board-lost", /LIBUSB_ERROR_IO/],
  ])("says in words that the board answers %s", async (_, answer, kind, words) => {
    const error = await failure(scripted([busy, answer]).session(true).setAddress(0x0800_0000));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(words);
    expect(error.nextStep).toBeDefined();
  });
});

describe("begin", () => {
  it.each<[string, readonly Answer[], readonly number[]]>([
    [
      "clears an error",
      [
        [10, 0, state.error],
        [0, 0, state.dfuIdle],
      ],
      [request.clearStatus],
    ],
    [
      "aborts a download",
      [
        [0, 0, state.downloadIdle],
        [0, 0, state.dfuIdle],
      ],
      [request.abort],
    ],
    [
      "aborts an upload",
      [
        [0, 0, state.uploadIdle],
        [0, 0, state.dfuIdle],
      ],
      [request.abort],
    ],
    [
      "waits for what runs",
      [
        [0, 100, state.downloadBusy],
        [0, 0, state.downloadIdle],
        [0, 0, state.dfuIdle],
      ],
      [request.abort],
    ],
    ["leaves an idle board alone", [[0, 0, state.dfuIdle]], []],
  ])("%s", async (_, answers, requests) => {
    const { session, sent } = scripted(answers);
    await session(false).begin(0);
    expect(sent.filter((one) => one.startsWith("out"))).toEqual(requests.map((one) => `out ${one} 0`));
  });

  it("gives up on a board that stays in error", async () => {
    const error = await failure(
      scripted([[10, 0, state.error]])
        .session(false)
        .begin(0),
    );
    expect(error.message).toContain("dfuERROR");
  });

  it("does not touch a board that runs its application", async () => {
    const { session, sent } = scripted([[0, 0, state.appIdle]]);
    expect((await failure(session(false).begin(0))).message).toContain("not in DFU mode");
    expect(sent).toHaveLength(1);
  });
});

describe("leave", () => {
  it("is false where the board stays on the bus", async () => {
    const { session } = scripted([busy, done, [0, 0, state.manifest]]);
    expect(await session(true).leave(0x0800_0000)).toBe(false);
  });

  it("is true where it is gone, even before it answers", async () => {
    const { session } = scripted([busy, done, new TransferError("disconnected", "gone")]);
    expect(await session(true).leave(0x0800_0000)).toBe(true);
  });

  it("a stalled answer alone does not mean that it left", async () => {
    const { session } = scripted([busy, done, stall]);
    expect(await session(true).leave(0x0800_0000)).toBe(false);
  });
});
