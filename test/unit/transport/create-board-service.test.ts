import { describe, expect, it, vi } from "vitest";
import type { BoardProgress } from "../../../src/core/dfu/board-service";
import { planFlash } from "../../../src/core/dfu/plan/plan-flash";
import { prepareFlash } from "../../../src/core/dfu/plan/prepare-flash";
import { BootsmithError } from "../../../src/core/errors";
import { fastClock, realClock } from "../../../src/transport/clocks";
import { createBoardService } from "../../../src/transport/create-board-service";
import { firmware } from "../simulator/board-rig";

const id = "simulated:STM32F407VG";
const image = firmware(0x0800_0000, 0x4100, 1);
const options = { strategy: "changed", verify: true, leave: true } as const;

function service(simulate: readonly string[] = ["STM32F407VG"], log: string[] = []) {
  return createBoardService({ usb: false, simulate, log: (line) => log.push(line) });
}

async function flashed(boards = service()) {
  const [board] = await boards.list();
  if (board === undefined) throw new Error("no board");
  const plan = await prepareFlash(boards, board, image, options);
  return { boards, board, plan, outcome: await boards.flash(board.id, plan) };
}

function kindOf(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => "success",
    (error: unknown) => (error instanceof BootsmithError ? error.kind : String(error)),
  );
}

describe("simulated boards", () => {
  it("are named as simulated and have ids that stay", async () => {
    const boards = service(["STM32F407VG", "stm32l475vg", "STM32F407VG"]);
    const names = async () => (await boards.list()).map((board) => [board.id, board.name, board.simulated]);
    expect(await names()).toEqual([
      [id, "Simulated STM32F407VG", true],
      ["simulated:STM32L475VG", "Simulated STM32L475VG", true],
      [`${id}#2`, "Simulated STM32F407VG#2", true],
    ]);
    expect(await names()).toEqual(await names());
    expect(boards.usbState().available).toBe(false);
  });

  it("refuse an unknown part when they are made", () => {
    expect(() => service(["STM32F030"])).toThrow(BootsmithError);
  });

  it("keep what was flashed: a second run changes nothing", async () => {
    const { boards, board, outcome } = await flashed();
    expect(outcome).toMatchObject({ writtenBytes: 0x4100, left: true });
    const again = await prepareFlash(boards, board, image, options);
    expect(again.units.map(({ action }) => action)).toEqual(["skip", "skip"]);
    expect(await boards.flash(board.id, again)).toMatchObject({
      writtenBytes: 0,
      erasedUnits: 0,
      verifiedBytes: 0,
    });
    expect(await boards.verify(board.id, again)).toEqual([]);
  });

  it("start with given contents and give them back", async () => {
    const { boards } = await flashed();
    const contents = boards.simulatedContents();
    const next = createBoardService({ usb: false, simulate: ["STM32F407VG"], log: () => undefined, contents });
    const read = await next.read(id, 0, { base: 0x0800_0000, size: 0x4100 });
    expect(read).toEqual(image.segments[0]?.data);
  });

  it("report reading as one phase, to its end", async () => {
    const boards = service();
    const [board] = await boards.list();
    if (board === undefined) throw new Error("no board");
    const seen: BoardProgress[] = [];
    await prepareFlash(boards, board, image, options, (progress) => seen.push(progress));
    expect(new Set(seen.map(({ phase }) => phase))).toEqual(new Set(["read"]));
    expect(seen.at(-1)).toMatchObject({ done: 0x8000, total: 0x8000 });
  });
});

describe("one operation per board", () => {
  it("a second one is refused while the first runs, another board's is not", async () => {
    const boards = service(["STM32F407VG", "STM32L475VG"]);
    await boards.list();
    const range = { base: 0x0800_0000, size: 4096 };
    const first = boards.read(id, 0, range);
    expect(await kindOf(boards.read(id, 0, range))).toBe("board-busy");
    expect(await kindOf(boards.read("simulated:STM32L475VG", 0, range))).toBe("success");
    await first;
    expect(await kindOf(boards.read(id, 0, range))).toBe("success");
  });

  it("the lock is given back after a failure and after a cancel", async () => {
    const boards = service();
    const range = { base: 0x0800_0000, size: 4096 };
    expect(await kindOf(boards.read(id, 0, { base: 0, size: 4 }))).toBe("bad-usage");
    expect(await kindOf(boards.read(id, 0, range, undefined, { aborted: true }))).toBe("cancelled");
    expect(await kindOf(boards.read(id, 0, range))).toBe("success");
  });

  it("dispose stops what runs", async () => {
    const boards = service();
    const stop = () => boards.dispose();
    expect(await kindOf(boards.read(id, 0, { base: 0x0800_0000, size: 8192 }, stop))).toBe("cancelled");
  });

  it("a board that is not there is named", async () => {
    expect(await kindOf(service().read("usb:9-9", 0, { base: 0, size: 4 }))).toBe("no-board");
  });

  it("a plan for another board is refused", async () => {
    const boards = service(["STM32F407VG", "STM32L475VG"]);
    const [f4] = await boards.list();
    if (f4 === undefined) throw new Error("no board");
    const plan = planFlash(image, f4, { ...options, strategy: "full" });
    expect(await kindOf(boards.flash("simulated:STM32L475VG", plan))).toBe("plan-refused");
  });

  it("leave ends the session, and the log tells what was done", async () => {
    const log: string[] = [];
    const boards = service(["STM32F407VG"], log);
    await boards.leave(id, 0, 0x0800_0000);
    expect(log).toEqual(["Simulated STM32F407VG: leave starts", "Simulated STM32F407VG: leave is done"]);
  });
});

describe("clocks", () => {
  it("the fast clock waits a fraction, and adds short waits up", async () => {
    vi.useFakeTimers();
    try {
      const clock = fastClock(10);
      const start = clock.now();
      let done = false;
      const waiting = clock.sleep(1000).then(() => (done = true));
      await vi.advanceTimersByTimeAsync(99);
      expect(done).toBe(false);
      await vi.advanceTimersByTimeAsync(2);
      await waiting;
      const rest = (async () => {
        for (let count = 0; count < 1000; count++) await clock.sleep(0.3);
      })();
      await vi.advanceTimersByTimeAsync(60);
      await rest;
      expect(clock.now() - start).toBeGreaterThanOrEqual(1300);
    } finally {
      vi.useRealTimers();
    }
  });

  it("the real clock is the machine's", async () => {
    const before = realClock.now();
    await realClock.sleep(5);
    expect(realClock.now() - before).toBeGreaterThanOrEqual(4);
  });
});
